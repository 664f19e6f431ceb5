"""Cut outlines at each other, on a grid, by whole arrays.

Coordinates are whole numbers of grid units. Edges are cut where they cross, and where they pass
within `REACH` of a vertex; crossings are rounded to the grid, which may bring edges to new
vertices, so that it is repeated until nothing is cut any more (snap rounding after Hobby 1999,
iterated as by Halperin and Packer 2002). Every piece keeps the outlines it came from, so that faces
are labelled by their edges and no point has to be located.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Polygons = NDArray[np.object_]
Indices = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

CHUNK = 200_000
REACH = 0.7
"""How near a vertex, in grid units, an edge must pass to be cut there: about within its grid cell.

Less than half the diagonal of a cell, so that the pieces of an edge are always shorter than it.
"""


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


def outlines_of(polygons: Polygons, *, grid: float) -> Outlines:
    """The outlines of valid polygons, rounded to `grid` (in their unit), not yet cut.

    Missing and empty polygons have none; edges shorter than the grid vanish.
    """
    parts, part_owner = shapely.get_parts(polygons, return_index=True)
    rings, part = shapely.get_rings(shapely.orient_polygons(parts), return_index=True)
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    points, number = _distinct(np.rint(corners / grid).astype(np.int64))
    tail, head = number[:-1], number[1:]
    kept = (ring[1:] == ring[:-1]) & (tail != head)
    owner = part_owner[part[ring[:-1][kept]]].astype(np.int64)
    return Outlines(points, tail[kept], head[kept], owner)


def noded(outlines: Outlines) -> Outlines:
    """The same outlines cut at each other: edges meet in vertices only, or run along each other."""
    fresh = np.ones(len(outlines.tail), dtype=bool)
    while fresh.any():
        outlines, fresh = _cut_once(outlines, fresh)
    return outlines


def _cut_once(outlines: Outlines, fresh: Mask) -> tuple[Outlines, Mask]:
    """The outlines cut where a fresh edge meets another; the mask of the pieces that are new."""
    low, high, edge = _undirected(outlines)
    is_fresh = np.zeros(len(low), dtype=bool)
    is_fresh[edge[fresh]] = True
    cut_edge, cut_at = _cuts(outlines.points, low, high, is_fresh)
    if len(cut_edge) == 0:
        return outlines, np.zeros(len(outlines.tail), dtype=bool)
    points, number = _distinct(np.concatenate((outlines.points, cut_at)))
    low, high = number[low], number[high]
    cut_edge, node = _in_order(points, low, high, cut_edge, number[len(outlines.points) :])
    tail, head = number[outlines.tail], number[outlines.head]
    tail, head, source = _split(tail, head, tail == low[edge], edge, cut_edge, node)
    pieces = np.bincount(source, minlength=len(outlines.tail))
    return Outlines(points, tail, head, outlines.owner[source]), pieces[source] > 1


def _undirected(outlines: Outlines) -> tuple[Indices, Indices, Indices]:
    """The distinct undirected edges, and which of them each directed one is."""
    count = np.int64(len(outlines.points))
    low = np.minimum(outlines.tail, outlines.head)
    high = np.maximum(outlines.tail, outlines.head)
    numbers, edge = np.unique(low * count + high, return_inverse=True)
    return numbers // count, numbers % count, edge.astype(np.int64)


def _cuts(points: Indices, low: Indices, high: Indices, fresh: Mask) -> tuple[Indices, Indices]:
    """Edges to be cut and the places where, for all pairs of which one at least is fresh."""
    a, b = points[low], points[high]
    west, south = np.minimum(a, b).T - 1
    east, north = np.maximum(a, b).T + 1
    boxes = shapely.box(west, south, east, north)
    tree = shapely.STRtree(boxes)
    ends = points.astype(np.float64)
    edges, places = [np.empty(0, dtype=np.int64)], [np.empty((0, 2))]
    chosen = np.flatnonzero(fresh)
    for begin in range(0, len(chosen), CHUNK):
        part = chosen[begin : begin + CHUNK]
        query, other = tree.query(boxes[part])
        first = part[query]
        once = (first < other) | ~fresh[other]
        found = _cuts_of_pairs(ends, low, high, first[once], other[once])
        edges += found[0]
        places += found[1]
    return np.concatenate(edges), np.concatenate(places).astype(np.int64)


def _cuts_of_pairs(
    points: Floats, low: Indices, high: Indices, first: Indices, second: Indices
) -> tuple[list[Indices], list[Floats]]:
    """Edges of the pairs that are to be cut, and the places, in whole grid units, where."""
    edges, places = [], []
    for edge, other in ((first, second), (second, first)):
        for vertex in (low[other], high[other]):
            met = _passes(points, low[edge], high[edge], vertex)
            edges.append(edge[met])
            places.append(points[vertex[met]])
    apart = (low[first] != low[second]) & (low[first] != high[second])
    apart &= (high[first] != low[second]) & (high[first] != high[second])
    first, second = first[apart], second[apart]
    crossing, place = _crossings(
        points[low[first]], points[high[first]], points[low[second]], points[high[second]]
    )
    for edge in (first[crossing], second[crossing]):
        inner = (place != points[low[edge]]).any(axis=1) & (place != points[high[edge]]).any(axis=1)
        edges.append(edge[inner])
        places.append(place[inner])
    return edges, places


def _passes(points: Floats, low: Indices, high: Indices, vertex: Indices) -> Mask:
    """Whether each edge passes a vertex, not one of its own, within `REACH`."""
    start = points[low]
    along, offset = points[high] - start, points[vertex] - start
    square = (along**2).sum(axis=1)
    share = (along * offset).sum(axis=1)
    side = along[:, 0] * offset[:, 1] - along[:, 1] * offset[:, 0]
    beside = (share > 0) & (share < square) & (side**2 <= REACH**2 * square)
    return np.asarray(beside & (vertex != low) & (vertex != high))


def _crossings(a: Floats, b: Floats, c: Floats, d: Floats) -> tuple[Mask, Floats]:
    """Which of the edges ab and cd cross inside both, and the places, rounded to the grid."""
    ab, cd, ac = b - a, d - c, c - a
    turn = ab[:, 0] * cd[:, 1] - ab[:, 1] * cd[:, 0]
    on_ab = ac[:, 0] * cd[:, 1] - ac[:, 1] * cd[:, 0]
    on_cd = ac[:, 0] * ab[:, 1] - ac[:, 1] * ab[:, 0]
    sign = np.sign(turn)
    size = np.abs(turn)
    crossing = (size > 0) & (on_ab * sign > 0) & (on_ab * sign < size)
    crossing &= (on_cd * sign > 0) & (on_cd * sign < size)
    share = on_ab[crossing] / turn[crossing]
    return crossing, np.rint(a[crossing] + share[:, None] * ab[crossing])


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


def _distinct(points: Indices) -> tuple[Indices, Indices]:
    """The distinct points sorted by x, then y, and the number of each point."""
    order = np.lexsort((points[:, 1], points[:, 0]))
    places = points[order]
    is_new = np.ones(len(places), dtype=bool)
    is_new[1:] = (places[1:] != places[:-1]).any(axis=1)
    number = np.empty(len(places), dtype=np.int64)
    number[order] = np.cumsum(is_new) - 1
    return places[is_new], number
