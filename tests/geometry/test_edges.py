"""Edges of faces, hashed from both sides."""

from __future__ import annotations

import numpy as np
import shapely
from shapely import Polygon, box

from boundaries.geometry.cycles import OUTSIDE
from boundaries.geometry.edges import edges_of


def described(faces: np.ndarray) -> set[tuple[tuple[float, ...], tuple[float, ...], int, int]]:
    """Each edge as its two vertices and the faces on its left and right."""
    edges = edges_of(faces)
    return {
        (tuple(edges.points[start].tolist()), tuple(edges.points[end].tolist()), left, right)
        for start, end, left, right in zip(
            edges.start.tolist(),
            edges.end.tolist(),
            edges.left.tolist(),
            edges.right.tolist(),
            strict=True,
        )
    }


def test_a_shared_edge_is_listed_once_with_both_faces() -> None:
    """Two unit squares side by side: seven edges, the middle one shared.

    +---+---+
    | 0 | 1 |
    +---+---+
    """
    found = described(np.array([box(0, 0, 1, 1), box(1, 0, 2, 1)]))
    assert len(found) == 7
    assert ((1.0, 0.0), (1.0, 1.0), 0, 1) in found
    assert ((0.0, 0.0), (1.0, 0.0), 0, OUTSIDE) in found
    assert ((0.0, 1.0), (1.0, 1.0), OUTSIDE, 0) in found


def test_the_way_a_ring_is_drawn_does_not_matter() -> None:
    faces = np.array([box(0, 0, 1, 1), box(1, 0, 2, 1)])
    assert described(shapely.reverse(faces)) == described(faces)


def test_a_hole_has_its_face_outside_the_ring() -> None:
    holed = Polygon(box(0, 0, 3, 3).exterior.coords, [box(1, 1, 2, 2).exterior.coords])
    found = described(np.array([holed, box(1, 1, 2, 2)]))
    assert len(found) == 8
    assert ((1.0, 1.0), (2.0, 1.0), 1, 0) in found


def test_lengths() -> None:
    assert sorted(edges_of(np.array([box(0, 0, 3, 4)])).lengths().tolist()) == [3, 3, 4, 4]


def test_no_face_has_no_edge() -> None:
    edges = edges_of(np.array([], dtype=object))
    assert len(edges.start) == len(edges.points) == 0
