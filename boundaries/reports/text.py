"""An analysis as tables for a terminal of 100 columns."""

from __future__ import annotations

import io
from collections.abc import Callable

import pandas as pd
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from boundaries.domain.analysis import Analysis
from boundaries.domain.finding import KINDS
from boundaries.messages import Gettext
from boundaries.reports.labels import (
    CLASS_LABELS,
    KIND_LABELS,
    clean,
    label,
    method_label,
    parties,
    text_of,
)
from boundaries.reports.numbers import Numbers
from boundaries.reports.summary import by_kind_and_class, cases

WIDTH = 100
LOW_SCORE = 0.6
"""Matches that score less are shown for a person to look at."""


def render_text(analysis: Analysis, gettext: Gettext, language: str, *, limit: int = 20) -> str:
    """What `print_text` prints, as plain text."""
    console = Console(file=io.StringIO(), width=WIDTH, color_system=None)
    with console.capture() as capture:
        print_text(analysis, console, gettext, language, limit=limit)
    return capture.get()


def print_text(
    analysis: Analysis, console: Console, gettext: Gettext, language: str, *, limit: int = 20
) -> None:
    """Print the summary, the `limit` most severe cases, doubtful matches and warnings.

    Long names end in an ellipsis so that every line fits 100 columns.
    """
    numbers = Numbers(language)
    case_table = cases(analysis.findings)
    _print(console, _totals_table(analysis, case_table, gettext, numbers))
    _print(console, _summary_table(case_table, gettext, numbers))
    if case_table.empty:
        console.print(Text(gettext("No overlap, gap or mismatch was found.")))
    else:
        _print(console, _case_table(case_table.head(limit), gettext, numbers))
        _rest(console, len(case_table) - limit, gettext, numbers)
    _print_matches(analysis, console, gettext, numbers, limit)
    for notice in analysis.notices[:limit]:
        place = f"{text_of(notice.feature, gettext)}: " if notice.feature else ""
        text = f"{place}{text_of(notice.message, gettext)}; {text_of(notice.hint, gettext)}"
        console.print(Text(gettext("Warning: {text}").format(text=text)))
    _rest(console, len(analysis.notices) - limit, gettext, numbers)


def worth_a_look(matches: pd.DataFrame) -> pd.DataFrame:
    """Matches that a person should confirm: without a village, ambiguous, or of a low score."""
    doubtful = (
        (matches["code"] == "") | matches["ambiguous"].astype(bool) | (matches["score"] < LOW_SCORE)
    )
    return matches[doubtful]


def _totals_table(
    analysis: Analysis, case_table: pd.DataFrame, gettext: Gettext, numbers: Numbers
) -> Table:
    table = _table(gettext("Summary"))
    table.add_column(gettext("Kind"))
    for heading in (
        gettext("Cases"),
        gettext("Findings"),
        gettext("Pairs of villages"),
        gettext("Area (m²)"),
    ):
        table.add_column(heading, justify="right")
    for kind in KINDS:
        of_kind = case_table[case_table["kind"] == kind]
        if not of_kind.empty:
            table.add_row(
                label(KIND_LABELS, kind, gettext),
                numbers.integer(len(of_kind)),
                numbers.integer(of_kind["findings"].sum()),
                numbers.integer(len(analysis.pairs)) if kind == "overlap" else "",
                numbers.decimal(of_kind["area_m2"].sum(), 0),
            )
    return table


def _summary_table(case_table: pd.DataFrame, gettext: Gettext, numbers: Numbers) -> Table:
    table = _table(gettext("By kind and class"))
    table.add_column(gettext("Kind"))
    table.add_column(gettext("Class"))
    table.add_column(gettext("Cases"), justify="right")
    table.add_column(gettext("Findings"), justify="right")
    table.add_column(gettext("Area (m²)"), justify="right")
    table.add_column(gettext("Greatest width (m)"), justify="right")
    for row in by_kind_and_class(case_table).to_dict("records"):
        table.add_row(
            label(KIND_LABELS, row["kind"], gettext),
            label(CLASS_LABELS, row["class"], gettext),
            numbers.integer(row["cases"]),
            numbers.integer(row["findings"]),
            numbers.decimal(row["area_m2"], 0),
            numbers.decimal(row["max_width_m"], 1),
        )
    return table


def _case_table(case_table: pd.DataFrame, gettext: Gettext, numbers: Numbers) -> Table:
    table = _table(gettext("Most severe cases"))
    table.add_column(gettext("Case"), no_wrap=True)
    table.add_column(gettext("Kind"), no_wrap=True)
    table.add_column(gettext("Class"), no_wrap=True)
    table.add_column(gettext("Villages"), ratio=1)
    for heading in (gettext("Findings"), gettext("Area (m²)"), gettext("Width (m)")):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in case_table.reset_index().to_dict("records"):
        table.add_row(
            row["case"],
            label(KIND_LABELS, row["kind"], gettext),
            label(CLASS_LABELS, row["class"], gettext),
            _cut(parties(row["names"])),
            numbers.integer(row["findings"]),
            numbers.decimal(row["area_m2"], 0),
            numbers.decimal(row["max_width_m"], 1),
        )
    return table


def _print_matches(
    analysis: Analysis, console: Console, gettext: Gettext, numbers: Numbers, limit: int
) -> None:
    doubtful = worth_a_look(analysis.matches)
    if doubtful.empty:
        return
    table = _table(gettext("Matches to confirm"))
    table.add_column(gettext("Source"), max_width=16)
    table.add_column(gettext("Row"), justify="right", no_wrap=True)
    table.add_column(gettext("Name"), ratio=1)
    table.add_column(gettext("Taken for"), ratio=1)
    table.add_column(gettext("Matched by"), ratio=1)
    table.add_column(gettext("Score"), justify="right", no_wrap=True)
    named = names_by_key(analysis)
    for row in doubtful.head(limit).to_dict("records"):
        table.add_row(
            _cut(clean(row["source"])),
            numbers.integer(row["row"]),
            _cut(clean(row["name"])),
            _cut(named(row["code"]) if row["code"] else gettext("no village")),
            _cut(method_label(row["method"], gettext)),
            numbers.decimal(row["score"], 2),
        )
    _print(console, table)
    _rest(console, len(doubtful) - limit, gettext, numbers)


def names_by_key(analysis: Analysis) -> Callable[[str], str]:
    """A function that gives the name and the key of a village from its key."""
    villages = analysis.villages.drop_duplicates("key")
    names = dict(zip(villages["key"], villages["name"], strict=True))
    return lambda key: clean(f"{names[key]} ({key})" if key in names and names[key] != key else key)


def _cut(text: str) -> Text:
    """Text on one line that ends in an ellipsis where its column is too narrow."""
    return Text(text, no_wrap=True, overflow="ellipsis")


def _table(title: str) -> Table:
    return Table(
        title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False
    )


def _print(console: Console, table: Table) -> None:
    if table.row_count:
        console.print(table, width=min(console.width, WIDTH))


def _rest(console: Console, count: int, gettext: Gettext, numbers: Numbers) -> None:
    if count > 0:
        text = gettext("... and {count} more").format(count=numbers.integer(count))
        console.print(Text(text))
