"""Numbers and dates in Indonesian words, as official papers write them.

Papers of the procedure are in Indonesian whatever the language of the program is.
"""

from __future__ import annotations

import datetime

from babel.dates import format_date

INDONESIAN = "id"
GREATEST = 10**15 - 1
"""The greatest number with words here."""

_DIGITS = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan",
)  # fmt: skip
_GROUPS = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (10**3, "ribu"))


def number_words(number: int) -> str:
    """A whole number in words: "dua ribu dua puluh tiga", "minus lima".

    Raises `ValueError` beyond `GREATEST`.
    """
    if abs(number) > GREATEST:
        raise ValueError(f"{number} is beyond {GREATEST}")
    if number == 0:
        return _DIGITS[0]
    words = _positive(abs(number))
    return f"minus {words}" if number < 0 else words


def weekday_word(day: datetime.date) -> str:
    """The day of the week: "Senin"."""
    return str(format_date(day, "EEEE", locale=INDONESIAN))


def month_word(day: datetime.date) -> str:
    """The month: "September"."""
    return str(format_date(day, "MMMM", locale=INDONESIAN))


def date_words(day: datetime.date) -> str:
    """A date in words.

    "Senin tanggal dua puluh lima bulan September tahun dua ribu dua puluh tiga"
    """
    return (
        f"{weekday_word(day)} tanggal {number_words(day.day)} bulan {month_word(day)} "
        f"tahun {number_words(day.year)}"
    )


def date_figures(day: datetime.date) -> str:
    """A date in figures as it stands in brackets after its words: "25-09-2023"."""
    return f"{day.day:02d}-{day.month:02d}-{day.year:04d}"


def _positive(number: int) -> str:
    parts = []
    for size, name in _GROUPS:
        count, number = divmod(number, size)
        if count == 1 and size == 10**3:
            parts.append("seribu")
        elif count:
            parts.append(f"{_below_thousand(count)} {name}")
    if number:
        parts.append(_below_thousand(number))
    return " ".join(parts)


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    parts = []
    if hundreds:
        parts.append("seratus" if hundreds == 1 else f"{_DIGITS[hundreds]} ratus")
    if rest:
        parts.append(_below_hundred(rest))
    return " ".join(parts)


def _below_hundred(number: int) -> str:
    if number < 10:
        return _DIGITS[number]
    if number in (10, 11):
        return "sepuluh" if number == 10 else "sebelas"
    tens, ones = divmod(number, 10)
    if tens == 1:
        return f"{_DIGITS[ones]} belas"
    return f"{_DIGITS[tens]} puluh" + (f" {_DIGITS[ones]}" if ones else "")
