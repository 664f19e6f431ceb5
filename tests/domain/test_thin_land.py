"""Strips of land along a line that are too thin to be land."""

from __future__ import annotations

import geopandas as gpd
import pytest
from shapely import LineString, box

from boundaries.domain.thin_land import thin_beside

LINE = LineString([(500, 0), (500, 1000)])
FAR = LineString([(490, 0), (490, 1000)])


def parts(strip: float, length: float = 1000.0) -> gpd.GeoDataFrame:
    """a left of the line; of b beside `length` metres of it only `strip` metres, all else c's.

    a  |b|   c
    ---+-+------
    a  |   b
    """
    narrow = box(500, 0, 500 + strip, length)
    wide = box(500, length, 1000, 1001)
    return gpd.GeoDataFrame(
        {"village": ["a", "b"]}, geometry=[box(0, 0, 500, 1000), narrow.union(wide)]
    )


def test_a_strip_of_half_a_centimetre_is_no_land() -> None:
    village, length = thin_beside(LINE, parts(0.005, 400.0), reference=FAR)
    assert village == "b"
    assert length == pytest.approx(400, abs=0.1)


@pytest.mark.parametrize(("strip", "length"), [(0.02, 1000.0), (0.005, 0.9)])
def test_two_centimetres_are_land_and_a_short_point_is_allowed(strip: float, length: float) -> None:
    assert thin_beside(LINE, parts(strip, length), reference=FAR) == ("", 0.0)


def test_a_strip_that_the_reference_leaves_is_nobodys_choice() -> None:
    assert thin_beside(LINE, parts(0.005), reference=LINE) == ("", 0.0)
    upper = LineString([(490, 0), (490, 700), (500, 700), (500, 1000)])
    village, length = thin_beside(LINE, parts(0.005), reference=upper)
    assert village == "b"
    assert length == pytest.approx(700, abs=0.1)
