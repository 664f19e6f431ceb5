"""The brief for the monthly coordination meeting as two pages of A4, and its map."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from boundaries.domain.brief import Brief
from boundaries.messages import Gettext, message
from boundaries.reports.brief_tables import BriefTable, brief_tables, title_lines
from boundaries.reports.map_sheet_canvas import POINTS_PER_MM, Box, Page, Pen, Words
from boundaries.reports.map_sheet_cursor import RULE, Cursor
from boundaries.reports.map_sheet_symbols import STATE_PENS, STYLE_NAMES, STYLE_OF_STATE
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
MAP_MM, LEGEND_MM, KEY_MM = (182.0, 95.0), 46.0, 8.0
FILLED = 0.96
"""Share of the room that the land takes."""
SIMPLIFIED_MM, THIN = 0.05, 0.7


def draw_map(page: Page, box: Box, brief: Brief, gettext: Gettext) -> None:
    """The segments by state, north up, with their legend at the right, within a box.

    Segments of the outer border are drawn but not counted.
    """
    shapes = brief.segments.geometry.to_numpy()
    room = Box(box.left, box.bottom, box.right - LEGEND_MM, box.top)
    west, south, east, north = shapely.total_bounds(shapes)
    scale = FILLED * min(room.width / max(east - west, 1.0), room.height / max(north - south, 1.0))
    middle = np.array([(west + east) / 2, (south + north) / 2])
    drawn = shapely.transform(
        shapes, lambda points: (points - middle) * scale + np.array(room.middle)
    )
    styles = brief.segments["state"].map(STYLE_OF_STATE).to_numpy()
    inner = ~brief.segments["outer"].to_numpy(dtype=bool)
    shown = [style for style in STATE_PENS if (styles == style).any()]
    for style in reversed(shown):
        pen = STATE_PENS[style]
        thin = Pen(pen.colour, THIN * pen.width, pen.dashes, pen.round)
        page.lines(shapely.simplify(drawn[styles == style], SIMPLIFIED_MM), thin)
    cursor = Cursor(page, room.right + KEY_MM + 2, box.right, box.top - 6, 1.0)
    for style in shown:
        y = cursor.y - 2.0
        page.strokes([np.array([[room.right, y], [room.right + KEY_MM, y]])], STATE_PENS[style])
        label = STYLE_NAMES[style].render(gettext)
        cursor.text(f"{label} ({np.count_nonzero(inner & (styles == style))})", CELL_PT)
        cursor.down(1.0)


def brief_map(brief: Brief, gettext: Gettext) -> Page:
    """The map by itself."""
    page = Page(*MAP_MM)
    draw_map(page, Box(0, 0, *MAP_MM), brief, gettext)
    return page


def brief_pages(brief: Brief, gettext: Gettext, language: str) -> tuple[Page, Page]:
    """The two pages: progress and map; clocks, disputes and requests."""
    progress, *others = brief_tables(brief, gettext, language)
    first, second = (Page(WIDTH, HEIGHT) for _ in range(2))
    top = Cursor(first, MARGIN, WIDTH - MARGIN, HEIGHT - MARGIN, 1.0)
    title, about = title_lines(brief, gettext, language)
    top.text(title, TITLE_PT, bold=True)
    top.text(about, TEXT_PT)
    _set_table(top, progress, MARGIN + LEAST_MAP_MM, gettext)
    top.down(3.0)
    lower = max(top.y - MAP_MM[1], MARGIN)
    draw_map(first, Box(MARGIN, lower, WIDTH - MARGIN, top.y), brief, gettext)
    below = Cursor(second, MARGIN, WIDTH - MARGIN, HEIGHT - MARGIN, 1.0)
    for table, floor in zip(others, FLOORS_MM, strict=True):
        _set_table(below, table, floor, gettext)
        below.down(3.0)
    for number, page in enumerate((first, second), start=1):
        foot = message("Page {page} of {pages}", page=number, pages=2).render(gettext)
        page.write(Words(MARGIN, MARGIN / 2, foot, CELL_PT))
    return first, second


def _set_table(cursor: Cursor, table: BriefTable, floor: float, gettext: Gettext) -> None:
    """The table with as many rows as fit above `floor`."""
    cursor.down(2.0)
    cursor.text(table.heading, HEADING_PT, bold=True)
    cursor.down(0.8)
    widths = [cursor.width * share / sum(table.shares) for share in table.shares]
    shown = 0
    if table.rows:
        _set_row(cursor, table.columns, widths, heading=True)
    for row in table.rows[: table.most]:
        if cursor.y - _row_height(_lines(row, widths)) < floor + NOTE_MM:
            break
        _set_row(cursor, row, widths)
        shown += 1
    cursor.text(table.note(shown, gettext), CELL_PT)


def _lines(
    cells: Sequence[str], widths: Sequence[float], *, heading: bool = False
) -> list[tuple[str, ...]]:
    return [
        wrapped(cell, (width - 2 * PADDING) * POINTS_PER_MM, CELL_PT, bold=heading)
        for cell, width in zip(cells, widths, strict=True)
    ]


def _row_height(lines: Sequence[tuple[str, ...]]) -> float:
    return max(map(len, lines)) * STEP_MM + 2 * PADDING


def _set_row(
    cursor: Cursor, cells: Sequence[str], widths: Sequence[float], *, heading: bool = False
) -> None:
    texts = _lines(cells, widths, heading=heading)
    box = cursor.box(_row_height(texts))
    if heading:
        cursor.page.fill(box, HEADING_FILL)
    cursor.page.outline(box, RULE)
    left = box.left
    for lines, width in zip(texts, widths, strict=True):
        for place, text in enumerate(lines, start=1):
            base = box.top - PADDING - (place - 0.28) * STEP_MM
            cursor.page.write(Words(left + PADDING, base, text, CELL_PT, bold=heading))
        left += width
