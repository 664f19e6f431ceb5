"""Small tables of texts from CSV and XLSX."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from boundaries.errors import InputError
from boundaries.io.small_table import read_small_table

COLUMNS = {"code": ("kode",), "name": ("nama", "nama_desa"), "note": ()}


@pytest.mark.parametrize(
    "content",
    [
        b"code,name,other\n12.09.20.1001,Teladan,x\n",
        b"\xef\xbb\xbfKODE;Nama Desa;x\r\n'12.09.20.1001; Teladan ;y\r\n",
        "Kode\tNama\n12.09.20.1001\tTeladan\n".encode("utf-16"),
        b"kode|nama\n\n12.09.20.1001|Teladan\n|\n",
    ],
)
def test_headings_separators_and_encodings_are_found(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "codes.csv"
    path.write_bytes(content)
    table = read_small_table(path, COLUMNS, required=("code",))
    assert table.to_dict("list") == {"code": ["12.09.20.1001"], "name": ["Teladan"]}


def test_the_index_counts_rows_of_the_file_from_0(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_text("code\na\n\nb\n")
    assert list(read_small_table(path, COLUMNS, required=()).index) == [0, 2]


def test_the_first_sheet_of_a_workbook_is_read(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["Kode", "Nama"], ["12.09.20.1001", "Teladan"], [None, 5]):
        book.active.append(row)
    book.save(tmp_path / "codes.xlsx")
    table = read_small_table(tmp_path / "codes.xlsx", COLUMNS, required=("code", "name"))
    assert table.to_dict("list") == {"code": ["12.09.20.1001", ""], "name": ["Teladan", "5"]}


def test_letters_of_windows_are_read(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_bytes("code,name\n1,Pé\n".encode("cp1252"))
    assert list(read_small_table(path, COLUMNS, required=())["name"]) == ["Pé"]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"kode_lama,nama\n1,2\n", r"has no column code / kode"),
        (b"", "damaged or incomplete"),
        (b"\0\1\2,\0", "damaged or incomplete"),
        (b'code,name\n"1,2\n', "damaged or incomplete"),
    ],
)
def test_what_is_no_such_table_is_refused(tmp_path: Path, content: bytes, text: str) -> None:
    path = tmp_path / "codes.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=text):
        read_small_table(path, COLUMNS, required=("code",))


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b'<!DOCTYPE x [<!ENTITY a "ha">]><x/>', "declares XML entities"),
        (b" " * 65 * 2**20, "would grow to"),
    ],
)
def test_workbooks_that_grow_without_end_are_refused(
    tmp_path: Path, content: bytes, text: str
) -> None:
    path = tmp_path / "codes.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", content)
    with pytest.raises(InputError, match=text):
        read_small_table(path, COLUMNS, required=())


def test_an_absent_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.csv: there is no such file"):
        read_small_table(tmp_path / "none.csv", COLUMNS, required=())


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    with path.open("wb") as file:
        file.truncate(65 * 2**20)
    with pytest.raises(InputError, match="larger than a table of codes"):
        read_small_table(path, COLUMNS, required=())
