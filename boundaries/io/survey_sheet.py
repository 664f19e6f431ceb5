"""Sheets of a workbook (.xlsx) as rows of texts, guarded against files that unfold without end."""

from __future__ import annotations

import datetime
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from openpyxl import load_workbook
from openpyxl.utils.datetime import to_excel

from boundaries.errors import InputError, Notice, ParameterError
from boundaries.io.archive import members_of
from boundaries.io.faults import damaged
from boundaries.io.kinds import XLSX
from boundaries.io.workbook_sheets import WORKBOOK_FAULTS, require_workbook
from boundaries.messages import message

MOST_UNPACKED = 600_000_000
"""More bytes are not unpacked: a list of 200,000 points takes a fourth of it."""
LARGE = 20_000_000
"""Larger workbooks are read row by row, without looking at merged cells and formulas."""


def read_sheet(path: Path, *, sheet: str | None = None) -> tuple[list[list[str]], list[Notice]]:
    """The cells of the sheet `sheet`, else of the first one that holds any, as texts.

    Formulas give the result stored with them, and one without result is told of; merged cells give
    their value to the rows and columns they cover; times (`02:58:30` typed as an angle) give
    hours, minutes and seconds. Raises `InputError` for a workbook that is damaged, locked, too
    large or declares XML entities, `ParameterError` for a sheet that does not exist.
    """
    large = _require_small(path) > LARGE
    with path.open("rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(file, read_only=large, data_only=True)
            chosen = _choose(path, book, sheet)
            rows = [[_text(cell) for cell in row] for row in chosen.iter_rows(values_only=True)]
            notices = [] if large else _filled(path, file, rows, chosen)
            book.close()
        except WORKBOOK_FAULTS as fault:
            raise damaged(path, XLSX) from fault
    return rows, notices


def _require_small(path: Path) -> int:
    """The unpacked size of a workbook; raises for one that should not be opened."""
    size = sum(member.file_size for member in members_of(path))
    if size > MOST_UNPACKED:
        raise InputError(
            "file-too-large",
            message("{file} unpacks to {size} MB", file=path, size=size // 1_000_000),
            message("save the list of points alone, as .csv"),
        )
    require_workbook(path)
    return size


def _choose(path: Path, book: Any, sheet: str | None) -> Any:
    names = book.sheetnames
    if sheet is not None and sheet not in names:
        raise ParameterError(
            "sheet-missing",
            message("{file} has no sheet {sheet}", file=path, sheet=sheet),
            message("its sheets are: {sheets}", sheets=", ".join(names)),
        )
    if sheet is not None:
        return book[sheet]
    filled = [each for each in book.worksheets if next(_cells(each), None) is not None]
    return (filled or book.worksheets)[0]


def _cells(sheet: Any) -> Iterator[object]:
    return (cell for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)


def _filled(path: Path, file: IO[bytes], rows: list[list[str]], sheet: Any) -> list[Notice]:
    """Spread merged values over their cells below the first row of each; tell of lost formulas."""
    for block in sheet.merged_cells.ranges:
        value = rows[block.min_row - 1][block.min_col - 1]
        for row in rows[block.min_row : block.max_row]:
            row[block.min_col - 1] = value
    formulas = load_workbook(file, data_only=False)[sheet.title]
    lost = [
        cell.coordinate
        for row in formulas.iter_rows()
        for cell in row
        if cell.data_type == "f" and not rows[cell.row - 1][cell.column - 1]
    ]
    if not lost:
        return []
    text = message("{count} formulas have no stored result, the first in {cell}",
                   count=len(lost), cell=lost[0])  # fmt: skip
    hint = message("open and save the workbook in a spreadsheet program, or paste values only")
    return [Notice("formula-empty", text, hint, path.name)]


def _text(value: object) -> str:
    """A cell as text; angles that a spreadsheet took for times as `degrees:minutes:seconds`."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.12g}" if abs(value) < 1e15 else ""
    if isinstance(value, datetime.time):
        return f"{value.hour}:{value.minute}:{value.second + value.microsecond / 1e6:.6g}"
    if isinstance(value, datetime.timedelta):
        return _sexagesimal(value.total_seconds())
    if isinstance(value, datetime.datetime) and value.year < 1901:
        return _sexagesimal(float(to_excel(value)) * 86_400)
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat().removesuffix("T00:00:00")
    return " ".join(str(value).split())


def _sexagesimal(seconds: float) -> str:
    minutes, rest = divmod(round(abs(seconds), 6), 60)
    hours, minutes = divmod(int(minutes), 60)
    return f"{'-' if seconds < 0 else ''}{hours}:{minutes}:{rest:.6g}"
