from __future__ import annotations

import pytest

from boundaries.reports.segments_text import render_segments
from tests.segments_fixture import (
    FORMULA,
    XSS,
    make_corner,
    make_one_layer,
    make_segments,
    with_names,
)


def english(text: str) -> str:
    return text


def words(text: str) -> str:
    return " ".join(text.split())


def test_a_layer_alone() -> None:
    text = render_segments(make_one_layer(), english, "en")
    assert "Inner segments 3 Their length (km) 2.50 Pairs of neighbours 3" in words(text)
    assert "Kelurahan / desa 1 0.50" in words(text)
    assert "Border of a kecamatan 2 2.00" in words(text)
    assert "Edge of the layer 3 6.00" in words(text)
    assert "Longest segments" in text
    assert "Verdict" not in text
    assert "Warning: no code in kode; add one" in text


def test_a_comparison() -> None:
    text = render_segments(make_segments(), english, "en")
    assert "Contested 1 0.50 1.00" in words(text)
    row = next(line for line in text.splitlines() if "Contested" in line and "%" in line)
    assert row.split()[-8:] == ["Contested", "0.50", "20.0", "20.0", "0%", "96%", "1.0", "1.0"]
    assert "Simpul where the lines of three villages do not meet" in text
    assert "Tolerance of two lines: 3.54 m" in text
    assert "Longest segments" not in text


def test_point_contacts_are_listed() -> None:
    text = words(render_segments(make_corner(), english, "en"))
    assert "Villages that touch in a point only" in text
    assert f"{XSS} – {FORMULA}" in text


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_line_fits_100_columns(language: str) -> None:
    long = "Perkebunan Sungai Sangat Panjang " * 4
    for analysis in (make_segments(), make_one_layer(), make_corner()):
        text = render_segments(with_names(analysis, long), english, language)
        assert max(map(len, text.splitlines())) <= 100


def test_figures_are_in_the_readers_format() -> None:
    assert "2,50" in render_segments(make_one_layer(), english, "id")


def test_more_rows_than_the_limit_are_counted() -> None:
    text = render_segments(make_one_layer(), english, "en", limit=1)
    assert "... and 2 more" in text
    assert text.count("SG-") == 1


def test_markup_and_terminal_codes_of_names_stay_text() -> None:
    text = render_segments(with_names(make_one_layer(), "[red]A[/red]\x1b[2J"), english, "en")
    assert "[red]A[/red]" in text
    assert "\x1b" not in text
