"""Largest circles inside polygons: by hand, by shrinking, and against dense rows of places."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, Polygon, affinity, box

from boundaries.geometry import inscribed
from boundaries.geometry.inscribed import inscribed_radii

EXACT = 1e-4


def radii(*polygons: Polygon | MultiPolygon, tolerance: float = EXACT) -> list[float]:
    found = inscribed_radii(np.array(polygons, dtype=object), tolerance=tolerance)
    assert found.shape == (len(polygons),)
    return [float(radius) for radius in found]


def by_places(polygon: Polygon, rows: int = 60) -> tuple[float, float]:
    """The greatest distance to the outline among places in a grid, and the most it can be."""
    west, south, east, north = polygon.bounds
    x, y = np.meshgrid(np.linspace(west, east, rows), np.linspace(south, north, rows))
    points = shapely.points(x.ravel(), y.ravel())
    inside = points[shapely.contains(polygon, points)]
    greatest = shapely.distance(inside, polygon.boundary).max(initial=0)
    return float(greatest), float(greatest + np.hypot(east - west, north - south) / rows)


TRIANGLE = Polygon([(0, 0), (4, 0), (0, 3)])
ELL = Polygon([(0, 0), (3, 0), (3, 1), (1, 1), (1, 3), (0, 3)])
"""Two arms 1 m wide; the circle in the corner touches both outer sides and the inner corner.

    ┌─┐
    │ │
    │ └──┐
    └────┘
"""
STAR = Polygon(
    [
        (9 * np.cos(turn), 9 * np.sin(turn)) if spike % 2 else (2 * np.cos(turn), 2 * np.sin(turn))
        for spike, turn in enumerate(np.linspace(0, 2 * np.pi, 7)[:-1])
    ]
)
"""Three spikes: the largest circle touches nothing but the three corners between them."""


def test_by_hand() -> None:
    """In the L-shape the centre (r, r) is r away from (1, 1): r = √2 (1 - r)."""
    assert radii(box(0, 0, 6, 2), TRIANGLE) == pytest.approx([1, 1], rel=EXACT)
    assert radii(ELL) == pytest.approx([2 - np.sqrt(2)], rel=EXACT)
    assert radii(STAR) == pytest.approx([2], rel=EXACT)


def test_the_widest_part_counts() -> None:
    assert radii(MultiPolygon([box(0, 0, 9, 1), box(20, 0, 23, 3)])) == pytest.approx([1.5])


def test_holes_leave_no_room() -> None:
    """Of a square ring 2 m wide, cut open or not, the corners are the widest: r = 2 (2 - √2)."""
    ring = Polygon(box(0, 0, 10, 10).exterior, [box(2, 2, 8, 8).exterior])
    assert radii(ring, ring - box(0, 5, 2, 5.1)) == pytest.approx([2 * (2 - np.sqrt(2))] * 2)


@pytest.mark.parametrize("width", [10.0, 0.1, 1e-3, 1e-5])
def test_needles_and_strips(width: float) -> None:
    """A strip and a kite of a kilometre, far away from the origin and turned."""
    strip = box(0, 0, 1000, width)
    kite = Polygon([(0, 0), (400, -width), (1000, 0), (400, width)])
    area, perimeter = kite.area, kite.length
    placed = [
        affinity.translate(affinity.rotate(shape, 33, origin=(0, 0)), 5e5, 3e5)
        for shape in (strip, kite)
    ]
    expected = [width / 2, 2 * area / perimeter]
    assert radii(*placed) == pytest.approx(expected, rel=max(2e-4, 1e-9 / width))


def test_a_hairline_on_a_wide_place() -> None:
    """A needle 40 m long and 10 µm wide stands on a rectangle that is 20 m high."""
    needle = [(20, 20), (20, 60), (19.99999, 20)]
    assert radii(Polygon([(0, 0), (60, 0), (60, 20), *needle, (0, 20)])) == pytest.approx([10])


def test_vertices_on_straight_sides_and_vertices_drawn_twice() -> None:
    square = Polygon([(0, 0), (1, 0), (1, 0), (2, 0), (2, 2), (1, 2), (0, 2), (0, 2), (0, 1)])
    assert radii(square) == pytest.approx([1], rel=EXACT)


def test_the_way_of_drawing_is_free() -> None:
    turned = [affinity.rotate(ELL, angle, origin=(7, 5)) for angle in (0, 10, 90, 200)]
    assert radii(*turned, *(shape.reverse() for shape in turned)) == pytest.approx(
        [2 - np.sqrt(2)] * 8, rel=2 * EXACT
    )


def test_no_polygon() -> None:
    assert radii() == []


corners = st.lists(st.tuples(*[st.integers(0, 40)] * 2), min_size=4, max_size=12, unique=True)


def part_within(points: list[tuple[int, int]]) -> Polygon | None:
    """The largest part of the land within a ring through the points, with its holes."""
    parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(Polygon(points))))
    largest = max(parts, key=lambda part: part.area)
    return largest if largest.area > 0 else None


@settings(max_examples=60)
@given(st.lists(corners, min_size=1, max_size=3))
def test_against_dense_places_and_by_shrinking(drawn: list[list[tuple[int, int]]]) -> None:
    """GEOS loses some shrunk rings of few vertices, so they get more."""
    polygons = [polygon for polygon in map(part_within, drawn) if polygon is not None]
    for polygon, radius in zip(polygons, radii(*polygons, tolerance=0.01), strict=True):
        low, high = by_places(polygon)
        assert 0.99 * low <= radius <= high * (1 + 1e-9)
        dense = polygon.segmentize(polygon.length / 50)
        assert not dense.buffer(-0.98 * radius).is_empty
        assert dense.buffer(-1.02 * radius).is_empty
        assert radii(polygon, tolerance=0.01) == [radius]


def test_batches_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    shapes = [ELL, STAR, TRIANGLE, Point(3, 3).buffer(2, quad_segs=3)]
    together = radii(*shapes)
    monkeypatch.setattr(inscribed, "BATCH", 1)
    assert radii(*shapes) == together
