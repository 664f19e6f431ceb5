"""Cut outlines at each other, on a grid, by whole arrays.

Coordinates are whole numbers of grid units. This is snap rounding (Hobby 1999): every vertex and
every crossing, rounded to the grid, makes the cell around it *hot*, and each edge is led through
the middles of all hot cells that it passes. Pieces then meet in vertices only, or run along each
other. What the limits of floating point leave over is cut in further rounds. Every piece keeps the
outlines it came from, so that faces are labelled by their edges and no point has to be located.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from boundaries.geometry.arrays import distinct, distinct_points
from boundaries.geometry.near import BATCH, near_pairs

Polygons = NDArray[np.object_]
Indices = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

ROUNDING = 2.0**-50
"""A sum of two products of differences is exact up to this share of them."""


@dataclass(frozen=True)
class Outlines:
    """Directed edges, the interior of their polygon on the left.

    Attributes
    ----------
    points : vertices (n, 2) in whole grid units, distinct
    tail, head : vertex numbers of each edge
    owner : index of the polygon of each edge
    """

    points: Indices
    tail: Indices
    head: Indices
    owner: Indices

    def chosen(self, edges: Mask) -> Outlines:
        """The chosen directed edges alone, and their vertices numbered anew."""
        tail, head = self.tail[edges], self.head[edges]
        used = np.zeros(len(self.points), dtype=bool)
        used[tail] = used[head] = True
        number = np.cumsum(used) - 1
        return Outlines(self.points[used], number[tail], number[head], self.owner[edges])


def outlines_of(polygons: Polygons, *, grid: float) -> Outlines:
    """The outlines of valid polygons, rounded to `grid` (in their unit), not yet cut.

    Missing and empty polygons have none; edges shorter than the grid vanish.
    """
    parts, part_owner = shapely.get_parts(polygons, return_index=True)
    rings, part = shapely.get_rings(shapely.orient_polygons(parts), return_index=True)
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    points, number = distinct_points(np.rint(corners / grid).astype(np.int64))
    tail, head = number[:-1], number[1:]
    kept = (ring[1:] == ring[:-1]) & (tail != head)
    owner = part_owner[part[ring[:-1][kept]]].astype(np.int64)
    return Outlines(points, tail[kept], head[kept], owner)


def in_units(places: Indices, grid: float) -> Floats:
    """Places in grid units in the unit of `grid`, exactly where that is 1 by a whole number."""
    return np.asarray(places / round(1 / grid) if grid < 1 else places * grid)


def noded(outlines: Outlines, fresh: Mask | None = None) -> Outlines:
    """The same outlines cut at each other: edges meet in vertices only, or run along each other.

    Unless all edges are `fresh`, those that are not are known not to meet one another.
    """
    fresh = np.ones(len(outlines.tail), dtype=bool) if fresh is None else fresh
    outlines, fresh = _cut_once(outlines, fresh, _hot_cells)
    while fresh.any():
        outlines, fresh = _cut_once(outlines, fresh, _meetings)
    return outlines


def _cut_once(outlines: Outlines, fresh: Mask, cuts: _Cuts) -> tuple[Outlines, Mask]:
    """The outlines cut where a fresh edge meets another; the mask of the pieces that are new."""
    low, high, edge = undirected(outlines)
    is_fresh = np.zeros(len(low), dtype=bool)
    is_fresh[edge[fresh]] = True
    found = list(cuts(_Ends.of(outlines.points, low, high), is_fresh))
    cut_edge = np.concatenate([edges for edges, _ in found])
    if len(cut_edge) == 0:
        return outlines, np.zeros(len(outlines.tail), dtype=bool)
    cut_at = np.concatenate([places for _, places in found])
    points, number = distinct_points(np.concatenate((outlines.points, cut_at)))
    low, high = number[low], number[high]
    cut_edge, node = _in_order(points, low, high, cut_edge, number[len(outlines.points) :])
    tail, head = number[outlines.tail], number[outlines.head]
    tail, head, source = _split(tail, head, tail == low[edge], edge, cut_edge, node)
    pieces = np.bincount(source, minlength=len(outlines.tail))
    return Outlines(points, tail, head, outlines.owner[source]), pieces[source] > 1


def undirected(outlines: Outlines) -> tuple[Indices, Indices, Indices]:
    """The distinct undirected edges (low and high end), and which of them each directed one is."""
    count = np.int64(max(len(outlines.points), 1))
    low = np.minimum(outlines.tail, outlines.head)
    high = np.maximum(outlines.tail, outlines.head)
    numbers, edge = distinct(low * count + high)
    return numbers // count, numbers % count, edge


@dataclass(frozen=True)
class _Ends:
    """Edges from (x, y) along (dx, dy), whole numbers."""

    x: Floats
    y: Floats
    dx: Floats
    dy: Floats

    @classmethod
    def of(cls, points: Indices, low: Indices, high: Indices) -> _Ends:
        x, y = points.T.astype(np.float64)
        return cls(x[low], y[low], x[high] - x[low], y[high] - y[low])

    def at(self, edges: Indices) -> _Ends:
        return _Ends(*(values[edges] for values in (self.x, self.y, self.dx, self.dy)))

    def off(self, x: Floats, y: Floats) -> Floats:
        """How far off the edges the places lie, to the left, times the length of the edge."""
        return self.dx * (y - self.y) - self.dy * (x - self.x)

    def half_cells(self) -> Floats:
        """How far off an edge the middles of the cells lie that it just touches, times its length.

        The cells of the edge's own box only are meant.
        """
        return (np.abs(self.dx) + np.abs(self.dy)) / 2

    def uncertain(self, x: Floats, y: Floats) -> Floats:
        """Up to which amount `off` may be nothing but rounding."""
        return ROUNDING * (np.abs(self.dx * (y - self.y)) + np.abs(self.dy * (x - self.x)))

    def boxes(self, x: Floats, y: Floats) -> Mask:
        """Whether the places lie in the boxes around the edges, but are no ends of them."""
        x, y = x - self.x, y - self.y
        inside = (np.minimum(self.dx, 0) <= x) & (x <= np.maximum(self.dx, 0))
        inside &= (np.minimum(self.dy, 0) <= y) & (y <= np.maximum(self.dy, 0))
        no_end = ((x != 0) | (y != 0)) & ((x != self.dx) | (y != self.dy))
        return np.asarray(inside & no_end)


_Cuts = Callable[[_Ends, Mask], Iterator[tuple[Indices, Indices]]]
"""Edges to be cut, and the places, in whole grid units, where."""


def _hot_cells(ends: _Ends, fresh: Mask) -> Iterator[tuple[Indices, Indices]]:
    """Cuts where an edge passes a hot cell, of pairs of which one at least is fresh."""
    crossings = [np.empty((0, 2), dtype=np.int64)]
    for first, second in _near(ends, fresh):
        pairs = _Pairs.of(ends, first, second)
        for edge, side, off, x, y in pairs.ends_of_others():
            near = np.flatnonzero(np.abs(off) <= side.half_cells())
            beside = near[side.at(near).boxes(x[near], y[near])]
            yield edge[beside], _places(x[beside], y[beside])
        crossings.append(pairs.crossings()[1])
    places, _ = distinct_points(np.concatenate(crossings))
    x, y = places.T.astype(np.float64)
    none = np.zeros(len(places))
    is_place = np.arange(len(places) + len(ends.x)) < len(places)
    place, edge = near_pairs(
        np.append(x, ends.x),
        np.append(y, ends.y),
        np.append(none, ends.dx),
        np.append(none, ends.dy),
        is_place,
    )
    place, edge = place[edge >= len(places)], edge[edge >= len(places)] - len(places)
    side, x, y = ends.at(edge), x[place], y[place]
    passed = side.boxes(x, y) & (np.abs(side.off(x, y)) <= side.half_cells())
    yield edge[passed], places[place[passed]]


def _meetings(ends: _Ends, fresh: Mask) -> Iterator[tuple[Indices, Indices]]:
    """Cuts where edges still cross, or run through the end of another."""
    for first, second in _near(ends, fresh):
        pairs = _Pairs.of(ends, first, second)
        for edge, side, off, x, y in pairs.ends_of_others():
            on = np.flatnonzero(np.abs(off) <= side.uncertain(x, y))
            inside = on[side.at(on).boxes(x[on], y[on])]
            yield edge[inside], _places(x[inside], y[inside])
        crossing, places = pairs.crossings()
        x, y = places.T.astype(np.float64)
        for edge, side in ((first, pairs.a), (second, pairs.b)):
            cut = side.at(crossing).boxes(x, y)
            yield edge[crossing[cut]], places[cut]


def _near(ends: _Ends, fresh: Mask) -> Iterator[tuple[Indices, Indices]]:
    first, second = near_pairs(ends.x, ends.y, ends.dx, ends.dy, fresh)
    for begin in range(0, max(len(first), 1), BATCH):
        yield first[begin : begin + BATCH], second[begin : begin + BATCH]


@dataclass(frozen=True)
class _Pairs:
    """Pairs of edges a and b, and how far off each of them the ends of the other lie."""

    first: Indices
    second: Indices
    a: _Ends
    b: _Ends
    low_off_a: Floats
    high_off_a: Floats
    low_off_b: Floats
    high_off_b: Floats

    @classmethod
    def of(cls, ends: _Ends, first: Indices, second: Indices) -> _Pairs:
        a, b = ends.at(first), ends.at(second)
        return cls(
            first, second, a, b,
            a.off(b.x, b.y), a.off(b.x + b.dx, b.y + b.dy),
            b.off(a.x, a.y), b.off(a.x + a.dx, a.y + a.dy),
        )  # fmt: skip

    def ends_of_others(self) -> Iterator[tuple[Indices, _Ends, Floats, Floats, Floats]]:
        """Each edge with its ends, how far off it an end of the other lies, and where that is."""
        a, b = self.a, self.b
        yield self.first, a, self.low_off_a, b.x, b.y
        yield self.first, a, self.high_off_a, b.x + b.dx, b.y + b.dy
        yield self.second, b, self.low_off_b, a.x, a.y
        yield self.second, b, self.high_off_b, a.x + a.dx, a.y + a.dy

    def crossings(self) -> tuple[Indices, Indices]:
        """Which pairs cross inside both, and the places, rounded to the grid."""
        crossing = np.flatnonzero(
            (self.low_off_a * self.high_off_a < 0) & (self.low_off_b * self.high_off_b < 0)
        )
        low, high = self.low_off_b[crossing], self.high_off_b[crossing]
        a, share = self.a.at(crossing), low / (low - high)
        return crossing, _places(np.rint(a.x + share * a.dx), np.rint(a.y + share * a.dy))


def _places(x: Floats, y: Floats) -> Indices:
    return np.column_stack((x, y)).astype(np.int64)


def _in_order(
    points: Indices, low: Indices, high: Indices, cut_edge: Indices, node: Indices
) -> tuple[Indices, Indices]:
    """The nodes at which each edge is cut, from its low to its high end, each once."""
    steps = (points[node] - points[low[cut_edge]]).astype(np.float64)
    along = (points[high[cut_edge]] - points[low[cut_edge]]).astype(np.float64)
    order = np.lexsort((node, (steps * along).sum(axis=1), cut_edge))
    cut_edge, node = cut_edge[order], node[order]
    again = np.zeros(len(node), dtype=bool)
    again[1:] = (cut_edge[1:] == cut_edge[:-1]) & (node[1:] == node[:-1])
    inner = ~again & (node != low[cut_edge]) & (node != high[cut_edge])
    return cut_edge[inner], node[inner]


def _split(
    tail: Indices, head: Indices, forward: Mask, edge: Indices, cut_edge: Indices, node: Indices
) -> tuple[Indices, Indices, Indices]:
    """Directed edges replaced by their pieces: tails, heads, and the edge each piece came from.

    `edge` is the undirected edge of each, `forward` whether it runs from that one's low end.
    """
    first = np.searchsorted(cut_edge, edge)
    cuts = np.searchsorted(cut_edge, edge, side="right") - first
    source = np.repeat(np.arange(len(tail)), cuts + 1)
    piece = np.arange(len(source)) - np.repeat(np.cumsum(cuts + 1) - cuts - 1, cuts + 1)
    first, cuts, forward = first[source], cuts[source], forward[source]
    nodes = np.append(node, 0)
    before = np.where(forward, first + piece - 1, first + cuts - piece)
    after = np.where(forward, first + piece, first + cuts - piece - 1)
    new_tail = np.where(piece == 0, tail[source], nodes[np.clip(before, 0, len(node))])
    new_head = np.where(piece == cuts, head[source], nodes[np.clip(after, 0, len(node))])
    kept = new_tail != new_head
    return new_tail[kept], new_head[kept], source[kept]
