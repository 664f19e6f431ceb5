"""Sheets of workbooks with lists of points."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path

import openpyxl
import pytest

from boundaries.errors import InputError, ParameterError
from boundaries.io import survey_sheet as module
from boundaries.io.survey import read_survey
from boundaries.io.survey_sheet import read_sheet


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A list with a title, merged cells, blank rows, a formula, and angles taken for times.

    Row 2 to 3: heading of two rows; row 4 on: two points of one village, whose cell is merged.
    """
    workbook = openpyxl.Workbook()
    workbook.active.title = "kosong"
    sheet = workbook.create_sheet("Titik")
    sheet.append(["DAFTAR KOORDINAT", None, None, None])
    sheet.append(["Desa", "Titik", "Koordinat", None])
    sheet.append([None, None, "Lintang", "Bujur"])
    sheet.append(["Sidomulyo", "A", datetime.time(2, 58, 48), datetime.timedelta(hours=99.62)])
    sheet.append([None, None, None, None])
    sheet.append([None, "B", 2.97, "=99+0.61"])
    for cells in ("A1:D1", "A2:A3", "B2:B3", "C2:D2", "A4:A6"):
        sheet.merge_cells(cells)
    path = tmp_path / "a.xlsx"
    workbook.save(path)
    return path


def test_merged_cells_times_and_formulas(book: Path) -> None:
    rows, notices = read_sheet(book)
    assert rows[3] == ["Sidomulyo", "A", "2:58:48", "99:37:12"]
    assert rows[5][:3] == ["Sidomulyo", "B", "2.97"]
    assert [str(n.message) for n in notices] == [
        "1 formulas have no stored result, the first in D6"
    ]


def test_a_workbook_is_read_as_a_list(book: Path) -> None:
    file = read_survey(book, source="a")
    assert file.format == "XLSX"
    assert file.table.texts("village") == ["Sidomulyo"] * 3
    assert file.table.texts("north") == ["2:58:48", "", "2.97"]


def test_large_workbooks_are_read_row_by_row(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGE", 1)
    rows, _ = read_sheet(book)
    assert rows[3] == ["Sidomulyo", "A", "2:58:48", "99:37:12"]


def test_sheets_are_chosen_by_name(book: Path) -> None:
    assert read_sheet(book, sheet="kosong")[0] == []
    with pytest.raises(ParameterError, match="has no sheet lain"):
        read_sheet(book, sheet="lain")


def repacked(book: Path, part: str, change: bytes) -> Path:
    """The workbook with a declaration in front of the root of one part."""
    path = book.with_name("b.xlsx")
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == part:
                at = content.index(b"<", content.index(b"?>") if b"?>" in content else 0)
                content = content[:at] + change + content[at:]
            new.writestr(name, content)
    return path


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet2.xml", "_rels/.rels"])
def test_entities_are_refused_in_every_part(book: Path, part: str) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    with pytest.raises(InputError, match="declares XML entities"):
        read_sheet(repacked(book, part, bomb))


def test_what_unpacks_too_large_is_refused(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_UNPACKED", 1000)
    with pytest.raises(InputError, match="unpacks to"):
        read_sheet(book)


def test_damaged_workbooks_are_refused(book: Path) -> None:
    content = book.read_bytes()
    for cut in (100, len(content) // 2, len(content) - 10):
        book.write_bytes(content[:cut])
        with pytest.raises(InputError, match="is cut short or damaged"):
            read_sheet(book)
    with zipfile.ZipFile(book, "w") as other:
        other.writestr("a.txt", "no workbook")
    with pytest.raises(InputError, match="cannot be read as XLSX: it is damaged or incomplete"):
        read_sheet(book)


def test_what_the_system_refuses_is_no_damage(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_sheet(tmp_path / "a.xlsx")
