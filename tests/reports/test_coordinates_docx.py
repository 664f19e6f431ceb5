from __future__ import annotations

import io

import docx
import pandas as pd
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from boundaries.messages import translator
from boundaries.reports.coordinates import CoordinateDocument, CoordinateTable
from boundaries.reports.coordinates_docx import docx_bytes

NASTY = 'Ağrı <b> & "日本" $x$ =1+1'


def document(*tables: CoordinateTable) -> CoordinateDocument:
    return CoordinateDocument("Koordinat & <batas>", ("Datum: WGS 84",), tables, "Table")


def table(columns: int, rows: int, *, heading: str = "Desa A") -> CoordinateTable:
    names = [f"K{number}" for number in range(columns)]
    cells = [[f"{row}.{name} {NASTY}" for name in names] for row in range(rows)]
    return CoordinateTable(heading, pd.DataFrame(cells, columns=names, dtype=object))


def read_back(content: bytes) -> docx.document.Document:
    return docx.Document(io.BytesIO(content))


def test_every_cell_is_read_back() -> None:
    first, second = table(3, 2), table(2, 0, heading="")
    paper = read_back(docx_bytes(document(first, second), str))
    assert [paragraph.text for paragraph in paper.paragraphs] == [
        "Koordinat & <batas>", "Datum: WGS 84", "Desa A", "",
    ]  # fmt: skip
    shown, empty = paper.tables
    cells = [[cell.text for cell in row.cells] for row in shown.rows]
    assert cells == [["K0", "K1", "K2"], *first.table.to_numpy().tolist()]
    assert [[cell.text for cell in row.cells] for row in empty.rows] == [["K0", "K1"]]


def test_headings_are_repeated_and_rows_are_not_split() -> None:
    shown = read_back(docx_bytes(document(table(3, 2)), str)).tables[0]
    marks = [row._tr.xml for row in shown.rows]
    assert "w:tblHeader" in marks[0]
    assert "w:tblHeader" not in marks[1]
    assert all("w:cantSplit" in mark for mark in marks)


def test_only_prose_may_be_broken() -> None:
    plain = table(2, 1)
    prose = CoordinateTable(plain.heading, plain.table, frozenset({"K1"}))
    cells = read_back(docx_bytes(document(prose), str)).tables[0].rows[1].cells
    assert ["w:noWrap" in cell._tc.xml for cell in cells] == [True, False]


def test_wide_tables_lie_on_their_side() -> None:
    """Those with more than seven columns, and those with too many letters for an upright line."""
    short = table(7, 1)
    short.table[:] = "x"
    upright = read_back(docx_bytes(document(short), str)).sections[0]
    assert upright.orientation == WD_ORIENT.PORTRAIT
    for each in (table(8, 1), table(7, 1)):
        wide = read_back(docx_bytes(document(each), str)).sections[0]
        assert wide.orientation == WD_ORIENT.LANDSCAPE
        assert wide.page_width > wide.page_height
    assert round(upright.page_width.mm) == 210


def test_the_document_names_no_person_and_no_clock() -> None:
    properties = read_back(docx_bytes(document(table(2, 1)), str)).core_properties
    assert (properties.author, properties.title) == ("", "Koordinat & <batas>")
    assert properties.created.year == properties.modified.year == 1980


def test_columns_are_as_wide_as_their_text_and_fill_the_page() -> None:
    rows = pd.DataFrame({"No.": ["1"], "Titik": ["T" * 40], "Deskripsi": ["kata " * 40]})
    each = CoordinateTable("", rows.astype(object), frozenset({"Deskripsi"}))
    shown = read_back(docx_bytes(document(each), str)).tables[0]
    widths = [column.width.mm for column in shown.columns]
    assert sum(widths) == pytest.approx(180, abs=0.5)
    assert widths[1] == pytest.approx(180 * 42 / (42 + 30 + 6), abs=0.5)
    assert widths[0] < widths[2] < widths[1]


def test_pages_are_numbered_in_the_language_of_the_list() -> None:
    made = read_back(docx_bytes(document(table(2, 1)), translator("id")))
    foot = made.sections[0].footer.paragraphs[0]
    assert foot.text.split() == ["Halaman", "dari"]
    instructions = [each.get(qn("w:instr")) for each in foot._p.iter(qn("w:fldSimple"))]
    assert instructions == ["PAGE", "NUMPAGES"]
