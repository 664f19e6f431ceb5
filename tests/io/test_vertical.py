"""The height system in the .prj of a shapefile."""

from __future__ import annotations

import shutil
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from boundaries.io.formats import locate
from boundaries.io.vertical import vertical_name

HEIGHTS = ',VERTCS["EGM2008_Geoid",VDATUM["EGM2008_Geoid"],UNIT["Meter",1.0]]'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one shapefile."""
    inside = tmp_path / "peta"
    inside.mkdir()
    frame = gpd.GeoDataFrame({"nama": ["Satu"]}, geometry=[shapely.box(99, 3, 99.1, 3.1)], crs=4326)
    frame.to_file(inside / "desa.shp")
    return inside


def test_heights_beside_a_shapefile_and_in_a_zip(folder: Path) -> None:
    assert vertical_name(locate(folder / "desa.shp", layer=None)) == ""
    projection = folder / "desa.prj"
    projection.write_text(projection.read_text(encoding="utf-8") + HEIGHTS, encoding="utf-8")
    assert vertical_name(locate(folder / "desa.shp", layer=None)) == "EGM2008_Geoid"
    packed = Path(shutil.make_archive(str(folder), "zip", folder))
    assert vertical_name(locate(packed, layer=None)) == "EGM2008_Geoid"
    projection.unlink()
    assert vertical_name(locate(folder / "desa.shp", layer=None)) == ""


def test_other_formats_tell_their_own_heights(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"nama": ["Satu"]}, geometry=[shapely.box(99, 3, 99.1, 3.1)], crs=4326)
    frame.to_file(tmp_path / "desa.gpkg")
    assert vertical_name(locate(tmp_path / "desa.gpkg", layer=None)) == ""
