"""Coordinate lists of cartometric points as files, the format by the ending of the name."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from boundaries.errors import InputError
from boundaries.io.packed import undated
from boundaries.io.target import require_ending, require_writable
from boundaries.io.workbook import write_xlsx
from boundaries.io.write import replacing, write_csv
from boundaries.messages import Gettext, message
from boundaries.reports.coordinates import CoordinateDocument
from boundaries.reports.coordinates_docx import docx_bytes
from boundaries.reports.coordinates_pdf import pdf_bytes

CSV, XLSX, DOCX, PDF = ".csv", ".xlsx", ".docx", ".pdf"
ENDINGS = (CSV, XLSX, DOCX, PDF)


def write_coordinates(
    document: CoordinateDocument, path: Path, gettext: Gettext, *, semicolons: bool = False
) -> None:
    """Write a document as .csv, .xlsx, .docx or .pdf; the same document gives the same bytes.

    A CSV file and the first sheet of a workbook hold all tables as one; in a workbook the title and
    the statements (datum, zone, notation) stand on a second sheet, in a CSV file in columns of
    their own. `semicolons` are between the columns of a CSV file where its figures have decimal
    commas. Raises `ParameterError` for another ending, `InputError` for a document without tables
    and when the file cannot be written.
    """
    if not document.tables:
        raise InputError(
            "nothing-to-list",
            message("{title}: there is nothing to list", title=document.title),
            message("choose villages whose segments close around them, or segments with points"),
        )
    require_list_target(path)
    ending = path.suffix.lower()
    if ending == CSV:
        statement = "; ".join(document.statements)
        table = document.flat().assign(**{gettext("Remark"): statement})
        write_csv(table, path, semicolons=semicolons)
    elif ending == XLSX:
        about = pd.DataFrame({document.title: list(document.statements)}, dtype=object)
        sheets = {gettext("Coordinates"): document.flat(), gettext("Remark"): about}
        write_xlsx(sheets, path, formats={})
    else:
        makers = {DOCX: docx_bytes, PDF: pdf_bytes}
        content = makers[ending](document, gettext)
        with replacing(path) as draft:
            draft.write_bytes(undated(content) if ending == DOCX else content)


def require_list_target(path: Path) -> None:
    """Raise where a list cannot be written to `path`; looked at before any work is done."""
    told = message(
        "{path}: coordinate lists are not written as {ending}", path=path, ending=path.suffix
    )
    require_ending(path, ENDINGS, told)
    require_writable(path)
