"""XML that would grow without bounds is refused before any parser sees it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import geopandas as gpd
import pytest

from boundaries.errors import InputError
from boundaries.io.entities import CHUNK, EntityScan
from boundaries.io.read import read_layer
from tests.io.layer_files import write, zipped

BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
KML = (
    '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>&b;</name>'
    "</Placemark></Document></kml>"
)
GPX = '<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="3" lon="99"/></gpx>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(("name", "body"), [("desa.kml", KML), ("desa.gpx", GPX)])
def test_entities_are_refused(tmp_path: Path, name: str, body: str, encoding: str) -> None:
    (tmp_path / name).write_text(f'<?xml version="1.0"?>{BOMB}{body}', encoding=encoding)
    with pytest.raises(InputError, match=rf"{name} declares XML entities") as caught:
        read_layer(tmp_path / name)
    assert caught.value.code == "xml-entities"
    assert "save the layer anew" in str(caught.value.hint)


@pytest.mark.parametrize(("name", "member"), [("desa.kmz", "doc.kml"), ("desa.zip", "desa.kml")])
def test_entities_inside_a_zip(tmp_path: Path, name: str, member: str) -> None:
    path = zipped(tmp_path / name, {member: BOMB + KML})
    with pytest.raises(InputError, match=rf"{name}/{member} declares XML entities"):
        read_layer(path)


def test_entities_inside_a_workbook(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    with zipfile.ZipFile(write(two, tmp_path / "good.xlsx")) as good:
        members: dict[str, bytes | str] = {name: good.read(name) for name in good.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    members[sheet] = BOMB.encode() + bytes(good_bytes(members[sheet]))
    with pytest.raises(InputError, match=rf"desa\.xlsx/{sheet} declares XML entities"):
        read_layer(zipped(tmp_path / "desa.xlsx", members))


def good_bytes(content: bytes | str) -> bytes:
    return content.encode() if isinstance(content, str) else content


@pytest.mark.parametrize("before", [0, 1, 5, 7])
def test_a_declaration_cut_by_the_pieces_of_reading(before: int) -> None:
    scan = EntityScan("desa.kml")
    word = b"<!ENTITY"
    scan.feed(b" " * CHUNK + word[:before])
    with pytest.raises(InputError, match=r"desa\.kml declares"):
        scan.feed(word[before:] + b' a "a">')


def test_xml_larger_than_any_map(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("boundaries.io.entities.MOST_BYTES", 10)
    scan = EntityScan("desa.kml")
    scan.feed(b"1234567890")
    with pytest.raises(InputError, match=r"desa\.kml is XML of more than"):
        scan.feed(b"1")
