"""The brief for the monthly coordination meeting as a Word document."""

from __future__ import annotations

import io

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt

from boundaries.domain.brief import Brief
from boundaries.messages import Gettext
from boundaries.reports.brief_map import WIDTH_MM, brief_map
from boundaries.reports.brief_tables import BriefTable, brief_tables, title_lines
from boundaries.reports.coordinates_docx import FIXED_TIME, number_pages
from boundaries.reports.map_sheet_canvas import png_of

TITLE_PT, HEADING_PT, CELL_PT = 14, 10, 7.5
MARGIN_MM = 14
DOTS_PER_INCH = 200
MAP_MM, ROW_MM = (90.0, 205.0), 4.4
"""The least and the greatest height of the map; what a row of the table before it takes."""


def brief_docx(brief: Brief, gettext: Gettext, language: str) -> bytes:
    """The document. The zip around its parts is dated by the clock."""
    paper = docx.Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(MARGIN_MM)
    section.top_margin = section.bottom_margin = Mm(MARGIN_MM)
    number_pages(paper, gettext)
    style = paper.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(8.5)
    style.paragraph_format.space_after = Pt(2)
    title, *about = title_lines(brief, gettext, language)
    _say(paper, title, TITLE_PT)
    for line in about:
        paper.add_paragraph(line)
    progress, *others = brief_tables(brief, gettext, language)
    _add(paper, progress, gettext)
    least, most = MAP_MM
    height = max(least, most - ROW_MM * min(len(progress.rows), progress.most))
    picture = io.BytesIO(png_of(brief_map(brief, gettext, height), DOTS_PER_INCH))
    paper.add_picture(picture, width=Mm(WIDTH_MM))
    paper.paragraphs[-1].paragraph_format.space_before = Pt(8)
    for place, table in enumerate(others):
        _add(paper, table, gettext, new_page=place == 0)
    properties = paper.core_properties
    properties.title = title[:255]
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = FIXED_TIME
    content = io.BytesIO()
    paper.save(content)
    return content.getvalue()


def _say(paper: Document, text: str, size: float, *, new_page: bool = False) -> None:
    paragraph = paper.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.font.size = True, Pt(size)
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_before = Pt(6)
    paragraph.paragraph_format.page_break_before = new_page


def _add(paper: Document, table: BriefTable, gettext: Gettext, *, new_page: bool = False) -> None:
    _say(paper, table.heading, HEADING_PT, new_page=new_page)
    if table.rows:
        added = paper.add_table(rows=0, cols=len(table.columns))
        added.style, added.autofit = "Table Grid", False
        for column, share in zip(added.columns, table.shares, strict=True):
            column.width = Mm(WIDTH_MM * share / sum(table.shares))
        total = (table.total,) if table.total else ()
        for cells in (table.columns, *table.rows[: table.most], *total):
            row = added.add_row()
            for cell, text, column in zip(row.cells, cells, added.columns, strict=True):
                cell.width = column.width
                run = cell.paragraphs[0].add_run(text)
                run.font.size, run.bold = Pt(CELL_PT), cells in (table.columns, *total)
                cell.paragraphs[0].paragraph_format.space_after = Pt(0)
        added.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    note = table.note(min(len(table.rows), table.most), gettext)
    for text in (note, table.explained if table.rows else ""):
        if text:
            paper.add_paragraph(text)
