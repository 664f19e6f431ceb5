"""How far one drawing of outlines lies aside of another as a whole.

Outlines come in pairs, in one projected CRS in metres. Places along the one are looked up on the
other; only the distance across the line tells, for along it nothing can be seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from boundaries.geometry.feet import feet_on_lines

Floats = NDArray[np.float64]

PLACES = 8_000
SHORTEST_M = 1.0
NEAR_M = 3.0
"""Places this near to the other drawing agree with it."""
ROUNDS = 12
REACH_M = 200.0
"""Places farther from the other drawing are lines of other villages, not shifted ones."""
LEAST_SCALE_M = 0.5


@dataclass(frozen=True)
class Shift:
    """A common shift of drawn outlines from fixed ones.

    `east`, `north`: metres by which the drawn outlines are to be moved; `places`: number of places
    looked at; `before`, `after`: share of them within `NEAR_M` of the fixed outlines, as drawn and
    once moved.
    """

    east: float
    north: float
    places: int
    before: float
    after: float

    @property
    def length(self) -> float:
        """Length of the shift in metres."""
        return float(np.hypot(self.east, self.north))


@dataclass(frozen=True)
class _Places:
    """Places, the way across their edges, and which of the fixed `lines` each is held against."""

    points: Floats
    across: Floats
    line: NDArray[np.int64]
    lines: NDArray[Any]


def shift_from(
    drawn: NDArray[Any], fixed: NDArray[Any], *, start: tuple[float, float] = (0.0, 0.0)
) -> Shift | None:
    """The shift, near `start`, with which drawn outlines agree best with the fixed ones.

    Both are arrays of polygons, pair by pair. Robust: lines that differ by more than the rest
    hardly count. None when there are no places to look at.
    """
    places = _places(drawn, fixed)
    if not len(places.points):
        return None
    moved = np.array(start, dtype=float)
    for _ in range(ROUNDS):
        gap = _gaps(places, moved)
        moved = moved + _step(gap, places.across)
    return Shift(
        east=float(moved[0]),
        north=float(moved[1]),
        places=len(places.points),
        before=_share(places, np.zeros(2)),
        after=_share(places, moved),
    )


def _places(drawn: NDArray[Any], fixed: NDArray[Any]) -> _Places:
    """The middles of edges of the drawn outlines, at most `PLACES`, evenly picked."""
    coordinates, owner = shapely.get_coordinates(shapely.boundary(drawn), return_index=True)
    edges = coordinates[1:] - coordinates[:-1]
    length = np.hypot(*edges.T)
    real = np.flatnonzero((owner[1:] == owner[:-1]) & (length >= SHORTEST_M))
    if len(real) > PLACES:
        real = real[np.linspace(0, len(real) - 1, PLACES).astype(int)]
    along = edges[real] / length[real, None]
    used, line = np.unique(owner[real], return_inverse=True)
    return _Places(
        points=(coordinates[real] + coordinates[real + 1]) / 2,
        across=np.column_stack([-along[:, 1], along[:, 0]]),
        line=line,
        lines=shapely.boundary(fixed)[used],
    )


def _gaps(places: _Places, moved: Floats) -> Floats:
    """From each moved place across its line to the nearest point of the fixed outline, signed."""
    return np.asarray((_ways(places, moved) * places.across).sum(axis=1))


def _ways(places: _Places, moved: Floats) -> Floats:
    """From each moved place to the nearest point of the fixed outline."""
    points = places.points + moved
    return feet_on_lines(points, places.line, places.lines) - points


def _step(gap: Floats, across: Floats) -> Floats:
    """The move that closes most gaps: least squares with Cauchy weights."""
    near = np.abs(gap) <= REACH_M
    if near.sum() < len(across.T):
        return np.zeros(2)
    gap, across = gap[near], across[near]
    scale = max(1.4826 * float(np.median(np.abs(gap))), LEAST_SCALE_M)
    weight = 1 / (1 + (gap / scale) ** 2)
    normal = (across * weight[:, None]).T @ across
    if np.linalg.cond(normal) > 1e6:
        return np.zeros(2)
    return np.asarray(np.linalg.solve(normal, (across * (weight * gap)[:, None]).sum(axis=0)))


def _share(places: _Places, moved: Floats) -> float:
    return float((np.hypot(*_ways(places, moved).T) <= NEAR_M).mean())
