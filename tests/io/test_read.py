"""Reading layers: every format, and every way in which a file can be wrong."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely

from boundaries.errors import InputError, ParameterError
from boundaries.io.read import list_layers, read_layer, sha256

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def two() -> gpd.GeoDataFrame:
    """Two villages of 0.01 degree side by side, the second with a hostile name.

    +---+---+
    | 0 | 1 |
    +---+---+
    """
    outlines = [shapely.box(99.0, 3.0, 99.01, 3.01), shapely.box(99.01, 3.0, 99.02, 3.01)]
    table = {"kode": ["12.09.08.2001", "12.09.08.2002"], "nama": ["Satu", HOSTILE]}
    return gpd.GeoDataFrame(table, geometry=outlines, crs=4326)


def write(frame: gpd.GeoDataFrame, path: Path) -> Path:
    """Write in the format of the ending; a zip holds a shapefile in a folder."""
    if path.suffix == ".zip":
        frame.to_file(path.with_suffix(".shp"))
        with zipfile.ZipFile(path, "w") as archive:
            for ending in (".shp", ".shx", ".dbf", ".prj", ".cpg"):
                part = path.with_suffix(ending)
                archive.write(part, f"peta desa/{part.name}")
                part.unlink()
    elif path.suffix == ".parquet":
        frame.to_parquet(path)
    elif path.suffix in {".kml", ".kmz"}:
        pyogrio.write_dataframe(frame.rename(columns={"nama": "Name"}), path, driver="LIBKML")
    else:
        frame.to_file(path, driver="OpenFileGDB" if path.suffix == ".gdb" else None)
    return path


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
    assert raw.crs.to_epsg() == 4326
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


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"desa\.shp does not exist") as caught:
        read_layer(tmp_path / "desa.shp")
    assert caught.value.code == "file-missing"
    assert "check the path" in str(caught.value.hint)


@pytest.mark.parametrize("name", ["desa.zip", "desa.gpkg", "desa.shp", "desa.geojson", "desa.xyz"])
def test_empty_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    with pytest.raises(InputError, match=rf"{name} is empty \(0 bytes\)") as caught:
        read_layer(tmp_path / name)
    assert caught.value.code == "file-empty"


def truncate(path: Path, share: float) -> Path:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    return path


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_truncated_zip(two: gpd.GeoDataFrame, tmp_path: Path, share: float) -> None:
    path = truncate(write(two, tmp_path / "desa.zip"), share)
    with pytest.raises(InputError, match=r"desa\.zip is cut short or damaged") as caught:
        read_layer(path)
    assert caught.value.code == "zip-damaged"
    assert "copy or download" in str(caught.value.hint)


@pytest.mark.parametrize("name", ["desa.gpkg", "desa.fgb", "desa.geojson", "desa.parquet",
                                  "desa.kml"])  # fmt: skip
def test_truncated_files(
    two: gpd.GeoDataFrame, tmp_path: Path, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    path = truncate(write(two, tmp_path / name), 0.6)
    with pytest.raises(InputError, match="it is damaged or incomplete") as caught:
        read_layer(path)
    assert caught.value.code == "file-damaged"
    assert capfd.readouterr() == ("", "")


def test_shapefile_cut_short_keeps_the_outlines_that_are_there(
    two: gpd.GeoDataFrame, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = truncate(write(two, tmp_path / "desa.shp"), 0.8)
    raw = read_layer(path)
    assert raw.frame.geometry.isna().tolist() == [False, True]
    assert [notice.code for notice in raw.notices] == ["file-truncated"]
    assert "is cut short" in str(raw.notices[0].message)
    assert capfd.readouterr() == ("", "")


def test_shapefile_without_its_index_file(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    path = write(two, tmp_path / "desa.shp")
    path.with_suffix(".shx").unlink()
    with pytest.raises(InputError, match="damaged or incomplete") as caught:
        read_layer(path)
    assert ".shx" in str(caught.value.hint)
    assert not path.with_suffix(".shx").exists()


def test_part_of_a_shapefile(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    write(two, tmp_path / "desa.shp")
    with pytest.raises(InputError, match=r"desa\.dbf is a part of a shapefile") as caught:
        read_layer(tmp_path / "desa.dbf")
    assert ".shp" in str(caught.value.hint)


def test_zip_without_a_layer(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "desa.zip", "w") as archive:
        archive.writestr("readme.txt", "nothing here")
    with pytest.raises(InputError, match=r"desa\.zip holds no layer") as caught:
        read_layer(tmp_path / "desa.zip")
    assert caught.value.code == "layer-none"


def test_zip_with_several_layers(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    text = two.to_json()
    with zipfile.ZipFile(tmp_path / "desa.zip", "w") as archive:
        archive.writestr("batas desa.geojson", text)
        archive.writestr("lama/2016.geojson", two.iloc[:1].to_json())
        archive.writestr("__MACOSX/._batas desa.geojson", "junk")
    with pytest.raises(InputError, match="several layers: batas desa, 2016") as caught:
        read_layer(tmp_path / "desa.zip")
    assert caught.value.code == "layer-several"
    assert str(caught.value.hint).endswith('--layer "batas desa"')
    raw = read_layer(tmp_path / "desa.zip", layer="2016")
    assert len(raw.frame) == 1
    with pytest.raises(InputError, match="several layers"):
        read_layer(tmp_path / "desa.zip", layer="2017")


def test_names_that_lead_out_of_a_zip_are_harmless(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    with zipfile.ZipFile(tmp_path / "inside" / "desa.zip", "w") as archive:
        for name in ("../evil.geojson", "/tmp/evil.geojson", "..\\evil.geojson"):
            archive.writestr(name, two.to_json())
    with pytest.raises(InputError, match="holds no layer"):
        read_layer(tmp_path / "inside" / "desa.zip")
    assert not (tmp_path / "evil.geojson").exists()


def test_damaged_member_of_a_zip(
    two: gpd.GeoDataFrame, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile(tmp_path / "desa.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("desa.geojson", two.to_json() + " " * 5000)
    content = bytearray((tmp_path / "desa.zip").read_bytes())
    content[60:260] = b"\xff" * 200
    (tmp_path / "desa.zip").write_bytes(content)
    with pytest.raises(InputError, match="damaged or incomplete"):
        read_layer(tmp_path / "desa.zip")
    assert capfd.readouterr() == ("", "")


def test_text_is_no_spatial_file(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Batas desa\n")
    with pytest.raises(InputError, match=r"notes\.txt is no spatial file") as caught:
        read_layer(tmp_path / "notes.txt")
    assert "GeoPackage" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("desa.gpkg", "GeoPackage"), ("desa.shp", "Shapefile"), ("desa.zip", "zip"),
     ("desa.kml", "KML"), ("desa.geojson", "GeoJSON")],
)  # fmt: skip
def test_content_that_is_not_what_the_ending_says(tmp_path: Path, name: str, kind: str) -> None:
    (tmp_path / name).write_text("<html>404 Not Found</html>")
    with pytest.raises(InputError, match=f"{name} is no {kind} file") as caught:
        read_layer(tmp_path / name)
    assert caught.value.code == "format-wrong"


def test_geojson_under_a_wrong_ending_is_read_with_a_notice(
    two: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    write(two, tmp_path / "desa.geojson").rename(tmp_path / "desa.gpkg")
    raw = read_layer(tmp_path / "desa.gpkg")
    assert raw.driver == "GeoJSON"
    assert len(raw.frame) == 2
    assert "is in fact a GeoJSON file" in str(raw.notices[0].message)


def test_geopackage_under_a_wrong_ending_is_read_without_chatter(
    two: gpd.GeoDataFrame, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    write(two, tmp_path / "desa.gpkg").rename(tmp_path / "desa.geojson")
    raw = read_layer(tmp_path / "desa.geojson")
    assert raw.driver == "GeoPackage"
    assert [notice.code for notice in raw.notices] == ["ending-wrong"]
    assert capfd.readouterr() == ("", "")


def test_shapefile_under_a_wrong_ending(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    shutil.copy(write(two, tmp_path / "desa.shp"), tmp_path / "desa.dat")
    with pytest.raises(InputError, match="a shapefile with another ending") as caught:
        read_layer(tmp_path / "desa.dat")
    assert "rename it to end in .shp" in str(caught.value.hint)


@pytest.mark.parametrize("name", ["desa.gpkg", "desa.geojson", "desa.parquet", "desa.shp"])
def test_layer_without_features(two: gpd.GeoDataFrame, tmp_path: Path, name: str) -> None:
    path = write(two.iloc[:0], tmp_path / name)
    with pytest.raises(InputError, match=f"{name} has no features") as caught:
        read_layer(path)
    assert caught.value.code == "layer-empty"


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


@pytest.mark.parametrize(
    ("shape", "found"),
    [("boundary", "2 LINESTRING"), ("representative_point", "2 POINT")],
)
@pytest.mark.parametrize("name", ["desa.geojson", "desa.shp"])
def test_no_polygons(
    two: gpd.GeoDataFrame, tmp_path: Path, name: str, shape: str, found: str
) -> None:
    other = two.boundary if shape == "boundary" else two.representative_point()
    path = write(two.assign(geometry=other), tmp_path / name)
    with pytest.raises(InputError, match=f"{name} holds no polygons, but {found}") as caught:
        read_layer(path)
    assert caught.value.code == "polygons-missing"
    assert "_AR" in str(caught.value.hint)


def test_no_layer_of_polygons(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    two.assign(geometry=two.boundary).to_file(tmp_path / "desa.gpkg", layer="batas")
    with pytest.raises(InputError, match=r"no polygons, but batas \(LineString\)"):
        read_layer(tmp_path / "desa.gpkg")


@pytest.mark.parametrize("name", ["desa.gpkg", "desa.parquet"])
def test_table_without_outlines(tmp_path: Path, name: str) -> None:
    table = pd.DataFrame({"nama": ["Satu"]})
    if name.endswith(".parquet"):
        table.to_parquet(tmp_path / name)
    else:
        pyogrio.write_dataframe(table, tmp_path / name)
    with pytest.raises(InputError, match=f"{name} is a table without outlines"):
        read_layer(tmp_path / name)


def test_mixed_and_broken_geometry_does_not_stop(tmp_path: Path) -> None:
    ring = [[99, 3], [99.01, 3], [99.01, 3.01], [99, 3.01]]
    geometries = [
        {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
        {"type": "Polygon", "coordinates": [ring]},
        {"type": "LineString", "coordinates": ring},
        None,
    ]
    features = [{"type": "Feature", "properties": {}, "geometry": g} for g in geometries]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (tmp_path / "desa.geojson").write_text(text)
    raw = read_layer(tmp_path / "desa.geojson")
    assert raw.frame.geometry.geom_type.tolist()[:3] == ["Polygon", "Polygon", "LineString"]
    assert raw.frame.geometry.iloc[3] is None
    assert raw.frame.geometry.iloc[0].equals(raw.frame.geometry.iloc[1])
    assert [(notice.code, str(notice.feature)) for notice in raw.notices] == [
        ("ring-open", "desa row 1")
    ]


def test_text_in_another_encoding_than_declared(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    path = tmp_path / "desa.shp"
    two.assign(nama=["Désa", "Dua"]).to_file(path, encoding="ISO-8859-1")
    path.with_suffix(".cpg").write_text("UTF-8")
    raw = read_layer(path)
    assert raw.frame["nama"].tolist() == ["Désa", "Dua"]
    assert [notice.code for notice in raw.notices] == ["encoding-wrong"]


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


def test_real_lines_are_refused(real: Callable[[str], Path]) -> None:
    with pytest.raises(InputError, match="no polygons, but 513 LINESTRING, 50 MULTILINESTRING"):
        read_layer(real("banyuwangi/ADMINISTRASI_LN_25K.zip"))


@pytest.mark.parametrize("geo", [b"not json", b"[]", b'{"columns": []}'])
def test_geoparquet_with_odd_metadata(tmp_path: Path, geo: bytes) -> None:
    table = pa.table({"nama": ["A"]}).replace_schema_metadata({b"geo": geo})
    path = tmp_path / "odd.parquet"
    pq.write_table(table, path)
    with pytest.raises(InputError, match=r"is damaged or incomplete|is a table without"):
        read_layer(path)
