"""Reading what is damaged, cut short, empty or not what it claims to be."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely

from boundaries.errors import InputError
from boundaries.io.read import read_layer
from tests.io.layer_files import truncate, write


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
        {"type": "Polygon", "coordinates": [ring[:3]]},
        {"type": "LineString", "coordinates": ring},
        None,
    ]
    features = [{"type": "Feature", "properties": {}, "geometry": g} for g in geometries]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (tmp_path / "desa.geojson").write_text(text)
    raw = read_layer(tmp_path / "desa.geojson")
    assert raw.frame.geometry.geom_type.tolist()[:3] == ["Polygon", "Polygon", "LineString"]
    assert raw.frame.geometry.iloc[3] is None
    assert shapely.area(raw.frame.geometry.to_numpy()).tolist()[:2] == pytest.approx([1e-4, 5e-5])
    assert [(notice.code, str(notice.feature)) for notice in raw.notices] == [
        ("ring-open", "desa row 2")
    ]


def test_text_in_another_encoding_than_declared(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    path = tmp_path / "desa.shp"
    two.assign(nama=["Désa", "Dua"]).to_file(path, encoding="ISO-8859-1")
    path.with_suffix(".cpg").write_text("UTF-8")
    raw = read_layer(path)
    assert raw.frame["nama"].tolist() == ["Désa", "Dua"]
    assert [notice.code for notice in raw.notices] == ["encoding-wrong"]


@pytest.mark.parametrize("name", ["desa.geojson", "desa.shp", "desa.csv"])
def test_no_polygons(two: gpd.GeoDataFrame, tmp_path: Path, name: str) -> None:
    path = write(two.assign(geometry=two.representative_point()), tmp_path / name)
    with pytest.raises(InputError, match=f"{name} holds no polygons, but 2 POINT") as caught:
        read_layer(path)
    assert caught.value.code == "polygons-missing"
    assert "_AR" in str(caught.value.hint)


@pytest.mark.parametrize("geo", [b"not json", b"[]", b'{"columns": []}'])
def test_geoparquet_with_odd_metadata(tmp_path: Path, geo: bytes) -> None:
    table = pa.table({"nama": ["A"]}).replace_schema_metadata({b"geo": geo})
    path = tmp_path / "odd.parquet"
    pq.write_table(table, path)
    with pytest.raises(InputError, match=r"is damaged or incomplete|is a table without"):
        read_layer(path)


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9, 0.99])
@pytest.mark.parametrize(
    "name", ["desa.gpkg", "desa.fgb", "desa.geojson", "desa.kml", "desa.kmz", "desa.parquet",
             "desa.xlsx", "desa.zip"],
)  # fmt: skip
def test_files_cut_short_anywhere(
    tmp_path: Path, name: str, share: float, capfd: pytest.CaptureFixture[str]
) -> None:
    path = truncate(write(many_villages(), tmp_path / name), share)
    with pytest.raises(InputError, match=r"damaged|has no features") as caught:
        read_layer(path)
    assert str(path) in str(caught.value.message)
    assert str(caught.value.hint)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("part", [".dat", ".map", ".id"])
@pytest.mark.parametrize("share", [0.3, 0.7])
def test_mapinfo_parts_cut_short(tmp_path: Path, part: str, share: float) -> None:
    path = write(many_villages(), tmp_path / "desa.tab")
    truncate(path.with_suffix(part), share)
    raw = read_layer(path)
    assert 0 < len(raw.frame) < 200
    assert [str(notice.message) for notice in raw.notices] == [
        f"{path}: only {len(raw.frame)} of 200 records could be read"
    ]


@pytest.mark.parametrize("part", [".dat", ".id"])
def test_mapinfo_without_a_part(two: gpd.GeoDataFrame, tmp_path: Path, part: str) -> None:
    path = write(two, tmp_path / "desa.tab")
    path.with_suffix(part).unlink()
    with pytest.raises(InputError, match="damaged or incomplete") as caught:
        read_layer(path)
    assert ".tab, .dat, .map, .id" in str(caught.value.hint)


def test_mif_cut_short(tmp_path: Path) -> None:
    path = truncate(write(many_villages(), tmp_path / "desa.mif"), 0.5)
    raw = read_layer(path)
    assert [notice.code for notice in raw.notices] == ["file-truncated"]
    assert f"only {len(raw.frame)} of 200" in str(raw.notices[0].message)


def test_shapefile_with_its_table_cut_short_or_lost(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    path = write(two, tmp_path / "desa.shp")
    truncate(path.with_suffix(".dbf"), 0.8)
    assert [notice.code for notice in read_layer(path).notices] == ["file-truncated"]
    path.with_suffix(".dbf").unlink()
    raw = read_layer(path)
    assert raw.frame.columns.tolist() == ["geometry"]
    assert "no .dbf beside it" in str(raw.notices[0].message)


@pytest.mark.parametrize(
    ("name", "head", "remedy"),
    [
        ("a.dwg", b"AC1027", "as DXF"),
        ("a.dxf", b"AutoCAD Binary DXF\r\n", "text form"),
        ("a.rar", b"Rar!\x1a\7", "unpack it"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c", "unpack it"),
        ("a.zip", b"\x1f\x8b\x08", "unpack it"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "xlsx"),
        ("a.mdb", b"\0\1\0\0Standard Jet DB", "GeoPackage"),
        ("a.pdf", b"%PDF-1.7", "the layer itself"),
    ],
)
def test_formats_that_are_known_but_not_read(
    tmp_path: Path, name: str, head: bytes, remedy: str
) -> None:
    (tmp_path / name).write_bytes(head + b"\0" * 100)
    with pytest.raises(InputError, match="is of a format that is not read") as caught:
        read_layer(tmp_path / name)
    assert remedy in str(caught.value.hint)


def test_addresses_on_the_web_are_no_files() -> None:
    with pytest.raises(InputError, match="on the web") as caught:
        read_layer(Path("https://geoservices.big.go.id/rbi"))
    assert caught.value.code == "address-web"


@pytest.mark.parametrize("name", ["desa.gpkg", "desa.parquet", "desa.csv"])
def test_a_huge_value_is_read(two: gpd.GeoDataFrame, tmp_path: Path, name: str) -> None:
    path = write(two.assign(foto=["x" * 12_000_000, ""]), tmp_path / name)
    assert read_layer(path).frame["foto"].str.len().iloc[0] == 12_000_000


def test_a_huge_value_that_geojson_cannot_hold(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    path = write(two.assign(foto=["x" * 12_000_000, ""]), tmp_path / "desa.geojson")
    with pytest.raises(InputError, match="a value of more than 10 million characters") as caught:
        read_layer(path)
    assert caught.value.code == "field-huge"


def test_json_that_is_no_map(tmp_path: Path) -> None:
    (tmp_path / "desa.json").write_text('{"cases": [1, 2]}')
    with pytest.raises(InputError, match=r"desa\.json is no GeoJSON file, whatever its ending"):
        read_layer(tmp_path / "desa.json")


def test_values_of_mixed_types_become_text(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    document = json.loads(two.to_json())
    document["features"][0]["properties"]["kode"] = 1209082001
    document["features"][1]["properties"]["kode"] = ["12.09.08.2002"]
    (tmp_path / "desa.geojson").write_text(json.dumps(document))
    codes = read_layer(tmp_path / "desa.geojson").frame["kode"].tolist()
    assert codes[0] == "1209082001"
    assert "12.09.08.2002" in codes[1]


@pytest.mark.parametrize("name", ["desa.gpkg", "desa.shp", "desa.geojson", "desa.parquet"])
def test_every_feature_twice(two: gpd.GeoDataFrame, tmp_path: Path, name: str) -> None:
    raw = read_layer(write(pd.concat([two, two], ignore_index=True), tmp_path / name))
    assert len(raw.frame) == 4
    assert [str(notice.message) for notice in raw.notices] == [
        "2 of 4 features are exact copies of others"
    ]


@pytest.mark.parametrize("name", ["desa.gpkg", "desa.shp", "desa.geojson", "desa.fgb"])
def test_heights_are_kept(two: gpd.GeoDataFrame, tmp_path: Path, name: str) -> None:
    high = two.assign(geometry=shapely.force_3d(two.geometry.to_numpy(), z=7.0))
    outlines = read_layer(write(high, tmp_path / name)).frame.geometry.to_numpy()
    assert set(shapely.get_coordinates(outlines, include_z=True)[:, 2]) == {7.0}


def test_measures_along_lines_do_no_harm(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    """BIG's geodatabases carry Z and M; shapely writes them to GeoParquet."""
    measured = shapely.from_wkt("POLYGON ZM ((99 3 1 2, 99.01 3 1 2, 99.01 3.01 1 2, 99 3 1 2))")
    two.assign(geometry=[measured, two.geometry.iloc[1]]).to_parquet(tmp_path / "desa.parquet")
    frame = read_layer(tmp_path / "desa.parquet").frame
    assert shapely.area(frame.geometry.to_numpy()).tolist() == pytest.approx([5e-5, 1e-4])


@pytest.mark.parametrize("name", ["desa.gpkg", "desa.parquet", "desa.csv"])
def test_empty_outlines(two: gpd.GeoDataFrame, tmp_path: Path, name: str) -> None:
    empty = shapely.Polygon()
    path = write(two.assign(geometry=[empty, empty]), tmp_path / name)
    with pytest.raises(InputError, match="no outline could be read"):
        read_layer(path)
    path.unlink()
    raw = read_layer(write(two.assign(geometry=[empty, two.geometry.iloc[1]]), path))
    assert raw.frame.geometry.is_empty.tolist() == [True, False]


def many_villages() -> gpd.GeoDataFrame:
    """A row of 200 villages of 21 vertices each."""
    places = 99 + 0.001 * np.arange(200)
    outlines = shapely.segmentize(shapely.box(places, 3, places + 0.001, 3.009), 0.001)
    names = [f"Desa {number}" for number in range(200)]
    return gpd.GeoDataFrame({"nama": names}, geometry=outlines, crs=4326)
