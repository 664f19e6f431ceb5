"""Text that fits its width."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from boundaries.reports.pdf_text import UNKNOWN, known, width, wrapped

texts = st.text(st.sampled_from("abc ÄİW.日"), max_size=80)


@given(texts, st.floats(20, 200))
def test_lines_fit_and_lose_no_letter(text: str, most: float) -> None:
    lines = wrapped(text, most, 8)
    assert all(width(line, 8) <= most for line in lines)
    assert "".join(lines).replace(" ", "") == "".join(known(text).split())


def test_words_stay_whole_where_they_can() -> None:
    assert wrapped("satu dua tiga", width("satu dua", 8) + 0.1, 8) == ("satu dua", "tiga")
    assert wrapped("", 100, 8) == ("",)


def test_bold_is_wider_and_unknown_letters_are_marked() -> None:
    assert width("Desa", 8, bold=True) > width("Desa", 8)
    assert known("日a") == UNKNOWN + "a"
