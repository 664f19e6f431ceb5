"""What the commands of a workspace print on a terminal of 100 columns."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from rich.console import Console
from rich.text import Text

from boundaries.domain.versions import ADDED, MOVED, REMOVED, RENAMED
from boundaries.errors import Notice, row_number
from boundaries.messages import Gettext, Message, message
from boundaries.reports.labels import KIND_LABELS, clean, label, text_of
from boundaries.reports.notice_lines import notice_lines
from boundaries.reports.numbers import Numbers
from boundaries.reports.screen import print_rest, print_rows
from boundaries.reports.workspace_document import TakenFile

NONE = "–"
CHANGE_LABELS = {
    ADDED: message("new village"),
    REMOVED: message("gone"),
    MOVED: message("outline moved"),
    RENAMED: message("renamed"),
}
SEGMENT_LABELS = {
    "new": message("new"),
    "changed": message("lines changed"),
    "marked": message("of which marked, as people had begun with them"),
    "cleared": message("of which found again as before, so no longer marked"),
    "gone": message("not found any more"),
    "unchanged": message("unchanged"),
}


@dataclass(frozen=True)
class Screen:
    """A console, the language spoken on it, and the rows that a table may have."""

    console: Console
    gettext: Gettext
    language: str
    limit: int = 20

    @property
    def numbers(self) -> Numbers:
        """How figures are written."""
        return Numbers(self.language)

    def say(self, template: Message) -> None:
        """Print a sentence."""
        self.console.print(Text(clean(template.render(self.gettext))))

    def table(
        self,
        title: str,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        figures: bool = False,
        whole: bool = False,
    ) -> None:
        """Print the first rows of a table, and how many there are more; nothing without any.

        `whole` prints all rows, whatever the limit.
        """
        shown = rows if whole else rows[: self.limit]
        if shown:
            print_rows(self.console, title, headings, shown, figures=figures)
        print_rest(self.console, len(rows) - len(shown), self.gettext, self.numbers)

    def notices(self, notices: Sequence[Notice]) -> None:
        """Print warnings, some of every kind."""
        for line in notice_lines(notices, self.gettext, self.numbers, limit=self.limit):
            self.console.print(Text(line))

    def area(self, square_metres: float) -> str:
        """An area with its unit; a dash for NaN."""
        return NONE if math.isnan(square_metres) else self.numbers.area(square_metres)

    def length(self, metres: float) -> str:
        """A length with its unit; a dash for NaN."""
        return NONE if math.isnan(metres) else self.numbers.length(metres)


def print_import(
    taken: Iterable[TakenFile],
    screen: Screen,
    *,
    repairs: pd.DataFrame,
    set_aside: pd.DataFrame,
    notices: Sequence[Notice],
) -> None:
    """Print per file its version and what changed in it, then repairs, set-aside rows, warnings."""
    for file in taken:
        _print_file(file, screen)
    _ = screen.gettext
    rows = [
        (*_record(row, screen),
         screen.area(row["area_before_m2"]), screen.area(row["area_after_m2"]))
        for row in repairs.to_dict("records")
    ]  # fmt: skip
    headings = [_("Source"), _("Row"), _("Name"), _("Reason"), _("Area before"), _("Area after")]
    screen.table(_("Repaired outlines"), headings, rows)
    aside = [_record(row, screen) for row in set_aside.to_dict("records")]
    screen.table(_("Set aside"), headings[:4], aside)
    screen.notices(notices)


def _record(row: Mapping[Hashable, Any], screen: Screen) -> tuple[str, ...]:
    """Which record, and why: source, row as people count, name and reason."""
    _ = screen.gettext
    return (
        str(row["source"]), str(row_number(row["row"])), text_of(row["name"], _),
        text_of(row["reason"], _),
    )  # fmt: skip


def print_detection(
    screen: Screen,
    *,
    number: int,
    cases: int,
    kinds: Mapping[str, int],
    segments: Mapping[str, int],
    notices: Sequence[Notice],
) -> None:
    """Print the findings by kind and what became of the segments."""
    _, numbers = screen.gettext, screen.numbers
    rows = [(label(KIND_LABELS, kind, _), numbers.integer(n)) for kind, n in kinds.items()]
    rows.append((_("Findings"), numbers.integer(sum(kinds.values()))))
    rows.append((_("Cases"), numbers.integer(cases)))
    title = message("Detection {number}", number=number).render(_)
    screen.table(title, ["", _("Number")], rows, figures=True)
    rows = [(label(SEGMENT_LABELS, what, _), numbers.integer(n)) for what, n in segments.items()]
    title = _("Segments, the outer border included (pages count those between two villages)")
    screen.table(title, ["", _("Number")], rows, figures=True)
    screen.notices(notices)


def print_lists(
    screen: Screen, title: str, headings: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Print rows of plain values, or that there are none."""
    if not rows:
        screen.console.print(Text(title, style="bold"))
        screen.say(message("none"))
    screen.table(
        title, headings, [[NONE if cell is None else str(cell) for cell in row] for row in rows]
    )


def _print_file(file: TakenFile, screen: Screen) -> None:
    villages = screen.numbers.integer(file.features)
    if file.unchanged:
        text = message(
            "{source}: nothing new, version {number} stands ({villages} villages)",
            source=file.name, number=file.number, villages=villages,
        )  # fmt: skip
    else:
        text = message(
            "{source}: version {number} ({villages} villages)",
            source=file.name, number=file.number, villages=villages,
        )  # fmt: skip
    screen.say(text)
    _ = screen.gettext
    ordered = file.changes.sort_values(["moved_m", "key"], ascending=[False, True])
    rows = [
        (row["name"], row["key"], label(CHANGE_LABELS, row["change"], _),
         screen.length(row["moved_m"]), screen.area(row["area_before_m2"]),
         screen.area(row["area_after_m2"]))
        for row in ordered.to_dict("records")
    ]  # fmt: skip
    headings = [
        _("Village"), _("Code"), _("Change"), _("Moved up to"), _("Area before"), _("Area after"),
    ]  # fmt: skip
    title = message("What changed in {source}", source=file.name).render(_)
    screen.table(title, headings, rows)
