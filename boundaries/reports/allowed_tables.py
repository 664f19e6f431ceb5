"""Tables of the findings that are allowed, and of the list that allows them."""

from __future__ import annotations

import pandas as pd

from boundaries.domain.allowed import GIVEN
from boundaries.domain.analysis import Analysis

OF_FINDING = ("id", "kind", "class", "names", "villages", "area_m2", "max_width_m")


def allowed_findings(analysis: Analysis) -> pd.DataFrame:
    """The findings that are allowed, with the reason, who answers for them, and until when.

    Columns `id`, `kind`, `class`, `names`, `villages`, `area_m2`, `max_width_m` and those of
    `boundaries.domain.allowed.GIVEN`; dates are texts like 2026-11-21, "" where not given.
    """
    return _with_texts(pd.DataFrame(analysis.allowed.findings[[*OF_FINDING, *GIVEN]]))


def allow_list(analysis: Analysis) -> pd.DataFrame:
    """The entries of the list as in `boundaries.domain.allowed.Allowed`, dates as texts."""
    return _with_texts(analysis.allowed.entries)


def _with_texts(table: pd.DataFrame) -> pd.DataFrame:
    dates = {
        name: pd.Series(
            ["" if pd.isna(day) else day.isoformat() for day in table[name]],
            index=table.index,
            dtype=object,
        )
        for name in ("date", "until")
    }
    numbers = {
        name: table[name].astype(float)
        for name in ("area_m2", "greatest_area_m2", "max_width_m")
        if name in table
    }
    return table.assign(**dates, **numbers)
