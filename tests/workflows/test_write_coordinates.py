from __future__ import annotations

import csv
import io
from pathlib import Path

import docx
import openpyxl
import pytest

from boundaries.domain.grid_zone import Zone
from boundaries.domain.village_list import village_lists
from boundaries.errors import InputError, ParameterError
from boundaries.reports.coordinates import (
    CoordinateDocument,
    Style,
    point_document,
    village_document,
)
from boundaries.workflows.write_coordinates import ENDINGS, write_coordinates
from tests.cartometric_fixture import TEE, VILLAGES, A, B, points_of

STYLE = Style(str, Zone(number="47", south=False))


@pytest.fixture(scope="module")
def document() -> CoordinateDocument:
    points = points_of(TEE)
    lists = village_lists(points, [A, B]).table
    return village_document(points, lists, VILLAGES, STYLE, title="Koordinat batas")


def test_csv_is_read_back(document: CoordinateDocument, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    write_coordinates(document, path, str)
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    flat = document.flat()
    assert rows[0] == [*flat.columns, "Remark"]
    assert [row[:-1] for row in rows[1:]] == flat.to_numpy().tolist()
    assert {row[-1] for row in rows[1:]} == {"; ".join(STYLE.statements())}


def test_a_workbook_is_read_back(document: CoordinateDocument, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    write_coordinates(document, path, str)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Coordinates", "Remark"]
    rows = [list(row) for row in book["Coordinates"].iter_rows(values_only=True)]
    assert rows == [document.flat().columns.tolist(), *document.flat().to_numpy().tolist()]
    about = [row[0] for row in book["Remark"].iter_rows(values_only=True)]
    assert about == ["Koordinat batas", *STYLE.statements()]


def test_a_paper_is_read_back(document: CoordinateDocument, tmp_path: Path) -> None:
    path = tmp_path / "list.docx"
    write_coordinates(document, path, str)
    tables = docx.Document(str(path)).tables
    assert [len(table.rows) for table in tables] == [
        len(each.table) + 1 for each in document.tables
    ]
    assert tables[0].rows[1].cells[3].text == document.tables[0].table.iloc[0, 3]


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_document_gives_the_same_bytes(ending: str, tmp_path: Path) -> None:
    first, second = (tmp_path / f"{name}{ending}" for name in "ab")
    for path in (first, second):
        document = point_document(points_of(TEE), STYLE, title="Titik")
        write_coordinates(document, path, str)
    assert first.read_bytes() == second.read_bytes()


def test_another_ending_is_refused(document: CoordinateDocument, tmp_path: Path) -> None:
    with pytest.raises(
        ParameterError, match=r"list\.odt: coordinate lists are not written as \.odt"
    ):
        write_coordinates(document, tmp_path / "list.odt", str)


def test_a_folder_that_does_not_exist_is_named(
    document: CoordinateDocument, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=r"the folder .* does not exist"):
        write_coordinates(document, tmp_path / "none" / "list.pdf", str)


def test_a_document_without_tables_is_refused(tmp_path: Path) -> None:
    points = points_of(TEE)
    lists = village_lists(points, ["12.09.09.2001"]).table
    empty = village_document(points, lists, VILLAGES, STYLE, title="Koordinat batas")
    with pytest.raises(InputError, match="Koordinat batas: there is nothing to list"):
        write_coordinates(empty, tmp_path / "list.xlsx", str)
