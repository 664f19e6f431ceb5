"""Headings of lists of points, as offices write them."""

from __future__ import annotations

import pytest

from boundaries.domain.survey_columns import Heading, find_heading, recognise


def found(*rows: list[str]) -> tuple[Heading, dict[str, list[str]]]:
    heading = find_heading(rows)
    assert heading is not None
    return heading, {
        role: [heading.names[at] for at in places] for role, places in heading.roles.items()
    }


@pytest.mark.parametrize(
    ("names", "north", "east"),
    [
        ("NO|TITIK KARTOMETRIK|LINTANG|BUJUR|X (m)|Y (m)", ["LINTANG", "Y (m)"],
         ["BUJUR", "X (m)"]),
        ("No|Desa|Urutan_TK|Lat|Long|UTMX|UTMY", ["Lat", "UTMY"], ["Long", "UTMX"]),
        ("Nama_TK|KOORDY_DMS|KOORDX_DMS|Y|X", ["KOORDY_DMS", "Y"], ["KOORDX_DMS", "X"]),
        ("id|lat|lng|utm.x|utm.y", ["lat", "utm.y"], ["lng", "utm.x"]),
        ("Titik|Northing (UTM 49S)|Easting (UTM 49S)", ["Northing (UTM 49S)"],
         ["Easting (UTM 49S)"]),
        ("Titik|Lintang Selatan|Bujur Timur", ["Lintang Selatan"], ["Bujur Timur"]),
    ],
)  # fmt: skip
def test_columns_of_positions(names: str, north: list[str], east: list[str]) -> None:
    _, roles = found(names.split("|"))
    assert (roles["north"], roles["east"]) == (north, east)


def test_columns_about_the_measurement() -> None:
    names = ["Pilar", "Koordinat", "Metode", "Sigma E", "Sigma N", "Epoch", "Receiver", "Desa A",
             "Desa B", "Keterangan"]  # fmt: skip
    _, roles = found(names)
    assert roles == {
        "pillar_code": ["Pilar"],
        "pair": ["Koordinat"],
        "method": ["Metode"],
        "sigma_east": ["Sigma E"],
        "sigma_north": ["Sigma N"],
        "epoch": ["Epoch"],
        "receiver": ["Receiver"],
        "village": ["Desa A", "Desa B"],
        "remark": ["Keterangan"],
    }


def test_titles_and_headings_of_two_rows() -> None:
    heading, roles = found(
        ["DAFTAR KOORDINAT DESA X"],
        ["Proyeksi UTM Zona 47N, Datum SRGI2013"],
        [],
        ["NO", "TITIK", "Koordinat Geografis", "", "Koordinat UTM", ""],
        ["", "", "Lintang", "Bujur", "X", "Y"],
        ["1", "TK-1", "3", "99", "5", "6"],
    )
    assert heading.first == 5
    assert heading.names == ("NO", "TITIK", "Lintang", "Bujur", "X", "Y")
    assert (str(heading.zone), heading.datum) == ("47N", "SRGI2013")
    assert roles["name"] == ["TITIK"]


def test_a_list_without_positions_has_no_heading() -> None:
    assert find_heading([["nama", "desa"], ["a", "b"]]) is None
    assert find_heading([]) is None
    assert find_heading([["nama", "x"]]) is None


def test_columns_named_by_the_user_come_first() -> None:
    rows = [["a", "b", "lat", "lon"]]
    heading = find_heading(rows, fields={"north": "A", "east": "b"})
    assert heading is not None
    assert (heading.roles["north"], heading.roles["east"]) == ((0,), (1,))


def test_repeated_and_missing_headings_stay_apart() -> None:
    heading, _ = found(["x", "y", "", "x"])
    assert heading.names == ("x", "y", "kolom_3", "x_4")


def test_words_that_say_little_are_passed_over() -> None:
    assert recognise(["Koordinat X (meter)", "koordinat_y_utm"]) == {"east": (0,), "north": (1,)}
