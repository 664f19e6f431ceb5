from __future__ import annotations

import sqlite3
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
from shapely import LineString, Point

from boundaries.errors import InputError
from boundaries.io.write import Style
from boundaries.io.write_mixed import write_mixed_gpkg

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
    write_mixed_gpkg(layers, path, types=TYPES, styles=STYLES)
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
        write_mixed_gpkg(layers, path, types=TYPES, styles=STYLES)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_a_folder_that_is_not_there(layers: dict[str, gpd.GeoDataFrame], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_mixed_gpkg(layers, tmp_path / "no" / "x.gpkg", types=TYPES, styles=STYLES)
