"""Segments as sheets of a workbook, headings and words in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import pandas as pd

from boundaries.domain.segment_analysis import SegmentAnalysis
from boundaries.messages import Gettext, Message
from boundaries.reports import tables
from boundaries.reports.labels import joined, label, text_of
from boundaries.reports.segments_labels import (
    BEYOND_LABELS,
    BORDER_LABELS,
    DRAWN_BY_LABELS,
    HEADINGS,
    MEETING_LABELS,
    PAIR_TYPE_LABELS,
    VERDICT_LABELS,
)
from boundaries.reports.segments_summary import SegmentSummary, shown_verdicts, summarise
from boundaries.reports.segments_tables import (
    SHARES,
    comparison_table,
    contact_table,
    pair_table,
    segment_table,
    simpul_table,
)

LABELS: dict[str, Mapping[Any, Message]] = {
    "verdict": VERDICT_LABELS,
    "beyond": BEYOND_LABELS,
    "pair_type": PAIR_TYPE_LABELS,
    "border_class": BORDER_LABELS,
    "meeting": MEETING_LABELS,
    "first": DRAWN_BY_LABELS,
    "second": DRAWN_BY_LABELS,
}
FORMATS = {"m": "#,##0.00", "ha": "#,##0.00"}
SHARE, DEGREES = "0%", "0.0000000"


def segment_sheets(analysis: SegmentAnalysis, gettext: Gettext) -> dict[str, pd.DataFrame]:
    """The tables of a workbook by sheet title.

    Summary, pairs and comparisons (where there are local layers), segments, simpul, point contacts,
    matches, set aside, repairs, warnings and inputs. Numbers stay numbers; `segment_formats` gives
    their formats.
    """
    found = analysis.found
    pairs = None if found is None else pair_table(analysis, found)
    sheets = {gettext("Summary"): _summary(summarise(analysis, pairs), gettext)}
    if found is not None and pairs is not None:
        pairs = pairs.assign(verdict=shown_verdicts(pairs))
        sheets[gettext("Pairs")] = _in_words(pairs, gettext)
        sheets[gettext("Comparisons")] = _in_words(comparison_table(analysis, found), gettext)
    sheets[gettext("Segments")] = _in_words(segment_table(analysis), gettext)
    sheets[gettext("Simpul")] = _in_words(simpul_table(analysis), gettext)
    sheets[gettext("Point contacts")] = _in_words(contact_table(analysis), gettext)
    names = list(tables.NOTICE_COLUMNS)
    notices = [[getattr(notice, name) for name in names] for notice in analysis.notices]
    for title, table in (
        (gettext("Matches"), analysis.matches),
        (gettext("Set aside"), analysis.set_aside),
        (gettext("Repairs"), analysis.repairs),
        (gettext("Warnings"), pd.DataFrame(notices, columns=names)),
        (gettext("Inputs"), pd.DataFrame([asdict(record) for record in analysis.inputs])),
    ):
        sheets[title] = tables.in_words(table, gettext)
    return sheets


def segment_formats(gettext: Gettext) -> dict[str, str]:
    """The spreadsheet number format of each translated heading that holds measures."""
    formats = tables.number_formats(gettext)
    for name, heading in HEADINGS.items():
        if name in SHARES:
            formats[heading.render(gettext)] = SHARE
        elif name.rsplit("_", 1)[-1] in FORMATS:
            formats[heading.render(gettext)] = FORMATS[name.rsplit("_", 1)[-1]]
    return formats


def _summary(summary: SegmentSummary, gettext: Gettext) -> pd.DataFrame:
    """All sums in one table: what is counted, how many, kilometres, hectares."""
    total = [
        (gettext("Inner segments"), "", summary.segments, summary.length_m, None),
        (gettext("Pairs of neighbours"), "", summary.pairs, None, None),
        (gettext("Simpul"), "", summary.simpul, None, None),
        (gettext("Simpul surrounded by villages"), "", summary.inner_simpul, None, None),
        (gettext("Pairs that touch in a point only"), "", summary.contacts, None, None),
    ]
    for title, name, sums in (
        (gettext("Inner segments by pair type"), "pair_type", summary.by_pair_type),
        (gettext("Inner segments by highest border"), "border_class", summary.by_border_class),
        (gettext("Segments without a second village"), "beyond", summary.by_beyond),
        (gettext("Pairs by verdict"), "verdict", summary.by_verdict),
        (gettext("Simpul of three surveyed villages"), "meeting", summary.by_meeting),
    ):
        for code, row in zip(sums.index, sums.to_dict("records"), strict=True):
            count = next(iter(row.values()))
            words = LABELS[name][code].render(gettext)
            total.append((title, words, count, row.get("length_m"), row.get("disputed_ha")))
    headings = [
        gettext("What"), gettext("Kind"), gettext("Number"),
        HEADINGS["length_m"].render(gettext), HEADINGS["disputed_ha"].render(gettext),
    ]  # fmt: skip
    return pd.DataFrame(total, columns=headings)


def _in_words(table: pd.DataFrame, gettext: Gettext) -> pd.DataFrame:
    columns = {str(name): _words(str(name), table[name], gettext) for name in table.columns}
    result = pd.DataFrame(columns, index=table.index)
    return result.rename(columns={name: HEADINGS[name].render(gettext) for name in columns})


def _words(name: str, values: pd.Series, gettext: Gettext) -> pd.Series:
    if name in LABELS:
        labels = {str(code): words for code, words in LABELS[name].items()}
        texts = [label(labels, str(value), gettext) for value in values]
    elif values.dtype == bool:
        texts = [gettext("yes") if value else gettext("no") for value in values]
    elif name == "compared":
        texts = [_drawings(value.split("-"), gettext) for value in values]
    elif name == "drawn_by":
        texts = [_drawings(value, gettext) for value in values]
    elif pd.api.types.is_numeric_dtype(values):
        return values
    else:
        texts = [joined(v) if isinstance(v, tuple) else text_of(v, gettext) for v in values]
    return pd.Series(texts, index=values.index, dtype=object)


def _drawings(codes: list[str] | tuple[str, ...], gettext: Gettext) -> str:
    return joined(label(DRAWN_BY_LABELS, code, gettext) for code in codes if code)
