"""Points and lines written as GeoPackage, GeoJSON and CSV."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest

from boundaries.domain.survey import SurveyOptions, locate_points
from boundaries.domain.survey_lines import draw_lines
from boundaries.errors import ParameterError
from boundaries.io.survey_write import write_survey
from tests.domain.survey_list import survey_list

LIST = """titik | urutan | lat | lon
=A | 1 | 0.00 | 99.00
B | 2 | 0.00 | 99.01
C | 3 | 0.01 | 99.01
D | 4 | rusak | 99.00"""

Written = tuple[pd.DataFrame, gpd.GeoDataFrame]


@pytest.fixture
def triangle() -> Written:
    """Three points with a position, one without, and the outline through the three."""
    table = survey_list(LIST)
    points, _ = locate_points(table, SurveyOptions())
    return points, draw_lines(points, table.heading.roles)[0]


def test_a_geopackage_has_points_and_outlines(triangle: Written, tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    write_survey(*triangle, path)
    assert pyogrio.list_layers(path)[:, 0].tolist() == ["titik", "batas"]
    points = pyogrio.read_dataframe(path, layer="titik")
    assert points.geometry.isna().tolist() == [False, False, False, True]
    assert points.geometry.iloc[1].coords[0] == (99.01, 0.0)
    assert points["state"].tolist() == ["read", "read", "read", "unread"]
    outline = pyogrio.read_dataframe(path, layer="batas")
    assert outline["left_out"].tolist() == [1]
    assert outline.geometry.iloc[0].geom_type == "Polygon"


@pytest.mark.parametrize("ending", [".gpkg", ".geojson", ".csv"])
def test_the_same_survey_gives_the_same_bytes(
    triangle: Written, tmp_path: Path, ending: str
) -> None:
    first, second = tmp_path / f"a{ending}", tmp_path / f"b{ending}"
    for path in (first, second):
        write_survey(*triangle, path)
    assert first.read_bytes() == second.read_bytes()


def test_geojson_tells_points_and_outlines_apart(triangle: Written, tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    write_survey(*triangle, path)
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    assert [f["properties"]["layer"] for f in features] == ["titik"] * 4 + ["batas"]
    assert features[3]["geometry"] is None
    assert features[3]["properties"]["lon"] is None
    assert features[1]["geometry"]["coordinates"] == [99.01, 0.0]


def test_csv_has_degrees_in_both_notations_and_guards_formulas(
    triangle: Written, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    write_survey(*triangle, path)
    table = pd.read_csv(path, encoding="utf-8-sig")
    assert table["lintang"].tolist()[:3] == ["0° 0' 0.000\" LU"] * 2 + ["0° 0' 36.000\" LU"]
    assert table["bujur"].iloc[0] == "99° 0' 0.000\" BT"
    assert table["name"].iloc[0] == "'=A"


def test_other_endings_are_refused(triangle: Written, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="no points are written with this ending"):
        write_survey(*triangle, tmp_path / "a.shp")
