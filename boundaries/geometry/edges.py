"""The edges of faces: every straight piece of border once, with the face on either side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from boundaries.geometry.cycles import OUTSIDE

Polygons = NDArray[np.object_]
Indices = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Edges:
    """Distinct edges between distinct vertices.

    Attributes
    ----------
    points : coordinates of the vertices, one row each, sorted by x, then y
    start, end : vertex numbers, `start < end`
    left, right : the face on that side on the way from `start` to `end`; `OUTSIDE` (-1) for none
    """

    points: Floats
    start: Indices
    end: Indices
    left: Indices
    right: Indices

    def lengths(self) -> Floats:
        """The planar length of each edge."""
        steps = self.points[self.end] - self.points[self.start]
        return np.asarray(np.hypot(steps[:, 0], steps[:, 1]))


def edges_of(faces: Polygons) -> Edges:
    """The edges of polygons with disjoint interiors that share borders vertex by vertex.

    Two faces share an edge when both have the same two vertices in sequence; both are hashed to one
    number, nothing is compared geometrically. The edges come in the order of start, then end, so
    the order of the faces shows in the face numbers only.
    """
    oriented = shapely.orient_polygons(faces, exterior_cw=True)
    rings, ring_face = shapely.get_rings(oriented, return_index=True)
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    points, vertex = _distinct(corners)
    follows = ring[1:] == ring[:-1]
    tail, head = vertex[:-1][follows], vertex[1:][follows]
    face = ring_face[ring[:-1][follows]].astype(np.int64)

    count = np.int64(max(len(points), 1))
    numbers, edge = np.unique(
        np.minimum(tail, head) * count + np.maximum(tail, head), return_inverse=True
    )
    onward = tail < head
    left, right = (np.full(len(numbers), OUTSIDE, dtype=np.int64) for _ in range(2))
    right[edge[onward]] = face[onward]
    left[edge[~onward]] = face[~onward]
    return Edges(points, numbers // count, numbers % count, left, right)


def _distinct(corners: Floats) -> tuple[Floats, Indices]:
    """The distinct places sorted by x, then y, and the number of each corner's place."""
    order = np.lexsort((corners[:, 1], corners[:, 0]))
    places = corners[order]
    is_new = np.ones(len(places), dtype=bool)
    is_new[1:] = (places[1:] != places[:-1]).any(axis=1)
    number = np.empty(len(places), dtype=np.int64)
    number[order] = np.cumsum(is_new) - 1
    return places[is_new], number
