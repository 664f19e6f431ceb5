"""Corners for triangulating land between lines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Geometries = NDArray[np.object_]
Indices = NDArray[np.int64]
Floats = NDArray[np.float64]

NEAR_M = 1e-6
"""Corners nearer to each other than this are one."""
MOST_PIECES = 30
"""Outlines are cut into pieces of half the mean width, but about so many at most."""


@dataclass(frozen=True)
class Corners:
    """Corners of polygons and, as bits, the sides they lie on, each bit standing for a rank."""

    polygon: Indices
    points: Floats
    sides: Indices


def refined(
    polygons: Geometries, of: Indices, rank: Indices, lines: Geometries
) -> tuple[Geometries, Corners, Corners]:
    """Polygons with corners added, all corners with their sides, and the added ones.

    `lines[i]` runs along the outline of the polygon `of[i]` (ascending) and is its side number
    `rank[i]`. Corners are added opposite to the corners of other sides and along the lines, where
    corners are farther apart than the lines are. Corners on no line belong to the nearest.
    """
    rings, ring_polygon = shapely.get_rings(polygons, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    bit = np.int64(1) << rank
    ends, line = shapely.get_coordinates(lines, return_index=True)
    on_lines = Corners(of[line], ends, bit[line])
    sides = sides_at(on_lines, ring_polygon[ring], points)
    bare = np.flatnonzero(sides == 0)
    near, _ = _nearest(points[bare], ring_polygon[ring[bare]], of, lines, np.zeros(len(bare), int))
    sides[bare] = bit[near]

    from_line = np.flatnonzero(sides > 0)
    opposite, feet = _nearest(
        points[from_line], ring_polygon[ring[from_line]], of, lines, sides[from_line]
    )
    there = opposite >= 0
    edge_sides = _edge_sides(points, ring_polygon[ring], of, bit, lines)
    perimeter = shapely.length(polygons)
    spacing = np.maximum(shapely.area(polygons) / perimeter, perimeter / MOST_PIECES)
    middle_ring, middles, middle_bit = _between(
        points, ring, sides, edge_sides, spacing[ring_polygon]
    )
    foot_ring = _ring_of(feet[there], of[opposite[there]], rings, ring_polygon)
    extra_ring = np.concatenate((foot_ring, middle_ring))
    extra = np.concatenate((feet[there], middles))
    extra_bit = np.concatenate((bit[opposite[there]], middle_bit))
    step = np.hypot(*np.diff(points, axis=0).T) + (ring[1:] != ring[:-1])
    place = np.concatenate(([0.0], np.cumsum(step)))
    extra_place = shapely.line_locate_point(rings[extra_ring], shapely.points(extra))
    extra_place += place[np.searchsorted(ring, extra_ring)]
    new = _apart(place, extra_place)

    every_ring = np.concatenate((ring, extra_ring[new]))
    every_point = np.concatenate((points, extra[new]))
    order = np.argsort(np.concatenate((place, extra_place[new])), kind="stable")
    built = shapely.linearrings(every_point[order], indices=every_ring[order])
    bits = np.concatenate((sides, extra_bit[new]))
    corners = Corners(ring_polygon[every_ring], every_point, bits)
    added = Corners(ring_polygon[extra_ring[new]], extra[new], extra_bit[new])
    return shapely.polygons(built, indices=ring_polygon), corners, added


def _nearest(
    points: Floats, polygon: Indices, of: Indices, lines: Geometries, without: Indices
) -> tuple[Indices, Floats]:
    """For each point the nearest line of its polygon, -1 for none, and the nearest place on it.

    Lines whose bit is set in `without` are passed over.
    """
    first = np.searchsorted(of, polygon)
    counts = np.searchsorted(of, polygon, side="right") - first
    point = np.repeat(np.arange(len(points)), counts)
    rank = np.arange(len(point)) - np.repeat(np.cumsum(counts) - counts, counts)
    line = first[point] + rank
    other = (without[point] >> rank) & 1 == 0
    point, line = point[other], line[other]
    ways = shapely.shortest_line(shapely.points(points[point]), lines[line])
    order = np.lexsort((line, shapely.length(ways).round(9), point))
    found, best = np.unique(point[order], return_index=True)
    nearest = np.full(len(points), -1, dtype=np.int64)
    places = np.zeros((len(points), 2))
    nearest[found] = line[order[best]]
    places[found] = shapely.get_coordinates(ways[order[best]])[1::2]
    return nearest, places


def _between(
    points: Floats, ring: Indices, sides: Indices, edge_sides: Indices, spacing: Floats
) -> tuple[Indices, Floats, Indices]:
    """Places at most `spacing` (by ring) apart on the edges that lie on lines: ring, place, side.

    An edge with both ends on several lines has one at least, which tells whose it is.
    """
    edge = np.flatnonzero((ring[1:] == ring[:-1]) & (edge_sides > 0))
    start, end = points[edge], points[edge + 1]
    several = (sides & (sides - 1)) != 0
    count = np.ceil(np.hypot(*(end - start).T) / spacing[ring[edge]]).astype(np.int64) - 1
    count = np.maximum(count, several[edge] & several[edge + 1])
    which = np.repeat(np.arange(len(edge)), count)
    step = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count) + 1
    share = (step / (count[which] + 1))[:, np.newaxis]
    places = start[which] + share * (end[which] - start[which])
    return ring[edge[which]], places, edge_sides[edge[which]]


def _edge_sides(
    points: Floats, polygon: Indices, of: Indices, bit: Indices, lines: Geometries
) -> Indices:
    """For each point and the next the sides on whose line both follow each other, as bits."""
    parts, line = shapely.get_parts(lines, return_index=True)
    ends, part = shapely.get_coordinates(parts, return_index=True)
    same = part[1:] == part[:-1]
    line = line[part[1:][same]]
    drawn = Corners(of[line], (ends[1:][same] + ends[:-1][same]) / 2, bit[line])
    return sides_at(drawn, polygon[:-1], (points[1:] + points[:-1]) / 2)


def _ring_of(points: Floats, polygon: Indices, rings: Geometries, ring_polygon: Indices) -> Indices:
    """The ring of its polygon on which each point lies."""
    first = np.searchsorted(ring_polygon, polygon)
    counts = np.searchsorted(ring_polygon, polygon, side="right") - first
    point = np.repeat(np.arange(len(points)), counts)
    ring = first[point] + np.arange(len(point)) - np.repeat(np.cumsum(counts) - counts, counts)
    distance = shapely.distance(shapely.points(points[point]), rings[ring])
    order = np.lexsort((ring, distance, point))
    _, best = np.unique(point[order], return_index=True)
    return np.asarray(ring[order[best]], dtype=np.int64)


def _apart(taken: Floats, places: Floats) -> Indices:
    """Which of the places to use, in their order: those apart from the taken ones and each other.

    `taken` is sorted.
    """
    after = np.searchsorted(taken, places).clip(1, len(taken) - 1)
    free = np.flatnonzero(
        np.minimum(np.abs(places - taken[after - 1]), np.abs(taken[after] - places)) > NEAR_M
    )
    order = free[np.argsort(places[free], kind="stable")]
    apart = np.ones(len(order), dtype=bool)
    apart[1:] = np.diff(places[order]) > NEAR_M
    return np.asarray(order[apart], dtype=np.int64)


def sides_at(corners: Corners, polygon: Indices, points: Floats) -> Indices:
    """The sides, as bits, of the corners at these places, 0 where there is none."""
    number = _numbered(
        np.concatenate((corners.polygon, polygon)), np.concatenate((corners.points, points))
    )
    bits = np.zeros(number.max(initial=-1) + 1, dtype=np.int64)
    np.bitwise_or.at(bits, number[: len(corners.polygon)], corners.sides)
    return bits[number[len(corners.polygon) :]]


def _numbered(polygon: Indices, points: Floats) -> Indices:
    """One number for each distinct place of a polygon."""
    order = np.lexsort((points[:, 1], points[:, 0], polygon))
    sorted_points, sorted_polygon = points[order], polygon[order]
    is_new = np.ones(len(order), dtype=bool)
    is_new[1:] = (sorted_points[1:] != sorted_points[:-1]).any(axis=1)
    is_new[1:] |= sorted_polygon[1:] != sorted_polygon[:-1]
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.cumsum(is_new) - 1
    return number
