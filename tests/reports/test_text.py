from __future__ import annotations

from dataclasses import replace

import pandas as pd

from boundaries.domain.analysis import Analysis
from boundaries.reports.text import render_text, worth_a_look
from tests.analysis_fixture import XSS


def english(text: str) -> str:
    return text


def long_names(analysis: Analysis) -> Analysis:
    findings = analysis.findings.copy()
    findings["names"] = [("Perkebunan Sungai Sangat Panjang " * 4, "B") for _ in findings["names"]]
    return replace(analysis, findings=findings)


def test_every_line_fits_100_columns(analysis: Analysis) -> None:
    text = render_text(long_names(analysis), english, "id")
    assert max(map(len, text.splitlines())) <= 100
    assert "Perkebunan Sungai" in text
    assert "…" in text


def test_figures_are_whole_and_in_the_readers_format(analysis: Analysis) -> None:
    text = render_text(long_names(analysis), english, "id")
    assert "250.000" in text
    assert "500,0" in text
    assert "TT-CASE0001" in text


def test_matches_to_confirm_and_warnings(analysis: Analysis) -> None:
    text = render_text(analysis, english, "en")
    assert "name, shared land" in text
    assert f"Warning: survey row 1, {XSS}: no code in kode; add one" in text


def test_more_cases_than_the_limit_are_counted(analysis: Analysis) -> None:
    text = render_text(analysis, english, "en", limit=1)
    assert "BG-CASE0003" in text
    assert "TT-CASE0001" not in text
    assert "... and 2 more" in text


def test_nothing_found(nothing: Analysis) -> None:
    text = render_text(nothing, english, "en")
    assert text.strip() == "No overlap, gap or mismatch was found."


def test_markup_and_terminal_codes_of_names_stay_text(analysis: Analysis) -> None:
    findings = analysis.findings.copy()
    findings["names"] = [("[red]A[/red]", "\x1b[2JB") for _ in findings["names"]]
    text = render_text(replace(analysis, findings=findings), english, "en")
    assert "[red]A[/red]" in text
    assert "\x1b" not in text


def test_doubtful_matches(analysis: Analysis) -> None:
    assert worth_a_look(analysis.matches)["row"].tolist() == [1]
    unmatched = analysis.matches.assign(code=["", "x"], ambiguous=[False, False])
    assert worth_a_look(unmatched)["row"].tolist() == [0]
    weak = analysis.matches.assign(score=[0.5, 0.9], ambiguous=[False, False])
    assert worth_a_look(weak)["row"].tolist() == [0]
    assert worth_a_look(pd.DataFrame(columns=analysis.matches.columns)).empty
