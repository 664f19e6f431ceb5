"""Paths with characters that pyogrio or GDAL take for something else."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import geopandas as gpd
import pytest

from boundaries.errors import InputError
from boundaries.io.names import gdal_name, is_plain, shown
from boundaries.io.read import read_layer
from tests.io.layer_files import write

ODD = ("a!b", "a;b", "a\tb", "a\nb", "{x", "a?b", " lead", "peta.zip", "file:x", "zip+x:y",
       os.fsdecode(b"d\xffsa"))  # fmt: skip


ENDINGS = (".shp", ".gpkg", ".zip", ".parquet", ".geojson", ".geojsonl", ".kml", ".kmz",
           ".csv", ".xlsx", ".gdb", ".fgb")  # fmt: skip
CASES = [
    *((name, ending) for name in ODD for ending in (".shp", ".zip")),
    *((name, ending) for name in ("a!;\t{b", ODD[-1]) for ending in ENDINGS),
]


@pytest.mark.parametrize(("name", "ending"), CASES)
def test_odd_names_of_folders_and_files(
    two: gpd.GeoDataFrame, tmp_path: Path, name: str, ending: str
) -> None:
    plain, odd = tmp_path / "plain", tmp_path / name
    plain.mkdir()
    odd.mkdir()
    write(two, plain / f"desa{ending}")
    for item in plain.iterdir():
        target = odd / f"{name}{item.suffix}"
        (shutil.copytree if item.is_dir() else shutil.copy)(item, target)
    raw = read_layer(odd / f"{name}{ending}")
    assert len(raw.frame) == 2
    assert raw.notices == ()
    raw.layer.encode()


@pytest.mark.parametrize("name", ["a!b", os.fsdecode(b"d\xffsa")])
def test_mapinfo_asks_for_another_name(two: gpd.GeoDataFrame, tmp_path: Path, name: str) -> None:
    write(two, tmp_path / "desa.tab")
    odd = tmp_path / f"{name}.tab"
    shutil.copy(tmp_path / "desa.tab", odd)
    with pytest.raises(InputError, match="cannot be opened under this name") as caught:
        read_layer(odd)
    assert "rename the file" in str(caught.value.hint)
    str(caught.value.message).encode()


def test_a_missing_file_with_an_odd_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"d\ufffdsa\.shp does not exist") as caught:
        read_layer(tmp_path / os.fsdecode(b"d\xffsa.shp"))
    str(caught.value.message).encode()


def test_ordinary_paths_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "Batas Désa (2016), akhir.shp"
    assert gdal_name(path) == str(path)
    assert is_plain(str(path))
    assert shown(path) == str(path)


def test_a_driver_is_put_before_the_path(tmp_path: Path) -> None:
    assert gdal_name(tmp_path / "a!b", driver="GeoJSON") == f"GeoJSON:{tmp_path}/a!b"
    assert gdal_name(tmp_path / "a.zip", driver="GeoJSON") == f"/vsicached?file={tmp_path}/a.zip"
