from __future__ import annotations

import re

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Transformer
from shapely import Point, box

from boundaries.domain.cartometric import Cartometric
from boundaries.domain.describe_points import describe_points
from boundaries.domain.grid_zone import Zone, parse_metres
from boundaries.domain.notation import LATITUDE, LONGITUDE, parse_angle
from boundaries.domain.village_list import village_lists
from boundaries.reports.coordinates import (
    Style,
    coordinate_texts,
    description_document,
    point_document,
    village_document,
    zone_of,
)
from tests.cartometric_fixture import CRS as WORKING
from tests.cartometric_fixture import TEE, VILLAGES, A, B, points_of

NORTHERN = Style(str, Zone(number="47", south=False))
POINTED = Style(str, Zone(number="47", south=False), comma=False)
DMS = r"\d{1,3}° \d{1,2}' \d{1,2}[.,]\d{3}\" (?:LU|LS|BT|BB)"


def at(*places: tuple[float, float], crs: str = "EPSG:4326") -> gpd.GeoSeries:
    return gpd.GeoSeries([Point(place) for place in places], crs=crs)


def islands() -> Cartometric:
    """A village of two parts, the larger with a hole."""
    return points_of({A: (box(0, 0, 1000, 1000) - box(400, 400, 600, 600)) | box(2000, 0, 2100, 9)})


def test_a_place_is_written_as_papers_write_it() -> None:
    """2° 59' 59.9996" and more rounds to 3 degrees, and no seconds read 60.000."""
    texts = coordinate_texts(at((99.5, 3.0 - 1e-9), (99.0, -2.0 - 1 / 3600 / 10)), NORTHERN)
    assert texts["lat"].tolist() == ["3° 0' 0,000\" LU", "2° 0' 0,100\" LS"]
    assert texts["lon"].tolist() == ["99° 30' 0,000\" BT", "99° 0' 0,000\" BT"]
    assert texts["x"].tolist()[1] == "500000,00"
    assert coordinate_texts(at((99.5, 3.0)), POINTED)["lat"].tolist() == ["3° 0' 0.000\" LU"]


@given(
    st.floats(95.0, 141.0),
    st.floats(-11.0, 6.0),
    st.booleans(),
)
def test_both_notations_of_a_row_are_the_same_place(lon: float, lat: float, comma: bool) -> None:
    points = at((lon, lat))
    zone = zone_of(points)
    row = coordinate_texts(points, Style(str, zone, comma=comma)).iloc[0]
    assert re.fullmatch(DMS, row["lat"])
    assert re.fullmatch(DMS, row["lon"])
    assert " 60" not in row["lat"] + row["lon"]
    assert all(re.fullmatch(r"\d+[.,]\d\d", row[name]) for name in ("x", "y"))
    marks = set("".join(re.findall(r"[.,]", " ".join(row))))
    assert marks == {"," if comma else "."}
    latitude, longitude = parse_angle(row["lat"]), parse_angle(row["lon"])
    assert latitude is not None
    assert longitude is not None
    assert (latitude.axis, longitude.axis) == (LATITUDE, LONGITUDE)
    to_grid = Transformer.from_crs("EPSG:4326", CRS.from_epsg(zone.code()), always_xy=True)
    x, y = to_grid.transform(longitude.degrees, latitude.degrees)
    metres = parse_metres([row["x"], row["y"]])
    assert np.hypot(*(metres - (x, y))) <= 0.05


def test_the_zone_is_that_of_the_middle() -> None:
    assert zone_of(at((98.9, 3.0))) == Zone(number="47", south=False)
    assert zone_of(at((101.0, 1.0), (104.0, 1.0))) == Zone(number="48", south=False)
    assert zone_of(at((110.0, -7.0))) == Zone(number="49", south=True)


def test_a_document_across_the_equator_has_no_negative_northing() -> None:
    points = at((99.0, 0.01), (99.0, -0.01))
    texts = coordinate_texts(points, Style(str, zone_of(points)))
    assert parse_metres(texts["y"].tolist()).min() > 9_000_000


def test_points_in_other_systems_are_the_same_places() -> None:
    places = at((99.5, 3.0), (100.2, 2.5))
    other = places.to_crs("+proj=cea +lon_0=118 +lat_ts=0 +ellps=WGS84")
    assert coordinate_texts(places, NORTHERN).equals(coordinate_texts(other, NORTHERN))


def test_the_list_of_points_has_the_columns_of_the_map() -> None:
    points = points_of(TEE)
    document = point_document(points, NORTHERN, title="Titik")
    table = document.flat()
    assert table.columns.tolist() == [
        "No.", "Cartometric point", "Latitude", "Longitude", "X (m)", "Y (m)",
    ]  # fmt: skip
    assert table["No."].tolist()[:3] == ["1", "2", "3"]
    assert table["Cartometric point"].iloc[0] == "TK 12.09.01.1001-01.2002-000"
    assert len(table) == len(points.points)
    assert document.statements == (
        "Horizontal datum: WGS 84",
        "Grid: UTM zone 47N, metres",
        "Latitude and longitude in degrees, minutes and seconds",
    )


def test_every_cell_is_text() -> None:
    points = points_of(TEE)
    lists = village_lists(points).table
    description = describe_points(points, VILLAGES)
    for document in (
        point_document(points, NORTHERN, title="x"),
        village_document(points, lists, VILLAGES, NORTHERN, title="x"),
        description_document(points, description, VILLAGES, NORTHERN, title="x"),
    ):
        assert document.flat().map(lambda cell: isinstance(cell, str)).all(axis=None)


def test_the_list_of_a_village_closes() -> None:
    points = points_of(TEE)
    document = village_document(
        points, village_lists(points, [B]).table, VILLAGES, NORTHERN, title="Desa Bandar"
    )
    (only,) = document.tables
    assert only.heading == "Desa Bandar"
    assert set(only.table["Village"]) == {"Desa Bandar"}
    assert only.table["Sequence of points"].iloc[0] == only.table["Sequence of points"].iloc[-1]
    assert only.table["X (m)"].iloc[0] == only.table["X (m)"].iloc[-1] == "501000,00"


def test_every_ring_has_its_table() -> None:
    points = islands()
    document = village_document(
        points, village_lists(points).table, VILLAGES, NORTHERN, title="Contoh"
    )
    assert [each.heading for each in document.tables] == [
        "Kelurahan Contoh, part 1",
        "Kelurahan Contoh, part 1, hole 1",
        "Kelurahan Contoh, part 2",
    ]
    flat = document.flat()
    assert flat.columns[0] == "Table"
    assert len(flat) == 15


def test_a_segment_is_described_from_point_to_point() -> None:
    points = points_of(TEE)
    own = points.courses.loc[points.courses["b"] == B, "segment"].tolist()
    part = points.of_segments(own)
    description = describe_points(part, VILLAGES)
    document = description_document(part, description, VILLAGES, NORTHERN, title="Segmen")
    (only,) = document.tables
    assert only.heading == f"Kelurahan Contoh - Desa Bandar ({own[0]})"
    first, last = only.table.to_dict("records")
    assert first["Direction"] == "north"
    assert first["Description"] == (
        "From here the border runs 500,20 m to the north to TK 12.09.01.1001-01.2002-000"
    )
    assert (last["Direction"], last["Description"]) == ("", "")
    assert first["Description of the point"].startswith("Junction of Kelurahan Contoh")
    assert only.prose >= {"Segment", "Description"}


def test_words_are_in_the_language_of_the_reader() -> None:
    words = {
        "Cartometric point": "Titik kartometrik",
        "Horizontal datum: {datum}": "Datum: {datum}",
    }
    style = Style(lambda text: words.get(text, text), Zone(number="47", south=False), "SRGI2013")
    document = point_document(points_of(TEE), style, title="x")
    assert document.tables[0].table.columns.tolist()[1] == "Titik kartometrik"
    assert document.statements[0] == "Datum: SRGI2013"


def test_outer_borders_and_unknown_villages_are_named() -> None:
    points = points_of(TEE)
    none = pd.DataFrame(columns=["name", "word", "kecamatan"])
    description = describe_points(points, none)
    document = description_document(points, description, none, NORTHERN, title="x")
    headings = [each.heading for each in document.tables]
    assert any(heading.startswith(f"{A} - outside (SG-") for heading in headings)
    assert any(heading.startswith(f"{A} - {B} (SG-") for heading in headings)


def test_points_without_a_name_are_called_by_their_id() -> None:
    points = points_of({"Sidomulyo": TEE[A]})
    table = point_document(points, NORTHERN, title="x").flat()
    assert set(table["Cartometric point"]) == set(points.points["id"])


def test_unprintable_letters_are_replaced() -> None:
    points = points_of({A: TEE[A]})
    villages = pd.DataFrame(
        {"name": ["a\x00b\x1fc"], "word": ["Desa"], "kecamatan": [""]}, index=[A]
    )
    lists = village_lists(points).table
    document = village_document(points, lists, villages, NORTHERN, title="\x07")
    assert document.title == "�"
    assert document.tables[0].heading == "Desa a�b�c"


@pytest.mark.parametrize(
    ("value", "text"), [(-0.001, "0,00"), (1234567.891, "1234567,89"), (float("nan"), "")]
)
def test_metres_have_two_decimals(value: float, text: str) -> None:
    assert NORTHERN.number(value) == text


def test_points_of_the_table_lie_on_the_line() -> None:
    """What is printed is on the line to a centimetre."""
    points = points_of(TEE)
    texts = coordinate_texts(points.points.geometry, NORTHERN)
    printed = shapely.points(
        np.column_stack([parse_metres(texts[name].tolist()) for name in ("x", "y")])
    )
    border = shapely.union_all(points.courses.geometry.to_numpy())
    assert points.courses.crs == CRS.from_user_input(WORKING)
    assert shapely.distance(printed, border).max() <= 0.01
