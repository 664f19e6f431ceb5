from __future__ import annotations

import json

import pytest

from boundaries import __version__
from boundaries.reports.segments_document import to_segment_document
from tests.segments_fixture import XSS, A, B, C, make_corner, make_one_layer, make_segments


def test_a_comparison_is_plain_and_whole() -> None:
    document = to_segment_document(make_segments())
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    assert document["schema_version"] == 1
    assert document["tool_version"] == __version__
    assert document["command"] == "segments"
    assert document["accuracy"] == {"reference_m": 2.5, "local_m": 2.5}
    summary = document["summary"]
    assert summary["by_verdict"]["same"]["pairs"] == 2  # type: ignore[index]
    assert summary["by_meeting"] == {"apart": {"simpul": 1}}  # type: ignore[index]
    pair = document["pairs"][0]  # type: ignore[index]
    assert (pair["a"], pair["name_a"], pair["b"], pair["verdict"]) == (A, XSS, B, "contested")
    assert pair["drawn_by"] == ["reference", "a", "b"]
    assert len(document["comparisons"]) == 9  # type: ignore[arg-type]
    (middle,) = (row for row in document["simpul"] if len(row["villages"]) == 3)  # type: ignore[attr-defined]
    assert middle["villages"] == [A, B, C]
    assert middle["meeting"] == "apart"
    assert document["warnings"][0]["message"] == "no code in kode"  # type: ignore[index]


def test_a_layer_alone_has_no_pairs() -> None:
    document = to_segment_document(make_one_layer())
    assert document["pairs"] == document["comparisons"] == []
    summary = document["summary"]
    assert summary["by_pair_type"]["10"]["segments"] == 1  # type: ignore[index]
    assert summary["length_m"] == pytest.approx(2500, abs=2)  # type: ignore[index]


def test_point_contacts() -> None:
    (contact,) = to_segment_document(make_corner())["point_contacts"]  # type: ignore[misc]
    assert (contact["a"], contact["b"]) == (A, B)


def test_the_same_analysis_gives_the_same_document() -> None:
    assert to_segment_document(make_segments()) == to_segment_document(make_segments())
