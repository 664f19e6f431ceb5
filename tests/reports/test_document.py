from __future__ import annotations

import json
from dataclasses import replace

import pytest

from boundaries.domain.analysis import Analysis
from boundaries.domain.parameters import Parameters
from boundaries.reports.document import records, to_document
from tests.analysis_fixture import XSS


def test_document_survives_json_unchanged(analysis: Analysis) -> None:
    document = to_document(analysis)
    assert json.loads(json.dumps(document, allow_nan=False)) == document


def test_document_keys(analysis: Analysis, nothing: Analysis) -> None:
    keys = [
        "schema_version", "tool_version", "command", "inputs", "exclusions", "parameters",
        "accuracy", "summary", "pairs", "villages", "findings", "allowed", "allow_list", "matches",
        "set_aside", "repairs", "warnings",
    ]  # fmt: skip
    assert list(to_document(analysis)) == keys
    assert list(to_document(nothing)) == keys


def test_the_accuracy_of_the_sources_is_told(analysis: Analysis) -> None:
    assert to_document(analysis)["accuracy"] == {"reference_m": 2.5, "local_m": 2.5}
    given = replace(analysis, parameters=Parameters(ce90_m=0.1, reference_scale=10_000))
    assert to_document(given)["accuracy"] == {"reference_m": 5, "local_m": 0.1}


def test_summary_counts_findings_cases_and_land(analysis: Analysis) -> None:
    assert to_document(analysis)["summary"] == {
        "overlap": {"count": 2, "cases": 1, "area_m2": 2100.0},
        "gap": {"count": 1, "cases": 1, "area_m2": 2000.0},
        "mismatch": {"count": 1, "cases": 1, "area_m2": 250_000.0},
    } | {
        kind: {"count": 0, "cases": 0, "area_m2": 0.0}
        for kind in ("inlet", "hole", "enclave", "excluded", "unmatched")
    }


def test_summary_of_nothing(nothing: Analysis) -> None:
    summary = to_document(nothing)["summary"]
    assert isinstance(summary, dict)
    assert all(row == {"count": 0, "cases": 0, "area_m2": 0.0} for row in summary.values())


def test_a_finding(analysis: Analysis) -> None:
    findings = to_document(analysis)["findings"]
    assert isinstance(findings, list)
    first = findings[0]
    assert first["centroid"] == pytest.approx([99.01125, 2.73001], abs=1e-5)
    del first["centroid"]
    assert first == {
        "id": "BG-AAAA0003",
        "case": "BG-CASE0003",
        "kind": "mismatch",
        "class": "claim",
        "villages": ["12.09.01.2001", "12.09.01.2002"],
        "names": [XSS, "=HYPERLINK(1)"],
        "kecamatan": ["Kisaran Barat", "Kisaran Barat"],
        "sources": ["BIG", "survey"],
        "claims": {"BIG": ["12.09.01.2001"], "survey": ["12.09.01.2002"]},
        "excluded_by": [],
        "area_m2": 250_000.0,
        "mean_width_m": 250.0,
        "max_width_m": 500.0,
        "limit_m": 10.6066,
        "reason": "limit of 10.6066 m",
    }


def test_messages_become_english_text_and_figures_are_rounded(analysis: Analysis) -> None:
    row = records(analysis.matches)[1]
    assert row["evidence"] == "names 71%"
    assert row["score"] == 0.7124
    assert row["ambiguous"] is True


def test_missing_values_become_null(analysis: Analysis) -> None:
    table = analysis.matches.assign(score=[1.0, float("nan")])
    assert records(table)[1]["score"] is None


def test_warnings(analysis: Analysis) -> None:
    assert to_document(analysis)["warnings"] == [
        {
            "code": "no-code",
            "message": "no code in kode",
            "hint": "add one",
            "feature": f"survey row 1, {XSS}",
        }
    ]
