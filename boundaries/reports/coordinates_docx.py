"""Coordinate lists as documents for word processors (.docx); the same list gives the same bytes."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from boundaries.messages import Gettext, message
from boundaries.reports.coordinates import CoordinateDocument, CoordinateTable

A4_MM = (210, 297)
MARGIN_MM = 15
FONT, FONT_PT, TABLE_PT = "Arial", 10, 7.5
MOST_UPRIGHT = 7
"""Tables with more columns lie on their side."""
MOST_UPRIGHT_LETTERS = 125
"""So do tables that are wider than this; an upright line has no room for more."""
BOLD = 1
"""Letters that a bold word is wider by."""
MOST_LETTERS = 28
"""Columns of prose are no wider."""
FIELDS = ("PAGE", "NUMPAGES")
"""The fields of Word for the number of a page, and of all."""
TWIPS = 20
"""Twentieths of a point, the measure of tables."""
FIXED_TIME = datetime.datetime(1980, 1, 1)  # noqa: DTZ001 - the format knows no time zones

_HEADING_FILL = "E7E6E6"


def docx_bytes(document: CoordinateDocument, gettext: Gettext) -> bytes:
    """The document on A4, one Word table per table, headings repeated, pages numbered.

    The zip around its parts is dated by the clock: write it with fixed dates.
    """
    paper = docx.Document()
    wide = any(
        len(each.table.columns) > MOST_UPRIGHT or sum(_letters(each)) > MOST_UPRIGHT_LETTERS
        for each in document.tables
    )
    _set_page(paper, wide=wide)
    number_pages(paper, gettext)
    room = round(Mm(max(A4_MM) if wide else min(A4_MM)).pt - 2 * Mm(MARGIN_MM).pt) * TWIPS
    paper.add_heading(document.title, level=1)
    for line in document.statements:
        paper.add_paragraph(line).paragraph_format.space_after = Pt(0)
    for each in document.tables:
        paper.add_heading(each.heading, level=2) if each.heading else paper.add_paragraph()
        _add_table(paper, each, room)
    properties = paper.core_properties
    properties.title = document.title[:255]
    properties.author = properties.last_modified_by = ""
    properties.comments = ""
    properties.created = properties.modified = FIXED_TIME
    content = io.BytesIO()
    paper.save(content)
    return content.getvalue()


def number_pages(paper: Document, gettext: Gettext) -> None:
    """Page and number of pages at the foot, which Word fills in."""
    told = message("Page {page} of {pages}", page=FIELDS[0], pages=FIELDS[1]).render(gettext)
    foot = paper.sections[0].footer.paragraphs[0]
    for part in re.split(rf"\b({'|'.join(FIELDS)})\b", told):
        if part in FIELDS:
            number = OxmlElement("w:fldSimple")
            number.set(qn("w:instr"), part)
            foot._p.append(number)
        else:
            foot.add_run(part)


def _set_page(paper: Document, *, wide: bool) -> None:
    section = paper.sections[0]
    width, height = reversed(A4_MM) if wide else A4_MM
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin = section.right_margin = Mm(MARGIN_MM)
    section.top_margin = section.bottom_margin = Mm(MARGIN_MM)
    for name in ("Normal", "Heading 1", "Heading 2"):
        font = paper.styles[name].font
        font.name, font.color.rgb = FONT, RGBColor(0, 0, 0)
        fonts = paper.styles[name].element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    paper.styles["Normal"].font.size = Pt(FONT_PT)


def _add_table(paper: Document, table: CoordinateTable, room: int) -> None:
    """The table, `room` twips wide, as one piece of XML.

    Cell by cell the library needs minutes for long lists.
    """
    widths = _column_widths(table, room)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    names = [str(name) for name in table.table.columns]
    breaks = [name in table.prose for name in names]
    rows = [_row(names, widths, [True] * len(names), heading=True)]
    rows += [_row(row, widths, breaks) for row in table.table.itertuples(index=False, name=None)]
    element = parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        '<w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
    paper.element.body.insert(len(paper.element.body) - 1, element)


def _column_widths(table: CoordinateTable, room: int) -> list[int]:
    """Columns as wide as their letters ask for; in twips."""
    letters = _letters(table)
    return [room * count // sum(letters) for count in letters]


def _letters(table: CoordinateTable) -> list[int]:
    """The longest text of each column in letters, prose at most `MOST_LETTERS`."""
    letters = []
    for name in table.table.columns:
        longest = int(table.table[name].str.len().max()) if len(table.table) else 0
        most = MOST_LETTERS if name in table.prose else longest
        words = (len(word) + BOLD for word in str(name).split())
        letters.append(max(min(longest, most), *words, 1) + 2)
    return letters


def _row(
    texts: Sequence[str], widths: Sequence[int], breaks: Sequence[bool], *, heading: bool = False
) -> str:
    mark = "<w:cantSplit/>" + ("<w:tblHeader/>" if heading else "")
    cells = "".join(
        _cell(text, width, may_break=may_break, heading=heading)
        for text, width, may_break in zip(texts, widths, breaks, strict=True)
    )
    return f"<w:tr><w:trPr>{mark}</w:trPr>{cells}</w:tr>"


def _cell(text: str, width: int, *, may_break: bool, heading: bool) -> str:
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{_HEADING_FILL}"/>' if heading else ""
    whole = "" if may_break else "<w:noWrap/>"
    size = f'<w:sz w:val="{round(2 * TABLE_PT)}"/>'
    weight = "<w:b/>" if heading else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}{whole}</w:tcPr><w:p><w:pPr>'
        '<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/></w:pPr>'
        f'<w:r><w:rPr>{weight}{size}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
        "</w:p></w:tc>"
    )
