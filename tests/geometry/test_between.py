"""Land between two lines with common ends."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, box

from boundaries.geometry.between import land_between

NORTHWARD = LineString([(0, 0), (0, 30)])


def test_a_detour_to_the_right_brings_land_to_the_left() -> None:
    """The old line runs north from (0, 0) to (0, 30), the new one goes 10 to the east on the way.

    +---+  30
    |   |
    +---+  0
    0   10
    """
    found = land_between(NORTHWARD, LineString([(0, 0), (10, 0), (10, 30), (0, 30)]))
    assert found.to_left.equals(box(0, 0, 10, 30))
    assert found.to_right.is_empty


def test_a_line_that_crosses_changes_both_sides() -> None:
    """East of the old line until y = 10, west of it from there on: 50 and 100 square metres."""
    new = LineString([(0, 0), (5, 0), (5, 10), (-5, 10), (-5, 30), (0, 30)])
    found = land_between(NORTHWARD, new)
    assert (found.to_left.area, found.to_right.area) == (50, 100)
    assert found.to_right.equals(box(-5, 10, 0, 30))


def test_the_same_line_changes_nothing() -> None:
    found = land_between(NORTHWARD, LineString([(0, 0), (0, 10), (0, 30)]))
    assert found.to_left.is_empty
    assert found.to_right.is_empty


def test_closed_lines() -> None:
    """Around an enclave, counter-clockwise: 10 x 10 grown to 20 x 20 with a corner in common."""
    small, large = (shapely.orient_polygons(box(0, 0, size, size)).exterior for size in (10, 20))
    found = land_between(LineString(small.coords), LineString(large.coords))
    assert found.to_left.area == 300
    assert found.to_right.is_empty


def test_lines_with_different_ends_are_refused() -> None:
    with pytest.raises(ValueError, match="no common ends"):
        land_between(NORTHWARD, LineString([(0, 0), (0, 20)]))


places = st.lists(st.tuples(st.integers(-9, 9), st.integers(1, 29)), max_size=6)


@given(places, places)
def test_lines_back_and_forth_change_the_same_land(one: list, other: list) -> None:
    first, second = (LineString([(0, 0), *middle, (0, 30)]) for middle in (one, other))
    there, back = land_between(first, second), land_between(second, first)
    assert there.to_left.equals(back.to_right)
    assert there.to_right.equals(back.to_left)
    assert there.to_left.intersection(there.to_right).area == 0


@given(places)
def test_the_signed_area_is_that_of_the_round_trip(middle: list) -> None:
    """Where the line does not wind twice round a place, by the shoelace formula."""
    line = LineString([(0, 0), *sorted(middle, key=lambda place: place[1]), (0, 30)])
    found = land_between(NORTHWARD, line)
    x, y = zip(*line.coords, strict=True)
    signed = sum(x[i] * y[i + 1] - x[i + 1] * y[i] for i in range(len(x) - 1)) / 2
    assert found.to_left.area - found.to_right.area == pytest.approx(signed, abs=1e-3)
