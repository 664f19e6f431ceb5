"""Radii of the largest circles inside polygons, searched for along the outline.

The largest circle touches the outline. While a circle of some radius rolls along an edge, on the
side of the land, each other edge bars a part of its way: the centres that are too near the edge are
those in a convex set. Where the whole outline is barred no circle of the radius is inside; where a
gap is left there is a larger one, and what the edges allow in the middle of the gap is the next
radius that is tried. The search ends when a radius that is larger by the tolerance is barred.

Likewise circles turn about corners that the land goes round. Where one edge bars both ends of a
turn it bars all of it; other turns are parted until that is so, or a larger circle is found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from boundaries.geometry.arrays import ranges
from boundaries.geometry.batches import batches
from boundaries.geometry.tangent import (
    LEAST_SINE,
    Edges,
    allowed_radii,
    barred_ways,
    edges_of,
    is_met,
)

Polygons = NDArray[np.object_]
Indices = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

MOST_ROUNDS = 200
GROWTH = 2.0
"""By how much a radius grows in one round at most."""
TRIALS = 8
"""At so many places of each polygon larger circles are looked for in one round."""
BATCH = 12_000
"""Pairs of places and edges looked at in one go."""
ROUNDING = 1e-9
"""Gaps of a smaller share of an edge are none."""
LEAST_TURN = 1e-3
"""Narrower turns are not parted."""


@dataclass(frozen=True)
class _Turns:
    """Turns of circles about the ends of edges, from the normal `one` to `two` (rows x and y)."""

    edge: Indices
    one: Floats
    two: Floats

    def chosen(self, which: Indices) -> _Turns:
        """Some of the turns."""
        return _Turns(self.edge[which], self.one.take(which, axis=1), self.two.take(which, axis=1))

    def width(self) -> Floats:
        """The distance of both normals."""
        return np.asarray(np.hypot(*(self.two - self.one)))

    def middle(self) -> Floats:
        """The normals half way."""
        total = self.one + self.two
        length = np.hypot(*total)
        across = np.stack((self.one[1], -self.one[0]))
        return np.where(length > LEAST_SINE, total / np.maximum(length, LEAST_SINE), across)

    def halves(self) -> _Turns:
        """Each turn in two."""
        middle = self.middle()
        return _Turns(
            np.tile(self.edge, 2), np.hstack((self.one, middle)), np.hstack((middle, self.two))
        )


def inscribed_radii(polygons: Polygons, *, tolerance: float) -> Floats:
    """Radii of the largest circles inside valid polygons that have an area.

    They are those of circles inside, smaller than the largest by up to the share `tolerance`.
    """
    radii = np.asarray(shapely.area(polygons) / shapely.length(polygons))
    edges = edges_of(polygons)
    sides, turns = np.arange(len(edges.polygon)), _corners(edges)
    spread = _spread(edges.polygon)
    _try_sides(spread, np.full(len(spread), 0.5), edges, radii)
    for _ in range(MOST_ROUNDS):
        radius = radii * (1 + tolerance)
        sides, begin, end = _open_sides(sides, edges, radius)
        turns = _open_turns(turns, edges, radius)
        if not len(sides) and not len(turns.edge):
            break
        widest = _widest(edges.polygon[sides], end - begin)
        _try_sides(sides[widest], (begin + end)[widest] / 2, edges, radii)
        _try_turns(turns.chosen(_widest(edges.polygon[turns.edge], turns.width())), edges, radii)
        turns = turns.halves()
    return radii


def _corners(edges: Edges) -> _Turns:
    """The corners that the land goes round."""
    dx, dy = edges.normal
    ahead = edges.ahead
    corner = np.flatnonzero(dy * dx[ahead] - dx * dy[ahead] > 0)
    return _Turns(
        corner, edges.normal.take(corner, axis=1), edges.normal.take(ahead[corner], axis=1)
    )


def _open_sides(sides: Indices, edges: Edges, radii: Floats) -> tuple[Indices, Floats, Floats]:
    """The sides along which circles of the radii (by polygon) are not barred all the way.

    Besides, where the first gap begins and ends, in shares of the side.
    """
    radius = radii[edges.polygon[sides]]
    begin, end = np.empty((2, len(sides)))
    shift = radius * edges.normal[0].take(sides)
    west = np.minimum(edges.start[0].take(sides), edges.end[0].take(sides)) + shift
    east = np.maximum(edges.start[0].take(sides), edges.end[0].take(sides)) + shift
    for some, rival, count in _rivals(sides, west - radius, east + radius, edges):
        side, length = np.repeat(sides[some], count), np.repeat(edges.length[sides[some]], count)
        first, last = barred_ways(edges, rival, side, np.repeat(radius[some], count))
        first, last = first / length, last / length
        first[rival == side], last[rival == side] = np.inf, -np.inf
        begin[some], end[some] = _first_gaps(first, last, count)
    still = np.flatnonzero(begin < end)
    return sides[still], begin[still], end[still]


def _first_gaps(begin: Floats, end: Floats, count: Indices) -> tuple[Floats, Floats]:
    """The first gaps from 0 to 1 that groups of ranges leave; they end where there is none."""
    reached = np.zeros(len(count))
    group, first, last, size = np.arange(len(count)), begin, end, count
    while len(group):
        so_far = reached[group]
        touching = np.where(first <= np.repeat(so_far, size), last, 0)
        farther = np.maximum.reduceat(touching, np.cumsum(size) - size) + ROUNDING
        reached[group] = np.maximum(farther, so_far)
        goes_on = (farther > so_far) & (farther < 1)
        kept = np.flatnonzero(np.repeat(goes_on, size))
        group, first, last, size = group[goes_on], first[kept], last[kept], size[goes_on]
    onward = np.where(begin > np.repeat(reached, count), begin, 1)
    return reached, np.minimum(np.minimum.reduceat(onward, np.cumsum(count) - count), 1)


def _open_turns(turns: _Turns, edges: Edges, radii: Floats) -> _Turns:
    """The turns of which no edge bars circles of the radii (by polygon) at both ends."""
    radius, place = radii[edges.polygon[turns.edge]], edges.end.take(turns.edge, axis=1)
    barred = np.empty(len(radius), dtype=bool)
    west, east = place[0] - 2 * radius, place[0] + 2 * radius
    for some, rival, count in _rivals(turns.edge, west, east, edges):
        at = np.repeat(np.arange(some.start, some.stop), count)
        circles = place.take(at, axis=1), radius[at]
        one, two = (
            is_met(edges, rival, circles[0], normal.take(at, axis=1), circles[1])
            for normal in (turns.one, turns.two)
        )
        barred[some] = np.logical_or.reduceat(one & two, np.cumsum(count) - count)
    return turns.chosen(np.flatnonzero(~barred & (turns.width() > LEAST_TURN)))


def _try_sides(sides: Indices, share: Floats, edges: Edges, radii: Floats) -> None:
    """Raise the radii to what is allowed so far along the sides."""
    start, end = edges.start.take(sides, axis=1), edges.end.take(sides, axis=1)
    place = start + share * (end - start)
    _raise(radii, sides, place, edges.normal.take(sides, axis=1), edges)


def _try_turns(turns: _Turns, edges: Edges, radii: Floats) -> None:
    """Raise the radii to what is allowed in the middle of the turns."""
    _raise(radii, turns.edge, edges.end.take(turns.edge, axis=1), turns.middle(), edges)


def _spread(polygon: Indices) -> Indices:
    """Edges that lie spread over the outline of each polygon; `polygon` is that of every edge."""
    count = np.bincount(polygon)
    step = np.maximum(count // TRIALS, 1)
    rank = np.arange(len(polygon)) - (np.cumsum(count) - count)[polygon]
    return np.flatnonzero(rank % step[polygon] == 0)


def _widest(polygon: Indices, width: Floats) -> Indices:
    """The places of the widest of each polygon."""
    order = np.lexsort((-width, polygon))
    ascending = polygon[order]
    rank = np.arange(len(order)) - np.searchsorted(ascending, ascending)
    return np.asarray(order[rank < TRIALS])


def _raise(radii: Floats, own: Indices, place: Floats, normal: Floats, edges: Edges) -> None:
    """Raise the radii to what is allowed at places of edges, or at their ends."""
    polygon = edges.polygon[own]
    cap = GROWTH * radii[polygon]
    centre = place[0] + cap * normal[0]
    for some, rival, count in _rivals(own, centre - cap, centre + cap, edges):
        at = np.repeat(np.arange(some.start, some.stop), count)
        allowed = allowed_radii(edges, rival, place.take(at, axis=1), normal.take(at, axis=1))
        allowed[rival == own[at]] = np.inf
        least = np.minimum.reduceat(allowed, np.cumsum(count) - count)
        np.maximum.at(radii, polygon[some], np.minimum(least, cap[some]))


def _rivals(
    own: Indices, west: Floats, east: Floats, edges: Edges
) -> Iterator[tuple[slice, Indices, Indices]]:
    """Batch by batch the edges that may lie in strips, each in one of the polygon of `own`.

    Besides, how many they are for each strip; at least `own` is among them.
    """
    first, count = edges.near(edges.polygon[own], west, east)
    for some in batches(count, BATCH):
        yield some, edges.by_west[ranges(first[some], count[some])], count[some]
