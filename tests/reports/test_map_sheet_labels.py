"""Labels on a map stand apart, whatever the points are."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from boundaries.reports.map_sheet_canvas import Box
from boundaries.reports.map_sheet_labels import (
    POINT_SIZE,
    RINGS,
    Placed,
    place_labels,
    place_name,
)

MAP = Box(0, 0, 120, 80)
places = st.lists(
    st.tuples(st.integers(1, 119), st.integers(1, 79)), min_size=1, max_size=40, unique=True
)


def placed(
    points: np.ndarray,
    *,
    size: tuple[float, float] = (12.0, 2.0),
    taken: tuple[Box, ...] = (),
    lines: np.ndarray | None = None,
) -> Placed:
    sizes = np.tile(size, (len(points), 1))
    return place_labels(points.astype(float), sizes, MAP, taken=taken, lines=lines)


@given(places)
def test_no_label_covers_another_one_a_point_or_the_edge(where: list[tuple[int, int]]) -> None:
    points = np.array(where)
    taken = (Box(50, 30, 70, 40),)
    found = placed(points, taken=taken)
    boxes = [label.box for label in found.labels]
    everything = np.array([box.polygon() for box in (*boxes, *taken)])
    one, other = shapely.STRtree(everything).query(everything, predicate="intersects")
    assert (one == other).all()
    assert all(MAP.left <= box.left and box.right <= MAP.right for box in boxes)
    assert all(MAP.bottom <= box.bottom and box.top <= MAP.top for box in boxes)
    inside = shapely.contains_properly(everything[: len(boxes), None], shapely.points(points))
    assert not inside.any()
    numbers = sorted([*(label.point for label in found.labels), *found.left_out])
    assert numbers == list(range(len(points)))


@given(places)
def test_leaders_end_at_their_label_and_cross_nothing(where: list[tuple[int, int]]) -> None:
    points = np.array(where)
    found = placed(points)
    leaders = [label for label in found.labels if label.leader is not None]
    lines = [shapely.LineString(label.leader) for label in leaders]
    boxes = np.array([label.box.polygon() for label in found.labels])
    for label, line in zip(leaders, lines, strict=True):
        others = [box for box, each in zip(boxes, found.labels, strict=True) if each is not label]
        assert not shapely.intersects(line, np.array(others, dtype=object)).any()
        assert line.coords[0] == tuple(points[label.point])
        assert shapely.distance(shapely.Point(line.coords[-1]), label.box.polygon()) < 1e-9
    for place, line in enumerate(lines):
        assert not shapely.intersects(line, np.array(lines[:place], dtype=object)).any()


def test_the_order_of_points_decides_nothing() -> None:
    points = np.array([[20, 20], [22, 20], [60, 40], [21, 23], [90, 10]])
    turned = placed(points[::-1])
    boxes = {(*points[label.point],): label.box for label in placed(points).labels}
    again = {(*points[::-1][label.point],): label.box for label in turned.labels}
    assert boxes == again


def test_a_lone_point_has_its_label_at_its_right() -> None:
    """12 x 2 mm beside the point, at the height of its middle, without leader."""
    (label,) = placed(np.array([[60, 40]])).labels
    left = 60 + POINT_SIZE / 2 + RINGS[0]
    assert (label.box.left, label.box.bottom) == pytest.approx((left, 39.0))
    assert label.leader is None


def test_labels_keep_off_lines() -> None:
    """A line runs to the right of the point: the label stands elsewhere."""
    line = np.array([shapely.LineString([(60, 40), (120, 40)])], dtype=object)
    (label,) = placed(np.array([[60, 40]]), lines=line).labels
    assert not label.box.polygon().intersects(line[0])


def test_what_has_no_place_is_left_out() -> None:
    """Labels as wide as the map: three have room above each other around three points."""
    found = placed(np.array([[x, 40] for x in range(10, 110, 5)]), size=(119.0, 20.0))
    assert 0 < len(found.labels) <= 4
    assert len(found.labels) + len(found.left_out) == 20


def test_a_map_without_points() -> None:
    assert placed(np.empty((0, 2))).labels == ()


def test_a_name_takes_the_largest_size_that_fits() -> None:
    """
    +----------+  10
    |   name   |      30 x 8 fits, 50 x 8 does not
    +----------+  0
    0         40
    """
    found = place_name(shapely.box(0, 0, 40, 10), [(50, 8), (30, 8), (20, 4)])
    assert found is not None
    number, box = found
    assert number == 1
    assert box.width == pytest.approx(30)
    assert shapely.box(0, 0, 40, 10).contains(box.polygon())


def test_a_name_keeps_off_what_is_taken() -> None:
    """The middle is taken: the name stands beside it."""
    middle = Box(15, 3, 25, 7)
    found = place_name(shapely.box(0, 0, 40, 10), [(8, 3)], taken=[middle])
    assert found is not None
    assert not found[1].polygon().intersects(middle.polygon())
    assert place_name(shapely.box(0, 0, 40, 10), [(38, 9)], taken=[middle]) is None


def test_a_name_keeps_off_points_and_stays_in_the_largest_part() -> None:
    small, large = shapely.box(0, 0, 10, 10), shapely.box(20, 0, 60, 10)
    dots = shapely.Point(40, 5).buffer(1)
    found = place_name(shapely.MultiPolygon([small, large]), [(12, 3)], keep_off=dots)
    assert found is not None
    assert large.contains(found[1].polygon())
    assert not found[1].polygon().intersects(dots)


@pytest.mark.parametrize("land", [shapely.Polygon(), shapely.LineString([(0, 0), (1, 1)])])
def test_land_that_is_none_has_no_name(land: shapely.Geometry) -> None:
    assert place_name(land, [(1, 1)]) is None
