"""Segments as tables for a terminal of 100 columns."""

from __future__ import annotations

import io
import math
from collections.abc import Hashable, Iterator
from typing import Any

import pandas as pd
from rich.console import Console
from rich.text import Text

from boundaries.domain.segment_analysis import SegmentAnalysis
from boundaries.messages import Gettext
from boundaries.reports.notice_lines import notice_lines
from boundaries.reports.numbers import Numbers
from boundaries.reports.screen import WIDTH
from boundaries.reports.segments_labels import (
    BEYOND_LABELS,
    BORDER_LABELS,
    MEETING_LABELS,
    PAIR_TYPE_LABELS,
    VERDICT_LABELS,
)
from boundaries.reports.segments_page import NONE, Page
from boundaries.reports.segments_summary import SegmentSummary, shown_verdicts, summarise
from boundaries.reports.segments_tables import (
    contact_table,
    pair_table,
    segment_table,
    simpul_table,
)


def render_segments(
    analysis: SegmentAnalysis, gettext: Gettext, language: str, *, limit: int = 20
) -> str:
    """What `print_segments` prints, as plain text."""
    console = Console(file=io.StringIO(), width=WIDTH, color_system=None)
    with console.capture() as capture:
        print_segments(analysis, console, gettext, language, limit=limit)
    return capture.get()


def print_segments(
    analysis: SegmentAnalysis, console: Console, gettext: Gettext, language: str, *, limit: int = 20
) -> None:
    """Print sums, the `limit` worst lines, point contacts, simpul that do not meet, and warnings.

    Without local layers the longest segments stand for the worst lines, and the edges of gaps and
    overlaps that are too wide to be closed are listed. Every line fits 100 columns.
    """
    page = _Parts(analysis, console, gettext, Numbers(language), limit)
    pairs = None if analysis.found is None else pair_table(analysis, analysis.found)
    summary = summarise(analysis, pairs)
    page.totals(summary)
    page.kinds(summary)
    if pairs is None:
        page.longest()
    else:
        page.verdicts(summary)
        page.worst(pairs[pairs["verdict"].isin(["contested", "shifted"])])
    page.open_edges()
    page.contacts()
    if analysis.found is not None:
        page.junctions(summary)
        page.accuracy()
    page.notices()


class _Parts(Page):
    """The parts of the print-out."""

    def totals(self, summary: SegmentSummary) -> None:
        _, numbers = self.gettext, self.numbers
        rows = [
            (_("Inner segments"), numbers.integer(summary.segments)),
            (_("Their length (km)"), self.kilometres(summary.length_m)),
            (_("Pairs of neighbours"), numbers.integer(summary.pairs)),
            (_("Simpul"), numbers.integer(summary.simpul)),
            (_("Simpul surrounded by villages"), numbers.integer(summary.inner_simpul)),
            (_("Pairs that touch in a point only"), numbers.integer(summary.contacts)),
        ]
        self.table(_("Summary"), ["", ""], rows, right=[1])

    def kinds(self, summary: SegmentSummary) -> None:
        _ = self.gettext
        headings = [_("Segments"), _("Length (km)")]
        for title, labels, sums in (
            (_("Inner segments by pair type"), PAIR_TYPE_LABELS, summary.by_pair_type),
            (_("Inner segments by highest border"), BORDER_LABELS, summary.by_border_class),
            (_("Segments without a second village"), BEYOND_LABELS, summary.by_beyond),
        ):
            rows = [
                (
                    self.word(labels, code),
                    self.numbers.integer(row["segments"]),
                    self.kilometres(row["length_m"]),
                )
                for code, row in _coded(sums)
            ]
            self.table(title, ["", *headings], rows, right=[1, 2])

    def verdicts(self, summary: SegmentSummary) -> None:
        _ = self.gettext
        rows = [
            (
                self.word(VERDICT_LABELS, code),
                self.numbers.integer(row["pairs"]),
                self.kilometres(row["length_m"]),
                self.numbers.measure(row["disputed_ha"], 2),
            )
            for code, row in _coded(summary.by_verdict)
        ]
        headings = [_("Pairs"), _("Reference (km)"), _("In dispute (ha)")]
        self.table(_("Pairs by verdict"), ["", *headings], rows, right=[1, 2, 3])

    def worst(self, pairs: pd.DataFrame) -> None:
        _, numbers = self.gettext, self.numbers
        shown = pairs.head(self.limit)
        rows = [
            (
                self.pair(row),
                self.word(VERDICT_LABELS, verdict),
                self.kilometres(row["length_reference_m"]),
                self.metres(row["p90_m"]),
                self.metres(row["greatest_m"]),
                NONE if math.isnan(row["within"]) else numbers.percent(row["within"]),
                numbers.percent(row["matched"]) if row["matched"] >= 0 else NONE,
                self.short(row["to_a_ha"] + row["to_b_ha"]),
                self.short(row["both_ha"] + row["unclaimed_ha"]),
            )
            for row, verdict in zip(shown.to_dict("records"), shown_verdicts(shown), strict=True)
        ]
        headings = [
            _("Villages"), _("Verdict"), _("km"), _("90% (m)"), _("Greatest (m)"), _("Within"),
            _("Matched"), _("Moved (ha)"), _("Overlap, gap (ha)"),
        ]  # fmt: skip
        title = _("Lines that differ most")
        self.table(title, headings, rows, right=[2, 3, 4, 5, 6, 7, 8], rest=len(pairs))

    def longest(self) -> None:
        _ = self.gettext
        table = segment_table(self.analysis)
        inner = table[~table["outer"]].sort_values(["length_m", "id"], ascending=[False, True])
        rows = [
            (self.pair(row), self.word(PAIR_TYPE_LABELS, row["pair_type"]),
             self.kilometres(row["length_m"]), row["id"])
            for row in inner.head(self.limit).to_dict("records")
        ]  # fmt: skip
        headings = [_("Villages"), _("Type"), _("Length (km)"), _("Segment")]
        self.table(_("Longest segments"), headings, rows, right=[2], rest=len(inner))

    def open_edges(self) -> None:
        _ = self.gettext
        table = segment_table(self.analysis)
        edges = table[table["beyond"].isin(["gap", "overlap"])]
        edges = edges.sort_values(["length_m", "id"], ascending=[False, True])
        rows = [
            (self.names.get(row["a"], row["a"]), self.word(BEYOND_LABELS, row["beyond"]),
             self.kilometres(row["length_m"]), row["id"])
            for row in edges.head(self.limit).to_dict("records")
        ]  # fmt: skip
        headings = [_("Village"), _("Beyond"), _("Length (km)"), _("Segment")]
        title = _("Edges of gaps and overlaps too wide to close")
        self.table(title, headings, rows, right=[2], rest=len(edges))

    def contacts(self) -> None:
        _ = self.gettext
        table = contact_table(self.analysis)
        rows = [
            (self.pair(row), row["simpul"], *self.place(row))
            for row in table.head(self.limit).to_dict("records")
        ]
        headings = [_("Villages"), _("Simpul"), _("Longitude (°)"), _("Latitude (°)")]
        title = _("Villages that touch in a point only")
        self.table(title, headings, rows, right=[2, 3], rest=len(table))

    def junctions(self, summary: SegmentSummary) -> None:
        _ = self.gettext
        counts = [
            (self.word(MEETING_LABELS, code), self.numbers.integer(row["simpul"]))
            for code, row in _coded(summary.by_meeting)
        ]
        self.table(_("Simpul of three surveyed villages"), ["", _("Simpul")], counts, right=[1])
        table = simpul_table(self.analysis)
        table = table[table["meeting"] == "apart"]
        table = table.sort_values(["spread_m", "id"], ascending=[False, True])
        rows = [
            (self.together(row["villages"]), self.metres(row["spread_m"]),
             self.metres(row["offset_m"]), *self.place(row))
            for row in table.head(self.limit).to_dict("records")
        ]  # fmt: skip
        headings = [
            _("Villages"), _("Corners apart (m)"), _("From the reference (m)"),
            _("Longitude (°)"), _("Latitude (°)"),
        ]  # fmt: skip
        title = _("Simpul where the lines of three villages do not meet")
        self.table(title, headings, rows, right=[1, 2, 3, 4], rest=len(table))

    def accuracy(self) -> None:
        accuracy = self.analysis.accuracy
        text = self.gettext(
            "Tolerance of two lines: {tolerance} (CE90 of the reference {reference}, of the local "
            "sources {local}). Every line is indicative."
        ).format(
            tolerance=self.numbers.length(accuracy.tolerance("reference", "a")),
            reference=self.numbers.length(accuracy.reference_m),
            local=self.numbers.length(accuracy.local_m),
        )
        self.console.print(Text(text))

    def notices(self) -> None:
        notices, numbers = self.analysis.notices, self.numbers
        for line in notice_lines(notices, self.gettext, numbers, limit=self.limit):
            self.console.print(Text(line))


def _coded(sums: pd.DataFrame) -> Iterator[tuple[object, dict[Hashable, Any]]]:
    """The rows of a table of sums with their codes."""
    return zip(sums.index, sums.to_dict("records"), strict=True)
