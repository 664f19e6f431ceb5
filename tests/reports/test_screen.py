from __future__ import annotations

import io
from collections.abc import Callable

from rich.console import Console

from boundaries.reports.numbers import Numbers
from boundaries.reports.screen import print_rest, print_rows


def lines_of(show: Callable[[Console], None]) -> list[str]:
    console = Console(file=io.StringIO(), width=40, color_system=None)
    with console.capture() as capture:
        show(console)
    return [line.strip() for line in capture.get().splitlines() if line.strip(" ─")]


def test_figures_are_set_to_the_right() -> None:
    rows = [("a", "1"), ("b", "1000")]
    names = ("Name", "Number")
    plain = lines_of(lambda console: print_rows(console, "Title", names, rows))
    assert plain == ["Title", "Name   Number", "a      1", "b      1000"]
    figures = lines_of(lambda console: print_rows(console, "Title", names, rows, figures=True))
    assert figures == ["Title", "Name   Number", "a           1", "b        1000"]


def test_a_table_without_headings() -> None:
    found = lines_of(lambda console: print_rows(console, "Title", (), [("a", "[b]\x1b[1m")]))
    assert found == ["Title", "a   [b]\N{REPLACEMENT CHARACTER}[1m"]


def test_what_is_left_out_is_counted() -> None:
    numbers = Numbers("id")
    assert lines_of(lambda console: print_rest(console, 1200, str, numbers)) == [
        "... and 1.200 more"
    ]
    assert lines_of(lambda console: print_rest(console, 0, str, numbers)) == []


def test_what_tells_rows_apart_is_never_cut() -> None:
    """The first column has half of the 40 columns; what is longer goes on in the next line."""
    rows = [("12.68.01.2001_s", "a very long remark " * 4, "2001_survei")]
    shown = lines_of(lambda console: print_rows(console, "T", ("Source", "Text", "Other"), rows))
    assert "…" not in "".join(shown)
    assert any(line.startswith("12.68.01.2001_s ") for line in shown)
    assert max(map(len, shown)) <= 40
