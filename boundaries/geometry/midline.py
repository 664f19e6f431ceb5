"""Land between lines, parted halfway: every place goes to the line it lies nearest to.

The land is cut into triangles whose corners lie on the lines (constrained Delaunay triangulation);
an edge from one line to another is cut where it is as near to the one as to the other, and the
cuts of a triangle are joined, like in the chordal axis (Prasad 1997): the vertices of the new line
lie on the medial axis. Corners are added opposite to the corners of the other lines, and taken out
again at the end, so that the outline of the land keeps its vertices.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from boundaries.geometry.arcs import trace_arcs
from boundaries.geometry.edges import edges_of
from boundaries.geometry.midline_corners import Corners, refined, sides_at

Geometries = NDArray[np.object_]
Indices = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

SIMPLIFY_M = 0.01
"""Vertices of the new line are left out where the triangle they make is under this squared."""
MOST_SIDES = 62
STEPS = 3
LEAST_PART = 0.001
"""Edges are cut no nearer to their ends than this part of them."""
LOST_SHARE = 1e-6
"""Land lost in triangulating, above this share, means that it failed."""


@dataclass(frozen=True)
class Shares:
    """Parts of polygons, one entry per polygon and side, sorted by polygon, then side.

    Attributes
    ----------
    polygon : which polygon
    side : the number of the side that the part lies nearest to
    parts : Polygons or MultiPolygons; those of one polygon cover it and share edges only
    """

    polygon: Indices
    side: Indices
    parts: Geometries


def nearest_shares(polygons: Geometries, of: Indices, side: Indices, lines: Geometries) -> Shares:
    """The polygons parted among the lines along their outlines, halfway between them.

    `lines[i]` (LineString or MultiLineString) belongs to the polygon `of[i]` and bears the number
    `side[i]`; its vertices are vertices of the outline, and of each polygon a number occurs once.
    Outline that belongs to no line goes to the nearest. Where two sides are equally near the
    smaller number takes precedence. A polygon with one line, or that cannot be triangulated, goes
    whole to its longest line; one without lines has no part. Coordinates in metres. Neither the
    order of the polygons nor that of the lines plays a part.
    """
    order = np.lexsort((side, of))
    of, side, lines = of[order], side[order], lines[order]
    rank = np.arange(len(of)) - np.searchsorted(of, of)
    count = np.bincount(of, minlength=len(polygons))
    parted = (count >= 2) & (count <= MOST_SIDES)
    chosen = np.flatnonzero(parted)
    number = np.full(len(polygons), -1)
    number[chosen] = np.arange(len(chosen))
    inside = parted[of]
    shares = _parted(polygons[chosen], number[of[inside]], rank[inside], lines[inside])
    areas = np.bincount(shares.polygon, weights=shapely.area(shares.parts), minlength=len(chosen))
    land = shapely.area(polygons[chosen])
    good = np.abs(areas - land) <= LOST_SHARE * land
    kept = good[shares.polygon]
    polygon, local = chosen[shares.polygon[kept]], shares.side[kept]
    whole, longest = _longest(of, lines, exclude=chosen[good])
    first = np.searchsorted(of, polygon)
    polygon = np.concatenate((polygon, whole))
    numbers = np.concatenate((side[first + local], side[longest]))
    parts = np.concatenate((shares.parts[kept], polygons[whole]))
    order = np.lexsort((numbers, polygon))
    return Shares(polygon[order], numbers[order], parts[order])


def midlines(polygons: Geometries, lines_a: Geometries, lines_b: Geometries) -> Geometries:
    """The line halfway between two lines along the outline of each polygon.

    `lines_a` and `lines_b` are the two sides of each polygon, see `nearest_shares`; where they meet
    the line ends. LineString, or MultiLineString where it is interrupted (empty where one side is
    missing), in the direction that has side a on its left.
    """
    count = len(polygons)
    both = np.concatenate((lines_a, lines_b))
    of, side = np.tile(np.arange(count), 2), np.repeat([0, 1], count)
    there = ~(shapely.is_missing(both) | shapely.is_empty(both))
    shares = nearest_shares(polygons, of[there], side[there], both[there])
    faces, share = shapely.get_parts(shares.parts, return_index=True)
    arcs = trace_arcs(edges_of(faces), (shares.polygon * 2 + shares.side)[share])
    inner = (arcs.right >= 0) & (arcs.left // 2 == arcs.right // 2)
    pieces, owner = arcs.lines[inner], arcs.left[inner] // 2
    merged = np.full(count, shapely.LineString(), dtype=object)
    found = np.unique(owner)
    merged[found] = shapely.line_merge(
        shapely.multilinestrings(pieces, indices=np.searchsorted(found, owner)), directed=True
    )
    return merged


def _longest(of: Indices, lines: Geometries, *, exclude: Indices) -> tuple[Indices, Indices]:
    """Polygons other than those to `exclude`, and the place of the longest line of each."""
    order = np.lexsort((np.arange(len(of)), -shapely.length(lines), of))
    order = order[~np.isin(of[order], exclude)]
    whole, first = np.unique(of[order], return_index=True)
    return whole, order[first]


def _parted(polygons: Geometries, of: Indices, rank: Indices, lines: Geometries) -> Shares:
    """Shares of polygons with several sides, which are counted from 0 in each."""
    if len(polygons) == 0:
        none = np.empty(0, dtype=np.int64)
        return Shares(none, none, np.empty(0, dtype=object))
    dense, corners, added = refined(polygons, of, rank, lines)
    collection = shapely.constrained_delaunay_triangles(dense)
    triangles, polygon = shapely.get_parts(collection, return_index=True)
    points = shapely.get_coordinates(triangles).reshape(-1, 4, 2)[:, :3]
    sides = sides_at(corners, np.repeat(polygon, 3), points.reshape(-1, 2)).reshape(-1, 3)
    shapely.prepare(lines)
    first_line = np.searchsorted(of, polygon)
    cuts = _places_of_cuts(points, sides, first_line, lines)
    centres = _centres(points, sides, cuts, first_line, lines)
    pieces, triangle, piece_side = _cut_triangles(points, sides, cuts, centres)
    united = _united(pieces, polygon[triangle], piece_side)
    parts = _without(united, added)
    kept = shapely.is_valid(parts) & (shapely.area(parts) > 0)
    return _smooth(Shares(united.polygon[kept], united.side[kept], parts[kept]))


def _places_of_cuts(
    points: Floats, sides: Indices, first_line: Indices, lines: Geometries
) -> Floats:
    """Where each edge of each triangle is cut, if its ends have no side in common.

    It is the place on the edge as near to the line of the one end as to that of the other, found by
    the Illinois method, exact for straight lines. `first_line` is the line of side 0 of the
    triangle's polygon.
    """
    ahead, sides_ahead = np.roll(points, -1, axis=1), np.roll(sides, -1, axis=1)
    places = (points + ahead) / 2
    triangle, edge = np.nonzero((sides & sides_ahead) == 0)
    p, q = points[triangle, edge], ahead[triangle, edge]
    a, b = (first_line[triangle] + _lowest(bits[triangle, edge]) for bits in (sides, sides_ahead))
    turned = (p[:, 0] > q[:, 0]) | ((p[:, 0] == q[:, 0]) & (p[:, 1] > q[:, 1]))
    p, q = np.where(turned[:, None], q, p), np.where(turned[:, None], p, q)
    a, b = np.where(turned, b, a), np.where(turned, a, b)

    def nearer_b(share: Floats) -> Floats:
        place = shapely.points(p + share[:, np.newaxis] * (q - p))
        return np.asarray(shapely.distance(place, lines[a]) - shapely.distance(place, lines[b]))

    low, high = np.zeros(len(p)), np.ones(len(p))
    at_low, at_high = nearer_b(low), nearer_b(high)
    share = np.full(len(p), 0.5)
    for _ in range(STEPS):
        slope = at_high - at_low
        np.divide(low * at_high - high * at_low, slope, out=share, where=slope > 0)
        value = nearer_b(share)
        above = value > 0
        low, high = np.where(above, low, share), np.where(above, share, high)
        at_low, at_high = (
            np.where(above, at_low / 2, value),
            np.where(above, value, at_high / 2),
        )
    share = np.clip(share, LEAST_PART, 1 - LEAST_PART)
    places[triangle, edge] = p + share[:, np.newaxis] * (q - p)
    return places


def _centres(
    points: Floats, sides: Indices, cuts: Floats, first_line: Indices, lines: Geometries
) -> Floats:
    """A place inside each triangle: with three sides the one as near to all of them.

    Distances are taken as linear over the triangle; where that place falls outside it is the mean
    of the cuts.
    """
    centres: Floats = points.mean(axis=1)
    common = sides & np.roll(sides, -1, axis=1)
    three = np.flatnonzero((common == 0).sum(axis=1) == 3)
    corners = shapely.points(points[three])
    line = lines[first_line[three][:, np.newaxis] + _lowest(sides[three])]
    distance = shapely.distance(corners[:, :, np.newaxis], line[:, np.newaxis, :])
    weights = np.cross(distance[:, :, 0] - distance[:, :, 1], distance[:, :, 1] - distance[:, :, 2])
    total = weights.sum(axis=1, keepdims=True)
    np.divide(weights, total, out=weights, where=total != 0)
    inside = weights.min(axis=1, initial=np.inf) >= LEAST_PART
    weighted = (weights[:, :, np.newaxis] * points[three]).sum(axis=1)
    centres[three] = np.where(inside[:, np.newaxis], weighted, cuts[three].mean(axis=1))
    return centres


def _lowest(bits: Indices) -> Indices:
    """The number of the lowest bit set."""
    return np.asarray(np.log2(bits & -bits), dtype=np.int64)


def _cut_triangles(
    points: Floats, sides: Indices, cuts: Floats, centre: Floats
) -> tuple[Geometries, Indices, Indices]:
    """Pieces of triangles, the triangle of each, and its side.

    `sides` are those of the corners as bits; `cuts` the places where edges are cut whose ends have
    none in common, and `centre` where the cuts of three edges meet.
    """
    common = sides & np.roll(sides, -1, axis=1)
    count = (common == 0).sum(axis=1)
    whole = sides[:, 0] & sides[:, 1] & sides[:, 2]
    odd_edge = np.select(
        [count == 1, count == 2],
        [(common == 0).argmax(axis=1), (common != 0).argmax(axis=1)],
        0,
    )
    turn = (odd_edge[:, np.newaxis] + np.arange(3)) % 3
    sides, common = (np.take_along_axis(bits, turn, axis=1) for bits in (sides, common))
    points, cuts = (
        np.take_along_axis(places, turn[:, :, np.newaxis], axis=1) for places in (points, cuts)
    )
    p, q, r = points[:, 0], points[:, 1], points[:, 2]
    pq, qr, rp = cuts[:, 0], cuts[:, 1], cuts[:, 2]
    one, two, three = count == 1, count == 2, count == 3
    star = (count == 0) & (whole == 0)
    recipes = (
        (whole != 0, (p, q, r), whole),
        (one, (p, pq, r), common[:, 2]),
        (one, (pq, q, r), common[:, 1]),
        (two, (r, rp, qr), sides[:, 2]),
        (two, (p, q, qr, rp), common[:, 0]),
        (three, (p, pq, centre, rp), sides[:, 0]),
        (three, (q, qr, centre, pq), sides[:, 1]),
        (three, (r, rp, centre, qr), sides[:, 2]),
        (star, (p, q, centre), common[:, 0]),
        (star, (q, r, centre), common[:, 1]),
        (star, (r, p, centre), common[:, 2]),
    )
    pieces = [
        shapely.polygons(np.stack([corner[chosen] for corner in ring], axis=1))
        for chosen, ring, _ in recipes
    ]
    bits = np.concatenate([bits[chosen] for chosen, _, bits in recipes])
    triangles = np.concatenate([np.flatnonzero(chosen) for chosen, _, _ in recipes])
    return np.concatenate(pieces), triangles, _lowest(bits)


def _united(pieces: Geometries, polygon: Indices, side: Indices) -> Shares:
    """Pieces of one polygon and side put together."""
    order = np.lexsort((side, polygon))
    pieces, polygon, side = pieces[order], polygon[order], side[order]
    first = np.ones(len(pieces), dtype=bool)
    first[1:] = (polygon[1:] != polygon[:-1]) | (side[1:] != side[:-1])
    groups = np.split(pieces, np.flatnonzero(first)[1:])
    united = np.array([shapely.coverage_union_all(group) for group in groups], dtype=object)
    return Shares(polygon[first], side[first], united)


def _smooth(shares: Shares) -> Shares:
    """The shares with fewer vertices between them; the outline of the polygons keeps all."""
    groups = np.split(shares.parts, np.flatnonzero(np.diff(shares.polygon)) + 1)
    smooth = [
        shapely.coverage_simplify(group, SIMPLIFY_M, simplify_boundary=False) for group in groups
    ]
    return Shares(shares.polygon, shares.side, np.concatenate(smooth))


def _without(shares: Shares, added: Corners) -> Geometries:
    """The parts without the corners that were added to the outline."""
    polygons, share = shapely.get_parts(shares.parts, return_index=True)
    rings, owner = shapely.get_rings(polygons, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    of = shares.polygon[share[owner[ring]]]
    kept = sides_at(added, of, points) == 0
    last = np.append(ring[1:] != ring[:-1], True)
    kept &= ~last
    kept &= (np.bincount(ring[kept], minlength=len(rings)) >= 3)[ring]
    left = np.unique(ring[kept])
    bare = shapely.linearrings(points[kept], indices=np.searchsorted(left, ring[kept]))
    found, shell = np.unique(owner[left], return_inverse=True)
    parts = shapely.polygons(bare, indices=shell)
    return np.asarray(shapely.multipolygons(parts, indices=share[found]), dtype=object)
