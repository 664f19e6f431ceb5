"""Every form that segments are written in, read back."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pandas as pd
import pyogrio
import pytest

from boundaries.domain.segment_analysis import SegmentAnalysis
from boundaries.errors import InputError, ParameterError
from boundaries.workflows.write_segments import WRITERS, require_segment_target, write_segments
from tests.segments_fixture import FORMULA, XSS, A, B, make_corner, make_one_layer, make_segments


@pytest.fixture(scope="module")
def compared() -> SegmentAnalysis:
    return make_segments()


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("make", [make_segments, make_one_layer, make_corner])
def test_the_same_analysis_gives_the_same_bytes(
    ending: str, make: type[SegmentAnalysis], tmp_path: Path
) -> None:
    paths = [tmp_path / f"{name}{ending}" for name in ("one", "two")]
    for path in paths:
        write_segments(make(), path, language="en")
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_csv_of_a_comparison_has_one_row_per_pair(
    compared: SegmentAnalysis, tmp_path: Path
) -> None:
    write_segments(compared, tmp_path / "x.csv")
    table = pd.read_csv(tmp_path / "x.csv", encoding="utf-8-sig", dtype={"a": str})
    assert len(table) == 3
    assert table["verdict"].iloc[0] == "contested"
    assert table["name_b"].iloc[0] == f"'{FORMULA}"
    assert table["a_b_p90_m"].iloc[0] == 20
    assert table["drawn_by"].iloc[0] == "reference; a; b"


def test_csv_of_a_layer_has_one_row_per_segment(tmp_path: Path) -> None:
    write_segments(make_one_layer(), tmp_path / "x.csv")
    table = pd.read_csv(tmp_path / "x.csv", encoding="utf-8-sig", keep_default_na=False)
    assert len(table) == 6
    assert sorted(table["outer"]) == ["no"] * 3 + ["yes"] * 3


def test_json(compared: SegmentAnalysis, tmp_path: Path) -> None:
    write_segments(compared, tmp_path / "x.json")
    document = json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))
    assert document["command"] == "segments"


def test_geojson(compared: SegmentAnalysis, tmp_path: Path) -> None:
    write_segments(compared, tmp_path / "x.geojson")
    document = json.loads((tmp_path / "x.geojson").read_text(encoding="utf-8"))
    features = {feature["id"]: feature for feature in document["features"]}
    assert len(features) == 6
    for row in compared.borders.lines.itertuples():
        feature = features[row.id]
        assert feature["geometry"]["type"] == "LineString"
        assert len(feature["geometry"]["coordinates"]) == len(row.geometry.coords)
        assert feature["properties"]["b"] == row.b
    assert 98 < document["bbox"][0] < document["bbox"][2] < 100


def test_geopackage_of_a_comparison(compared: SegmentAnalysis, tmp_path: Path) -> None:
    path = tmp_path / "x.gpkg"
    write_segments(compared, path, language="en")
    layers = {name: kind for name, kind in pyogrio.list_layers(path) if kind}
    assert layers == {
        "segmen": "LineString", "simpul": "Point", "garis_kandidat": "MultiLineString",
    }  # fmt: skip
    segments = pyogrio.read_dataframe(path, layer="segmen")
    assert segments["verdict"].tolist().count("contested") == 1
    assert segments["name_a"].iloc[0] == XSS
    assert segments.geometry.length.to_numpy() == pytest.approx(
        compared.borders.lines.geometry.length.to_numpy()
    )
    candidates = pyogrio.read_dataframe(path, layer="garis_kandidat")
    of_pair = candidates[(candidates["a"] == A) & (candidates["b"] == B)]
    assert of_pair["drawn_by"].tolist() == ["reference", "a", "b"]
    assert set(pyogrio.read_dataframe(path, layer="simpul")["meeting"]) == {"apart", ""}
    styles = pyogrio.read_dataframe(path, layer="layer_styles")
    assert dict(zip(styles["f_table_name"], styles["styleName"], strict=True)) == {
        "segmen": "Segments by verdict",
        "simpul": "Simpul",
        "garis_kandidat": "Candidate lines by source",
    }


def test_geopackage_of_a_layer(tmp_path: Path) -> None:
    write_segments(make_one_layer(), tmp_path / "x.gpkg", language="en")
    layers = {name for name, kind in pyogrio.list_layers(tmp_path / "x.gpkg") if kind}
    assert layers == {"segmen", "simpul"}


def test_workbook(compared: SegmentAnalysis, tmp_path: Path) -> None:
    write_segments(compared, tmp_path / "x.xlsx", language="en")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    rows = list(book["Pairs"].iter_rows(values_only=True))
    assert len(rows) == 4
    first = dict(zip(rows[0], rows[1], strict=True))
    assert first["Verdict"] == "Contested"
    assert first["Greatest offset (m)"] == 20
    assert first["Name of B"] == FORMULA


def test_targets_are_judged_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="segments are not written with this ending"):
        require_segment_target(tmp_path / "x.html")
    with pytest.raises(ParameterError, match="this file is read"):
        require_segment_target(tmp_path / "x.csv", inputs=[tmp_path / "x.csv"])
    with pytest.raises(InputError, match="does not exist"):
        require_segment_target(tmp_path / "no" / "x.csv")
    with pytest.raises(ParameterError, match="segments are not written"):
        write_segments(make_one_layer(), tmp_path / "x.doc")
