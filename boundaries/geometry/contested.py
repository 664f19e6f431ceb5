"""The faces that are not claimed exactly once, and the sole land around them.

Where two neighbours share an edge exactly, the number of claims is the same on both sides. Regions
of one number are therefore bounded by the other, *loose* edges; only these need to be cut at
anything, and only inside land of several claims are shared edges needed at all. For a layer that is
nearly a coverage this is a small part of it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from boundaries.geometry.arrays import distinct, distinct_sorted, is_among
from boundaries.geometry.boxes import places_in_boxes
from boundaries.geometry.components import components
from boundaries.geometry.cycles import OUTSIDE, Cycles, around, trace_cycles
from boundaries.geometry.faces import (
    Edges,
    Faces,
    border_faces,
    edges_of_outlines,
    spread,
    ways_inward,
)
from boundaries.geometry.near import beside
from boundaries.geometry.noding import Outlines, in_units, noded, undirected

Polygons = NDArray[np.object_]
Indices = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


def trace_contested(outlines: Outlines, polygons: Polygons, *, grid: float) -> Faces:
    """The faces with no claim or with several, of outlines that are not yet noded.

    After them comes one face without geometry for each of the `polygons`: the land that it alone
    claims, of which only the borders with the other faces are told.
    """
    edges, cycles, count = _needed(outlines, grid=grid)
    left, right = cycles.sides()
    contested = np.flatnonzero(count[:-1] != 1)
    shapes = cycles.polygons(contested, grid=grid)
    claims = _claims(edges, left, right, count)
    claims = _located(claims, count, contested, shapes, polygons, edges.owners)
    a, b, told = _borders(edges, left, right, count, claims)
    face = np.searchsorted(contested, claims // edges.owners)
    alone = np.arange(len(polygons))
    return Faces(
        polygons=np.append(shapes, np.full(len(polygons), shapely.Polygon(), dtype=object)),
        claim_face=np.append(face, len(contested) + alone),
        claim_polygon=np.append(claims % edges.owners, alone),
        left=a,
        right=b,
        length=edges.lengths(grid)[told],
    )


class _Traced(NamedTuple):
    """Edges, the faces between them, and how many claim each; the last is the outside."""

    edges: Edges
    cycles: Cycles
    claims: Indices

    @classmethod
    def of(cls, edges: Edges) -> _Traced:
        cycles = trace_cycles(edges.points, edges.low, edges.high)
        return cls(edges, cycles, _counts(edges, *cycles.sides()))


def _needed(outlines: Outlines, *, grid: float) -> _Traced:
    """The noded edges as far as they bound land that is not claimed exactly once, or cut it.

    Shared edges far from all loose ones are left aside, but where a region of several claims is so
    wide that they may lie in it.
    """
    low, high, edge = undirected(outlines)
    forward = np.where(outlines.tail < outlines.head, 1, -1)
    balance = np.bincount(edge, weights=forward, minlength=len(low))
    loose = (np.bincount(edge, minlength=len(low)) != 2) | (balance != 0)
    if not loose.any():
        return _Traced.of(edges_of_outlines(outlines.chosen(loose[edge])))
    x, y = outlines.points.T.astype(np.float64)
    dx, dy = x[high] - x[low], y[high] - y[low]
    near, cell = beside(x[low], y[low], dx, dy, loose)
    part, regions = _contested_part(outlines, edge, loose, near, grid=grid)
    rest = np.flatnonzero(~near)
    inside = _inside_several(regions, outlines.points[low[rest]], cell, grid=grid)
    if inside.any():
        near[rest[inside]] = True
        part, _ = _contested_part(outlines, edge, loose, near, grid=grid)
    return part


def _inside_several(regions: _Traced, places: Indices, cell: float, *, grid: float) -> Mask:
    """Which places lie inside a region of several claims, where it may contain a whole cell."""
    cycles = regions.cycles
    large = (regions.claims[:-1] >= 2) & (cycles.area[cycles.shell] >= cell**2)
    inside = np.zeros(len(places), dtype=bool)
    if not large.any() or not len(places):
        return inside
    shapes = cycles.polygons(np.flatnonzero(large), grid=grid)
    at = in_units(places, grid)
    place, shape = places_in_boxes(at, shapely.bounds(shapes))
    shapely.prepare(shapes)
    inside[place[shapely.contains_xy(shapes[shape], *at[place].T)]] = True
    return inside


def _contested_part(
    outlines: Outlines, edge: Indices, loose: Mask, near: Mask, *, grid: float
) -> tuple[_Traced, _Traced]:
    """What is needed of the `near` edges, and the regions between the loose ones.

    `edge` is the undirected edge of each directed one.
    """
    kept = near[edge]
    outlines = noded(outlines.chosen(kept), loose[edge[kept]])
    edges = edges_of_outlines(outlines)
    rims = _is_loose(edges)
    regions = _Traced.of(edges.chosen(rims))
    inner = _is_contested(edges, rims, regions, grid=grid)
    if not inner.any():
        return regions, regions
    codes, inner_codes = (
        np.sort(edges.low[mask] * len(edges.points) + edges.high[mask])
        for mask in (rims | inner, inner)
    )
    low, high, edge = undirected(outlines)
    directed = (low * len(outlines.points) + high)[edge]
    kept = is_among(directed, codes)
    part = noded(outlines.chosen(kept), is_among(directed[kept], inner_codes))
    return _Traced.of(edges_of_outlines(part)), regions


def _is_loose(edges: Edges) -> Mask:
    """The edges at which not just one polygon ends where one other begins."""
    entries = np.bincount(edges.entry, minlength=len(edges.low))
    total = np.bincount(edges.entry, weights=edges.net, minlength=len(edges.low))
    several = np.bincount(edges.entry[np.abs(edges.net) > 1], minlength=len(edges.low))
    return np.asarray((entries != 2) | (total != 0) | (several > 0))


def _is_contested(edges: Edges, loose: Mask, regions: _Traced, *, grid: float) -> Mask:
    """The edges, not loose, that lie inside land of several claims.

    Linked up to the vertices of loose edges, they lie wholly in one region between these.
    """
    cycles, several = regions.cycles, regions.claims >= 2
    chosen = np.flatnonzero(~loose)
    low, high = edges.low[chosen], edges.high[chosen]
    on_rim = np.zeros(len(edges.points), dtype=bool)
    on_rim[edges.low[loose]] = on_rim[edges.high[loose]] = True
    link = _links(low, high, on_rim)
    is_several = np.zeros(link.max(initial=-1) + 1, dtype=bool)
    touching = np.flatnonzero(on_rim[low] | on_rim[high])
    contact = touching[np.unique(link[touching], return_index=True)[1]]
    begin = np.where(on_rim[low[contact]], low[contact], high[contact])
    end = np.where(on_rim[low[contact]], high[contact], low[contact])
    is_several[link[contact]] = several[_faces_towards(cycles, begin, end)]
    apart = np.setdiff1d(np.arange(len(is_several)), link[contact])
    if len(apart):
        first = np.unique(link, return_index=True)[1][apart]
        inside = _inside_several(regions, edges.points[low[first]], 0, grid=grid)
        is_several[apart[inside]] = True
    inner = np.zeros(len(edges.low), dtype=bool)
    inner[chosen] = is_several[link]
    return inner


def _links(low: Indices, high: Indices, on_rim: Mask) -> Indices:
    """Numbers of the nets of edges that hang together apart from the vertices `on_rim`."""
    count = len(low)
    one, other = np.flatnonzero(~on_rim[low]), np.flatnonzero(~on_rim[high])
    joined = np.concatenate((low[one], high[other])) + count
    return distinct(components(np.concatenate((one, other)), joined, count + len(on_rim))[:count])[
        1
    ]


def _faces_towards(cycles: Cycles, begin: Indices, end: Indices) -> Indices:
    """The faces into which edges lead that begin at a vertex of the graph, not part of it."""
    halves, count = np.arange(len(cycles.tail)), len(cycles.tail)
    order = around(
        cycles.points,
        np.concatenate((cycles.tail, begin)),
        np.concatenate((cycles.tail[halves ^ 1], end)),
    )
    own = order < count
    before = np.cumsum(own) - 1
    degree = np.bincount(cycles.tail, minlength=len(cycles.points))
    last = np.cumsum(degree) - 1
    place = np.empty(len(begin), dtype=np.int64)
    place[order[~own] - count] = before[~own]
    wrapped = place < last[begin] - degree[begin] + 1
    place[wrapped] = last[begin][wrapped]
    return np.asarray(cycles.face[cycles.cycle[order[own][place]]], dtype=np.int64)


def _counts(edges: Edges, left: Indices, right: Indices) -> Indices:
    """The number of claims on each face; the last entry is that of the outside, 0."""
    gained = np.bincount(edges.entry, weights=edges.net, minlength=len(edges.low))
    return np.append(ways_inward(left, right).windings(gained.astype(np.int64)), 0)


def _claims(edges: Edges, left: Indices, right: Indices, count: Indices) -> Indices:
    """The claims on land of several that follow from its edges, as `face * owners + owner`."""
    several = count >= 2
    begin, _ = border_faces(edges, left, right)
    known = several[begin]
    found = distinct_sorted(begin[known] * edges.owners + edges.owner[known])
    between = several[left] & several[right]
    return spread(found, edges.chosen(between), left[between], right[between])


def _located(
    claims: Indices,
    count: Indices,
    contested: Indices,
    shapes: Polygons,
    polygons: Polygons,
    owners: np.int64,
) -> Indices:
    """The claims, located by a point where they are not as many as are counted.

    So it is with land inside a village that has no edge there, and with folded outlines.
    """
    known = np.bincount(claims // owners, minlength=len(count))
    doubtful = np.flatnonzero((known != count)[contested] & (count[contested] != 0))
    points = shapely.get_coordinates(shapely.point_on_surface(shapes[doubtful]))
    place, polygon = places_in_boxes(points, shapely.bounds(polygons))
    shapely.prepare(polygons[np.unique(polygon)])
    inside = shapely.contains_xy(polygons[polygon], *points[place].T)
    located = contested[doubtful[place[inside]]] * owners + polygon[inside]
    sound = claims[~is_among(claims // owners, contested[doubtful])]
    return np.sort(np.concatenate((sound, located)))


def _borders(
    edges: Edges, left: Indices, right: Indices, count: Indices, claims: Indices
) -> tuple[Indices, Indices, Mask]:
    """What lies on both sides of the edges between contested faces and others, and which these are.

    Contested faces are counted from 0, after them sole land by its polygon. Who has the sole land
    follows from the claims on the other side, less those that end at the edge, with those that
    begin there: as one is left, the sum of their numbers tells.
    """
    number = np.full(len(count), OUTSIDE, dtype=np.int64)
    contested = np.flatnonzero(count[:-1] != 1)
    number[contested] = np.arange(len(contested))
    total = np.bincount(
        claims // edges.owners, weights=claims % edges.owners, minlength=len(count)
    ).astype(np.int64)
    gained = np.bincount(edges.entry, weights=edges.net * edges.owner, minlength=len(edges.low))
    change = gained.astype(np.int64)
    sole_left, sole_right = count[left] == 1, count[right] == 1
    owner_left, owner_right = total[right] + change, total[left] - change
    a = np.where(sole_left, len(contested) + owner_left, number[left])
    b = np.where(sole_right, len(contested) + owner_right, number[right])
    owner = np.where(sole_left, owner_left, np.where(sole_right, owner_right, 0))
    told = ~(sole_left & sole_right) & (owner >= 0) & (owner < edges.owners)
    return a[told], b[told], told
