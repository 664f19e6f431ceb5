"""Land parted halfway between lines, on layouts that can be measured by hand."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, Polygon, box

from boundaries.geometry.midline import Shares, midlines, nearest_shares


def array(*shapes: shapely.Geometry) -> np.ndarray:
    return np.array(shapes, dtype=object)


def shares(polygon: Polygon, *lines: shapely.Geometry, numbers: tuple[int, ...] = ()) -> Shares:
    """The shares of one polygon; the lines are numbered from 0 unless `numbers` are given."""
    side = np.array(numbers or range(len(lines)))
    return nearest_shares(array(polygon), np.zeros(len(lines), dtype=int), side, array(*lines))


def test_midline_of_a_strip_runs_halfway() -> None:
    """A strip of 10 x 2 between the lines y = 2 (a) and y = 0 (b): the line is y = 1."""
    strip = Polygon([(0, 0), (5, 0), (10, 0), (10, 2), (0, 2)])
    above, below = LineString([(0, 2), (10, 2)]), LineString([(0, 0), (5, 0), (10, 0)])
    [line] = midlines(array(strip), array(above), array(below))
    assert line.equals(LineString([(0, 1), (10, 1)]))
    assert line.coords[0] == (0, 1), "side a lies on the left"


def test_midline_of_a_lens_ends_where_the_lines_meet() -> None:
    """
    A lens between (0, 0) and (10, 0); b is the straight line below, a the roof above.

          (5, 2)
        /        \\
    (0,0) ---- (10,0)
    """
    lens = Polygon([(0, 0), (10, 0), (5, 2)])
    roof, floor = LineString([(0, 0), (5, 2), (10, 0)]), LineString([(0, 0), (10, 0)])
    [line] = midlines(array(lens), array(roof), array(floor))
    assert (line.coords[0], line.coords[-1]) == ((0, 0), (10, 0))
    places = shapely.points(shapely.get_coordinates(line))
    offset = shapely.distance(places, roof) - shapely.distance(places, floor)
    assert np.abs(offset).max() < 1e-3
    assert shapely.distance(line, shapely.Point(5, 2 / (1 + np.sqrt(1.16)))) < 0.1


def test_midline_of_a_kite_is_its_axis() -> None:
    """Two triangles on the chord from (0, 0) to (4, 0), which is the midline."""
    kite = Polygon([(0, 0), (2, -1), (4, 0), (2, 1)])
    above = LineString([(0, 0), (2, 1), (4, 0)])
    below = LineString([(0, 0), (2, -1), (4, 0)])
    [line] = midlines(array(kite), array(above), array(below))
    assert np.abs(shapely.get_coordinates(line)[:, 1]).max() < 1e-3
    assert (line.coords[0], line.coords[-1]) == ((0, 0), (4, 0))


def test_outline_keeps_its_vertices() -> None:
    strip = Polygon([(0, 0), (5, 0), (10, 0), (10, 2), (0, 2)])
    found = shares(strip, LineString([(0, 2), (10, 2)]), LineString([(0, 0), (5, 0), (10, 0)]))
    upper, lower = found.parts
    assert set(shapely.get_coordinates(upper).view(complex).ravel().tolist()) == {
        0 + 1j, 10 + 1j, 10 + 2j, 0 + 2j,
    }  # fmt: skip
    assert lower.area == 10
    assert (5.0, 0.0) in lower.geoms[0].exterior.coords


def test_three_sides_share_a_triangle_by_nearness() -> None:
    """An equilateral triangle with one side each: three equal shares."""
    corners = [(0.0, 0.0), (2.0, 0.0), (1.0, np.sqrt(3.0))]
    sides = [LineString([corners[n], corners[(n + 1) % 3]]) for n in range(3)]
    found = shares(Polygon(corners), *sides)
    assert shapely.area(found.parts) == pytest.approx([np.sqrt(3) / 3] * 3, rel=0.02)


def test_land_with_one_line_is_not_parted() -> None:
    square = box(0, 0, 1, 1)
    found = shares(square, LineString([(0, 0), (1, 0)]), numbers=(7,))
    assert found.side.tolist() == [7]
    assert found.parts[0].equals(square)


def test_land_without_lines_has_no_part() -> None:
    none = np.empty(0, dtype=int)
    assert len(nearest_shares(array(box(0, 0, 1, 1)), none, none, array()).parts) == 0
    assert midlines(array(box(0, 0, 1, 1)), array(None), array(None))[0].is_empty


def test_outline_of_nobody_goes_to_the_nearest_line() -> None:
    """A strip whose short ends (x = 0 and x = 8) belong to nobody: they are halved."""
    strip = box(0, 0, 8, 2)
    found = shares(strip, LineString([(0, 2), (8, 2)]), LineString([(0, 0), (8, 0)]))
    assert shapely.area(found.parts).tolist() == [8, 8]


def test_a_line_in_several_pieces_is_one_side() -> None:
    """Side 0 above; below it side 1, interrupted by side 2 in the middle third."""
    strip = Polygon([(0, 0), (3, 0), (6, 0), (9, 0), (9, 1), (0, 1)])
    below = MultiLineString([[(0, 0), (3, 0)], [(6, 0), (9, 0)]])
    found = shares(strip, LineString([(9, 1), (0, 1)]), below, LineString([(3, 0), (6, 0)]))
    assert found.side.tolist() == [0, 1, 2]
    assert shapely.area(found.parts).sum() == pytest.approx(9)
    assert shapely.area(found.parts)[0] == pytest.approx(4.5, abs=0.3)
    assert shapely.get_num_geometries(found.parts).tolist() == [1, 2, 1]


@st.composite
def strips(draw: st.DrawFn) -> tuple[Polygon, LineString, LineString]:
    """Land between two lines from (0, 0) to (100, 0), far from the origin of coordinates."""

    def bend(sign: int) -> list[tuple[float, float]]:
        places = draw(st.lists(st.integers(1, 99), min_size=1, max_size=12, unique=True))
        heights = draw(st.lists(st.integers(1, 400), min_size=len(places), max_size=len(places)))
        return [(x, sign * y / 100) for x, y in zip(sorted(places), heights, strict=True)]

    def moved(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(500_000 + x, 9_800_000 + y) for x, y in points]

    above = moved([(0, 0), *bend(1), (100, 0)])
    below = moved([(0, 0), *bend(-1), (100, 0)])
    return Polygon([*below, *above[-2:0:-1]]), LineString(above), LineString(below)


@given(strips())
def test_shares_cover_the_land_and_meet_between_the_lines(
    strip: tuple[Polygon, LineString, LineString],
) -> None:
    polygon, above, below = strip
    found = shares(polygon, above, below)
    assert found.side.tolist() == [0, 1]
    assert shapely.is_valid(found.parts).all()
    assert shapely.area(found.parts).sum() == pytest.approx(polygon.area, rel=1e-6)
    assert shapely.area(shapely.intersection(*found.parts)) == pytest.approx(0, abs=1e-6)
    [line] = midlines(array(polygon), array(above), array(below))
    assert line.geom_type == "LineString"
    assert {line.coords[0], line.coords[-1]} == {above.coords[0], above.coords[-1]}
    assert line.within(polygon.buffer(1e-6))


@given(strips())
def test_sides_and_polygons_may_come_in_any_order(
    strip: tuple[Polygon, LineString, LineString],
) -> None:
    polygon, above, below = strip
    other = shapely.transform(polygon, lambda xy: np.add(xy, [1000, 0]))
    lines = array(above, below, *(shapely.transform(line, lambda xy: np.add(xy, [1000, 0]))
                                  for line in (above, below)))  # fmt: skip
    of, side = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    first = nearest_shares(array(polygon, other), of, side, lines)
    order = np.array([3, 0, 2, 1])
    second = nearest_shares(array(polygon, other), of[order], side[order], lines[order])
    assert shapely.equals_exact(first.parts, second.parts, 0).all()
    alone = shares(polygon, above, below)
    assert shapely.equals_exact(first.parts[:2], alone.parts, 0).all()
