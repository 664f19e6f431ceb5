"""Small tables that users keep beside the layers: codes, changes of codes, decisions."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from pandas.errors import EmptyDataError, ParserError

from boundaries.errors import InputError
from boundaries.io.faults import absent, damaged
from boundaries.io.kinds import CSV, XLSX
from boundaries.io.names import shown
from boundaries.io.workbook_sheets import require_workbook, sheet_names, sheet_table
from boundaries.messages import message

MOST_BYTES = 64 * 2**20
_SEPARATORS = (",", ";", "\t", "|")


def read_small_table(
    path: Path, columns: Mapping[str, tuple[str, ...]], *, required: tuple[str, ...]
) -> pd.DataFrame:
    """A table of texts from CSV (comma, semicolon, tab or bar apart) or the first sheet of XLSX.

    `columns` gives the headings by which each column is known besides its own name, upper and lower
    case alike; those that the file lacks and those not named are left out. Texts come without the
    spaces and the apostrophe with which spreadsheets begin them; rows without any text are left
    out, and the index counts all rows from 0. Raises `InputError` when the file is absent, larger
    than `MOST_BYTES`, damaged, or lacks a `required` column.
    """
    if not path.is_file():
        raise absent(path)
    if path.stat().st_size > MOST_BYTES:
        raise InputError(
            "table-large",
            message("{file} is larger than a table of codes can be", file=shown(path)),
            message("give a CSV or XLSX of at most {most} MB", most=MOST_BYTES // 2**20),
        )
    frame = _workbook(path) if path.suffix.lower() == ".xlsx" else _text(path)
    found = {_normal(heading): heading for heading in reversed(frame.columns)}
    texts = pd.DataFrame(index=frame.index)
    for name, headings in columns.items():
        heading = next((found[h] for h in (name, *headings) if h in found), None)
        if heading is not None:
            texts[name] = [_cell(value) for value in frame[heading]]
        elif name in required:
            raise _column_missing(path, frame, " / ".join((name, *headings[:1])))
    return texts[(texts != "").any(axis=1)]


def _column_missing(path: Path, frame: pd.DataFrame, names: str) -> InputError:
    present = ", ".join(str(heading) for heading in frame.columns) or "-"
    return InputError(
        "columns-missing",
        message("{file} has no column {column}", file=shown(path), column=names),
        message("its columns are: {columns}; name the right one so", columns=present),
    )


def _workbook(path: Path) -> pd.DataFrame:
    require_workbook(path)
    names = sheet_names(path)
    if not names:
        raise damaged(path, XLSX)
    return sheet_table(path, names[0])


def _text(path: Path) -> pd.DataFrame:
    text = _decoded(path.read_bytes())
    if "\0" in text or not text.strip():
        raise damaged(path, CSV)
    heading = text.lstrip().partition("\n")[0]
    separator = max(_SEPARATORS, key=heading.count)
    try:
        frame = pd.read_csv(
            io.StringIO(text), sep=separator, dtype=object, keep_default_na=False, index_col=False,
            skipinitialspace=True, skip_blank_lines=False,
        )  # fmt: skip
    except (ParserError, EmptyDataError) as fault:
        raise damaged(path, CSV) from fault
    return frame.set_axis([str(name) for name in frame.columns], axis="columns")


def _decoded(content: bytes) -> str:
    """The text, by its mark, as UTF-8, or as what Windows wrote before."""
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _normal(heading: object) -> str:
    return re.sub(r"[^a-z0-9]+", "_", str(heading).casefold()).strip("_")


def _cell(value: object) -> str:
    text = "" if pd.isna(value) else str(value).strip()  # type: ignore[call-overload]
    return text.removeprefix("'").strip()
