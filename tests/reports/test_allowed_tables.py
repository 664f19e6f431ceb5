"""Allowed findings in tables, documents, pages and layers."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest

from boundaries.domain.analysis import Analysis
from boundaries.io.allow_list import read_allow_list
from boundaries.reports.allowed_tables import allow_list, allowed_findings
from boundaries.reports.document import to_document
from boundaries.reports.overlap import render_report
from boundaries.reports.tables import sheets
from boundaries.reports.text import render_text
from boundaries.workflows.report import write_report
from tests.analysis_fixture import XSS


def test_dates_are_texts_and_areas_numbers(allowing: Analysis, analysis: Analysis) -> None:
    table = allowed_findings(allowing)
    assert table[["id", "date", "until"]].to_numpy().tolist() == [["TT-AAAA0002", "2026-01-31", ""]]
    assert table["greatest_area_m2"].tolist() == [120.0]
    assert allow_list(allowing)["state"].tolist() == ["allowed", "grown", "unused"]
    assert allowed_findings(analysis).empty
    assert allow_list(analysis).empty


def test_the_document_tells_them_apart(allowing: Analysis, analysis: Analysis) -> None:
    document = to_document(allowing)
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    summary, allowed, entries = (document[name] for name in ("summary", "allowed", "allow_list"))
    assert isinstance(summary, dict)
    assert summary["overlap"]["count"] == 1
    assert isinstance(allowed, list)
    assert {name: allowed[0][name] for name in ("id", "kind", "because", "by", "until")} == {
        "id": "TT-AAAA0002", "kind": "overlap", "because": XSS, "by": "Camat", "until": "",
    }  # fmt: skip
    assert isinstance(entries, list)
    assert entries[2]["greatest_area_m2"] is None
    assert entries[1]["findings"] == ["CL-AAAA0004"]
    assert to_document(analysis)["allowed"] == []


def test_a_document_can_serve_as_the_list(allowing: Analysis, tmp_path: Path) -> None:
    write_report(allowing, tmp_path / "x.json")
    table, _ = read_allow_list(tmp_path / "x.json")
    assert table[["id", "because", "greatest_area_m2"]].to_numpy().tolist() == [
        ["TT-AAAA0002", XSS, "120.0"]
    ]


def test_the_workbook_has_two_sheets_for_them(allowing: Analysis, analysis: Analysis) -> None:
    tables = sheets(allowing, str)
    (found,) = tables["Allowed"].to_dict("records")
    assert (found["Finding"], found["Allowed by"]) == ("TT-AAAA0002", "Camat")
    assert tables["Allow list"]["State"].tolist() == [
        "allowed", "grown, counts again", "no such finding",
    ]  # fmt: skip
    assert "Allowed" not in sheets(analysis, str)


def test_the_terminal_counts_them_and_lists_what_no_longer_holds(
    allowing: Analysis, analysis: Analysis
) -> None:
    text = render_text(allowing, str, "en")
    assert "Allowed and not counted: 1 findings, 100 m²." in text
    assert "grown, counts again" in text
    assert "TT-GONE0001" in text
    assert "TT-AAAA0002" not in text
    assert "Allowed and not counted" not in render_text(analysis, str, "en")


@pytest.mark.parametrize("part", ["TT-GONE0001: no such finding", "CL-AAAA0004", "2026-01-31"])
def test_the_page_has_a_section_of_them(part: str, allowing: Analysis) -> None:
    day = datetime.date(2026, 11, 21)
    html = render_report(allowing, gettext=str, language="en", leaflet=None, dated=day)
    section = html.partition('id="h-allowed"')[2].partition("</section>")[0]
    assert part in section.replace("</span>", "")
    assert XSS not in html


def test_the_geopackage_has_a_layer_of_them(
    allowing: Analysis, analysis: Analysis, tmp_path: Path
) -> None:
    path = tmp_path / "x.gpkg"
    write_report(allowing, path, language="en")
    layer = gpd.read_file(path, layer="dibolehkan")
    assert layer[["id", "because", "until"]].to_numpy().tolist() == [["TT-AAAA0002", XSS, ""]]
    assert layer.geometry.area.tolist() == [100.0]
    assert len(gpd.read_file(path, layer="temuan")) == 3
    write_report(analysis, tmp_path / "y.gpkg", language="en")
    assert "dibolehkan" not in set(pyogrio.list_layers(tmp_path / "y.gpkg")[:, 0])
