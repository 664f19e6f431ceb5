"""The claims mosaic: every outline noded together, every face labelled with who claims it.

All outlines are snap-rounded onto one grid and noded (Hobby 1999; GEOS' overlay-NG noder), the
linework is polygonized, and each resulting *face* receives the set of polygons that contain it.
Faces do not overlap, cover everything that any polygon covers, and include the enclosed areas that
no polygon claims.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Polygons = NDArray[np.object_]
Indices = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

GRID_M = 1e-5
OUTSIDE = -1


@dataclass(frozen=True)
class Mosaic:
    """Faces, the claims on them, and the borders between them.

    Attributes
    ----------
    faces : polygons, interiors disjoint, in the unit of the input (metres)
    claim_face, claim_polygon : parallel arrays, one entry per claim of an input polygon on a face,
        sorted by face, then polygon
    border_left, border_right : parallel arrays, one entry per pair of faces that share an edge,
        `border_left < border_right`; `OUTSIDE` (-1) as `border_left` is the unbounded face
    border_length : length of the shared edges of each pair
    """

    faces: Polygons
    claim_face: Indices
    claim_polygon: Indices
    border_left: Indices
    border_right: Indices
    border_length: Floats


def build_mosaic(polygons: Polygons, *, grid: float = GRID_M) -> Mosaic:
    """The mosaic of valid polygons in a projected CRS in metres.

    `grid` is the snap-rounding grid in metres. Faces nowhere wider than twice the grid cannot be
    told apart reliably: each takes the claims of the neighbour it shares the longest border with.
    Missing and empty polygons claim nothing. The input is not modified.
    """
    outlines = shapely.boundary(polygons)
    noded = shapely.union_all(outlines[~shapely.is_missing(outlines)], grid_size=grid)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    faces = shapely.normalize(faces[shapely.area(faces) > 0])
    faces = faces[_reading_order(faces)]
    left, right, length = _borders(faces)
    face, polygon, thin = _label(faces, polygons, grid)
    if thin.any():
        face, polygon = _melt(face, polygon, thin, left, right, length)
    order = np.lexsort((polygon, face))
    return Mosaic(faces, face[order], polygon[order], left, right, length)


def face_groups(labels: Indices, mosaic: Mosaic) -> Indices:
    """The edge-connected groups of faces with equal label.

    `labels` holds one integer per face; faces with a negative label belong to no group. Returns one
    group number per face, counted from 0 in the order of each group's first face, -1 for none.
    """
    inner = mosaic.border_left != OUTSIDE
    left, right = mosaic.border_left[inner], mosaic.border_right[inner]
    joined = (labels[left] == labels[right]) & (labels[left] >= 0)
    count = len(labels)
    graph = coo_array(
        (np.ones(joined.sum(), dtype=np.int8), (left[joined], right[joined])), shape=(count, count)
    )
    _, component = connected_components(graph, directed=False)
    groups = np.full(count, -1, dtype=np.int64)
    chosen = labels >= 0
    groups[chosen] = _ranks_by_first_place(component[chosen])
    return groups


def merge_faces(faces: Polygons, groups: Indices) -> Polygons:
    """One Polygon or MultiPolygon per group of `face_groups`, in the order of its number."""
    chosen = np.flatnonzero(groups >= 0)
    chosen = chosen[np.argsort(groups[chosen], kind="stable")]
    sizes = np.bincount(groups[chosen])
    starts = np.cumsum(sizes) - sizes
    merged = faces[chosen[starts]]
    for group in np.flatnonzero(sizes > 1):
        members = chosen[starts[group] : starts[group] + sizes[group]]
        merged[group] = shapely.coverage_union_all(faces[members])
    return np.asarray(shapely.normalize(merged), dtype=object)


def _reading_order(faces: Polygons) -> Indices:
    """The order of the faces by place, so that results do not depend on the order of the input."""
    bounds = shapely.bounds(faces)
    return np.lexsort((shapely.area(faces), *bounds.T))


def _borders(faces: Polygons) -> tuple[Indices, Indices, Floats]:
    """Pairs of faces that share edges, with the total length of those edges."""
    rings, ring_face = shapely.get_rings(faces, return_index=True)
    points, point_ring = shapely.get_coordinates(rings, return_index=True)
    follows = point_ring[1:] == point_ring[:-1]
    _, vertex = np.unique(points[:, 0] + 1j * points[:, 1], return_inverse=True)
    start, end = vertex[:-1][follows], vertex[1:][follows]
    edge = np.minimum(start, end) * np.int64(len(points)) + np.maximum(start, end)
    owner = ring_face[point_ring[:-1][follows]]
    length = np.hypot(*(points[1:] - points[:-1])[follows].T)

    order = np.lexsort((owner, edge))
    edge, owner, length = edge[order], owner[order], length[order]
    first = np.flatnonzero(edge[1:] == edge[:-1])
    lone = np.ones(len(edge), dtype=bool)
    lone[first] = lone[first + 1] = False
    left = np.concatenate((owner[first], np.full(lone.sum(), OUTSIDE)))
    right = np.concatenate((owner[first + 1], owner[lone]))
    weight = np.concatenate((length[first], length[lone]))

    pairs, inverse = np.unique((left + 1) * np.int64(len(faces)) + right, return_inverse=True)
    totals: Floats = np.bincount(inverse, weights=weight, minlength=len(pairs)).astype(float)
    return pairs // len(faces) - 1, pairs % len(faces), totals


def _label(faces: Polygons, polygons: Polygons, grid: float) -> tuple[Indices, Indices, Mask]:
    """Claims by a point well inside each face, and the mask of faces too thin to hold one."""
    points = shapely.point_on_surface(faces)
    thin = shapely.distance(points, shapely.boundary(faces)) <= grid
    if thin.any():
        circle = shapely.maximum_inscribed_circle(faces[thin], tolerance=grid / 2)
        points[thin] = shapely.get_point(circle, 0)
        thin[thin] = shapely.length(circle) <= grid
    face, polygon = shapely.STRtree(polygons).query(points, predicate="intersects")
    keep = ~thin[face]
    return face[keep].astype(np.int64), polygon[keep].astype(np.int64), thin


def _melt(
    face: Indices, polygon: Indices, thin: Mask, left: Indices, right: Indices, length: Floats
) -> tuple[Indices, Indices]:
    """Claims with every thin face given those of its longest neighbour, nearest ones first."""
    donor = np.arange(len(thin))
    waiting = thin.copy()
    sides = np.concatenate((left, right)), np.concatenate((right, left))
    weights = np.concatenate((length, length))
    while waiting.any():
        usable = (sides[0] != OUTSIDE) & (sides[1] != OUTSIDE)
        usable &= waiting[sides[0]] & ~waiting[sides[1]]
        if not usable.any():
            break
        taker, giver, weight = sides[0][usable], sides[1][usable], weights[usable]
        order = np.lexsort((giver, -weight, taker))
        taken, first = np.unique(taker[order], return_index=True)
        donor[taken] = donor[giver[order][first]]
        waiting[taken] = False
    melted = np.flatnonzero(thin & ~waiting)
    starts = np.searchsorted(face, np.arange(len(thin) + 1))
    counts = (starts[1:] - starts[:-1])[donor[melted]]
    offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    rows = np.repeat(starts[donor[melted]], counts) + offsets
    return (
        np.concatenate((face, np.repeat(melted, counts))),
        np.concatenate((polygon, polygon[rows])),
    )


def _ranks_by_first_place(values: Indices) -> Indices:
    """Each value replaced by the rank of its first occurrence."""
    _, first, inverse = np.unique(values, return_index=True, return_inverse=True)
    ranks = np.empty(len(first), dtype=np.int64)
    ranks[np.argsort(first)] = np.arange(len(first))
    return ranks[inverse]
