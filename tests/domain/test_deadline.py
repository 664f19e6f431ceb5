"""Six months by the calendar."""

from __future__ import annotations

import calendar
import datetime

import hypothesis.strategies as st
import pytest
from hypothesis import given

from boundaries.domain.deadline import Clock, days_left, due_date, months_later

DAY = datetime.date


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (DAY(2026, 3, 10), 6, DAY(2026, 9, 10)),
        (DAY(2026, 8, 31), 6, DAY(2027, 2, 28)),
        (DAY(2027, 8, 31), 6, DAY(2028, 2, 29)),
        (DAY(2026, 6, 30), 6, DAY(2026, 12, 30)),
        (DAY(2026, 7, 1), 6, DAY(2027, 1, 1)),
        (DAY(2026, 12, 31), 14, DAY(2028, 2, 29)),
    ],
)
def test_months_are_those_of_the_calendar(start: DAY, months: int, end: DAY) -> None:
    assert months_later(start, months) == end


@given(st.dates(DAY(2000, 1, 1), DAY(2100, 1, 1)), st.integers(0, 60))
def test_the_day_stays_or_is_the_last(start: DAY, months: int) -> None:
    end = months_later(start, months)
    assert (end.year - start.year) * 12 + end.month - start.month == months
    last = calendar.monthrange(end.year, end.month)[1]
    assert end.day == min(start.day, last)


def test_the_extension_counts_from_the_start_too() -> None:
    """31 August and 8 months: not 28 February and 2 more."""
    assert due_date(DAY(2026, 8, 31), Clock()) == DAY(2027, 2, 28)
    assert due_date(DAY(2026, 8, 31), Clock(extension_months=2)) == DAY(2027, 4, 30)


@pytest.mark.parametrize(("today", "left"), [(9, 1), (10, 0), (11, -1)])
def test_days_left_end_on_the_due_date(today: int, left: int) -> None:
    assert days_left(DAY(2026, 9, 10), DAY(2026, 9, today)) == left


@pytest.mark.parametrize("clock", [{"months": 0}, {"extension_months": -1}])
def test_a_clock_runs_forward(clock: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="a clock needs at least one month"):
        Clock(**clock)
