"""Workbooks for spreadsheets (.xlsx); the same tables give the same bytes."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from boundaries.io.packed import undated
from boundaries.io.write import replacing

NARROWEST_COLUMN = 12
WIDEST_COLUMN = 60
TEXT_FORMAT = "@"


def write_xlsx(
    sheets: Mapping[str, pd.DataFrame], path: Path, *, formats: Mapping[str, str]
) -> None:
    """Write a workbook with one sheet per table.

    The first row holds the headings, stays in view and filters. Numbers are numbers, with the
    number format that `formats` gives for their heading; everything else is text, never a formula.
    """
    book = Workbook(write_only=True)
    for title, table in sheets.items():
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table) + 1}"
        for place, name in enumerate(table.columns, start=1):
            sheet.column_dimensions[get_column_letter(place)].width = _column_width(table[name])
        sheet.append([_cell(sheet, name, heading=True) for name in table.columns])
        columns = [table[name].tolist() for name in table.columns]
        patterns = [formats.get(str(name), "General") for name in table.columns]
        for row in zip(*columns, strict=True):
            sheet.append(
                [_cell(sheet, value, pattern=p) for value, p in zip(row, patterns, strict=True)]
            )
    content = io.BytesIO()
    book.save(content)
    with replacing(path) as draft:
        draft.write_bytes(undated(content.getvalue()))


def _cell(
    sheet: object, value: object, *, pattern: str = "General", heading: bool = False
) -> WriteOnlyCell:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    missing = isinstance(value, float) and math.isnan(value)
    cell = WriteOnlyCell(sheet, None if missing else value if is_number else str(value))
    if is_number:
        cell.number_format = pattern
    else:
        cell.data_type = "s"
        cell.number_format = TEXT_FORMAT
    if heading:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _column_width(column: pd.Series) -> int:
    longest = max((len(str(value)) for value in column.dropna()), default=0)
    return min(max(longest, NARROWEST_COLUMN), WIDEST_COLUMN) + 2
