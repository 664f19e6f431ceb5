"""The base map named on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from boundaries.errors import ParameterError
from web.config import Basemap, parse_basemap


def test_xyz() -> None:
    found = parse_basemap("https://ubin.example/{z}/{x}/{y}.png")
    assert found == Basemap("xyz", "https://ubin.example/{z}/{x}/{y}.png")
    assert found.origin == "https://ubin.example"


def test_wms() -> None:
    found = parse_basemap("http://wms.example:8080/ows?map=a&LAYERS=citra,jalan")
    assert found == Basemap("wms", "http://wms.example:8080/ows", "citra,jalan")
    assert found.origin == "http://wms.example:8080"


def test_titles(tmp_path: Path) -> None:
    path = tmp_path / "orto=2.mbtiles"
    path.write_bytes(b"")
    assert parse_basemap(str(path)).title == ""
    found = parse_basemap(f"Ortofoto PUTR, Mei 2025 = {path}".replace("= ", "="))
    assert found == Basemap("mbtiles", str(path), title="Ortofoto PUTR, Mei 2025")
    titled = parse_basemap("Citra=https://ubin.example/{z}/{x}/{y}?key=1")
    assert titled == Basemap("xyz", "https://ubin.example/{z}/{x}/{y}?key=1", title="Citra")
    assert parse_basemap("https://ubin.example/{z}/{x}/{y}?key=1").title == ""


def test_mbtiles(tmp_path: Path) -> None:
    path = tmp_path / "citra.mbtiles"
    path.write_bytes(b"")
    assert parse_basemap(str(path)) == Basemap("mbtiles", str(path))
    assert parse_basemap(str(path)).origin == ""


@pytest.mark.parametrize(
    "text",
    [
        "osm",
        "https://ubin.example/",
        "/nowhere/citra.mbtiles",
        "file:///{z}/{x}/{y}",
        "https://a.example; script-src *{z}{x}{y}",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ParameterError, match="is not understood") as caught:
        parse_basemap(text)
    assert "{z}/{x}/{y}" in str(caught.value.hint)
