"""What all print-outs for a terminal share: their width, tables and what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from boundaries.messages import Gettext
from boundaries.reports.labels import clean
from boundaries.reports.numbers import Numbers

WIDTH = 100


def print_rows(
    console: Console,
    title: str,
    headings: Sequence[str],
    rows: Iterable[Iterable[str]],
    *,
    figures: bool = False,
) -> None:
    """Print a table under its title; without `headings` it has none.

    With `figures` all columns but the first are set to the right.
    """
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_header=bool(headings))
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="right" if figures and place else "left")
    for row in rows:
        table.add_row(*(Text(clean(cell)) for cell in row))
    console.print(Text(title, style="bold"))
    console.print(table)


def print_rest(console: Console, count: int, gettext: Gettext, numbers: Numbers) -> None:
    """Say how many rows were left out, where there are any."""
    if count > 0:
        text = gettext("... and {count} more").format(count=numbers.integer(count))
        console.print(Text(text))
