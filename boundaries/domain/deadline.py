"""The clock of a dispute: so many calendar months from the record of the disagreement."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass

SETTLE_MONTHS = 6
"""Months in which camat or bupati must have a dispute settled."""


@dataclass(frozen=True)
class Clock:
    """How long a dispute may take: `months`, and `extension_months` if the office grants them."""

    months: int = SETTLE_MONTHS
    extension_months: int = 0

    def __post_init__(self) -> None:
        if self.months < 1 or self.extension_months < 0:
            raise ValueError("a clock needs at least one month, and no negative extension")


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day of the month so many calendar months later; else the last day of that month.

    Examples
    --------
    >>> months_later(datetime.date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))


def due_date(disagreed_on: datetime.date, clock: Clock) -> datetime.date:
    """The last day on which a dispute recorded on `disagreed_on` may be settled."""
    return months_later(disagreed_on, clock.months + clock.extension_months)


def days_left(due: datetime.date, today: datetime.date) -> int:
    """Days until the due date: 0 on the day itself, negative when the clock has run out."""
    return (due - today).days
