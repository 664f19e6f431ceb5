"""Faces of noded outlines, labelled by their edges.

Who claims a face follows from its edges: crossing an edge leaves the polygons that end there and
enters those that begin, so that no point has to be located and faces of any thinness are labelled
right.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import breadth_first_order

from boundaries.geometry.arrays import ascending, distinct, distinct_sorted, is_among, ranges
from boundaries.geometry.cycles import OUTSIDE, trace_cycles
from boundaries.geometry.noding import Outlines, in_units, undirected

Polygons = NDArray[np.object_]
Indices = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Faces:
    """The bounded faces of an arrangement.

    Attributes
    ----------
    polygons : the faces, in the unit of `grid`
    claim_face, claim_polygon : one entry per claim on a face, sorted by face, then polygon
    left, right : the faces on either side of each edge, `OUTSIDE` (-1) for the unbounded one
    length : of each edge
    """

    polygons: Polygons
    claim_face: Indices
    claim_polygon: Indices
    left: Indices
    right: Indices
    length: Floats


@dataclass(frozen=True)
class Edges:
    """Undirected edges, and entry by entry which polygon has its border along which of them.

    `net` is 1 where the polygon lies left of the edge `entry`, -1 where it lies right; `owners` is
    more than any polygon's number.
    """

    points: Indices
    low: Indices
    high: Indices
    entry: Indices
    owner: Indices
    net: Indices
    owners: np.int64

    def chosen(self, edges: Mask) -> Edges:
        """The chosen edges alone, numbered anew."""
        kept = edges[self.entry]
        number = np.cumsum(edges) - 1
        return Edges(
            points=self.points,
            low=self.low[edges],
            high=self.high[edges],
            entry=number[self.entry[kept]],
            owner=self.owner[kept],
            net=self.net[kept],
            owners=self.owners,
        )

    def lengths(self, grid: float) -> Floats:
        """The length of each edge, in the unit of `grid`."""
        steps = in_units(self.points[self.high] - self.points[self.low], grid)
        return np.asarray(np.hypot(steps[:, 0], steps[:, 1]))


def trace_faces(outlines: Outlines, *, grid: float) -> Faces:
    """The faces of noded outlines whose coordinates count steps of `grid`, with their claims."""
    edges = edges_of_outlines(outlines)
    cycles = trace_cycles(edges.points, edges.low, edges.high)
    left, right = cycles.sides()
    polygons = cycles.polygons(np.arange(cycles.face.max(initial=-1) + 1), grid=grid)
    claim_face, claim_polygon = _claims(edges, left, right)
    return Faces(polygons, claim_face, claim_polygon, left, right, edges.lengths(grid))


def edges_of_outlines(outlines: Outlines) -> Edges:
    """The distinct edges; those along which a polygon runs there and back do not count for it."""
    low, high, edge = undirected(outlines)
    owners = np.int64(outlines.owner.max(initial=0) + 1)
    sides, which = distinct(edge * owners + outlines.owner)
    ways = np.where(outlines.tail < outlines.head, 1, -1)
    net = np.bincount(which, weights=ways, minlength=len(sides)).astype(np.int64)
    sides, net = sides[net != 0], net[net != 0]
    kept, entry = distinct(sides // owners)
    return Edges(outlines.points, low[kept], high[kept], entry, sides % owners, net, owners)


def _claims(edges: Edges, left: Indices, right: Indices) -> tuple[Indices, Indices]:
    """Who claims each face: those with an edge at it, then across edges that are not theirs.

    An outline that rounding has folded over itself or turned inside out would leak; its windings
    are counted instead.
    """
    owners = edges.owners
    begin, end = border_faces(edges, left, right)
    found = spread(distinct_sorted(begin * owners + edges.owner), edges, left, right)
    leaks = is_among(end * owners + edges.owner, found) | (np.abs(edges.net) > 1)
    folded = np.union1d(edges.owner[leaks], found[found < 0] % owners)
    if len(folded):
        sound = found[~is_among(found % owners, folded)]
        wound = _wound(edges, left, right, folded)
        found = np.sort(np.concatenate((sound, *(faces * owners + p for p, faces in wound))))
    return found // owners, found % owners


def border_faces(edges: Edges, left: Indices, right: Indices) -> tuple[Indices, Indices]:
    """For each entry the face just inside the polygon and the one just outside."""
    is_left = edges.net > 0
    a, b = left[edges.entry], right[edges.entry]
    return np.where(is_left, a, b), np.where(is_left, b, a)


def spread(found: Indices, edges: Edges, left: Indices, right: Indices) -> Indices:
    """The claims `face * owners + owner`, carried across all edges that are not the owner's.

    `found` is ascending, and so is what is returned.
    """
    owners = edges.owners
    owned = np.sort(edges.entry * owners + edges.owner)
    edge = np.tile(np.arange(len(left)), 2)
    beside, beyond = np.concatenate((left, right)), np.concatenate((right, left))
    beside, order = ascending(beside)
    edge, beyond = edge[order], beyond[order]
    fresh = found
    while len(fresh):
        first = np.searchsorted(beside, fresh // owners)
        counts = np.searchsorted(beside, fresh // owners, side="right") - first
        rows = ranges(first, counts)
        owner = np.repeat(fresh % owners, counts)
        crossed = ~is_among(edge[rows] * owners + owner, owned)
        reached = distinct_sorted(beyond[rows][crossed] * owners + owner[crossed])
        fresh = reached[~is_among(reached, found)]
        found = np.sort(np.concatenate((found, fresh)))
    return found


@dataclass(frozen=True)
class Inward:
    """For every face the step into it on a shortest way from the outside.

    The last entry of `before` is the outside itself; `edge` is crossed in the direction that
    `way` tells, 1 from right to left, -1 from left to right, 0 for the outside.
    """

    before: Indices
    edge: Indices
    way: Indices

    def windings(self, net: NDArray[np.int64]) -> Indices:
        """The sums of `net` (by edge, gained from right to left) over the steps to each face."""
        outside = len(self.before) - 1
        winding = self.way * net[self.edge] if len(net) else np.zeros(1, dtype=np.int64)
        jump = self.before
        while (jump != outside).any():
            winding = winding + winding[jump]
            jump = jump[jump]
        return np.asarray(winding[:outside], dtype=np.int64)


def ways_inward(left: Indices, right: Indices) -> Inward:
    """The steps from the outside into each of the faces on both sides of edges."""
    outside = int(max(left.max(initial=-1), right.max(initial=-1))) + 1
    a, b = np.where(left == OUTSIDE, outside, left), np.where(right == OUTSIDE, outside, right)
    size = outside + 1
    graph = coo_array((np.ones(len(a), dtype=np.int8), (a, b)), shape=(size, size)).tocsr()
    _, before = breadth_first_order(graph, outside, directed=False)
    before = before.astype(np.int64)
    before[outside] = outside
    here = np.arange(size)
    code = np.concatenate((a * size + b, b * size + a))
    code, order = ascending(code)
    place = np.searchsorted(code, here * size + before).clip(max=max(len(code) - 1, 0))
    step = order[place] if len(order) else here
    way = np.where(here == outside, 0, np.where(step < len(a), 1, -1))
    return Inward(before, step % max(len(a), 1), way)


def _wound(
    edges: Edges, left: Indices, right: Indices, polygons: Indices
) -> list[tuple[int, Indices]]:
    """For each polygon the faces that its outline winds round."""
    inward = ways_inward(left, right)
    result = []
    for polygon in polygons:
        net = np.zeros(len(left), dtype=np.int64)
        own = edges.owner == polygon
        net[edges.entry[own]] = edges.net[own]
        result.append((int(polygon), np.flatnonzero(inward.windings(net) > 0)))
    return result
