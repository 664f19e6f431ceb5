"""Blocks of a panel, set one below the other, in columns.

A block is a function that writes below a cursor and moves it down; how high it is, is found by
letting it write on a page that nobody sees.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from boundaries.reports.map_sheet_canvas import (
    CENTRE,
    LEFT,
    POINTS_PER_MM,
    RIGHT,
    Box,
    Page,
    Pen,
    Words,
)
from boundaries.reports.pdf_text import wrapped

LEADING = 1.3
HEADING_SIZE, TEXT_SIZE = 6.5, 5.5
RULE = Pen("#8a8a8a", 0.15)
BETWEEN = 2.0
"""Millimetres between blocks."""


@dataclass
class Cursor:
    """A place on a page, between `left` and `right`, `y` millimetres from the lower edge."""

    page: Page
    left: float
    right: float
    y: float
    growth: float

    @property
    def width(self) -> float:
        """How wide the column is."""
        return self.right - self.left

    def down(self, mm: float) -> None:
        """Leave some space, enlarged as texts are."""
        self.y -= mm * self.growth

    def box(self, height: float) -> Box:
        """A box of this height (enlarged) below; the cursor goes under it."""
        top = self.y
        self.down(height)
        return Box(self.left, self.y, self.right, top)

    def text(
        self, text: str, size: float = TEXT_SIZE, *, bold: bool = False, align: str = LEFT
    ) -> None:
        """A paragraph, broken into lines."""
        size *= self.growth
        places = {LEFT: self.left, CENTRE: (self.left + self.right) / 2, RIGHT: self.right}
        for line in wrapped(text, self.width * POINTS_PER_MM, size, bold=bold):
            self.y -= size * LEADING / POINTS_PER_MM
            base = self.y + size * 0.28 / POINTS_PER_MM
            self.page.write(Words(places[align], base, line, size, bold=bold, align=align))

    def heading(self, text: str) -> None:
        """The heading of a block, under a rule."""
        self.page.strokes([np.array([[self.left, self.y], [self.right, self.y]])], RULE)
        self.down(0.6)
        self.text(text, HEADING_SIZE, bold=True)
        self.down(0.4)


Block = Callable[[Cursor], None]


def height_of(block: Block, width: float, growth: float) -> float:
    """How high a block is in a column of this width."""
    scratch = Cursor(Page(width, 0.0), 0.0, width, 0.0, growth)
    block(scratch)
    return -scratch.y


def flow(
    page: Page,
    columns: Sequence[Box],
    upper: Sequence[Block],
    lower: Sequence[Block],
    growth: float,
) -> tuple[Box, ...]:
    """Set blocks from the top of the columns on, and others at the foot of the last column.

    What is left between both, from column to column; a room may have no height.
    """
    width, space = columns[0].width, BETWEEN * growth
    place, top = 0, columns[0].top
    for block in upper:
        height = height_of(block, width, growth)
        if top - height < columns[place].bottom and place + 1 < len(columns):
            place += 1
            top = columns[place].top
        block(Cursor(page, columns[place].left, columns[place].right, top, growth))
        top -= height + space
    last = columns[-1]
    heights = [height_of(block, width, growth) + space for block in lower]
    foot = last.bottom + sum(heights)
    below = foot
    for block, height in zip(lower, heights, strict=True):
        block(Cursor(page, last.left, last.right, below - space, growth))
        below -= height
    return tuple(
        Box(
            column.left,
            foot if column is last else column.bottom,
            column.right,
            top if number == place else column.top,
        )
        for number, column in enumerate(columns[place:], start=place)
    )
