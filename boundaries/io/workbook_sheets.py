"""Sheets of workbooks (.xlsx) as tables. pandas loads openpyxl when the first is opened."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree.ElementTree import ParseError

import pandas as pd

from boundaries.io.archive import members_of, require_bounded, require_sound
from boundaries.io.faults import damaged
from boundaries.io.kinds import XLSX

WORKBOOK_FAULTS = (
    ParseError, zipfile.BadZipFile, OSError, KeyError, ValueError, TypeError, IndexError,
    AttributeError,
)  # fmt: skip
"""What openpyxl raises for workbooks whose parts do not fit together.

`OSError` is one of them where there is no part with the list of sheets: open the file before.
"""


def require_workbook(path: Path) -> None:
    """Prove what can be proved about a workbook before a library opens it.

    Raises `InputError` when it is no zip, damaged, locked or overblown, or declares XML entities;
    `OSError` when the system refuses to open it.
    """
    members = members_of(path)
    require_bounded(path, members)
    require_sound(path, (member.filename for member in members if not member.is_dir()))


def sheet_names(path: Path) -> list[str]:
    """The names of the sheets. Raises `InputError` when the workbook is damaged."""
    with _opened(path) as book:
        return [str(name) for name in book.sheet_names]


def sheet_table(path: Path, name: str) -> pd.DataFrame:
    """A sheet as a table: the first row that is not blank holds the names of the columns.

    Blank rows and columns without a name are left out. Raises `InputError` when the workbook is
    damaged.
    """
    with _opened(path) as book:
        cells = book.parse(name, header=None, dtype=object, keep_default_na=False, na_values=[""])
    cells = cells.dropna(how="all")
    if cells.empty:
        return pd.DataFrame()
    named = cells.iloc[0].notna()
    table = cells.iloc[1:].loc[:, named].reset_index(drop=True)
    return table.set_axis([str(title) for title in cells.iloc[0][named]], axis="columns")


@contextmanager
def _opened(path: Path) -> Iterator[pd.ExcelFile]:
    with path.open("rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with pd.ExcelFile(file, engine="openpyxl") as book:
                yield book
        except WORKBOOK_FAULTS as fault:
            raise damaged(path, XLSX) from fault
