from __future__ import annotations

import geopandas as gpd
import pytest
from shapely import Point

from boundaries.domain.pillars import match_pillars, pillar_kind
from tests.cartometric_fixture import CRS, EAST, NORTH, TEE, A, B, C, place_of, points_of


def pillars(*places: tuple[float, float]) -> gpd.GeoDataFrame:
    points = [Point(EAST + x, NORTH + y) for x, y in places]
    names = [f"PBU-{number:02d}" for number in range(1, len(places) + 1)]
    return gpd.GeoDataFrame(
        {"name": names}, geometry=points, crs=CRS, index=range(7, 7 + len(places))
    )


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("PBU-12", "PBU"), ("pba 003", "PBA"), ("PABU.7", "PABU"), ("TK-001", ""), ("Tugu", ""),
        ("PBU 35.29.16.2002-19.2009-001", "PBU"),
    ],
)  # fmt: skip
def test_the_name_tells_the_kind(name: str, kind: str) -> None:
    assert pillar_kind(name) == kind


def test_pillars_are_held_against_the_nearest_segment_and_point() -> None:
    """The border of A (west) and B (east) is x = 1000 from y 500 to 1000."""
    points = points_of(TEE)
    found = match_pillars(pillars((997, 700), (1004, 700), (1000, 700), (1000.005, 950)), points)
    assert found.index.tolist() == [7, 8, 9, 10]
    assert found["distance_m"].round(3).tolist() == [3, 4, 0, 0.005]
    assert found["side"].tolist() == [A, B, "", ""]
    assert found["at_m"].round(3).tolist() == [200, 200, 200, 450]
    assert set(found["kind"]) == {"PBU"}
    assert found["segment"].nunique() == 1
    assert [place_of(points, point) for point in found["point"]] == [(1000, 500)] * 3 + [
        (1000, 1000)
    ]
    assert found["point_m"].round(2).tolist() == [200.02, 200.04, 200, 50]


def test_sides_are_told_at_corners_and_beyond_the_outer_border() -> None:
    """Outside the corner of C at (2000, 0), and inside it."""
    found = match_pillars(pillars((2002, -2), (1998, 2), (1500, 503)), points_of(TEE))
    assert found["side"].tolist() == ["", C, B]
    assert found["distance_m"].round(2).tolist() == [2.83, 2, 3]


def test_far_pillars_belong_to_no_segment() -> None:
    found = match_pillars(pillars((5000, 5000), (1001, 700)), points_of(TEE), reach_m=50)
    assert found["segment"].tolist()[0] == ""
    assert found["distance_m"].isna().tolist() == [True, False]
    assert found["point"].tolist()[0] == ""


def test_no_pillars_are_no_matches() -> None:
    assert match_pillars(pillars(), points_of(TEE)).empty
