from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundaries.reports.numbers import Numbers

INDONESIAN, ENGLISH = Numbers("id"), Numbers("en")


def test_decimal_marks_follow_the_language() -> None:
    assert INDONESIAN.decimal(1234.56) == "1.234,56"
    assert ENGLISH.decimal(1234.56) == "1,234.56"


def test_a_tiny_negative_is_not_written_as_minus_zero() -> None:
    assert INDONESIAN.decimal(-0.0001) == "0,00"


@given(
    value=st.floats(-1e12, 1e12),
    digits=st.integers(0, 4),
    numbers=st.sampled_from([INDONESIAN, ENGLISH]),
)
def test_written_numbers_read_back_as_the_rounded_value(
    value: float, digits: int, numbers: Numbers
) -> None:
    read = numbers.parse(numbers.decimal(value, digits))
    assert read == pytest.approx(value, abs=0.5000001 * 10**-digits, rel=1e-12)


@pytest.mark.parametrize(
    ("square_metres", "text"),
    [
        (0, "0,00 m²"),
        (3.14159, "3,14 m²"),
        (12.34, "12,3 m²"),
        (99.96, "100 m²"),
        (9_999.4, "9.999 m²"),
        (9_999.6, "1,00 ha"),
        (10_000, "1,00 ha"),
        (12_345_678, "1.234,57 ha"),
    ],
)
def test_areas_are_in_square_metres_below_one_hectare(square_metres: float, text: str) -> None:
    assert INDONESIAN.area(square_metres) == text


@pytest.mark.parametrize(
    ("metres", "text"),
    [(0.05, "0,05 m"), (10.6066, "10,6 m"), (999.4, "999 m"), (999.6, "1,0 km"), (1250, "1,2 km")],
)
def test_lengths_are_in_metres_below_one_kilometre(metres: float, text: str) -> None:
    assert INDONESIAN.length(metres) == text


def test_what_is_there_never_reads_as_nothing() -> None:
    assert INDONESIAN.length(0.004) == "< 0,01 m"
    assert INDONESIAN.length(0) == "0,00 m"
    assert INDONESIAN.area(0.0001) == "< 0,01 m²"
    assert INDONESIAN.measure(0.04, 1) == "< 0,1"
    assert INDONESIAN.measure(0.06, 1) == "0,1"
    assert ENGLISH.measure(0.4, 0) == "< 1"


def test_percentages_and_dates() -> None:
    assert INDONESIAN.percent(0.714) == "71%"
    assert INDONESIAN.date(datetime.date(2026, 8, 1)) == "1 Agustus 2026"
    assert ENGLISH.date(datetime.date(2026, 11, 21)) == "21 November 2026"
