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
WIDEST = 48
"""So wide a column that tells rows apart may be before its words are broken."""
BETWEEN = 3
"""What lies between two columns."""


def print_rows(
    console: Console,
    title: str,
    headings: Sequence[str],
    rows: Iterable[Iterable[str]],
    *,
    figures: bool = False,
) -> None:
    """Print a table under its title; without `headings` it has none.

    With `figures` all columns but the first are set to the right. The first column, which tells the
    rows apart, keeps its width up to `WIDEST`; words that are too long go on in the next line.
    """
    cells = [[Text(clean(cell), overflow="fold") for cell in row] for row in rows]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_header=bool(headings))
    texts = [[heading, *(row[at].plain for row in cells)] for at, heading in enumerate(headings)]
    for place, (heading, width) in enumerate(zip(headings, _widths(texts, console), strict=True)):
        table.add_column(
            heading,
            justify="right" if figures and place else "left",
            overflow="fold",
            width=width,
        )
    for row in cells:
        table.add_row(*row)
    console.print(Text(title, style="bold"))
    console.print(table)


def _widths(columns: Sequence[Sequence[str]], console: Console) -> Sequence[int | None]:
    """How wide columns are where not all fit: the first has what it needs, the others share."""
    room = console.width - BETWEEN * len(columns)
    natural = [max(map(len, texts)) for texts in columns]
    if sum(natural) <= room:
        return [None] * len(columns)
    first = min(natural[0], WIDEST, room // 2)
    caps = range(1, max(natural[1:], default=1))
    shared = [[min(wanted, cap) for wanted in natural[1:]] for cap in caps]
    fitting = [widths for widths in shared if sum(widths) <= room - first]
    return [first, *(fitting[-1] if fitting else [1] * len(natural[1:]))]


def print_rest(console: Console, count: int, gettext: Gettext, numbers: Numbers) -> None:
    """Say how many rows were left out, where there are any."""
    if count > 0:
        text = gettext("... and {count} more").format(count=numbers.integer(count))
        console.print(Text(text))
