"""Formats by content, not by ending."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from boundaries.errors import InputError
from boundaries.io.formats import locate, sniff


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"SQLite format 3\0", "GeoPackage"),
        (b"PAR1", "GeoParquet"),
        (b"fgb\3", "FlatGeobuf"),
        (b"\0\0\x27\x0a", "Shapefile"),
        (b"PK\3\4", "zip"),
        (b' \n{"type": "FeatureCollection"}', "GeoJSON"),
        (b'\xef\xbb\xbf{"type"', "GeoJSON"),
        (b'<?xml version="1.0"?>\n<kml xmlns="x">', "KML"),
        ('<kml xmlns="x">'.encode("utf-16"), "KML"),
        (b'<?xml version="1.0"?><gpx version="1.1">', "GPX"),
        (b"  0\r\nSECTION\r\n", "DXF"),
        (b"999\nAutoCAD\n0\nSECTION\n", "DXF"),
        (b"!Table\n!version 300", "MapInfo TAB"),
        (b"PK\5\6", "zip"),
        (b"<html><body>", ""),
        (b"nama;kode", ""),
        (b"7z\xbc\xaf", ""),
    ],
)
def test_sniff(tmp_path: Path, content: bytes, kind: str) -> None:
    (tmp_path / "file").write_bytes(content)
    assert sniff(tmp_path / "file") == kind


def test_locate_names_the_layer_inside_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "peta.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("desa/Batas Desa.shp", b"")
        archive.writestr("desa/Batas Desa.dbf", b"")
    source = locate(path)
    assert source.dataset == f"/vsizip/{{{path}}}/desa/Batas Desa.shp"
    assert (source.stem, source.format) == ("Batas Desa", "Shapefile")


def test_locate_finds_a_geodatabase_inside_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "peta.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("RBI10K.gdb/a00000001.gdbtable", b"")
        archive.writestr("RBI10K.gdb/a00000002.gdbtable", b"")
    source = locate(path)
    assert source.dataset == f"/vsizip/{{{path}}}/RBI10K.gdb"
    assert source.format == "File Geodatabase"


def test_a_locked_zip(tmp_path: Path) -> None:
    path = tmp_path / "peta.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("desa.geojson", b"{}")
    content = path.read_bytes()
    entry = content.index(b"PK\1\2")
    path.write_bytes(content[: entry + 8] + b"\1" + content[entry + 9 :])
    with pytest.raises(InputError, match="locked with a password") as caught:
        locate(path)
    assert caught.value.code == "zip-locked"


def test_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no layer"):
        locate(tmp_path)
