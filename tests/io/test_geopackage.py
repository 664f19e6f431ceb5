from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
from shapely import LineString, MultiPolygon, Point, box

from boundaries.errors import InputError
from boundaries.io.geopackage import Style, write_gpkg

XSS = "<img src=x onerror=alert(1)>"
TYPES = {"lines": "MultiLineString", "points": "Point"}
STYLES = {"lines": Style("How <lines> look", "<qgis/>")}


@pytest.fixture
def layers() -> dict[str, gpd.GeoDataFrame]:
    lines = gpd.GeoDataFrame(
        {"id": ["SG-1"], "length_m": [5.0]}, geometry=[LineString([(0, 0), (3, 4)])], crs=32647
    )
    points = gpd.GeoDataFrame({"id": ["SP-1"]}, geometry=[Point(3, 4)], crs=32647)
    return {"lines": lines, "points": points}


def test_every_layer_has_its_type(layers: dict[str, gpd.GeoDataFrame], tmp_path: Path) -> None:
    path = tmp_path / "out.gpkg"
    write_gpkg(layers, path, types=TYPES, styles=STYLES)
    found = {name: kind for name, kind in pyogrio.list_layers(path) if kind}
    assert found == TYPES
    lines = pyogrio.read_dataframe(path, layer="lines")
    assert lines.geometry.iloc[0].geoms[0].equals(layers["lines"].geometry.iloc[0])
    assert lines.crs == "EPSG:32647"
    with sqlite3.connect(path) as database:
        rows = database.execute("SELECT f_table_name, styleName, useAsDefault FROM layer_styles")
        assert rows.fetchall() == [("lines", "How <lines> look", 1)]


def test_the_same_layers_give_the_same_bytes(
    layers: dict[str, gpd.GeoDataFrame], tmp_path: Path
) -> None:
    paths = [tmp_path / name for name in ("one.gpkg", "two.gpkg")]
    for path in paths:
        write_gpkg(layers, path, types=TYPES, styles=STYLES)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_a_folder_that_is_not_there(layers: dict[str, gpd.GeoDataFrame], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_gpkg(layers, tmp_path / "no" / "x.gpkg", types=TYPES, styles=STYLES)


@pytest.fixture
def squares() -> gpd.GeoSeries:
    """A square of 100 m with a hole of 20 m, and two squares of 40 m side by side."""
    whole = box(500_000, 0, 500_100, 100) - box(500_040, 40, 500_060, 60)
    pair = MultiPolygon([box(500_200, 60, 500_240, 100), box(500_260, 60, 500_300, 100)])
    return gpd.GeoSeries([whole, pair], crs="EPSG:32647")


@pytest.fixture
def package(squares: gpd.GeoSeries, tmp_path: Path) -> Path:
    path = tmp_path / "x.gpkg"
    write_areas(squares, path)
    return path


def write_areas(squares: gpd.GeoSeries, path: Path) -> None:
    frame = gpd.GeoDataFrame({"id": ["a", "b"], "name": [XSS, "Ä"]}, geometry=squares)
    write_gpkg(
        {"temuan": frame, "desa": frame.iloc[:0]},
        path,
        types=dict.fromkeys(("temuan", "desa"), "MultiPolygon"),
        styles={"temuan": Style("kinds", "<qgis/>")},
    )


def test_geopackage_reads_back(package: Path) -> None:
    back = pyogrio.read_dataframe(package, layer="temuan")
    assert back["name"].tolist() == [XSS, "Ä"]
    assert back.crs == "EPSG:32647"
    assert back.area.tolist() == [9_600, 3_200]
    assert pyogrio.read_info(package, layer="desa")["features"] == 0
    assert pyogrio.read_info(package, layer="desa")["geometry_type"] == "MultiPolygon"


def test_geopackage_carries_the_default_style(package: Path) -> None:
    with closing(sqlite3.connect(package)) as database:
        query = "SELECT f_table_name, f_geometry_column, styleName, styleQML, useAsDefault "
        rows = database.execute(query + "FROM layer_styles").fetchall()
        (column,) = database.execute(
            "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = 'temuan'"
        ).fetchone()
    assert rows == [("temuan", column, "kinds", "<qgis/>", 1)]


def test_geopackages_of_the_same_content_are_the_same_bytes(
    package: Path, squares: gpd.GeoSeries
) -> None:
    first = package.read_bytes()
    write_areas(squares, package)
    assert package.read_bytes() == first
