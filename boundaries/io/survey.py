"""Lists of survey points from CSV, TXT, XLSX and GPX files, as texts under their headings."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from boundaries.domain.survey import SurveyTable
from boundaries.domain.survey_angles import joined_angles
from boundaries.domain.survey_columns import SEARCHED_ROWS, Heading, find_heading
from boundaries.errors import InputError, Notice
from boundaries.io.survey_gpx import read_gpx
from boundaries.io.survey_headless import heading_for, is_list
from boundaries.io.survey_sheet import read_sheet
from boundaries.messages import message

CSV = "CSV"
XLSX = "XLSX"
GPX = "GPX"
READABLE = "CSV, TXT, XLSX, GPX"
DELIMITERS = (";", "\t", "|", ",")
BLANKS = " "
"""The delimiter of lists whose columns stand apart by blanks."""
MOST_BYTES = 400_000_000
LARGEST_FIELD = 100_000

_HEAD = 200_000
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@dataclass(frozen=True)
class SurveyFile:
    """A file of points as it was read.

    `format` is one of CSV, XLSX and GPX; `encoding` and `delimiter` are "" where they do not apply;
    `table` holds the rows that are not empty, each as wide as the heading.
    """

    path: Path
    sha256: str
    format: str
    encoding: str
    delimiter: str
    table: SurveyTable
    notices: tuple[Notice, ...]


def read_survey(
    path: Path,
    *,
    source: str,
    sheet: str | None = None,
    fields: Mapping[str, str] | None = None,
    columns: str | None = None,
) -> SurveyFile:
    """Read a list of points; its form is judged by content.

    `source` is the label for notices; `sheet` chooses the sheet of a workbook; `fields` gives
    headings by role and overrules the usual words; `columns` ("id,y,x,z") says what the columns of
    a list without heading are, where that is not found out or found out wrongly. Raises
    `InputError` for a file that is missing, empty, too large, no text and no workbook, or has
    neither a heading that names a position nor columns that are one beyond doubt; `ParameterError`
    for `columns` that cannot be understood.
    """
    head = _head(path)
    encoding = delimiter = ""
    notices: list[Notice] = []
    if head.startswith(b"PK"):
        format_ = XLSX
        rows, notices = read_sheet(path, sheet=sheet)
    elif b"<gpx" in head.replace(b"\0", b""):
        format_, rows = GPX, read_gpx(path)
    else:
        format_ = CSV
        text, encoding = _decoded(path, head)
        delimiter = _delimiter(text[:_HEAD], fields)
        rows = _split(path, text, delimiter)
    heading, told = heading_for(path, rows, fields=fields, columns=columns)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return SurveyFile(
        path=path,
        sha256=digest,
        format=format_,
        encoding=encoding,
        delimiter=delimiter,
        table=_table(path, source, heading, rows, above=0 if format_ == GPX else heading.first),
        notices=(*notices, *told),
    )


def _head(path: Path) -> bytes:
    """The first bytes of a file that can be read."""
    if not path.is_file():
        raise InputError(
            "file-missing",
            message("{file} does not exist", file=path),
            message("check the path; quote names that contain spaces"),
        )
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise InputError(
            "file-too-large",
            message("{file} has {size} MB", file=path, size=size // 1_000_000),
            message("split the list into several files"),
        )
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise InputError(
            "file-empty",
            message("{file} is empty ({size} bytes)", file=path, size=size),
            message("copy or download the file again"),
        )
    return head


def _decoded(path: Path, head: bytes) -> tuple[str, str]:
    """The text of a file and its encoding: by its mark, else UTF-8, else that of Windows."""
    content = path.read_bytes()
    marked = next((name for mark, name in _MARKS.items() if head.startswith(mark)), "")
    for encoding in (marked,) if marked else _guesses(head):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise InputError(
        "encoding-unreadable",
        message("{file} is no text in an encoding that can be told", file=path),
        message("save it as CSV in UTF-8; readable are: {formats}", formats=READABLE),
    )


def _guesses(head: bytes) -> tuple[str, ...]:
    nulls = head.count(b"\0")
    if nulls * 3 > len(head):
        return ("utf-16-le",) if head[1:2] == b"\0" else ("utf-16-be",)
    controls = sum(head.count(bytes([code])) for code in (*range(1, 9), *range(14, 32)))
    binary = nulls + controls > len(head) // 1000
    return () if binary else ("utf-8", "cp1252")


def _delimiter(head: str, fields: Mapping[str, str] | None) -> str:
    """The delimiter by which the heading tells most, then the one that gives most columns.

    Blanks part columns only where nothing else does.
    """
    scores = []
    for delimiter in DELIMITERS:
        lines = head.splitlines()[: SEARCHED_ROWS * 2]
        try:
            rows = [
                [cell.strip() for cell in row] for row in csv.reader(lines, delimiter=delimiter)
            ]
        except csv.Error:
            continue
        heading = find_heading(rows, fields=fields)
        known = len(heading.roles) + len(heading.angles) if heading else 0
        scores.append((known, is_list(rows), max(map(len, rows)), delimiter))
    best = max(scores, key=lambda score: score[:3]) if scores else (0, False, 0, ",")
    known, listed, width, delimiter = best
    return delimiter if known or listed or width > 1 else BLANKS


def _split(path: Path, text: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(LARGEST_FIELD)
    blanks = delimiter == BLANKS
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=blanks)
    try:
        return _stripped(reader)
    except csv.Error as fault:
        raise InputError(
            "field-huge",
            message("{file}, line {line}: a field has more than {size} characters",
                    file=path, line=reader.line_num, size=LARGEST_FIELD),
            message("look for a quotation mark that is not closed"),
        ) from fault  # fmt: skip


def _stripped(rows: Iterable[list[str]]) -> list[list[str]]:
    return [[cell.strip() for cell in row] for row in rows]


def _table(
    path: Path, source: str, heading: Heading, rows: Sequence[Sequence[str]], *, above: int
) -> SurveyTable:
    """The rows that hold anything but blanks, a repeated heading or the numbers of columns.

    `above` lines of the file lie above the first one below the heading.
    """
    width = len(heading.names)
    names = [name.casefold() for name in heading.names]
    numbering = [str(at) for at in range(1, width + 1)]
    kept: list[list[str]] = []
    places: list[int] = []
    for place, row in enumerate(rows[heading.first :]):
        cells = [*row[:width], *[""] * (width - len(row))]
        if not any(cells):
            continue
        if cells[0].casefold() == names[0] and [cell.casefold() for cell in cells] == names:
            continue
        if place == 0 and [cell.strip("()") for cell in cells] == numbering:
            continue
        kept.append(cells)
        places.append(above + place)
    if not kept:
        raise InputError(
            "points-missing",
            message("{file} has a heading but no points", file=path),
            message("save the list with its rows, or choose another sheet with --sheet"),
        )
    columns = [list(column) for column in zip(*kept, strict=True)]
    names, roles = list(heading.names), dict(heading.roles)
    for axis, texts, parts in joined_angles(columns, heading.angles):
        if axis:
            roles[axis] = (*roles.get(axis, ()), len(columns))
        names.append(" + ".join(names[part] for part in parts).replace("_", " "))
        columns.append(texts)
    whole = replace(heading, names=tuple(names), roles=roles)
    return SurveyTable(source, whole, tuple(columns), np.array(places, dtype=np.int64))
