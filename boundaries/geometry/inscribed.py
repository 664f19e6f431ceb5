"""Radii of the largest circles inside polygons, by branch and bound along the outline.

The largest circle touches the outline. Of all circles inside that touch it at a given place, on the
side of the land, the largest is as wide as the nearest other edge lets it be. While the place moves
along an edge, or the circle turns about a corner that the land goes round, the radius that a single
edge allows is a function without inner maximum: the centres allowed by the edge are those on the
near side of a parabola. So the largest radius over a stretch of outline is at most

    the least, over all edges, of the greater of the radii that the edge allows at both ends,

and at least what is found at the ends. Stretches that cannot hold a much larger circle than the
largest found are left out, the others halved.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from boundaries.geometry.arrays import ranges

Polygons = NDArray[np.object_]
Indices = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

MOST_ROUNDS = 60
HALVE_EVERY = 3
"""Every so many rounds stretches are cut in the middle, else where they promise the most."""
BATCH = 100_000
"""Radii worked out at a time, if a single polygon does not take more."""
LEAST_SHARE = 1e-6
LEAST_SINE = 1e-9
LEAST = 1e-30


@dataclass(frozen=True)
class _Edges:
    """Edges of polygons with the land on their left, polygon by polygon, ring by ring.

    `first` and `count` tell by polygon which they are; `ahead` is the next edge of the ring.
    """

    start: Floats
    end: Floats
    way: Floats
    length: Floats
    polygon: Indices
    ahead: Indices
    first: Indices
    count: Indices


@dataclass(frozen=True)
class _Stretches:
    """Stretches of outline from one place to another; circles touch it on the side of the normal.

    Attributes
    ----------
    polygon, edge : numbers; the edge is -1 for a stretch that is a turn about a corner
    place, normal : of both ends, shape (stretches, 2 ends, 2)
    allowed : the radii that each edge of the polygon allows at both ends, shape (2 ends, radii),
        stretch by stretch
    """

    polygon: Indices
    edge: Indices
    place: Floats
    normal: Floats
    allowed: Floats


def inscribed_radii(polygons: Polygons, at_least: Floats, *, tolerance: float) -> Floats:
    """Radii of the largest circles inside valid, not empty polygons without holes.

    They are those of circles inside, smaller than the largest by up to the share `tolerance`, or
    `at_least`, where that is known to be there. Takes time and memory with the square of the number
    of vertices.
    """
    radii = at_least.copy()
    weight = shapely.get_num_coordinates(polygons) ** 2
    for some in _batches(weight):
        edges = _edges(polygons[some])
        stretches = _outline(edges)
        radius = radii[some]
        for number in range(1, MOST_ROUNDS):
            there, limit, share = _bounds(stretches, edges)
            np.maximum.at(radius, stretches.polygon, there)
            open_still = limit > radius[stretches.polygon] * (1 + tolerance)
            if not open_still.any():
                break
            share = share if number % HALVE_EVERY else np.full(len(share), 0.5)
            stretches = _parted(_chosen(stretches, edges, open_still), share[open_still], edges)
    return radii


def _edges(polygons: Polygons) -> _Edges:
    parts, owner = shapely.get_parts(shapely.orient_polygons(polygons), return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    place = np.flatnonzero((ring[1:] == ring[:-1]) & (points[1:] != points[:-1]).any(axis=1))
    ring = ring[place]
    polygon = owner[part[ring]]
    count = np.bincount(polygon, minlength=len(polygons))
    first = np.cumsum(count) - count
    origin = points[place[first]][polygon]
    start, end = points[place] - origin, points[place + 1] - origin
    length = np.hypot(*(end - start).T)
    _, of_ring, sides = np.unique(ring, return_index=True, return_counts=True)
    ahead = np.arange(1, len(place) + 1)
    ahead[of_ring + sides - 1] = of_ring
    way = (end - start) / length[:, np.newaxis]
    return _Edges(start, end, way, length, polygon, ahead, first, count)


def _outline(edges: _Edges) -> _Stretches:
    """Every edge, and every corner that the land goes round."""
    normal = np.column_stack((-edges.way[:, 1], edges.way[:, 0]))
    along = np.arange(len(normal))
    corner = np.flatnonzero((edges.way * normal[edges.ahead]).sum(axis=1) > 0)
    ahead = edges.ahead[corner]
    count = edges.count[edges.polygon]
    one, two = (
        _allowed(edges.polygon, along, ends, normal, edges) for ends in (edges.start, edges.end)
    )
    rows = np.cumsum(count) - count
    at_corner = [ranges(rows[numbers], count[corner]) for numbers in (corner, ahead)]
    turn = np.stack((edges.end[corner],) * 2, axis=1), np.stack((normal[corner], normal[ahead]), 1)
    return _Stretches(
        polygon=edges.polygon[np.concatenate((along, corner))],
        edge=np.concatenate((along, np.full(len(corner), -1))),
        place=np.concatenate((np.stack((edges.start, edges.end), axis=1), turn[0])),
        normal=np.concatenate((np.stack((normal, normal), axis=1), turn[1])),
        allowed=np.stack(
            (
                np.concatenate((one, two[at_corner[0]])),
                np.concatenate((two, one[at_corner[1]])),
            )
        ),
    )


def _bounds(stretches: _Stretches, edges: _Edges) -> tuple[Floats, Floats, Floats]:
    """For each stretch a radius at its ends, one that is not exceeded, and where to part it.

    That is the place where the nearest edges of both ends allow the same, taken as linear.
    """
    count = edges.count[stretches.polygon]
    starts = np.cumsum(count) - count
    one, two = stretches.allowed
    least_one, least_two = (np.minimum.reduceat(radii, starts) for radii in (one, two))
    limit = np.minimum.reduceat(np.maximum(one, two), starts)
    far_one, far_two = (
        np.minimum.reduceat(np.where(radii == np.repeat(least, count), others, np.inf), starts)
        for radii, least, others in ((two, least_two, one), (one, least_one, two))
    )
    fall, rise = far_one - least_one, far_two - least_two
    share = np.full(len(starts), 0.5)
    usable = np.isfinite(fall) & np.isfinite(rise) & (fall + rise > 0)
    np.divide(fall, fall + rise, out=share, where=usable)
    share = np.clip(share, LEAST_SHARE, 1 - LEAST_SHARE)
    return np.maximum(least_one, least_two), limit, share


def _chosen(stretches: _Stretches, edges: _Edges, chosen: Mask) -> _Stretches:
    count = edges.count[stretches.polygon]
    return _Stretches(
        stretches.polygon[chosen],
        stretches.edge[chosen],
        stretches.place[chosen],
        stretches.normal[chosen],
        stretches.allowed[:, np.repeat(chosen, count)],
    )


def _parted(stretches: _Stretches, share: Floats, edges: _Edges) -> _Stretches:
    """Each stretch in two parts."""
    portions = np.column_stack((1 - share, share))[:, :, np.newaxis]
    corner = stretches.edge < 0
    place, normal = ((ends * portions).sum(axis=1) for ends in (stretches.place, stretches.normal))
    place[corner] = stretches.place[corner, 0]
    length = np.hypot(normal[:, 0], normal[:, 1])[:, np.newaxis]
    forward = stretches.normal[:, 0, ::-1] * [1, -1]
    normal = np.where(length > LEAST_SINE, normal / np.maximum(length, LEAST_SINE), forward)
    normal = np.where(corner[:, np.newaxis], normal, stretches.normal[:, 0])
    allowed = _allowed(stretches.polygon, stretches.edge, place, normal, edges)
    one, two = stretches.allowed
    return _Stretches(
        polygon=np.tile(stretches.polygon, 2),
        edge=np.tile(stretches.edge, 2),
        place=_split(stretches.place, place),
        normal=_split(stretches.normal, normal),
        allowed=np.stack((np.concatenate((one, allowed)), np.concatenate((allowed, two)))),
    )


def _split(ends: Floats, between: Floats) -> Floats:
    halves = (ends[:, 0], between), (between, ends[:, 1])
    return np.concatenate([np.stack(half, axis=1) for half in halves])


def _batches(weight: Indices) -> Iterator[slice]:
    ends = np.cumsum(weight)
    begin = 0
    while begin < len(weight):
        done = ends[begin - 1] if begin else 0
        stop = max(int(np.searchsorted(ends, done + BATCH, side="right")), begin + 1)
        yield slice(begin, stop)
        begin = stop


def _allowed(
    polygon: Indices, own: Indices, place: Floats, normal: Floats, edges: _Edges
) -> Floats:
    """How large a circle that touches at each place may become before it meets each edge.

    One radius for every place and edge of its polygon; the edge `own`, that the place lies on,
    allows any.
    """
    count = edges.count[polygon]
    edge = ranges(edges.first[polygon], count)
    x, y, nx, ny = (np.repeat(values, count) for values in (*place.T, *normal.T))
    ux, uy = edges.way[:, 0][edge], edges.way[:, 1][edge]
    ax, ay = edges.start[:, 0][edge] - x, edges.start[:, 1][edge] - y
    bx, by = edges.end[:, 0][edge] - x, edges.end[:, 1][edge] - y
    beside = ux * ay - uy * ax
    along = ux * nx + uy * ny
    facing = np.copysign(1, beside) * (ux * ny - uy * nx)
    radius = np.abs(beside) / np.maximum(1 + facing, LEAST)
    touch = along * radius - (ax * ux + ay * uy)
    beyond = touch > edges.length[edge]
    outside = (touch < 0) | beyond
    qx, qy = np.where(beyond, bx, ax), np.where(beyond, by, ay)
    height = qx * nx + qy * ny
    at_end = np.where(height > 0, (qx * qx + qy * qy) / np.maximum(2 * height, LEAST), np.inf)
    result = np.where(outside, at_end, radius)
    for to_x, to_y, onward in ((ax, ay, along), (bx, by, -along)):
        meets = np.flatnonzero((to_x == 0) & (to_y == 0))
        result[meets] = np.where(onward[meets] > LEAST_SINE, 0.0, np.inf)
    result[edge == np.repeat(own, count)] = np.inf
    return np.asarray(result)
