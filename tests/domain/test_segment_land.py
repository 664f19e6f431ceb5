"""Disputed land shared out among the segments of its village."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Polygon, box

from boundaries.domain.segment_land import by_segment

CRS = "EPSG:32647"
LINES = gpd.GeoDataFrame(
    {
        "id": ["SG-AB", "SG-AC", "SG-AO"],
        "a": ["a", "a", "a"],
        "b": ["b", "c", ""],
        "start": ["S", "N", "W"],
        "end": ["N", "W", "S"],
        "outer": [False, False, True],
    },
    geometry=[
        LineString([(100, 0), (100, 100)]),
        LineString([(100, 100), (0, 100)]),
        LineString([(0, 100), (0, 0), (100, 0)]),
    ],
    crs=CRS,
)
"""
W----c----N 100
|         |
|    a    b
|         |
+---------S 0      a lies on the left of all its lines
"""


def disputed(*rows: tuple[Polygon, tuple[str, ...], bool]) -> gpd.GeoDataFrame:
    claims = pd.Series([claims for _, claims, _ in rows], dtype=object)
    return gpd.GeoDataFrame(
        {"owner": "a", "claims": claims, "open": [is_open for *_, is_open in rows]},
        geometry=[shape for shape, *_ in rows],
        crs=CRS,
    )


def areas(found: gpd.GeoDataFrame) -> dict[str, float]:
    return {
        str(key): round(value, 3)
        for key, value in found.area.groupby(found["segment"]).sum().items()
    }


def test_land_round_a_junction_is_cut_along_the_bisector() -> None:
    """4 m left inside the borders with b and c: the corner of 16 m2 is halved."""
    strip = box(20, 20, 100, 100) - box(20, 20, 96, 96)
    found = by_segment(disputed((strip, (), False)), LINES)
    assert areas(found) == {"SG-AB": 76 * 4 + 8, "SG-AC": 76 * 4 + 8}
    assert shapely.equals(shapely.union_all(found.geometry.to_numpy()), strip)
    shared = shapely.intersection(*found.geometry.to_numpy())
    assert shapely.equals(shared, LineString([(96, 96), (100, 100)]))


def test_land_left_at_the_outer_border_is_of_the_outer_segment() -> None:
    found = by_segment(disputed((box(0, 40, 4, 60), (), False)), LINES)
    assert found["segment"].tolist() == ["SG-AO"]


def test_open_land_is_always_between_two_villages() -> None:
    """The outer border is longer, but nobody lies beyond it."""
    corner = box(0, 90, 10, 100)
    found = by_segment(disputed((corner - box(5, 95, 10, 100), (), True)), LINES)
    assert set(found["segment"]) == {"SG-AC"}


@pytest.mark.parametrize(
    ("claims", "segment"),
    [(("b",), "SG-AB"), (("c",), "SG-AC"), (("a", "c"), "SG-AC"), (("b", "c"), ""), (("x",), "")],
)
def test_claims_of_one_other_village_decide(claims: tuple[str, ...], segment: str) -> None:
    """Wherever the land lies; what several claim is of no segment."""
    strip = box(20, 20, 100, 100) - box(20, 20, 96, 96)
    found = by_segment(disputed((strip, claims, False)), LINES)
    assert found["segment"].tolist() == [segment]
    assert found.geometry.iloc[0].equals(strip)


def test_open_land_that_strangers_claim_is_of_the_nearest_segment() -> None:
    found = by_segment(disputed((box(90, 40, 100, 50), ("x",), True)), LINES)
    assert found["segment"].tolist() == ["SG-AB"]


def test_nothing_disputed() -> None:
    found = by_segment(disputed((box(0, 0, 1, 1), (), False)).iloc[:0], LINES)
    assert found.empty
    assert "segment" in found


@given(st.permutations(range(3)), st.integers(1, 40), st.integers(1, 40))
def test_the_order_of_lines_plays_no_part(order: list[int], wide: int, high: int) -> None:
    """And the pieces cover the land, whatever its width along either border."""
    strip = box(20, 20, 100, 100) - box(20, 20, 100 - wide, 100 - high)
    land = disputed((strip, (), False))
    found, other = by_segment(land, LINES), by_segment(land, LINES.iloc[order])
    assert found["segment"].tolist() == other["segment"].tolist()
    assert found.geometry.equals(other.geometry)
    assert found.area.sum() == pytest.approx(strip.area, abs=0.1)
    assert shapely.coverage_is_valid(found.geometry.to_numpy())
