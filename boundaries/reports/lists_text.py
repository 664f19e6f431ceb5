"""The villages, segments and findings of a workspace as lists on a terminal."""

from __future__ import annotations

import pandas as pd

from boundaries.domain.case import STATE_NAMES, State
from boundaries.reports.labels import CLASS_LABELS, KIND_LABELS, joined, label, parties
from boundaries.reports.workspace_text import NONE, Screen, print_lists


def print_villages(table: pd.DataFrame, screen: Screen) -> None:
    """Print the villages with their codes."""
    _ = screen.gettext
    rows = [
        (row["key"], row["name"], row["kecamatan"] or row["kecamatan_code"],
         joined(row["sources"], ", "))
        for row in table.to_dict("records")
    ]  # fmt: skip
    headings = [_("Code"), _("Village"), _("Kecamatan"), _("Sources")]
    print_lists(screen, _("Villages"), headings, rows)


def print_segments(table: pd.DataFrame, screen: Screen) -> None:
    """Print the segments with their ids."""
    _ = screen.gettext
    rows = [
        (row["id"], parties(row["names"]), STATE_NAMES[State(row["state"])].render(_),
         screen.length(row["length_m"]), row["mark"] or NONE)
        for row in table.to_dict("records")
    ]  # fmt: skip
    headings = [_("Segment"), _("Villages"), _("State"), _("Length"), _("Mark")]
    print_lists(screen, _("Segments"), headings, rows)


def print_findings(table: pd.DataFrame, screen: Screen) -> None:
    """Print the findings with their ids, the largest first."""
    _ = screen.gettext
    rows = [
        (row["id"], label(KIND_LABELS, row["kind"], _), label(CLASS_LABELS, row["class"], _),
         parties(row["names"]), screen.area(row["area_m2"]), row["segment"] or NONE)
        for row in table.to_dict("records")
    ]  # fmt: skip
    headings = [_("Finding"), _("Kind"), _("Class"), _("Villages"), _("Area"), _("Segment")]
    print_lists(screen, _("Findings"), headings, rows)
