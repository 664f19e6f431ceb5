"""The brief for the monthly coordination meeting as two pages of A4."""

from __future__ import annotations

from collections.abc import Sequence

from boundaries.domain.brief import Brief
from boundaries.messages import Gettext, message
from boundaries.reports.brief_map import WIDTH_MM, draw_map
from boundaries.reports.brief_tables import BriefTable, brief_tables, title_lines
from boundaries.reports.map_sheet_canvas import POINTS_PER_MM, Box, Page, Words
from boundaries.reports.map_sheet_cursor import RULE, Cursor
from boundaries.reports.pdf_text import wrapped

WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 14.0
TITLE_PT, HEADING_PT, TEXT_PT, CELL_PT = 14.0, 10.0, 8.5, 7.5
LEADING, PADDING = 1.25, 0.8
STEP_MM = CELL_PT * LEADING / POINTS_PER_MM
NOTE_MM = 5.0
FLOORS_MM = (190.0, 90.0, MARGIN)
"""Where the tables of the second page end at the latest."""
LEAST_MAP_MM = 60.0
HEADING_FILL = "#e7e6e6"


def brief_pages(brief: Brief, gettext: Gettext, language: str) -> tuple[Page, Page]:
    """The two pages: progress and map; clocks, disputes and requests."""
    progress, *others = brief_tables(brief, gettext, language)
    first, second = (Page(WIDTH, HEIGHT) for _ in range(2))
    top = Cursor(first, MARGIN, WIDTH - MARGIN, HEIGHT - MARGIN, 1.0)
    title, *about = title_lines(brief, gettext, language)
    top.text(title, TITLE_PT, bold=True)
    for line in about:
        top.text(line, TEXT_PT)
    _set_table(top, progress, MARGIN + LEAST_MAP_MM, gettext)
    top.down(3.0)
    draw_map(first, Box(MARGIN, MARGIN, MARGIN + WIDTH_MM, top.y), brief, gettext)
    below = Cursor(second, MARGIN, WIDTH - MARGIN, HEIGHT - MARGIN, 1.0)
    for table, floor in zip(others, FLOORS_MM, strict=True):
        _set_table(below, table, floor, gettext)
        below.down(3.0)
    for number, page in enumerate((first, second), start=1):
        foot = message("Page {page} of {pages}", page=number, pages=2).render(gettext)
        page.write(Words(MARGIN, MARGIN / 2, foot, CELL_PT))
    return first, second


def _set_table(cursor: Cursor, table: BriefTable, floor: float, gettext: Gettext) -> None:
    """The table with as many rows as fit above `floor`, and the sum of all of them."""
    cursor.down(2.0)
    cursor.text(table.heading, HEADING_PT, bold=True)
    cursor.down(0.8)
    widths = [cursor.width * share / sum(table.shares) for share in table.shares]
    floor += NOTE_MM
    if table.explained:
        floor += STEP_MM * len(wrapped(table.explained, cursor.width * POINTS_PER_MM, CELL_PT))
    if table.total:
        floor += _row_height(_lines(table.total, widths, bold=True))
    shown = 0
    if table.rows:
        _set_row(cursor, table.columns, widths, bold=True)
    for row in table.rows[: table.most]:
        if cursor.y - _row_height(_lines(row, widths)) < floor:
            break
        _set_row(cursor, row, widths)
        shown += 1
    if table.total:
        _set_row(cursor, table.total, widths, bold=True)
    cursor.text(table.note(shown, gettext), CELL_PT)
    if table.rows:
        cursor.text(table.explained, CELL_PT)


def _lines(
    cells: Sequence[str], widths: Sequence[float], *, bold: bool = False
) -> list[tuple[str, ...]]:
    return [
        wrapped(cell, (width - 2 * PADDING) * POINTS_PER_MM, CELL_PT, bold=bold)
        for cell, width in zip(cells, widths, strict=True)
    ]


def _row_height(lines: Sequence[tuple[str, ...]]) -> float:
    return max(map(len, lines)) * STEP_MM + 2 * PADDING


def _set_row(
    cursor: Cursor, cells: Sequence[str], widths: Sequence[float], *, bold: bool = False
) -> None:
    """A row; headings and sums are bold on grey."""
    texts = _lines(cells, widths, bold=bold)
    box = cursor.box(_row_height(texts))
    if bold:
        cursor.page.fill(box, HEADING_FILL)
    cursor.page.outline(box, RULE)
    left = box.left
    for lines, width in zip(texts, widths, strict=True):
        for place, text in enumerate(lines, start=1):
            base = box.top - PADDING - (place - 0.28) * STEP_MM
            cursor.page.write(Words(left + PADDING, base, text, CELL_PT, bold=bold))
        left += width
