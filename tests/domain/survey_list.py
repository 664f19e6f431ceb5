"""Small lists of points for tests."""

from __future__ import annotations

import numpy as np

from boundaries.domain.survey import SurveyTable
from boundaries.domain.survey_columns import find_heading


def survey_list(text: str) -> SurveyTable:
    """The table of a list with "|" between cells, a line per row, and no blank lines within."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    heading = find_heading(rows)
    assert heading is not None
    body = rows[heading.first :]
    columns = tuple(list(column) for column in zip(*body, strict=True))
    return SurveyTable("list", heading, columns, np.arange(len(body)))
