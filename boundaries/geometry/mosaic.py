"""The claims mosaic: every outline noded together, every face labelled with who claims it.

All outlines are snap-rounded onto one grid and cut at each other (Hobby 1999), the faces between
them are traced, and each *face* receives the set of polygons that contain it.
Faces do not overlap, cover everything that any polygon covers, and include the enclosed areas that
no polygon claims.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from boundaries.geometry.arrays import distinct
from boundaries.geometry.components import components
from boundaries.geometry.contested import trace_contested
from boundaries.geometry.cycles import OUTSIDE
from boundaries.geometry.faces import Faces, trace_faces
from boundaries.geometry.noding import noded, outlines_of

Polygons = NDArray[np.object_]
Indices = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

GRID_M = 1e-5


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

    `grid` is the snap-rounding grid in metres. Missing and empty polygons claim nothing. The input
    is not modified; the order of the polygons shows in `claim_polygon` only.
    """
    return _mosaic_of(trace_faces(noded(outlines_of(polygons, grid=grid)), grid=grid))


def contested_mosaic(polygons: Polygons, *, grid: float = GRID_M) -> Mosaic:
    """The part of the mosaic of valid polygons that is not claimed exactly once.

    Its faces are those with no claim or several, followed by one face without geometry for each
    polygon: the land that it alone claims. Their borders with each other are left out. It is made
    in a fraction of the time of the whole mosaic where neighbours share most of their edges.
    """
    return _mosaic_of(trace_contested(outlines_of(polygons, grid=grid), polygons, grid=grid))


def face_groups(labels: Indices, mosaic: Mosaic) -> Indices:
    """The edge-connected groups of faces with equal label.

    `labels` holds one integer per face; faces with a negative label belong to no group. Returns one
    group number per face, counted from 0 in the order of each group's first face, -1 for none.
    """
    inner = mosaic.border_left != OUTSIDE
    left, right = mosaic.border_left[inner], mosaic.border_right[inner]
    joined = (labels[left] == labels[right]) & (labels[left] >= 0)
    component = components(left[joined], right[joined], len(labels))
    groups = np.full(len(labels), -1, dtype=np.int64)
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


def _mosaic_of(faces: Faces) -> Mosaic:
    left, right, length = _borders(faces)
    return Mosaic(faces.polygons, faces.claim_face, faces.claim_polygon, left, right, length)


def _borders(faces: Faces) -> tuple[Indices, Indices, Floats]:
    """Pairs of different faces that share edges, with the total length of those edges."""
    count = np.int64(max(len(faces.polygons), 1))
    between = faces.left != faces.right
    low = np.minimum(faces.left, faces.right)[between]
    high = np.maximum(faces.left, faces.right)[between]
    pairs, which = distinct((low + 1) * count + high)
    totals: Floats = np.bincount(which, weights=faces.length[between], minlength=len(pairs)).astype(
        float
    )
    return pairs // count - 1, pairs % count, totals


def _ranks_by_first_place(values: Indices) -> Indices:
    """Each value replaced by the rank of its first occurrence."""
    _, first, inverse = np.unique(values, return_index=True, return_inverse=True)
    ranks = np.empty(len(first), dtype=np.int64)
    ranks[np.argsort(first)] = np.arange(len(first))
    return ranks[inverse]
