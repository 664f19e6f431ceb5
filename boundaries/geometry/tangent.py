"""Circles inside polygons that touch the outline at a place, and which edges limit them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Polygons = NDArray[np.object_]
Indices = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

SLACK = 1e-12
"""Far more than rounding can be, as a share of the coordinates."""
LEAST_SINE = 1e-9
LEAST = 1e-30
DEPTH_M = 1e-11
"""Circles that come over an edge by less touch it."""


@dataclass(frozen=True)
class Edges:
    """Edges of polygons with the land on their left, polygon by polygon, ring by ring.

    Each polygon is turned so that its long axis is that of x, and lies right of x = 0.

    Attributes
    ----------
    start, end : both ends, rows x and y
    normal, length : unit vector to the left, rows x and y, and length
    polygon : number of the polygon
    ahead : the next edge of the ring
    offset : by polygon what to add to x, so that polygons lie one right of the other
    by_west : edges in the order of their west ends, all polygons one right of the other
    west, east : these ends, and the farthest that an edge up to there reaches
    """

    start: Floats
    end: Floats
    normal: Floats
    length: Floats
    polygon: Indices
    ahead: Indices
    offset: Floats
    by_west: Indices
    west: Floats
    east: Floats

    def near(self, polygon: Indices, west: Floats, east: Floats) -> tuple[Indices, Indices]:
        """Where in `by_west` a range of edges begins that may lie in a strip, and their number.

        All edges of the polygon that meet the strip are among them, and others of it.
        """
        offset = self.offset[polygon]
        slack = SLACK * self.east.max(initial=0)
        first = np.searchsorted(self.east, west + offset - slack)
        last = np.searchsorted(self.west, east + offset + slack, side="right")
        ends = np.cumsum(np.bincount(self.polygon))
        first = np.maximum(first, np.append(0, ends)[polygon])
        return first, np.minimum(last, ends[polygon]) - first


def edges_of(polygons: Polygons) -> Edges:
    """The edges of valid, not empty polygons."""
    parts, owner = shapely.get_parts(shapely.orient_polygons(polygons), return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    of_point = owner[part[ring]].astype(np.int64)
    turned = _turned(points, of_point, len(polygons))
    place = np.flatnonzero((ring[1:] == ring[:-1]) & (points[1:] != points[:-1]).any(axis=1))
    _, of_ring, sides = np.unique(ring[place], return_index=True, return_counts=True)
    ahead = np.arange(1, len(place) + 1)
    ahead[of_ring + sides - 1] = of_ring
    start, end = turned.take(place, axis=1), turned.take(place + 1, axis=1)
    polygon = of_point[place]
    way, length = end - start, np.hypot(*(end - start))
    normal = np.stack((-way[1], way[0])) / length
    extent = np.zeros(len(polygons))
    np.maximum.at(extent, polygon, start[0])
    offset = np.cumsum(2 * extent) - 2 * extent
    west, east = (least(start[0], end[0]) + offset[polygon] for least in (np.minimum, np.maximum))
    order = np.argsort(west, kind="stable")
    reach = np.maximum.accumulate(east[order])
    return Edges(start, end, normal, length, polygon, ahead, offset, order, west[order], reach)


def _turned(points: Floats, polygon: Indices, count: int) -> Floats:
    """The points with the long axis of each polygon along x, rows x and y, from x = 0 on."""
    number = np.bincount(polygon, minlength=count)
    middle = [np.bincount(polygon, weights=along, minlength=count) / number for along in points.T]
    x, y = (along - mean[polygon] for along, mean in zip(points.T, middle, strict=True))
    products = (x * x - y * y, 2 * x * y)
    angle = np.arctan2(
        *(np.bincount(polygon, weights=values, minlength=count) for values in products[::-1])
    )
    cosine, sine = np.cos(angle / 2)[polygon], np.sin(angle / 2)[polygon]
    x, y = x * cosine + y * sine, y * cosine - x * sine
    least = np.zeros(count)
    np.minimum.at(least, polygon, x)
    return np.stack((x - least[polygon], y))


def allowed_radii(edges: Edges, rival: Indices, place: Floats, normal: Floats) -> Floats:
    """How large a circle that touches at each place may become before it meets its rival.

    `place` and `normal` hold x and y, one for each rival.
    """
    (x, y), (nx, ny) = place, normal
    ax, ay, bx, by = (along.take(rival) for along in (*edges.start, *edges.end))
    ux, uy = bx - ax, by - ay
    square = ux * ux + uy * uy
    length = np.sqrt(square)
    ax, ay, bx, by = ax - x, ay - y, bx - x, by - y
    beside = ux * ay - uy * ax
    along = ux * nx + uy * ny
    facing = np.copysign(1, beside) * (ux * ny - uy * nx)
    radius = np.abs(beside) / np.maximum(length + facing, LEAST)
    touch = along * radius - (ax * ux + ay * uy)
    beyond = touch > square
    qx, qy = np.where(beyond, bx, ax), np.where(beyond, by, ay)
    height = qx * nx + qy * ny
    at_end = np.where(height > 0, (qx * qx + qy * qy) / np.maximum(2 * height, LEAST), np.inf)
    result = np.where(beyond | (touch < 0), at_end, radius)
    for to_x, to_y, onward in ((ax, ay, along), (bx, by, -along)):
        meets = np.flatnonzero((to_x == 0) & (to_y == 0))
        result[meets] = np.where(onward[meets] > LEAST_SINE * length[meets], 0.0, np.inf)
    return np.asarray(result)


def is_met(edges: Edges, rival: Indices, place: Floats, normal: Floats, radius: Floats) -> Mask:
    """Whether circles of the radii that touch at each place come over their rivals.

    Where they touch these, too, they do not. `place` and `normal` hold x and y, one for each rival.
    """
    (x, y), (nx, ny) = place, normal
    ax, ay, bx, by = (along.take(rival) for along in (*edges.start, *edges.end))
    ux, uy, ax, ay = bx - ax, by - ay, ax - x, ay - y
    foot = (radius * nx - ax) * ux + (radius * ny - ay) * uy
    share = np.clip(foot / (ux * ux + uy * uy), 0, 1)
    qx, qy = ax + share * ux, ay + share * uy
    return np.asarray((qx * nx + qy * ny - DEPTH_M) * 2 * radius > qx * qx + qy * qy)


def barred_ways(
    edges: Edges, rival: Indices, side: Indices, radius: Floats
) -> tuple[Floats, Floats]:
    """From where to where along their sides circles of the radii meet their rivals.

    Circles lie left of the side, and roll on beyond both ends. They meet the rival nowhere where
    the way ends before it begins.
    """
    nx, ny = (along.take(side) for along in edges.normal)
    x, y = (along.take(side) for along in edges.start)
    ax, ay, bx, by = (along.take(rival) for along in (*edges.start, *edges.end))
    ax, ay, bx, by = ax - x, ay - y, bx - x, by - y
    ax, ay = ax * ny - ay * nx, ax * nx + ay * ny
    bx, by = bx * ny - by * nx, bx * nx + by * ny
    first, last = _round_ends(ax, ay, bx, by, radius)
    across, up = bx - ax, by - ay
    falls = up < 0
    np.negative(across, out=across, where=falls)
    np.abs(up, out=up)
    foot_x, foot_y = np.where(falls, bx, ax), np.minimum(ay, by)
    scale = radius / np.maximum(np.sqrt(across * across + up * up), LEAST)
    slope, rise, run = across / np.maximum(up, LEAST), across * scale, up * scale
    for ends, outer, way in ((first, np.minimum, np.subtract), (last, np.maximum, np.add)):
        height = way(radius, rise) - foot_y
        touches = np.flatnonzero((height >= 0) & (height <= up) & (up > 0))
        reached = way(foot_x[touches] + height[touches] * slope[touches], run[touches])
        ends[touches] = outer(ends[touches], reached)
    return first, last


def _round_ends(
    ax: Floats, ay: Floats, bx: Floats, by: Floats, radius: Floats
) -> tuple[Floats, Floats]:
    """From where to where circles on a line, with the line as x, meet the places a or b."""
    first, last = np.full(len(ax), np.inf), np.full(len(ax), -np.inf)
    for qx, qy in ((ax, ay), (bx, by)):
        square = qy * (2 * radius - qy)
        near = np.flatnonzero(square > 0)
        half, x = np.sqrt(square[near]), qx[near]
        first[near] = np.minimum(first[near], x - half)
        last[near] = np.maximum(last[near], x + half)
    return first, last
