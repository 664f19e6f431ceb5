"""The coordinate lists of a package, read back from CSV and XLSX, and hashes that papers tell."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from boundaries.domain.handed_over_lists import PointList
from boundaries.errors import InputError, Notice
from boundaries.io.archive import members_of, require_bounded, require_sound
from boundaries.io.package import AGAIN
from boundaries.io.workbook_sheets import require_workbook, sheet_names, sheet_table
from boundaries.messages import message

CSV, XLSX = ".csv", ".xlsx"
DOCUMENT = "word/document.xml"
_HASH = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_TAG = re.compile(r"<[^>]*>")


def lists_of(
    files: Mapping[str, bytes], stated: Mapping[str, Mapping[str, Any]]
) -> tuple[list[PointList], list[Notice]]:
    """The lists that a manifest states by file, and those that cannot be read.

    A list is stated with `around` (villages) and `columns`: its headings by the columns of
    `PointList`; raises `KeyError`, `TypeError` or `AttributeError` for a statement of another form.
    Files that are not there are passed over.
    """
    lists, faults = [], []
    for name, about in sorted(stated.items()):
        if name not in files:
            continue
        around = bool(about["around"])
        columns = {str(role): str(title) for role, title in about["columns"].items()}
        try:
            table = _table(files[name], PurePosixPath(name).suffix)
            own = table[list(columns.values())].set_axis(list(columns), axis=1)
        except (InputError, ValueError, KeyError) as fault:
            why = fault.message if isinstance(fault, InputError) else fault
            told = message("{file}: the list cannot be read ({fault})", file=name, fault=why)
            faults.append(Notice("list-unreadable", told, AGAIN, name))
        else:
            lists.append(PointList(name, around, own.fillna("").astype(str)))
    return lists, faults


def told_hashes(content: bytes) -> set[str]:
    """The hashes (SHA-256) in the text of a .docx file.

    Raises `InputError` for one that is damaged or would grow too large, `KeyError` for one without
    a text.
    """
    with tempfile.TemporaryDirectory(prefix="tapal-") as folder:
        path = Path(folder) / "paper.docx"
        path.write_bytes(content)
        require_bounded(path, members_of(path))
        require_sound(path, [DOCUMENT])
        with zipfile.ZipFile(path) as paper:
            text = paper.read(DOCUMENT).decode(errors="replace")
    return set(_HASH.findall(_TAG.sub(" ", text)))


def _table(content: bytes, ending: str) -> pd.DataFrame:
    if ending == CSV:
        return pd.read_csv(
            io.BytesIO(content), dtype=str, encoding="utf-8-sig", keep_default_na=False
        )
    with tempfile.TemporaryDirectory(prefix="tapal-") as folder:
        path = Path(folder) / f"list{XLSX}"
        path.write_bytes(content)
        require_workbook(path)
        return sheet_table(path, sheet_names(path)[0])
