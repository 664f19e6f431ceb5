"""The list of cartometric points on a map sheet, and the sheets on which it goes on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from boundaries.messages import Gettext
from boundaries.reports.map_sheet_canvas import POINTS_PER_MM, Box, Page, Pen, Words, text_width
from boundaries.reports.map_sheet_cursor import HEADING_SIZE, LEADING, TEXT_SIZE, Cursor
from boundaries.reports.map_sheet_layout import Layout

SIZE = 4.8
PADDING = 0.7
LEAST_ROWS = 5
"""A list with less room on the first sheet begins on the next."""
HEAD_FILL, RULE = "#e7e6e6", Pen("#9a9a9a", 0.1)
COLUMN_SPACE = 6.0
STATEMENT_SPACE = 3.0


def row_height(growth: float) -> float:
    """Millimetres of a row."""
    return SIZE * growth * LEADING / POINTS_PER_MM + 0.35 * growth


def draw_list(
    page: Page, rooms: Sequence[Box], table: pd.DataFrame, growth: float, gettext: Gettext
) -> int:
    """The list in the rooms of a panel, and where it goes on; how many rows were drawn.

    A room for less than `LEAST_ROWS` rows stays empty.
    """
    start, wanted = 0, True
    for room in rooms:
        cursor = Cursor(page, room.left, room.right, room.top, growth)
        if wanted and room.height > LEAST_ROWS * row_height(growth):
            cursor.heading(gettext("Cartometric points"))
            wanted = False
            if table.empty:
                cursor.text(gettext("No cartometric points: no segment is agreed yet."))
        rows = int((cursor.y - room.bottom) / row_height(growth)) - 2
        if rows < LEAST_ROWS or start == len(table):
            continue
        place = Box(room.left, room.bottom, room.right, cursor.y)
        cursor.y = draw_rows(page, place, table.iloc[start : start + rows], growth)
        start = min(start + rows, len(table))
        if start < len(table) and room is rooms[-1]:
            cursor.text(gettext("The list goes on from sheet 2."))
    return start


def draw_rows(page: Page, room: Box, table: pd.DataFrame, growth: float) -> float:
    """A table from the top of a room on; where it ends. Text shrinks until it fits in width."""
    size = SIZE * growth
    widths = _widths(table, size)
    shrink = min(1.0, room.width / widths.sum())
    size, step = size * shrink, row_height(growth)
    edges = room.left + np.concatenate(([0.0], np.cumsum(widths * shrink)))
    page.fill(Box(room.left, room.top - step, float(edges[-1]), room.top), HEAD_FILL)
    rows = [[str(name) for name in table.columns], *table.to_numpy().tolist()]
    y = room.top
    for number, row in enumerate(rows):
        y -= step
        base = y + step * 0.28
        for text, left in zip(row, edges[:-1] + PADDING * shrink, strict=True):
            page.write(Words(float(left), base, text, size, bold=number == 0))
    lines = [np.array([[x, room.top], [x, y]]) for x in edges]
    levels = room.top - step * np.arange(len(rows) + 1)
    lines += [np.array([[edges[0], level], [edges[-1], level]]) for level in levels]
    page.strokes(lines, RULE)
    return y


def _widths(table: pd.DataFrame, size: float) -> np.ndarray:
    """How wide the columns are by their texts."""
    return np.array(
        [
            max(
                text_width(str(name), size, bold=True),
                *(text_width(text, size) for text in table[name].unique()),
            )
            + 2 * PADDING
            for name in table.columns
        ]
    )


def further_pages(
    table: pd.DataFrame,
    layout: Layout,
    title: str,
    statements: Sequence[str],
    gettext: Gettext,
) -> list[Page]:
    """The sheets on which the rows of `table` stand; none for no rows."""
    pages: list[Page] = []
    start, growth = 0, layout.growth
    while start < len(table):
        page = Page(layout.width, layout.height)
        cursor = Cursor(page, layout.sheet.left, layout.sheet.right, layout.sheet.top, growth)
        cursor.text(title, HEADING_SIZE * 1.5, bold=True)
        cursor.text(gettext("Cartometric points, continued"), HEADING_SIZE)
        for statement in statements:
            cursor.text(statement, TEXT_SIZE)
        cursor.down(STATEMENT_SPACE)
        room = Box(cursor.left, layout.sheet.bottom + 2 * STATEMENT_SPACE, cursor.right, cursor.y)
        start = _fill(page, room, table, start, growth)
        pages.append(page)
    return pages


def _fill(page: Page, room: Box, table: pd.DataFrame, start: int, growth: float) -> int:
    """Columns of rows from `start` on as far as the room goes; the first row that is left."""
    wide = min(float(_widths(table, SIZE * growth).sum()), room.width)
    rows = int(room.height / row_height(growth)) - 1
    left = room.left
    while start < len(table) and left + wide <= room.right + 1e-6:
        part = table.iloc[start : start + rows]
        draw_rows(page, Box(left, room.bottom, left + wide, room.top), part, growth)
        left += wide + COLUMN_SPACE
        start += len(part)
    return start
