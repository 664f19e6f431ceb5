from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundaries.reports.dates import GREATEST, date_figures, date_words, number_words

ONES = "satu dua tiga empat lima enam tujuh delapan sembilan".split()
SIZES = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12}


def value_of(words: str) -> int:
    """The number that words say, read back by a rule of its own: left to right, with a stack."""
    total = group = last = 0
    for word in words.replace("se", "se ").replace("se mbilan", "sembilan").split():
        if word == "se":
            last = 1
        elif word in ONES:
            last = ONES.index(word) + 1
        elif word == "belas":
            group, last = group + 10 + last, 0
        elif word in ("puluh", "ratus"):
            group, last = group + last * (10 if word == "puluh" else 100), 0
        else:
            total, group, last = total + (group + last) * SIZES[word], 0, 0
    return total + group + last


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"), (5, "lima"), (10, "sepuluh"), (11, "sebelas"), (12, "dua belas"),
        (19, "sembilan belas"), (20, "dua puluh"), (25, "dua puluh lima"), (100, "seratus"),
        (111, "seratus sebelas"), (1000, "seribu"), (1001, "seribu satu"),
        (1100, "seribu seratus"), (2023, "dua ribu dua puluh tiga"),
        (11_000, "sebelas ribu"), (100_000, "seratus ribu"), (101_000, "seratus satu ribu"),
        (1_000_000, "satu juta"), (1_001_000, "satu juta seribu"),
        (2_180_000_000, "dua miliar seratus delapan puluh juta"), (-5, "minus lima"),
    ],
)  # fmt: skip
def test_numbers_in_words(number: int, words: str) -> None:
    assert number_words(number) == words


@given(st.integers(1, GREATEST))
def test_the_words_say_the_number(number: int) -> None:
    assert value_of(number_words(number)) == number


def test_greater_numbers_have_no_words() -> None:
    with pytest.raises(ValueError, match="is beyond"):
        number_words(GREATEST + 1)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (
            datetime.date(2023, 9, 25),
            "Senin tanggal dua puluh lima bulan September tahun dua ribu dua puluh tiga",
        ),
        (
            datetime.date(2026, 1, 1),
            "Kamis tanggal satu bulan Januari tahun dua ribu dua puluh enam",
        ),
        (
            datetime.date(2024, 2, 29),
            "Kamis tanggal dua puluh sembilan bulan Februari tahun dua ribu dua puluh empat",
        ),
        (
            datetime.date(1999, 8, 15),
            "Minggu tanggal lima belas bulan Agustus "
            "tahun seribu sembilan ratus sembilan puluh sembilan",
        ),
    ],
)
def test_dates_in_words(day: datetime.date, words: str) -> None:
    assert date_words(day) == words


def test_dates_in_figures_are_padded() -> None:
    assert date_figures(datetime.date(2026, 1, 9)) == "09-01-2026"
