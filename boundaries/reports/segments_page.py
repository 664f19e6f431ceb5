"""The frame of a print-out of segments: cells, tables and what is left out."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from boundaries.domain.segment_analysis import SegmentAnalysis
from boundaries.messages import Gettext, Message
from boundaries.reports.labels import parties
from boundaries.reports.numbers import KILOMETRE_M, Numbers
from boundaries.reports.screen import WIDTH, print_rest
from boundaries.reports.segments_tables import village_names

MANY_COLUMNS, NARROW, WIDE = 6, 8, 12
"""Columns of figures are at most so wide; headings wrap."""
NONE = "–"


class Page:
    """A print-out with its console, language and limit of rows.

    Every line fits the width of the console, 100 columns at most.
    """

    def __init__(
        self,
        analysis: SegmentAnalysis,
        console: Console,
        gettext: Gettext,
        numbers: Numbers,
        limit: int,
    ) -> None:
        self.analysis = analysis
        self.console = console
        self.gettext = gettext
        self.numbers = numbers
        self.limit = limit
        self.names = village_names(analysis)

    def pair(self, row: Mapping[Hashable, Any]) -> str:
        """The names of the two villages of a row."""
        return self.together((row["a"], row["b"]))

    def together(self, keys: Iterable[str]) -> str:
        """The names of the villages of several keys."""
        return parties(self.names.get(key, key) for key in keys)

    def place(self, row: Mapping[Hashable, Any]) -> tuple[str, str]:
        """Longitude and latitude of a row."""
        lon, lat = (row[name] for name in ("lon", "lat"))
        return self.numbers.decimal(lon, 5), self.numbers.decimal(lat, 5)

    def kilometres(self, metres: float) -> str:
        """A length in kilometres; a dash where there is no line."""
        return NONE if math.isnan(metres) else self.numbers.measure(metres / KILOMETRE_M, 2)

    def metres(self, value: float) -> str:
        """An offset in metres; a dash where nothing lies opposite."""
        return NONE if math.isnan(value) else self.short(value)

    def short(self, value: float) -> str:
        """A figure with one decimal, from a hundred on with none."""
        return self.numbers.measure(value, 1 if round(value, 1) < 100 else 0)

    def word(self, labels: Mapping[Any, Message], code: object) -> str:
        """The word for a code."""
        return labels[code].render(self.gettext)

    def table(
        self,
        title: str,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        right: Sequence[int],
        rest: int = 0,
    ) -> None:
        """Print a table that is not empty; columns `right` hold figures, `rest` is its full size.

        A first column with a heading takes the room that the others leave.
        """
        if not rows and not rest:
            return
        self.console.print(Text(title, style="bold"))
        if rows:
            self.grid(headings, rows, right)
        self.rest(rest - self.limit)

    def grid(
        self, headings: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int]
    ) -> None:
        """Print the rows under their headings."""
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_header=any(headings))
        widest = NARROW if len(headings) > MANY_COLUMNS else WIDE
        for place, heading in enumerate(headings):
            if place in right:
                table.add_column(heading, justify="right", max_width=widest)
            else:
                ratio = 1 if place == 0 and heading else None
                table.add_column(heading, overflow="fold", ratio=ratio)
        for cells in rows:
            table.add_row(*(Text(cell) for cell in cells))
        self.console.print(table, width=min(self.console.width, WIDTH))

    def rest(self, count: int) -> None:
        """Say how many rows were left out."""
        print_rest(self.console, count, self.gettext, self.numbers)
