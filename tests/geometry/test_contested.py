"""The contested part of a mosaic is what the whole mosaic says about the same land."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon, box

from boundaries.geometry.cycles import OUTSIDE
from boundaries.geometry.mosaic import Mosaic, build_mosaic, contested_mosaic

Row = tuple[tuple[int, ...], float, tuple[tuple[tuple[int, ...], float], ...]]


def contested(mosaic: Mosaic) -> list[Row]:
    """Claims and area of each face not claimed once, and per neighbour its claims and border."""
    claims: list[list[int]] = [[] for _ in mosaic.faces]
    for face, polygon in zip(mosaic.claim_face, mosaic.claim_polygon, strict=True):
        claims[face].append(int(polygon))
    labels = [tuple(sorted(owners)) for owners in claims]
    around: list[dict[tuple[int, ...], float]] = [{} for _ in labels]
    for a, b, length in zip(
        mosaic.border_left, mosaic.border_right, mosaic.border_length, strict=True
    ):
        for face, other in ((a, b), (b, a)):
            if face != OUTSIDE:
                name = (OUTSIDE,) if other == OUTSIDE else labels[other]
                around[face][name] = around[face].get(name, 0) + length
    return sorted(
        (
            label,
            round(float(area), 3),
            tuple(sorted((name, round(length, 3)) for name, length in beside.items())),
        )
        for label, area, beside in zip(labels, shapely.area(mosaic.faces), around, strict=True)
        if len(label) != 1
    )


def assert_the_same(*shapes: shapely.Geometry) -> None:
    polygons = np.array(shapes, dtype=object)
    assert contested(contested_mosaic(polygons)) == contested(build_mosaic(polygons))


def test_clean_neighbours_have_nothing_contested() -> None:
    """Four squares, the borders between them shared vertex by vertex."""
    polygons = np.array([box(x, y, x + 1, y + 1) for x in (0, 1) for y in (0, 1)], dtype=object)
    mosaic = contested_mosaic(polygons)
    assert contested(mosaic) == []
    assert shapely.is_empty(mosaic.faces).all()
    assert mosaic.claim_polygon.tolist() == [0, 1, 2, 3]


def test_shared_border_inside_an_overlap() -> None:
    """C lies over the border of A and B, whose middle it therefore cuts.

    +-------+-------+
    |     +-+-+     |
    |  A  | C |  B  |
    |     +-+-+     |
    +-------+-------+
    """
    assert_the_same(box(0, 0, 4, 4), box(4, 0, 8, 4), box(3, 1, 5, 3))


def test_two_shared_borders_that_cross() -> None:
    """Two editions of the same land, divided lengthwise and crosswise."""
    assert_the_same(box(0, 0, 4, 2), box(0, 2, 4, 4), box(0, 0, 2, 4), box(2, 0, 4, 4))


def test_enclave_shared_exactly_under_a_third_village() -> None:
    """B fills the hole of A exactly; C lies over both without touching B's outline."""
    ring = box(0, 0, 10, 10).difference(box(4, 4, 6, 6))
    assert_the_same(ring, box(4, 4, 6, 6), box(3, 3, 7, 7))


def test_village_wholly_inside_another() -> None:
    assert_the_same(box(0, 0, 10, 10), box(4, 4, 6, 6))


def test_gap_between_three() -> None:
    """
    +-------+-------+
    |   B   |   C   |
    +--+-+--+-------+
    |  |.|   gap
    |A +-+
    +--+
    """
    assert_the_same(
        Polygon([(0, 0), (4, 0), (4, 1), (2, 1), (2, 3), (4, 3), (4, 4), (0, 4)]),
        box(4, 0, 8, 4),
        box(2, 1.5, 3, 2.5),
    )


@pytest.mark.parametrize("count", [2, 3])
def test_the_same_outline_several_times(count: int) -> None:
    assert_the_same(*[box(0, 0, 1, 1)] * count, box(1, 0, 2, 1))


coordinate = st.integers(0, 8)
squares = st.builds(
    lambda x, y, w, h: box(x, y, x + w, y + h),
    coordinate, coordinate, st.integers(1, 5), st.integers(1, 5),
)  # fmt: skip
triangles = (
    st.lists(st.tuples(coordinate, coordinate), min_size=3, max_size=3, unique=True)
    .map(Polygon)
    .filter(lambda triangle: triangle.area > 0)
)


@given(st.lists(squares | triangles, min_size=1, max_size=8))
@settings(max_examples=150, deadline=None)
def test_as_the_whole_mosaic(shapes: list[Polygon]) -> None:
    assert_the_same(*shapes)
