from __future__ import annotations

from dataclasses import replace

import pytest

from boundaries.domain.analysis import Analysis
from boundaries.reports.findings_map import interactive_map, most_severe, overview
from boundaries.reports.numbers import Numbers

NUMBERS = Numbers("id")


def test_the_map_is_the_same_every_time(analysis: Analysis) -> None:
    first = interactive_map(analysis, str, NUMBERS)
    assert first == interactive_map(analysis, str, NUMBERS)


def test_findings_and_outlines_are_on_the_map(analysis: Analysis) -> None:
    parts = interactive_map(analysis, str, NUMBERS)
    assert parts.drawn == {"TT-AAAA0001", "TT-AAAA0002", "CL-AAAA0004", "BG-AAAA0003"}
    assert parts.left_out == 0
    assert parts.script.count("L.geoJson(null") == 3
    assert "25,00 ha" in parts.script


def test_names_cannot_leave_the_script(analysis: Analysis) -> None:
    parts = interactive_map(analysis, str, NUMBERS)
    assert "<img" not in parts.script
    assert "<img" not in parts.html
    assert "\\u003cimg src=x" in parts.script


def test_no_tooltip_or_popup_of_folium(analysis: Analysis) -> None:
    script = interactive_map(analysis, str, NUMBERS).script
    assert "bindTooltip" not in script
    assert "bindPopup" not in script


def test_noise_is_left_out_first_then_the_smallest_of_the_mildest(analysis: Analysis) -> None:
    findings = analysis.findings.copy()
    findings["class"] = ["noise", "claim", "doubt", "sliver"]
    assert most_severe(findings, 4) is findings
    assert most_severe(findings, 3)["class"].tolist() == ["claim", "doubt", "sliver"]
    assert most_severe(findings, 2)["class"].tolist() == ["claim", "doubt"]


def test_findings_that_are_points_are_drawn_by_the_page(analysis: Analysis) -> None:
    points = analysis.findings.set_geometry(analysis.findings.centroid)
    script = interactive_map(replace(analysis, findings=points), str, NUMBERS).script
    assert "pointToLayer" in script
    assert "tapalPoint" in script
    assert script.count('"Point"') == 4


def test_left_out_findings_are_counted(analysis: Analysis) -> None:
    parts = interactive_map(analysis, str, NUMBERS, limit=1)
    assert parts.drawn == {"BG-AAAA0003"}
    assert parts.left_out == 3


def test_the_overview_draws_the_first_source_to_scale(analysis: Analysis) -> None:
    """Three villages of 1000 x 2000 m: 3000 x 2000 m drawn 640 wide and 427 high."""
    view = overview(analysis)
    assert (view.width, view.height) == (640, 427)
    assert view.outlines.count("M") == 3
    assert [kind for kind, _ in view.patches] == ["mismatch", "gap", "overlap"]
    assert view.scale_m == 500
    assert view.scale_width == pytest.approx(500 / 3000 * 640, abs=0.1)


def test_nothing_found(nothing: Analysis) -> None:
    parts = interactive_map(nothing, str, NUMBERS)
    assert parts.drawn == frozenset()
    assert overview(nothing).patches == ()
