"""Zones of map grids, datums, and metres as lists write them."""

from __future__ import annotations

import math

import pyproj
import pytest

from boundaries.domain.grid_zone import TM3, datum_in, parse_metres, parse_zone, zone_in


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("47N", 32647), ("47 N", 32647), ("UTM 47 N", 32647), ("47 U", 32647), ("47", 32647),
        ("49S", 32749), ("49 LS", 32749), ("49M", 32749), ("50 Selatan", 32750),
        ("zona 50 utara", 32650), ("TM-3 47.2", 23832), ("47.2", 23832), ("TM3 zona 49,1", 23835),
        ("EPSG:32647", 32647), ("9477", 9477),
    ],
)  # fmt: skip
def test_zones_are_read(text: str, code: int) -> None:
    zone = parse_zone(text)
    assert zone is not None
    assert zone.code() == code


@pytest.mark.parametrize("text", ["", "abc", "99", "46.1", "EPSG:4326", "EPSG:1", "12"])
def test_what_is_no_zone_in_indonesia_is_refused(text: str) -> None:
    assert parse_zone(text) is None


def test_an_open_hemisphere_is_told_apart() -> None:
    zone = parse_zone("49")
    assert zone is not None
    assert zone.south is None
    assert zone.code(south=True) == 32749


@pytest.mark.parametrize("zone", TM3)
def test_codes_of_tm3_are_those_of_the_epsg_database(zone: str) -> None:
    assert pyproj.CRS.from_epsg(TM3[zone]).name == f"DGN95 / Indonesia TM-3 zone {zone}"


@pytest.mark.parametrize(("text", "code"), [("47N", 23847), ("49S", 23889), ("54N", 0)])
def test_zones_of_the_old_datum_have_codes_of_their_own(text: str, code: int) -> None:
    zone = parse_zone(text)
    assert zone is not None
    assert zone.code(datum="ID74") == code
    if code:
        assert pyproj.CRS.from_epsg(code).name == f"ID74 / UTM zone {text}"


@pytest.mark.parametrize(
    ("title", "zone", "datum"),
    [
        ("Koordinat UTM Zona 47N (m)", "47N", ""),
        ("Proyeksi UTM, Zona 49 S, Datum WGS-84", "49S", "WGS 84"),
        ("DGN95 / TM-3 Zone 49.1", "49.1", "DGN95"),
        ("X_UTM47N", "47N", ""),
        ("SRGI2013 EPSG:9477", "EPSG:9477", "SRGI2013"),
        ("Datum ID-74", "None", "ID74"),
        ("Peta Batas Desa Skala 1:5000 2024", "None", ""),
    ],
)
def test_titles_mention_zone_and_datum(title: str, zone: str, datum: str) -> None:
    assert str(zone_in(title)) == zone
    assert datum_in(title) == datum


@pytest.mark.parametrize(
    "text",
    [
        "9238107.6", "9238107,6", "9.238.107,60", "9,238,107.60", "9 238 107.6", "9'238'107.6",
        "Y: 9238107.6", "9238107.60 mU", "9238107.6 m", "N 9238107.6",
    ],
)  # fmt: skip
def test_metres_are_read_in_every_spelling(text: str) -> None:
    assert parse_metres([text])[0] == pytest.approx(9238107.6)


@pytest.mark.parametrize("text", ["", "x", "1.23.456", "12,34,56", "5" * 60 + "x"])
def test_what_is_no_length_is_refused(text: str) -> None:
    assert math.isnan(parse_metres([text])[0])


def test_a_single_point_is_a_decimal_mark() -> None:
    assert parse_metres(["513.333", "-2000,5"]).tolist() == [513.333, -2000.5]
