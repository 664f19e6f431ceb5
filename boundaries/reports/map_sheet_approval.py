"""The block of approval of a map sheet: who signs it, and the code that tells a print."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import segno
import shapely

from boundaries.messages import Gettext
from boundaries.reports.map_sheet_canvas import CENTRE, POINTS_PER_MM, Box, Page, Pen
from boundaries.reports.map_sheet_cursor import LEADING, TEXT_SIZE, Block, Cursor
from boundaries.reports.map_sheet_words import Signer
from boundaries.reports.pdf_text import wrapped

BLACK = Pen("#000000", 0.2)
INK = "#000000"
CELL_HEIGHT, CODE_SIZE = 27.0, 16.0
CODE_QUIET = 4
"""Empty modules around a code, as readers of codes want them."""
FOOT_MM = 1.1
SMALL = TEXT_SIZE - 0.5


def approval_block(
    publisher: str, signers: Sequence[Signer], digest: str, gettext: Gettext
) -> Block:
    """Who made, checked and approved the sheet, its date, and the sum of its content."""

    def draw(cursor: Cursor) -> None:
        if publisher:
            cursor.text(publisher, 7, bold=True, align=CENTRE)
            cursor.down(0.6)
        box, growth = cursor.box(CELL_HEIGHT), cursor.growth
        wide = box.width / len(signers)
        for place, signer in enumerate(signers):
            cell = Box(box.left + place * wide, box.bottom, box.left + (place + 1) * wide, box.top)
            cursor.page.outline(cell, BLACK)
            _signature(Cursor(cursor.page, cell.left + 1, cell.right - 1, cell.top, growth),
                       signer, gettext)  # fmt: skip
        cursor.down(1)
        _sum(cursor, digest, gettext)

    return draw


def sheet_code(digest: str) -> str:
    """The text of the code on a sheet whose content has this sum."""
    return f"Tapal\nsheet sha256:{digest}"


def _signature(cursor: Cursor, signer: Signer, gettext: Gettext) -> None:
    """Caption and post at the top of a cell; name, NIP and date at its foot."""
    growth, bottom = cursor.growth, cursor.y - CELL_HEIGHT * cursor.growth
    cursor.text(signer.act, TEXT_SIZE, bold=True, align=CENTRE)
    cursor.text(signer.post, TEXT_SIZE, align=CENTRE)
    name, bold = signer.name or "." * 30, bool(signer.name)
    below = [f"{gettext('Date')}: {'.' * 20}"]
    if signer.nip or not signer.elected:
        below.insert(0, f"NIP {signer.nip or '.' * 24}")
    room = cursor.width * POINTS_PER_MM
    lines = len(wrapped(name, room, TEXT_SIZE * growth, bold=bold))
    points = LEADING * (lines * TEXT_SIZE + len(below) * SMALL)
    cursor.y = bottom + (FOOT_MM + points / POINTS_PER_MM) * growth
    cursor.text(name, TEXT_SIZE, bold=bold, align=CENTRE)
    for text in below:
        cursor.text(text, SMALL, align=CENTRE)


def _sum(cursor: Cursor, digest: str, gettext: Gettext) -> None:
    box, growth = cursor.box(CODE_SIZE), cursor.growth
    square = Box(box.left, box.bottom, box.left + box.height, box.top)
    _draw_code(cursor.page, square, sheet_code(digest))
    beside = Cursor(cursor.page, square.right + 2 * growth, box.right, box.top - 1, growth)
    beside.text(gettext("SHA-256 of the lines and points of this sheet:"))
    half = len(digest) // 2
    for part in (digest[:half], digest[half:]):
        beside.text(part)


def _draw_code(page: Page, square: Box, text: str) -> None:
    """The QR code of a text, dark modules as one area so that no seams show."""
    dark = np.array([list(row) for row in segno.make(text, error="m", micro=False).matrix]) == 1
    row, column = np.nonzero(dark)
    modules = shapely.union_all(shapely.box(column, -row - 1.0, column + 1.0, -row))
    step = square.width / (len(dark) + 2 * CODE_QUIET)
    corner = np.array([square.left, square.top]) + np.array([step, -step]) * CODE_QUIET
    placed = shapely.transform(modules, lambda places: corner + places * step)
    page.areas(np.array([placed], dtype=object), INK)
