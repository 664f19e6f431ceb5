"""Every form keeps attributes, order, coordinates and CRS."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from shapely import MultiPolygon, Polygon, box

from boundaries.errors import InputError
from boundaries.io.write_villages import VILLAGE_ENDINGS, write_villages

THIRD = 100 / 3


def villages(crs: int) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {
            "fid": [7, 7, 8],
            "geom": ["b", "a", None],
            "luas": [1.5, None, 2.0],
            "nama": ['Désa, "dua"', "=satu", "tiga"],
        },
        geometry=[
            Polygon([(THIRD, 0), (THIRD + 1, 0), (THIRD, 1)]),
            MultiPolygon([box(1, 1, 2, 2)]),
            None,
        ],
        crs=crs,
    )


def read(path: Path) -> gpd.GeoDataFrame:
    if path.suffix == ".parquet":
        return gpd.read_parquet(path)
    return gpd.read_file(path, **({"layer": "desa"} if path.suffix == ".gpkg" else {}))


@pytest.mark.parametrize("ending", VILLAGE_ENDINGS)
@pytest.mark.parametrize("crs", [4326, 32647])
def test_round_trip(tmp_path: Path, ending: str, crs: int) -> None:
    path = tmp_path / f"out{ending}"
    write_villages(villages(crs), path, beside={}, layer="desa")
    back = read(path)
    assert back.crs.to_epsg() == crs
    assert back["nama"].tolist() == villages(crs)["nama"].tolist()
    assert back["fid"].tolist() == [7, 7, 8]
    assert back["geom"].tolist()[:2] == ["b", "a"]
    assert back["luas"].isna().tolist() == [False, True, False]
    assert back.geometry[0].geom_type == "MultiPolygon"
    assert back.geometry[0].bounds[0] == THIRD
    assert back.geometry[2] is None


def test_lists_become_texts(tmp_path: Path) -> None:
    table = villages(4326).assign(daftar=[[1, 2], {"a": "é"}, None])
    write_villages(table, tmp_path / "out.gpkg", beside={}, layer="desa")
    assert read(tmp_path / "out.gpkg")["daftar"].tolist()[:2] == ["[1, 2]", '{"a": "é"}']


def test_a_geopackage_holds_the_tables_beside(tmp_path: Path) -> None:
    path = tmp_path / "out.gpkg"
    areas = pd.DataFrame({"key": ["a"], "change_m2": [-1.5]})
    write_villages(villages(32647), path, beside={"luas": areas}, layer="desa")
    assert [name for name, _ in pyogrio.list_layers(path).tolist()] == ["desa", "luas"]
    assert pyogrio.read_dataframe(path, layer="luas")["change_m2"].tolist() == [-1.5]


@pytest.mark.parametrize("ending", VILLAGE_ENDINGS)
def test_the_same_content_gives_the_same_bytes(tmp_path: Path, ending: str) -> None:
    paths = [tmp_path / f"{number}{ending}" for number in range(2)]
    for path in paths:
        write_villages(villages(4326), path, beside={}, layer="desa")
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_villages(villages(4326), tmp_path / "no" / "x.parquet", beside={}, layer="desa")
