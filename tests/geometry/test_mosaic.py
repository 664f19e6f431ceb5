"""Mosaic on layouts small enough to count by hand."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, box

from boundaries.geometry.mosaic import (
    OUTSIDE,
    Mosaic,
    build_mosaic,
    face_groups,
    merge_faces,
)


def claims_by_face(mosaic: Mosaic) -> list[tuple[float, tuple[int, ...]]]:
    """Each face as its area in whole millimetres squared and its claims, sorted."""
    claims: list[list[int]] = [[] for _ in mosaic.faces]
    for face, polygon in zip(mosaic.claim_face, mosaic.claim_polygon, strict=True):
        claims[face].append(int(polygon))
    areas = shapely.area(mosaic.faces).round(6)
    return sorted(zip(areas.tolist(), map(tuple, claims), strict=True))


@pytest.fixture
def overlapping() -> np.ndarray:
    """Two squares of 10 x 10 that share a strip of 2 x 10.

    0        8  10       18
    +--------+--+--------+
    |   0    |01|   1    |
    +--------+--+--------+
    """
    return np.array([box(0, 0, 10, 10), box(8, 0, 18, 10)])


@pytest.fixture
def ring_of_four() -> np.ndarray:
    """Four rectangles around an unclaimed square of 2 x 2.

    +-----+-----+
    |  0  |  1  |
    |   +-+-+   |
    +---+   +---+
    |   +-+-+   |
    |  2  |  3  |
    +-----+-----+
    """
    hole = box(4, 4, 6, 6)
    quarters = [box(0, 5, 5, 10), box(5, 5, 10, 10), box(0, 0, 5, 5), box(5, 0, 10, 5)]
    return shapely.difference(np.array(quarters), hole)


def test_overlap_is_a_face_with_both_claims(overlapping: np.ndarray) -> None:
    assert claims_by_face(build_mosaic(overlapping)) == [
        (20.0, (0, 1)),
        (80.0, (0,)),
        (80.0, (1,)),
    ]


def test_enclosed_land_is_a_face_without_claim(ring_of_four: np.ndarray) -> None:
    mosaic = build_mosaic(ring_of_four)
    assert claims_by_face(mosaic) == [(4.0, ())] + [(24.0, (n,)) for n in range(4)]


def test_borders_carry_the_shared_length(overlapping: np.ndarray) -> None:
    mosaic = build_mosaic(overlapping)
    shared = mosaic.border_length[mosaic.border_left != OUTSIDE]
    outer = mosaic.border_length[mosaic.border_left == OUTSIDE]
    assert shared.tolist() == [10.0, 10.0]
    assert sorted(outer.tolist()) == [4.0, 26.0, 26.0]


def test_faces_that_meet_in_a_point_share_no_border() -> None:
    corners = build_mosaic(np.array([box(0, 0, 1, 1), box(1, 1, 2, 2)]))
    assert (corners.border_left == OUTSIDE).all()


def test_parts_holes_and_missing_polygons() -> None:
    """A village of two parts, one with a hole that another village fills; one row is missing."""
    holed = Polygon(box(0, 0, 10, 10).exterior.coords, [box(4, 4, 6, 6).exterior.coords])
    village = MultiPolygon([holed, box(20, 0, 21, 1)])
    mosaic = build_mosaic(np.array([village, None, box(4, 4, 6, 6)], dtype=object))
    assert claims_by_face(mosaic) == [(1.0, (0,)), (4.0, (2,)), (96.0, (0,))]


def test_no_polygon_gives_an_empty_mosaic() -> None:
    mosaic = build_mosaic(np.array([None, Polygon()], dtype=object))
    assert len(mosaic.faces) == len(mosaic.claim_face) == len(mosaic.border_left) == 0


def test_face_as_thin_as_the_grid_has_its_own_claims() -> None:
    """The second square begins one grid step inside the first, the third half of one."""
    step = build_mosaic(np.array([box(0, 0, 10, 10), box(9.99999, 0, 20, 10)]))
    assert (1e-4, (0, 1)) in claims_by_face(step)
    less = build_mosaic(np.array([box(0, 0, 10, 10), box(9.999996, 0, 20, 10)]))
    assert {claims for _, claims in claims_by_face(less)} == {(0,), (1,)}


def test_sliver_of_a_millimetre_is_kept() -> None:
    mosaic = build_mosaic(np.array([box(0, 0, 10, 1000), box(9.999, 0, 20, 1000)]))
    assert (1.0, (0, 1)) in claims_by_face(mosaic)


def test_groups_join_equal_labels_across_edges_only(ring_of_four: np.ndarray) -> None:
    mosaic = build_mosaic(ring_of_four)
    size = shapely.area(mosaic.faces)
    ring = face_groups(np.where(size > 5, 0, -1), mosaic)
    assert sorted(ring.tolist()) == [-1, 0, 0, 0, 0]
    assert shapely.area(merge_faces(mosaic.faces, ring)).tolist() == [96.0]
    apart = face_groups(np.arange(5), mosaic)
    assert apart.tolist() == [0, 1, 2, 3, 4]


blocks = st.tuples(*[st.integers(0, 30)] * 2, *[st.integers(1, 12)] * 2).map(
    lambda v: box(v[0], v[1], v[0] + v[2], v[1] + v[3])
)
"""Rectangles at whole metres, so that exact figures can be compared."""


@given(st.lists(blocks, min_size=1, max_size=8))
@settings(max_examples=60)
def test_claimed_faces_add_up_to_the_union(polygons: list[Polygon]) -> None:
    mosaic = build_mosaic(np.array(polygons))
    claimed = np.unique(mosaic.claim_face)
    assert shapely.area(mosaic.faces[claimed]).sum() == pytest.approx(
        shapely.union_all(polygons).area, rel=1e-12
    )
    per_village = np.bincount(
        mosaic.claim_polygon,
        weights=shapely.area(mosaic.faces)[mosaic.claim_face],
        minlength=len(polygons),
    )
    assert per_village == pytest.approx(shapely.area(polygons), rel=1e-12)


@given(st.lists(blocks, min_size=2, max_size=8), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_order_of_rows_does_not_matter(polygons: list[Polygon], random: object) -> None:
    order = list(range(len(polygons)))
    random.shuffle(order)  # type: ignore[attr-defined]
    straight = build_mosaic(np.array(polygons))
    shuffled = build_mosaic(np.array([polygons[n] for n in order]))
    assert shapely.equals_exact(straight.faces, shuffled.faces).all()
    back = np.array(order)[shuffled.claim_polygon]
    resorted = np.lexsort((back, shuffled.claim_face))
    assert back[resorted].tolist() == straight.claim_polygon.tolist()
    assert shuffled.border_length.tolist() == straight.border_length.tolist()


@given(st.lists(blocks, min_size=1, max_size=6))
@settings(max_examples=40)
def test_mosaic_of_its_own_faces_is_itself(polygons: list[Polygon]) -> None:
    once = build_mosaic(np.array(polygons))
    twice = build_mosaic(once.faces)
    assert shapely.equals_exact(once.faces, twice.faces).all()
    assert twice.claim_polygon.tolist() == list(range(len(once.faces)))
