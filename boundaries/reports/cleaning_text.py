"""A cleaning as tables for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from rich.console import Console
from rich.text import Text

from boundaries.domain.cleaning import Cleaning
from boundaries.domain.parameters import Parameters
from boundaries.errors import Notice
from boundaries.messages import Gettext, message
from boundaries.reports.labels import CLASS_LABELS, KIND_LABELS, clean, label, parties, text_of
from boundaries.reports.notice_lines import notice_lines
from boundaries.reports.numbers import Numbers
from boundaries.reports.screen import print_rest, print_rows
from boundaries.reports.text import accuracy_line

Rows = tuple[tuple[str, ...], list[tuple[str, ...]]]

HOW_LABELS = {
    "midline": message("along the middle"),
    "longest": message("to the longest border"),
    "only": message("to the only neighbour"),
    "reference": message("as the reference has it"),
}
CHANGE_LABELS = {
    "new": message("became neighbours"),
    "lost": message("are no longer neighbours"),
}


def print_cleaning(
    result: Cleaning,
    console: Console,
    gettext: Gettext,
    language: str,
    *,
    parameters: Parameters,
    notices: Sequence[Notice],
    limit: int,
) -> None:
    """Print what was repaired and left, and what became of the villages, `limit` rows of each."""
    numbers = Numbers(language)
    tables = (
        (gettext("Repaired"), _repaired(result.repaired, gettext, numbers)),
        (gettext("Left as it is"), _left(result.left, gettext, numbers)),
        (gettext("Findings left"), _findings(result.left, gettext, numbers)),
        (gettext("Areas of villages that changed"), _areas(result.report, gettext, numbers)),
        (gettext("Neighbours"), _neighbours(result, gettext, numbers)),
        (gettext("Villages left alone"), _refused(result.refused, gettext)),
    )
    for title, (headings, rows) in tables:
        if rows:
            print_rows(console, title, headings, rows[:limit])
            print_rest(console, len(rows) - limit, gettext, numbers)
    if result.repaired.empty:
        console.print(Text(gettext("There is no noise to repair.")))
    text = gettext("Land of all villages together: {before} before, {after} after ({change} m²)")
    change = result.union_after_m2 - result.union_before_m2
    console.print(
        Text(
            text.format(
                before=numbers.area(result.union_before_m2),
                after=numbers.area(result.union_after_m2),
                change=("+" if change >= 0 else "") + numbers.decimal(change, 2),
            )
        )
    )
    console.print(Text(accuracy_line(parameters, gettext, numbers)))
    for line in notice_lines(notices, gettext, numbers, limit=limit):
        console.print(Text(line))


def _repaired(findings: pd.DataFrame, gettext: Gettext, numbers: Numbers) -> Rows:
    headings = (gettext("Kind"), gettext("How"), gettext("Findings"), gettext("Area"))
    groups = findings.groupby(["kind", "how"])["area_m2"].agg(["size", "sum"]).reset_index()
    return headings, [
        (
            label(KIND_LABELS, row["kind"], gettext),
            label(HOW_LABELS, row["how"], gettext),
            numbers.integer(row["size"]),
            numbers.area(row["sum"]),
        )
        for row in groups.to_dict("records")
    ]


def _left(findings: pd.DataFrame, gettext: Gettext, numbers: Numbers) -> Rows:
    headings = (
        gettext("Kind"), gettext("Class"), gettext("Reason"), gettext("Findings"), gettext("Area"),
    )  # fmt: skip
    table = pd.DataFrame(findings[["kind", "class", "area_m2"]])
    table["reason"] = [text_of(reason, gettext) for reason in findings["reason"]]
    groups = table.groupby(["kind", "class", "reason"])["area_m2"].agg(["size", "sum"])
    return headings, [
        (
            label(KIND_LABELS, row["kind"], gettext),
            label(CLASS_LABELS, row["class"], gettext),
            row["reason"],
            numbers.integer(row["size"]),
            numbers.area(row["sum"]),
        )
        for row in groups.reset_index().to_dict("records")
    ]


def _findings(findings: pd.DataFrame, gettext: Gettext, numbers: Numbers) -> Rows:
    headings = (
        gettext("Finding"), gettext("Kind"), gettext("Villages"), gettext("Area"),
        gettext("Greatest width (m)"),
    )  # fmt: skip
    return headings, [
        (
            row["id"],
            label(KIND_LABELS, row["kind"], gettext),
            parties(row["names"]),
            numbers.area(row["area_m2"]),
            numbers.measure(row["max_width_m"], 1),
        )
        for row in findings.to_dict("records")
    ]


def _areas(report: pd.DataFrame, gettext: Gettext, numbers: Numbers) -> Rows:
    headings = (
        gettext("Village"), gettext("Area before"), gettext("Area after"), gettext("Change (m²)"),
        gettext("Change (%)"),
    )  # fmt: skip
    changed = report[report["change_m2"].abs() >= 0.005]
    order = changed["change_m2"].abs().sort_values(ascending=False, kind="stable").index
    return headings, [
        (
            clean(row["name"] or row["key"]),
            numbers.area(row["area_before_m2"]),
            numbers.area(row["area_after_m2"]),
            _signed(row["change_m2"], 2, numbers),
            _signed(row["change_percent"], 5, numbers),
        )
        for row in changed.loc[order].to_dict("records")
    ]


def _neighbours(result: Cleaning, gettext: Gettext, numbers: Numbers) -> Rows:
    names = dict(zip(result.report["key"], result.report["name"], strict=True))
    headings = (gettext("Village A"), gettext("Village B"), "", gettext("Length"))
    return headings, [
        (
            clean(names[row["a"]] or row["a"]),
            clean(names[row["b"]] or row["b"]),
            label(CHANGE_LABELS, row["change"], gettext),
            numbers.length(max(row["before_m"], row["after_m"])),
        )
        for row in result.neighbours.to_dict("records")
    ]


def _refused(refused: pd.DataFrame, gettext: Gettext) -> Rows:
    headings = (gettext("Village"), gettext("Reason"))
    return headings, [
        (clean(row["name"] or row["key"]), text_of(row["reason"], gettext))
        for row in refused.to_dict("records")
    ]


def _signed(value: float, digits: int, numbers: Numbers) -> str:
    return ("+" if value > 0 else "") + numbers.decimal(value, digits)
