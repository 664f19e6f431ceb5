"""Reading layers: every format, layers, coordinate systems."""

from __future__ import annotations

import hashlib
import sqlite3
import struct
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from boundaries.errors import InputError, ParameterError
from boundaries.io.read import list_layers, read_layer, sha256
from tests.io.layer_files import HOSTILE, write


@pytest.mark.parametrize(
    ("name", "driver"),
    [
        ("desa.shp", "Shapefile"),
        ("desa.zip", "Shapefile"),
        ("desa.gpkg", "GeoPackage"),
        ("desa.geojson", "GeoJSON"),
        ("desa.json", "GeoJSON"),
        ("desa.kml", "KML"),
        ("desa.kmz", "KML"),
        ("desa.parquet", "GeoParquet"),
        ("desa.fgb", "FlatGeobuf"),
        ("desa.gdb", "File Geodatabase"),
        ("desa.geojsonl", "GeoJSONSeq"),
        ("desa.tab", "MapInfo TAB"),
        ("desa.mif", "MapInfo TAB"),
        ("desa.csv", "CSV"),
        ("desa.xlsx", "XLSX"),
    ],
)
def test_every_format_gives_the_same_layer(
    two: gpd.GeoDataFrame, tmp_path: Path, name: str, driver: str
) -> None:
    if name.endswith(".json"):
        path = write(two, tmp_path / "desa.geojson").rename(tmp_path / name)
    else:
        path = write(two, tmp_path / name)
    raw = read_layer(path)
    column = "Name" if driver == "KML" else "nama"
    order = np.argsort(raw.frame["kode"].to_numpy())  # FlatGeobuf sorts by place
    assert raw.driver == driver
    assert raw.crs.equals("EPSG:4326", ignore_axis_order=True)
    assert not raw.crs_assumed
    assert raw.notices == ()
    assert raw.frame.index.tolist() == [0, 1]
    assert raw.frame[column].to_numpy()[order].tolist() == ["Satu", HOSTILE]
    outlines = shapely.force_2d(raw.frame.geometry.to_numpy())[order]
    apart = shapely.area(shapely.symmetric_difference(outlines, two.geometry.to_numpy()))
    assert apart.max() < 1e-10  # of 1e-4; a geodatabase keeps coordinates on a grid
    assert raw.sha256 == sha256(path)


def test_a_folder_with_one_shapefile(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    write(two, tmp_path / "desa.shp")
    raw = read_layer(tmp_path)
    assert (raw.layer, raw.driver, len(raw.frame)) == ("desa", "Shapefile", 2)


def test_a_folder_with_several_shapefiles(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    write(two, tmp_path / "a.shp")
    write(two.iloc[:1], tmp_path / "b.shp")
    with pytest.raises(InputError, match="holds several layers: a, b") as caught:
        read_layer(tmp_path)
    assert str(caught.value.hint).endswith("--layer a")
    assert len(read_layer(tmp_path, layer="b").frame) == 1


def test_sha256_of_a_file_and_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"tapal")
    assert sha256(tmp_path / "a") == hashlib.sha256(b"tapal").hexdigest()
    before = sha256(tmp_path)
    (tmp_path / "a").rename(tmp_path / "b")
    assert sha256(tmp_path) != before


def test_rows_stay_in_file_order_without_a_stored_index(
    two: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    two.index = pd.Index([6497, 6411])
    two.to_parquet(tmp_path / "desa.parquet")
    frame = read_layer(tmp_path / "desa.parquet").frame
    assert frame.index.tolist() == [0, 1]
    assert frame.columns.tolist() == ["kode", "nama", "geometry"]


def test_kml_attributes_in_the_description(tmp_path: Path) -> None:
    place = """<Placemark><name>{name}</name><description><![CDATA[{text}]]></description>
    <Polygon><outerBoundaryIs><LinearRing><coordinates>
    99,3,5 99.01,3,5 99.01,3.01,5 99,3,5</coordinates></LinearRing></outerBoundaryIs></Polygon>
    </Placemark>"""
    first = place.format(name="Desa Satu", text="<b>id_desa:</b> 1<br>\n<b>nama_desa:</b> Satu<br>")
    second = place.format(name="Dua", text="<table><tr><td>nama_desa</td><td>Dua</td></tr></table>")
    kml = f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{first}{second}</Document></kml>'
    (tmp_path / "desa.kml").write_text(kml)
    frame = read_layer(tmp_path / "desa.kml").frame
    assert frame["nama_desa"].tolist() == ["Satu", "Dua"]
    assert frame["id_desa"].tolist()[0] == "1"
    assert shapely.has_z(frame.geometry.to_numpy()).all()


def test_several_layers_are_named(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    path = tmp_path / "desa.gpkg"
    two.to_file(path, layer="desa 2016")
    two.to_file(path, layer="desa2025")
    two.assign(geometry=two.representative_point()).to_file(path, layer="pilar")
    with pytest.raises(InputError, match="several layers: desa 2016, desa2025") as caught:
        read_layer(path)
    assert str(caught.value.hint).endswith('--layer "desa 2016"')
    assert read_layer(path, layer="desa2025").layer == "desa2025"
    assert [info.name for info in list_layers(path)] == ["desa 2016", "desa2025", "pilar"]
    assert [info.may_hold_polygons for info in list_layers(path)] == [True, True, False]
    with pytest.raises(InputError, match="has no layer desa2024") as caught:
        read_layer(path, layer="desa2024")
    assert "desa 2016, desa2025, pilar" in str(caught.value.hint)


def test_the_only_layer_of_polygons_is_taken(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    path = tmp_path / "desa.gpkg"
    two.assign(geometry=two.representative_point()).to_file(path, layer="pilar")
    two.to_file(path, layer="desa")
    pyogrio.write_dataframe(pd.DataFrame({"style": ["x"]}), path, layer="layer_styles")
    raw = read_layer(path)
    assert raw.layer == "desa"
    assert [str(notice.message) for notice in raw.notices] == [
        f"of {path} the layer desa was read; it also holds: pilar"
    ]


@pytest.mark.parametrize("name", ["desa.gpkg", "desa.shp", "desa.parquet", "desa.fgb"])
def test_no_crs(two: gpd.GeoDataFrame, tmp_path: Path, name: str) -> None:
    bare = two.set_crs(None, allow_override=True)
    if name.endswith(".parquet"):
        bare.to_parquet(tmp_path / name)
    else:
        with pytest.warns(UserWarning, match="crs"):
            bare.to_file(tmp_path / name)
    with pytest.raises(InputError, match="does not say its coordinate system") as caught:
        read_layer(tmp_path / name)
    assert caught.value.code == "crs-missing"
    assert str(caught.value.hint).endswith("--crs EPSG:4326")
    raw = read_layer(tmp_path / name, crs="EPSG:4326")
    assert raw.crs_assumed
    assert raw.crs.to_epsg() == 4326


def test_no_crs_with_values_in_metres(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    bare = two.to_crs(32647).set_crs(None, allow_override=True)
    bare.to_parquet(tmp_path / "desa.parquet")
    with pytest.raises(InputError, match="does not say") as caught:
        read_layer(tmp_path / "desa.parquet")
    assert str(caught.value.hint).endswith("--crs EPSG:32647")


def test_crs_option_that_cannot_be_understood(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    path = write(two, tmp_path / "desa.geojson")
    with pytest.raises(ParameterError, match=r"EPSG:99999999 \(--crs\) cannot be") as caught:
        read_layer(path, crs="EPSG:99999999")
    assert "--crs EPSG:4326" in str(caught.value.hint)


def test_crs_option_that_contradicts_the_file(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    raw = read_layer(write(two, tmp_path / "desa.geojson"), crs="EPSG:9470")
    assert raw.crs.to_epsg() == 9470
    assert [str(notice.message) for notice in raw.notices] == [
        f"{tmp_path / 'desa.geojson'} declares WGS 84; it was read as SRGI2013"
    ]


def test_encoding_in_a_cst_file(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    path = tmp_path / "desa.shp"
    two.assign(nama=["Désa", "Dua"]).to_file(path, encoding="UTF-8")
    path.with_suffix(".cpg").rename(path.with_suffix(".cst"))
    assert read_layer(path).frame["nama"].tolist() == ["Désa", "Dua"]


def test_arcs_become_straight_pieces(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    """A half circle of radius 0.01 degree, written into a GeoPackage behind GDAL's back."""
    arc = struct.pack("<BII6d", 1, 8, 3, 99, 3, 99.01, 3.01, 99.02, 3)
    chord = struct.pack("<BII4d", 1, 2, 2, 99.02, 3, 99, 3)
    curved = struct.pack("<BIIBII", 1, 10, 1, 1, 9, 2) + arc + chord
    path = write(two, tmp_path / "desa.gpkg")
    with sqlite3.connect(path) as database:
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            database.create_function(name, 1, lambda _: 0)
        blob = b"GP\0\1" + struct.pack("<i", 4326) + curved
        database.execute("UPDATE desa SET geom = ? WHERE fid = 2", (blob,))
    database.close()
    first, second = read_layer(path).frame.geometry
    assert first.equals(two.geometry.iloc[0])
    assert second.area == pytest.approx(np.pi * 0.01**2 / 2, rel=1e-3)


@pytest.mark.parametrize(
    ("name", "count", "driver"),
    [
        ("asahan/big.geojson", 204, "GeoJSON"),
        ("asahan/bps2020.geojson", 208, "GeoJSON"),
        ("banyuwangi/ADMINISTRASIDESA_AR_25K.zip", 231, "Shapefile"),
        ("bojonegoro/local_2016.kml", 18, "KML"),
        ("karangsalam/local_batas_desa.zip", 13, "Shapefile"),
        ("sumut/big.parquet", 6110, "GeoParquet"),
    ],
)
def test_real_layers(real: Callable[[str], Path], name: str, count: int, driver: str) -> None:
    raw = read_layer(real(name))
    assert (len(raw.frame), raw.driver, raw.notices) == (count, driver, ())


@pytest.mark.parametrize("name", ["desa.parquet", "desa.geojson", "desa.shp", "desa.fgb",
                                  "desa.csv", "desa.tab", "desa.geojsonl"])  # fmt: skip
def test_a_layer_that_a_single_file_does_not_have(
    two: gpd.GeoDataFrame, tmp_path: Path, name: str
) -> None:
    path = write(two, tmp_path / name)
    assert len(read_layer(path, layer="desa").frame) == 2
    with pytest.raises(InputError, match="has no layer batas") as caught:
        read_layer(path, layer="batas")
    assert str(caught.value.hint) == "its layers are: desa"


def test_padding_of_text_is_no_part_of_it(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    """Some programs pad the table of a shapefile with NUL instead of spaces."""
    path = write(two, tmp_path / "desa.shp")
    table = path.with_suffix(".dbf")
    content = table.read_bytes()
    header = int.from_bytes(content[8:10], "little")
    table.write_bytes(content[:header] + content[header:].replace(b"  ", b"\0\0"))
    raw = read_layer(path)
    assert raw.frame["kode"].tolist() == ["12.09.08.2001", "12.09.08.2002"]
    assert raw.frame["nama"].tolist() == ["Satu", HOSTILE]
