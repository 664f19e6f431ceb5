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
from boundaries.domain.parameters import Parameters
from boundaries.errors import row_number
from boundaries.messages import Gettext
from boundaries.reports.accuracy_words import limit_words, sources_words
from boundaries.reports.allowed_tables import allow_list, allowed_findings
from boundaries.reports.labels import (
    CLASS_LABELS,
    KIND_LABELS,
    STATE_LABELS,
    WHERE_LABELS,
    clean,
    label,
    method_label,
    parties,
)
from boundaries.reports.notice_lines import notice_lines
from boundaries.reports.numbers import Numbers
from boundaries.reports.screen import WIDTH, print_rest
from boundaries.reports.summary import by_own_class, cases, roles_of

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

    Every line fits 100 columns: names of villages wrap, labels of sources end in an ellipsis.
    Identifiers of cases and findings are left to the files.
    """
    numbers = Numbers(language)
    case_table = cases(analysis.findings, roles_of(analysis))
    totals = _totals_table(analysis, case_table, gettext, numbers)
    _print(console, gettext("Summary"), totals)
    by_class = by_own_class(analysis.findings, case_table)
    _print(console, gettext("By kind and class"), _summary_table(by_class, gettext, numbers))
    if case_table.empty:
        console.print(Text(gettext("No overlap, gap or mismatch was found.")))
    else:
        listed = _case_table(analysis, case_table.head(limit), gettext, numbers)
        _print(console, gettext("Most severe cases"), listed)
        print_rest(console, len(case_table) - limit, gettext, numbers)
    compared = analysis.command == "compare"
    console.print(Text(accuracy_line(analysis.parameters, gettext, numbers, compared=compared)))
    conflicts = conflicts_line(case_table, gettext, numbers)
    if conflicts and compared:
        console.print(Text(conflicts))
    _print_allowed(analysis, console, gettext, numbers, limit)
    _print_matches(analysis, console, gettext, numbers, limit)
    for line in notice_lines(analysis.notices, gettext, numbers, limit=limit):
        console.print(Text(line))


def worth_a_look(matches: pd.DataFrame) -> pd.DataFrame:
    """Matches that a person should confirm: without a village, ambiguous, or of a low score.

    Records outside the area of the reference are none of them.
    """
    doubtful = (
        (matches["code"] == "") | matches["ambiguous"].astype(bool) | (matches["score"] < LOW_SCORE)
    )
    return matches[doubtful & ~matches["outside"].astype(bool)]


def accuracy_line(
    parameters: Parameters, gettext: Gettext, numbers: Numbers, *, compared: bool = False
) -> str:
    """The accuracy that decided the classes, and the limits of width that follow from it.

    Where sources were `compared` that differ in accuracy, both are told.
    """
    noise, sliver, doubt = (
        limit_words(name, parameters, gettext, numbers, compared=compared)
        for name in ("noise_m", "sliver_m", "doubt_m")
    )
    return gettext(
        "Accuracy: {sources}; noise ≤ {noise}, sliver ≤ {sliver}, doubt ≤ {doubt}"
    ).format(
        sources=sources_words(parameters, gettext, numbers, compared=compared),
        noise=noise,
        sliver=sliver,
        doubt=doubt,
    )


def conflicts_line(case_table: pd.DataFrame, gettext: Gettext, numbers: Numbers) -> str:
    """How many claims and doubts lie between which sources; "" where there are none."""
    serious = case_table[case_table["class"].isin(["claim", "doubt"])]
    counts = serious["where"].value_counts()
    if counts.empty:
        return ""
    return gettext(
        "Claims and doubts: {local} between local sources, {between} between reference and local, "
        "{reference} in the reference itself."
    ).format(
        **{name: numbers.integer(counts.get(name, 0)) for name in ("local", "between", "reference")}
    )


def _totals_table(
    analysis: Analysis, case_table: pd.DataFrame, gettext: Gettext, numbers: Numbers
) -> Table:
    table = _table()
    table.add_column(gettext("Kind"))
    for heading in (
        gettext("Cases"),
        gettext("Findings"),
        gettext("Pairs of villages"),
        gettext("Area"),
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
                numbers.area(of_kind["area_m2"].sum()),
            )
    return table


def _summary_table(by_class: pd.DataFrame, gettext: Gettext, numbers: Numbers) -> Table:
    table = _table()
    table.add_column(gettext("Kind"))
    table.add_column(gettext("Class"))
    table.add_column(gettext("Cases"), justify="right")
    table.add_column(gettext("Findings"), justify="right")
    table.add_column(gettext("Area"), justify="right")
    table.add_column(gettext("Greatest width (m)"), justify="right")
    for row in by_class.to_dict("records"):
        table.add_row(
            label(KIND_LABELS, row["kind"], gettext),
            label(CLASS_LABELS, row["class"], gettext),
            numbers.integer(row["cases"]),
            numbers.integer(row["findings"]),
            numbers.area(row["area_m2"]),
            numbers.measure(row["max_width_m"], 1),
        )
    return table


def _case_table(
    analysis: Analysis, case_table: pd.DataFrame, gettext: Gettext, numbers: Numbers
) -> Table:
    between = analysis.command == "compare"
    table = _table()
    table.add_column(gettext("Kind"), no_wrap=True)
    table.add_column(gettext("Class"), max_width=14)
    table.add_column(gettext("Villages"), ratio=1, overflow="fold")
    if between:
        table.add_column(gettext("Where"), max_width=13)
    table.add_column(gettext("Findings"), justify="right")
    table.add_column(gettext("Area"), justify="right", no_wrap=True)
    table.add_column(gettext("Greatest width (m)"), justify="right", max_width=13)
    for row in case_table.to_dict("records"):
        where = [label(WHERE_LABELS, row["where"], gettext)] if between else []
        table.add_row(
            label(KIND_LABELS, row["kind"], gettext),
            label(CLASS_LABELS, row["class"], gettext),
            Text(parties(row["names"])),
            *where,
            numbers.integer(row["findings"]),
            numbers.area(row["area_m2"]),
            numbers.measure(row["max_width_m"], 1),
        )
    return table


def _print_allowed(
    analysis: Analysis, console: Console, gettext: Gettext, numbers: Numbers, limit: int
) -> None:
    """How many findings are allowed, and the entries of the list that no longer hold."""
    entries = allow_list(analysis)
    if entries.empty:
        return
    found = allowed_findings(analysis)
    text = gettext("Allowed and not counted: {count} findings, {area}.").format(
        count=numbers.integer(len(found)), area=numbers.area(found["area_m2"].sum())
    )
    console.print(Text(text))
    changed = entries[entries["state"] != "allowed"]
    table = _table()
    for heading in (gettext("Finding"), gettext("State"), gettext("Allowed because")):
        table.add_column(heading, overflow="fold")
    table.add_column(gettext("Area"), justify="right", no_wrap=True)
    for row in changed.head(limit).to_dict("records"):
        table.add_row(
            Text(clean(row["id"])),
            label(STATE_LABELS, row["state"], gettext),
            Text(clean(row["because"])),
            numbers.area(row["area_m2"]) if row["findings"] else "–",
        )
    _print(console, gettext("Entries of the allow list that no longer hold"), table)
    print_rest(console, len(changed) - limit, gettext, numbers)


def _print_matches(
    analysis: Analysis, console: Console, gettext: Gettext, numbers: Numbers, limit: int
) -> None:
    doubtful = worth_a_look(analysis.matches)
    if doubtful.empty:
        return
    table = _table()
    table.add_column(gettext("Source"), max_width=16)
    table.add_column(gettext("Row"), justify="right", no_wrap=True)
    table.add_column(gettext("Name"), ratio=1, overflow="fold")
    table.add_column(gettext("Taken for"), ratio=1, overflow="fold")
    table.add_column(gettext("Matched by"), ratio=1)
    table.add_column(gettext("Score"), justify="right", no_wrap=True)
    named = names_by_key(analysis)
    for row in doubtful.head(limit).to_dict("records"):
        table.add_row(
            _cut(clean(row["source"])),
            str(row_number(row["row"])),
            Text(clean(row["name"])),
            Text(named(row["code"]) if row["code"] else gettext("no counterpart found")),
            Text(method_label(row["method"], gettext)),
            numbers.decimal(row["score"], 2),
        )
    _print(console, gettext("Matches to confirm"), table)
    print_rest(console, len(doubtful) - limit, gettext, numbers)


def names_by_key(analysis: Analysis) -> Callable[[str], str]:
    """A function that gives the name and the key of a village from its key."""
    villages = analysis.villages.drop_duplicates("key")
    names = dict(zip(villages["key"], villages["name"], strict=True))
    return lambda key: clean(f"{names[key]} ({key})" if key in names and names[key] != key else key)


def _cut(text: str) -> Text:
    """Text on one line that ends in an ellipsis where its column is too narrow."""
    return Text(text, no_wrap=True, overflow="ellipsis")


def _table() -> Table:
    return Table(box=box.SIMPLE_HEAD, pad_edge=False)


def _print(console: Console, title: str, table: Table) -> None:
    if table.row_count:
        console.print(Text(title, style="bold"))
        console.print(table, width=min(console.width, WIDTH))
