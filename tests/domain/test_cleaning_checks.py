"""Rules that cleaning must keep, each broken by hand."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import MultiPolygon, box

from boundaries.domain.cleaning_checks import broken, neighbour_changes

NONE = pd.DataFrame(columns=["a", "b", "change", "before_m", "after_m"])


@pytest.fixture
def villages() -> gpd.GeoDataFrame:
    squares = [MultiPolygon([box(0, 0, 10, 10)]), MultiPolygon([box(10, 0, 20, 10)])]
    return gpd.GeoDataFrame({"key": ["a", "b"]}, geometry=squares, crs=32647)


def given_away(*parties: str, width: float) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"villages": [parties], "taken_by": [parties]}, geometry=[box(0, 0, width, 10)], crs=32647
    )


def test_nothing_broken(villages: gpd.GeoDataFrame) -> None:
    outlines = villages.geometry.to_numpy()
    assert broken(villages, outlines, given_away("a", "b", width=1), NONE, 0.05) == {}


def test_an_emptied_village_hides_what_follows(villages: gpd.GeoDataFrame) -> None:
    outlines = np.array([MultiPolygon(), villages.geometry[1]])
    faults = broken(villages, outlines, given_away("a", width=1), NONE, 0.05)
    assert {key: str(reason) for key, reason in faults.items()} == {
        "a": "nothing would be left of it"
    }


def test_more_parts(villages: gpd.GeoDataFrame) -> None:
    two = MultiPolygon([box(0, 0, 4.9, 10), box(5, 0, 10, 10)])
    outlines = np.array([two, villages.geometry[1]])
    faults = broken(villages, outlines, given_away("a", width=1), NONE, 0.05)
    assert str(faults["a"]) == "it would fall into more parts"


@pytest.mark.parametrize(("width", "keys"), [(1.0, []), (0.9, ["b"])])
def test_area_changes_by_the_noise_at_most(
    villages: gpd.GeoDataFrame, width: float, keys: list[str]
) -> None:
    outlines = np.array([villages.geometry[0], MultiPolygon([box(11, 0, 20, 10)])])
    assert list(broken(villages, outlines, given_away("b", width=width), NONE, 0.05)) == keys


def test_lost_neighbours_count_along_a_line_only(villages: gpd.GeoDataFrame) -> None:
    outlines = villages.geometry.to_numpy()
    lost = pd.DataFrame([("a", "b", "lost", 0.04, 0.0)], columns=NONE.columns)
    away = given_away("a", width=1)
    assert broken(villages, outlines, away, lost, 0.05) == {}
    assert sorted(broken(villages, outlines, away, lost, 0.03)) == ["a", "b"]


def test_changes_of_neighbours() -> None:
    before = pd.DataFrame({"a": ["a", "a"], "b": ["b", "c"], "length_m": [5.0, 1.0]})
    after = pd.DataFrame({"a": ["b", "a"], "b": ["c", "b"], "length_m": [2.0, 6.0]})
    assert neighbour_changes(before, after).to_numpy().tolist() == [
        ["a", "c", "lost", 1.0, 0.0],
        ["b", "c", "new", 0.0, 2.0],
    ]
