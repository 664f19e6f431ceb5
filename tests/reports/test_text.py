from __future__ import annotations

from dataclasses import replace

import pandas as pd

from boundaries.domain.analysis import Analysis
from boundaries.domain.parameters import Parameters
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
    words = " ".join(text.split())
    assert words.count("Perkebunan") == 4 * len(analysis.findings["case"].unique())


def test_figures_are_whole_and_in_the_readers_format(analysis: Analysis) -> None:
    text = render_text(long_names(analysis), english, "id")
    assert "25,00 ha" in text
    assert "2.100 m²" in text
    assert "500,0" in text


def test_the_accuracy_that_decides_is_told_in_one_line(analysis: Analysis) -> None:
    """CE90 of 1:5000 class 3 is 2.5 m; 2.5 times sqrt 2 is 3.54 m, and three times that 10.6 m."""
    line = (
        "Accuracy: 1:5,000, class 3 (2014), CE90 2.50 m; noise ≤ 0.05 m, sliver ≤ 3.54 m, "
        "doubt ≤ 10.6 m"
    )
    assert line in render_text(analysis, english, "en").splitlines()


def test_sources_of_different_accuracy_are_both_told(analysis: Analysis) -> None:
    """A map of CE90 5 m and a survey of 0.1 m: 5 sqrt 2, 0.1 sqrt 2 and sqrt 25.01 m."""
    given = replace(analysis, parameters=Parameters(ce90_m=0.1, reference_scale=10_000))
    text = " ".join(render_text(given, english, "en").split())
    assert (
        "Accuracy: Reference: 1:10,000, class 3 (2014), CE90 5.00 m; Local: CE90 0.10 m, as given; "
        "noise ≤ 0.05 m, sliver ≤ 7.07 m in the reference / 0.14 m between local sources / 5.00 m "
        "reference ↔ local, doubt ≤ 21.2 m in the reference / 0.42 m between local sources / "
        "15.0 m reference ↔ local"
    ) in text
    checked = render_text(replace(given, command="check"), english, "en")
    assert "Accuracy: CE90 0.10 m, as given; noise ≤ 0.05 m, sliver ≤ 0.14 m" in checked


def test_a_comparison_tells_between_which_sources_conflicts_lie(analysis: Analysis) -> None:
    words = "0 between local sources, 1 between reference and local, 2 in the reference itself"
    assert words in " ".join(render_text(analysis, english, "en").split())
    checked = render_text(replace(analysis, command="check"), english, "en")
    assert "between reference and local" not in checked
    assert "reference ↔ local" not in checked


def test_matches_to_confirm_and_warnings(analysis: Analysis) -> None:
    text = render_text(analysis, english, "en")
    assert "name, shared land" in text
    assert f"Warning: survey row 1, {XSS}: no code in kode; add one" in text


def test_more_cases_than_the_limit_are_counted(analysis: Analysis) -> None:
    text = render_text(analysis, english, "en", limit=1)
    listed = text[text.index("Most severe cases") :]
    assert "Mismatch" in listed
    assert "Overlap" not in listed
    assert "... and 2 more" in text


def test_nothing_found(nothing: Analysis) -> None:
    text = render_text(nothing, english, "en")
    assert text.startswith("No overlap, gap or mismatch was found.\nAccuracy: ")


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
    assert worth_a_look(unmatched.assign(outside=True)).empty
    assert worth_a_look(pd.DataFrame(columns=analysis.matches.columns)).empty
