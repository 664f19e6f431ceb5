"""Faces of noded outlines, traced and labelled by their edges.

Around each vertex the half-edges are sorted by angle; from each half-edge the next one clockwise
after its twin leads round the face on its left. Who claims a face follows from its half-edges:
crossing an edge leaves the polygons that end there and enters those that begin, so that no point
has to be located and faces of any thinness are labelled right.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

from boundaries.geometry.noding import Outlines

Polygons = NDArray[np.object_]
Indices = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

OUTSIDE = -1


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
class _Edges:
    """Undirected edges, and entry by entry which polygon has its border along which of them.

    `net` is 1 where the polygon lies left of the edge `entry`, -1 where it lies right.
    """

    low: Indices
    high: Indices
    entry: Indices
    owner: Indices
    net: Indices


def trace_faces(outlines: Outlines, *, grid: float) -> Faces:
    """The faces of noded outlines whose coordinates count steps of `grid`, with their claims."""
    edges = _edges(outlines)
    tail = np.stack((edges.low, edges.high), axis=1).ravel()
    head = np.stack((edges.high, edges.low), axis=1).ravel()
    following = _following(outlines.points, tail, head)
    cycle = _components(np.arange(len(tail)), following, len(tail))
    polygons, face = _polygons(outlines.points, tail, following, cycle, grid)
    left, right = face[0::2], face[1::2]
    claim_face, claim_polygon = _claims(edges, left, right)
    steps = (outlines.points[edges.high] - outlines.points[edges.low]) * grid
    length = np.hypot(steps[:, 0], steps[:, 1])
    return Faces(polygons, claim_face, claim_polygon, left, right, length)


def _edges(outlines: Outlines) -> _Edges:
    """The distinct edges; those along which a polygon runs there and back do not count for it."""
    count = np.int64(max(len(outlines.points), 1))
    owners = np.int64(outlines.owner.max(initial=0) + 1)
    low = np.minimum(outlines.tail, outlines.head)
    high = np.maximum(outlines.tail, outlines.head)
    numbers, edge = np.unique(low * count + high, return_inverse=True)
    sides, which = np.unique(edge * owners + outlines.owner, return_inverse=True)
    net = np.bincount(which, weights=np.where(outlines.tail == low, 1, -1))
    sides, net = sides[net != 0], net[net != 0]
    kept, entry = np.unique(sides // owners, return_inverse=True)
    return _Edges(
        low=numbers[kept] // count,
        high=numbers[kept] % count,
        entry=entry.astype(np.int64),
        owner=sides % owners,
        net=net.astype(np.int64),
    )


def _following(points: Indices, tail: Indices, head: Indices) -> Indices:
    """For each half-edge the next one round the face on its left."""
    steps = (points[head] - points[tail]).astype(np.float64)
    order = np.lexsort((np.arctan2(steps[:, 1], steps[:, 0]), tail))
    place = np.empty(len(tail), dtype=np.int64)
    place[order] = np.arange(len(tail))
    first = np.searchsorted(tail[order], np.arange(len(points)))
    degree = np.bincount(tail, minlength=len(points))
    twin = np.arange(len(tail)) ^ 1
    at = tail[twin]
    before = np.where(place[twin] == first[at], first[at] + degree[at], place[twin]) - 1
    return np.asarray(order[before], dtype=np.int64)


def _components(first: Indices, second: Indices, count: int) -> Indices:
    """The number of the connected component of each of `count` things, joined pair by pair."""
    graph = coo_array((np.ones(len(first), dtype=np.int8), (first, second)), shape=(count, count))
    _, component = connected_components(graph, directed=False)
    return np.asarray(component, dtype=np.int64)


def _polygons(
    points: Indices, tail: Indices, following: Indices, cycle: Indices, grid: float
) -> tuple[Polygons, Indices]:
    """The faces as polygons, and the face on the left of each half-edge.

    A cycle that runs counter-clockwise is the shell of a face, one that runs clockwise the outer
    border of a component of the arrangement, and a hole of the face that the component lies in. A
    cycle that comes through a vertex twice is parted there into shell and holes.
    """
    start = _first_of_each(cycle)
    shell = _areas(points, tail, tail[following], cycle, tail[start]) > 0
    order = np.lexsort((_ranks(following, cycle, start), cycle))
    rings = shapely.linearrings(points[tail[order]] * grid, indices=cycle[order])
    number = np.where(shell, np.cumsum(shell) - 1, OUTSIDE)
    outer = np.flatnonzero(~shell)
    component = _components(tail, tail[following], len(points))
    west = _first_of_each(component)[component[tail[start]]]
    number[outer] = _holders(
        shapely.polygons(rings[shell]),
        component[tail[start[shell]]],
        shapely.points(points[west[outer]] * grid),
        component[west[outer]],
    )
    inside = np.flatnonzero(number != OUTSIDE)
    inside = inside[np.lexsort((inside, ~shell[inside], number[inside]))]
    polygons = shapely.polygons(rings[inside], indices=number[inside])
    pinched = ~shapely.is_valid(polygons)
    polygons[pinched] = shapely.make_valid(
        polygons[pinched], method="structure", keep_collapsed=False
    )
    return shapely.normalize(polygons), number[cycle]


def _first_of_each(labels: Indices) -> Indices:
    """The first place of each label 0, 1, 2 ..."""
    _, first = np.unique(labels, return_index=True)
    return np.asarray(first, dtype=np.int64)


def _areas(
    points: Indices, tail: Indices, head: Indices, cycle: Indices, origin: Indices
) -> Floats:
    """Twice the signed area of each cycle, in grid units, reckoned from a vertex of its own."""
    a = (points[tail] - points[origin[cycle]]).astype(np.float64)
    b = (points[head] - points[origin[cycle]]).astype(np.float64)
    doubled: Floats = np.bincount(cycle, weights=a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]).astype(
        float
    )
    return doubled


def _ranks(following: Indices, cycle: Indices, start: Indices) -> Indices:
    """How many steps after the start of its cycle each half-edge comes, by pointer doubling."""
    here = np.arange(len(following))
    jump = np.empty(len(following), dtype=np.int64)
    jump[following] = here
    jump[start] = start
    rank: Indices = (here != start[cycle]).astype(np.int64)
    reach, longest = 1, np.bincount(cycle).max(initial=0)
    while reach < longest:
        rank = rank + rank[jump]
        jump = jump[jump]
        reach *= 2
    return rank


def _holders(
    shells: Polygons, shell_component: Indices, points: NDArray[np.object_], component: Indices
) -> Indices:
    """The smallest shell of another component around each point, `OUTSIDE` where there is none."""
    point, shell = shapely.STRtree(shells).query(points, predicate="within")
    other = shell_component[shell] != component[point]
    point, shell = point[other], shell[other]
    order = np.lexsort((shell, shapely.area(shells[shell]), point))
    holders = np.full(len(points), OUTSIDE, dtype=np.int64)
    found, first = np.unique(point[order], return_index=True)
    holders[found] = shell[order][first]
    return holders


def _claims(edges: _Edges, left: Indices, right: Indices) -> tuple[Indices, Indices]:
    """Who claims each face: those with an edge at it, then across edges that are not theirs.

    An outline that rounding has folded over itself or turned inside out would leak; its windings
    are counted instead.
    """
    owners = np.int64(edges.owner.max(initial=0) + 1)
    begin = np.where(edges.net > 0, left[edges.entry], right[edges.entry])
    end = np.where(edges.net > 0, right[edges.entry], left[edges.entry])
    found = _spread(np.unique(begin * owners + edges.owner), edges, left, right)
    leaks = np.isin(end * owners + edges.owner, found) | (np.abs(edges.net) > 1)
    folded = np.union1d(edges.owner[leaks], found[found < 0] % owners)
    if len(folded):
        sound = found[~np.isin(found % owners, folded)]
        wound = _wound(edges, left, right, folded)
        found = np.sort(np.concatenate((sound, *(faces * owners + p for p, faces in wound))))
    return found // owners, found % owners


def _spread(found: Indices, edges: _Edges, left: Indices, right: Indices) -> Indices:
    """Claims, coded `face * owners + owner`, carried across all edges that are not the owner's."""
    owners = np.int64(edges.owner.max(initial=0) + 1)
    owned = edges.entry * owners + edges.owner
    edge = np.tile(np.arange(len(left)), 2)
    beside, beyond = np.concatenate((left, right)), np.concatenate((right, left))
    order = np.argsort(beside, kind="stable")
    edge, beside, beyond = edge[order], beside[order], beyond[order]
    fresh = found
    while len(fresh):
        first = np.searchsorted(beside, fresh // owners)
        counts = np.searchsorted(beside, fresh // owners, side="right") - first
        rows = np.repeat(first - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        owner = np.repeat(fresh % owners, counts)
        crossed = ~np.isin(edge[rows] * owners + owner, owned)
        reached = np.unique(beyond[rows][crossed] * owners + owner[crossed])
        fresh = np.setdiff1d(reached, found, assume_unique=True)
        found = np.union1d(found, fresh)
    return found


def _wound(
    edges: _Edges, left: Indices, right: Indices, polygons: Indices
) -> list[tuple[int, Indices]]:
    """For each polygon the faces that its outline winds round, counted from the outside inwards."""
    outside = int(max(left.max(initial=-1), right.max(initial=-1))) + 1
    a, b = np.where(left == OUTSIDE, outside, left), np.where(right == OUTSIDE, outside, right)
    size = outside + 1
    graph = coo_array((np.ones(len(a), dtype=np.int8), (a, b)), shape=(size, size)).tocsr()
    _, before = breadth_first_order(graph, outside, directed=False)
    before[outside] = outside
    here = np.arange(size)
    code = np.concatenate((a * size + b, b * size + a))
    codes, which = np.unique(code, return_index=True)
    step = which[np.searchsorted(codes, here * size + before).clip(max=len(codes) - 1)]
    inward = np.where(here == outside, 0, np.where(step < len(a), 1, -1))
    result = []
    for polygon in polygons:
        net = np.zeros(len(a), dtype=np.int64)
        own = edges.owner == polygon
        net[edges.entry[own]] = edges.net[own]
        winding = inward * net[step % len(a)]
        jump = before.astype(np.int64)
        while (jump != outside).any():
            winding = winding + winding[jump]
            jump = jump[jump]
        result.append((int(polygon), np.flatnonzero(winding[:outside] > 0)))
    return result
