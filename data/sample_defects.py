"""Planted defects: stretches of a true border that one or both neighbours draw elsewhere.

A stretch runs along one border from vertex to vertex. Its patch, the land between the true line and
the other drawing, is one polygon that lies in one village (the owner) and meets no other border
except at the two ends of the stretch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from sample_cells import Floats, PoorDrawError
from sample_shapes import Arc, Coverage
from scipy.ndimage import gaussian_filter1d

APART = 60.0
WIDTH_TOLERANCE = 0.3


@dataclass(frozen=True)
class Plan:
    """A defect to plant: `width` in metres is the mean width 2A/P, `length` along the border.

    `length` 0 takes a whole border from junction to junction. `where` is "surveyed" (both villages
    have a survey), "half" (only one of them), "river" (surveyed, along the river), "divide"
    (surveyed, between the two kecamatan).
    """

    kind: str
    layer: str
    width: float
    length: float
    where: str = "surveyed"


PLANS = (
    Plan("mismatch", "local", 130, 0),
    Plan("mismatch", "local", 75, 0, "river"),
    Plan("mismatch", "local", 50, 900, "half"),
    Plan("mismatch", "local", 40, 0, "divide"),
    Plan("mismatch", "local", 22, 1_000),
    Plan("overlap", "reference", 70, 1_100, "divide"),
    Plan("overlap", "reference", 28, 900),
    Plan("overlap", "reference", 7, 800),
    Plan("overlap", "reference", 2, 700, "half"),
    Plan("gap", "reference", 55, 1_000),
    Plan("gap", "reference", 24, 800),
    Plan("gap", "reference", 6, 700, "half"),
    Plan("gap", "reference", 2.2, 700),
    Plan("overlap", "local", 45, 900),
    Plan("overlap", "local", 8, 600, "river"),
    Plan("gap", "local", 26, 800),
    Plan("gap", "local", 4, 600),
)


@dataclass(frozen=True)
class Defect:
    """A planted defect on the vertices `first` to `last` of border number `arc`.

    `drawn` replaces these vertices, both ends included. The patch belongs in truth to `owner`;
    `taker` is the village on the other side.
    """

    plan: Plan
    arc: int
    first: int
    last: int
    drawn: Floats
    patch: Floats
    owner: int
    taker: int

    def moved(self, layer: str) -> set[int]:
        """The villages whose outline in the layer follows the other drawing."""
        if layer != self.plan.layer:
            return set()
        movers = {"overlap": {self.taker}, "gap": {self.owner}}
        return movers.get(self.plan.kind, {self.owner, self.taker})

    def claims(self, layer: str) -> set[int]:
        """The villages that the layer gives the patch to, were all of them in it."""
        moved = self.moved(layer)
        return ({self.owner} - moved) | ({self.taker} & moved)


def plant(
    rng: np.random.Generator,
    coverage: Coverage,
    surveyed: set[int],
    kecamatan: Sequence[int],
) -> list[Defect]:
    """One defect per plan, none nearer than `APART` metres to another.

    `kecamatan` has the number of each village. Raises `PoorDrawError` where the borders have no
    room for all of them.
    """
    defects: list[Defect] = []
    for plan in PLANS:
        fitting = [
            number
            for number, arc in enumerate(coverage.arcs)
            if arc.a >= 0
            and number not in {defect.arc for defect in defects}
            and _is_where(plan.where, arc, surveyed, kecamatan)
        ]
        others = shapely.MultiPolygon([shapely.Polygon(defect.patch) for defect in defects])
        tries = (
            defect
            for number in rng.permutation(fitting).astype(int).tolist()
            for defect in _tries(rng, coverage, plan, number)
            if others.is_empty or others.distance(shapely.Polygon(defect.patch)) > APART
        )
        defect = next(tries, None)
        if defect is None:
            raise PoorDrawError(f"no room for {plan}")
        defects.append(defect)
    return defects


def _is_where(where: str, arc: Arc, surveyed: set[int], kecamatan: Sequence[int]) -> bool:
    if where == "half":
        return len({arc.a, arc.b} & surveyed) == 1
    if not {arc.a, arc.b} <= surveyed:
        return False
    if where == "river":
        return arc.on_river
    return where == "surveyed" or kecamatan[arc.a] != kecamatan[arc.b]


def _tries(
    rng: np.random.Generator, coverage: Coverage, plan: Plan, number: int
) -> Iterator[Defect]:
    """Usable drawings of the defect along the border, at several places and on both sides."""
    line = coverage.arcs[number].line
    way = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    margin = 120.0 if plan.length else 0.0
    length = plan.length or way[-1]
    if not 600 <= length <= min(way[-1] - 2 * margin, 4_000):
        return
    for _ in range(12):
        start = rng.uniform(margin, way[-1] - margin - length) if plan.length else 0.0
        first, last = (int(k) for k in np.searchsorted(way, [start, start + length - 1e-6]))
        side = rng.choice([-1.0, 1.0])
        drawn = _drawn(rng, line[first : last + 1], side * plan.width)
        patch = np.concatenate([line[first : last + 1], drawn[-2:0:-1]])
        if _is_usable(coverage, plan, number, (first, last), patch):
            arc = coverage.arcs[number]
            spot = shapely.point_on_surface(shapely.Polygon(patch))
            first_owns = coverage.villages[arc.a].contains(spot)
            owner, taker = (arc.a, arc.b) if first_owns else (arc.b, arc.a)
            yield Defect(plan, number, first, last, drawn, patch, owner, taker)


def _drawn(rng: np.random.Generator, true: Floats, width: float) -> Floats:
    """Another drawing of the stretch: less detailed the farther away, its ends kept."""
    share = np.linspace(0, 1, len(true))
    rise = np.clip(np.minimum(share, 1 - share) / 0.16, 0, 1)
    rise = np.sin(rise * np.pi / 2)
    smooth = gaussian_filter1d(true, max(0.01, abs(width) / 14), axis=0, mode="nearest")
    generalised = true + rise[:, None] * (smooth - true)
    direction = np.gradient(gaussian_filter1d(true, 1.5 + abs(width) / 10, axis=0), axis=0)
    normal = np.column_stack([-direction[:, 1], direction[:, 0]]) / np.hypot(*direction.T)[:, None]
    uneven = gaussian_filter1d(rng.normal(0, 1, len(true)), 2, mode="nearest")
    offset = 1.15 * width * rise * (1 + 0.3 * uneven)
    return np.asarray(generalised + offset[:, None] * normal)


def _is_usable(
    coverage: Coverage, plan: Plan, number: int, stretch: tuple[int, int], patch: Floats
) -> bool:
    """Whether the patch is one polygon of the planned width, clear of all other border lines."""
    area = shapely.Polygon(patch)
    if not area.is_valid or abs(2 * area.area / area.length / plan.width - 1) > WIDTH_TOLERANCE:
        return False
    if shapely.buffer(area, -0.25 * plan.width).geom_type != "Polygon":
        return False
    line = coverage.arcs[number].line
    first, last = stretch
    pieces = [line[: first + 1], line[last:]]
    pieces += [arc.line for k, arc in enumerate(coverage.arcs) if k != number]
    rest = shapely.MultiLineString([piece for piece in pieces if len(piece) > 1])
    ends = shapely.multipoints(line[[first, last]])
    return bool(rest.difference(ends.buffer(8)).distance(area) > 2)
