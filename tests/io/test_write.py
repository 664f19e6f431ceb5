from __future__ import annotations

import csv
import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon, box

from boundaries.errors import InputError
from boundaries.io.write import (
    write_csv,
    write_geojson,
    write_json,
    write_text,
)

XSS = "<img src=x onerror=alert(1)>"
DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", XSS]


def test_text_keeps_its_line_ends(tmp_path: Path) -> None:
    write_text("a\r\nb\n", tmp_path / "x.txt")
    assert (tmp_path / "x.txt").read_bytes() == b"a\r\nb\n"


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError):
        write_text("half \ud800", path)
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none/x\.txt: cannot be written \(No such file"):
        write_text("a", tmp_path / "none" / "x.txt")


def test_a_folder_in_the_way_is_an_input_error(tmp_path: Path) -> None:
    (tmp_path / "x.txt").mkdir()
    with pytest.raises(InputError, match="cannot be written"):
        write_text("a", tmp_path / "x.txt")


def test_json_is_utf8(tmp_path: Path) -> None:
    write_json({"name": "Béké", "list": [1, 2.5]}, tmp_path / "x.json")
    text = (tmp_path / "x.json").read_text(encoding="utf-8")
    assert "Béké" in text
    assert json.loads(text) == {"name": "Béké", "list": [1, 2.5]}


def test_csv_opens_in_spreadsheets_and_guards_formulas(tmp_path: Path) -> None:
    table = pd.DataFrame({"name": DANGEROUS, "area_m2": [-1.5, 2, 3, 4, 5, 6]})
    write_csv(table, tmp_path / "x.csv")
    raw = (tmp_path / "x.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfname,area_m2\r\n")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    assert [row["name"] for row in rows] == [f"'{text}" for text in DANGEROUS[:5]] + [XSS]
    assert rows[0]["area_m2"] == "-1.5"
    assert table["name"].tolist() == DANGEROUS


def test_csv_for_indonesian_spreadsheets(tmp_path: Path) -> None:
    """73.658 km are not seventy-three thousand; texts with the separator are quoted."""
    table = pd.DataFrame({"name": ["a; b", "=1"], "km": [73.658, -0.5], "n": [1234, 5]})
    write_csv(table, tmp_path / "x.csv", semicolons=True)
    text = (tmp_path / "x.csv").read_bytes().decode("utf-8-sig")
    assert text == 'name;km;n\r\n"a; b";73,658;1234\r\n\'=1;-0,5;5\r\n'


@pytest.fixture
def squares() -> gpd.GeoSeries:
    """A clockwise square of 100 m with a hole of 20 m, and two squares side by side.

    In EPSG:32647 at its central meridian, 99 degrees east::

        +-----+   +--+ +--+
        | +-+ |   +--+ +--+
        | +-+ |
        +-----+
    """
    outer = [(500_000, 0), (500_000, 100), (500_100, 100), (500_100, 0)]
    hole = [(500_040, 40), (500_060, 40), (500_060, 60), (500_040, 60)]
    pair = MultiPolygon([box(500_200, 60, 500_240, 100), box(500_260, 60, 500_300, 100)])
    return gpd.GeoSeries([Polygon(outer, [hole]), pair], crs="EPSG:32647")


def test_geojson_follows_rfc_7946(squares: gpd.GeoSeries, tmp_path: Path) -> None:
    path = tmp_path / "x.geojson"
    write_geojson(squares, ["a", "b"], [{"name": XSS}, {"name": ["x", "y"]}], path)
    document = json.loads(path.read_text(encoding="utf-8"))
    assert set(document) == {"type", "bbox", "features"}
    assert [feature["id"] for feature in document["features"]] == ["a", "b"]
    assert document["features"][0]["properties"] == {"name": XSS}
    shape = shapely.from_geojson(json.dumps(document["features"][0]["geometry"]))
    assert shape.exterior.is_ccw
    assert not shape.interiors[0].is_ccw
    assert document["bbox"][:2] == [99.0, 0.0]
    text = str(document["features"][0]["geometry"]["coordinates"])
    assert max(len(number.split(".")[1]) for number in text.strip("[]").replace("]", "")
               .replace("[", "").split(", ")) <= 7  # fmt: skip


def test_geojson_reads_back(squares: gpd.GeoSeries, tmp_path: Path) -> None:
    path = tmp_path / "x.geojson"
    write_geojson(squares, ["a", "b"], [{"n": 1}, {"n": 2}], path)
    back = gpd.read_file(path)
    assert back.crs == "EPSG:4326"
    assert back.to_crs("EPSG:32647").area.tolist() == pytest.approx([9_600, 3_200], rel=1e-3)


def test_geojson_without_features_is_valid(squares: gpd.GeoSeries, tmp_path: Path) -> None:
    path = tmp_path / "x.geojson"
    write_geojson(squares.iloc[:0], [], [], path)
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "type": "FeatureCollection",
        "features": [],
    }
