"""Land parted in two equal halves, on layouts that can be measured by hand."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Polygon

from boundaries.geometry.equal_area import Halves, equal_halves, midway


def parted(polygon: Polygon, a: LineString, b: LineString, *, equal: bool = True) -> Halves:
    part = equal_halves if equal else midway
    return part(
        np.array([polygon], dtype=object),
        np.array([0, 0]),
        np.array([0, 1]),
        np.array([a, b], dtype=object),
    )


def roof(height: float) -> tuple[Polygon, LineString, LineString]:
    """A lens from (0, 0) to (100, 0): side a above, a roof with its ridge at x = 50; b below.

        /\\
       /  \\   height
      ------
    """
    above, below = LineString([(0, 0), (50, height), (100, 0)]), LineString([(0, 0), (100, 0)])
    return Polygon([(0, 0), (100, 0), (50, height)]), above, below


def test_a_strip_is_halved_in_the_middle() -> None:
    """100 x 20 between y = 20 (a) and y = 0 (b)."""
    strip = Polygon([(0, 0), (100, 0), (100, 20), (0, 20)])
    found = parted(strip, LineString([(0, 20), (100, 20)]), LineString([(0, 0), (100, 0)]))
    assert found.share == pytest.approx(0.5, abs=1e-9)
    assert found.b[0].area == pytest.approx(1000, rel=1e-9)
    assert found.b[0].bounds == pytest.approx((0, 0, 100, 10))


def test_a_lens_is_halved_and_the_line_ends_where_the_sides_meet() -> None:
    """The line halfway leaves b less than half of the 500 m2; the equal line lies higher."""
    polygon, above, below = roof(10)
    found = parted(polygon, above, below)
    assert found.a[0].area == pytest.approx(250, rel=1e-9)
    assert found.b[0].area == pytest.approx(250, rel=1e-9)
    between = found.a[0].boundary.intersection(found.b[0].boundary)
    assert between.bounds[0] == pytest.approx(0, abs=1e-6)
    assert between.bounds[2] == pytest.approx(100, abs=1e-6)


def test_land_surrounded_by_one_side_is_cut_across() -> None:
    """A peninsula of 30 x 100 in a's land, which b's land touches in the south only.

    Half of it, 1500 m2, lies within about 50 m of the south; no share of the way leads there.
    """
    polygon = shapely.box(0, 0, 30, 100)
    around = LineString([(0, 0), (0, 100), (30, 100), (30, 0)])
    found = parted(polygon, around, LineString([(0, 0), (30, 0)]))
    assert np.isnan(found.share)
    assert found.a[0].area == pytest.approx(1500, rel=1e-8)
    assert found.b[0].bounds[3] == pytest.approx(50, abs=3)
    assert found.shift_m > 30


def test_areas_are_those_of_the_measure_that_is_given() -> None:
    """Measured with double weight east of x = 50, the halves differ in the plane."""
    polygon, above, below = roof(10)
    both = np.array(
        [polygon, shapely.transform(polygon, lambda xy: np.add(xy, [200, 0]))], dtype=object
    )
    lines = np.array([above, below], dtype=object)
    lines = np.concatenate((lines, shapely.transform(lines, lambda xy: np.add(xy, [200, 0]))))

    def heavy(shapes: np.ndarray) -> np.ndarray:
        return shapely.area(shapes) * np.where(shapely.get_x(shapely.centroid(shapes)) > 150, 2, 1)

    found = equal_halves(both, np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), lines, area=heavy)
    assert heavy(found.a).sum() == pytest.approx(750, rel=1e-9)
    assert heavy(found.b).sum() == pytest.approx(750, rel=1e-9)


def test_halfway_is_nearest() -> None:
    polygon, above, below = roof(10)
    found = parted(polygon, above, below, equal=False)
    place = found.a[0].representative_point()
    assert place.distance(above) < place.distance(below)
    assert found.a[0].area + found.b[0].area == pytest.approx(500, rel=1e-6)


heights = st.lists(st.integers(1, 40), min_size=2, max_size=8)


@given(heights, heights)
def test_halves_are_equal_and_cover_the_land(up: list[int], down: list[int]) -> None:
    """A lens between two ragged lines from (0, 0) to (100, 0)."""
    lines = [
        LineString(
            [
                (0, 0),
                *((100 * (i + 1) / (len(ys) + 1), sign * y) for i, y in enumerate(ys)),
                (100, 0),
            ]
        )
        for ys, sign in ((up, 1), (down, -1))
    ]
    polygon = Polygon([*lines[0].coords, *lines[1].coords[-2:0:-1]])
    found = parted(polygon, lines[0], lines[1])
    assert found.a[0].area == pytest.approx(polygon.area / 2, rel=1e-6)
    assert found.b[0].area == pytest.approx(polygon.area / 2, rel=1e-6)
    assert shapely.area(found.a[0].intersection(found.b[0])) == pytest.approx(0, abs=1e-6)
