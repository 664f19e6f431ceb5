"""The JSON document of segments: English, the same in every language."""

from __future__ import annotations

from dataclasses import asdict

import pandas as pd

from boundaries import __version__
from boundaries.domain.segment_analysis import SegmentAnalysis
from boundaries.reports.document import Record, notice_record, records
from boundaries.reports.segments_summary import SegmentSummary, summarise
from boundaries.reports.segments_tables import (
    comparison_table,
    contact_table,
    pair_table,
    rounded,
    segment_table,
    simpul_table,
)

SCHEMA_VERSION = 1


def to_segment_document(analysis: SegmentAnalysis) -> dict[str, object]:
    """Segments, simpul and comparisons as plain lists, dictionaries, texts and numbers.

    Metres are rounded to millimetres, hectares and shares to 4 decimals, degrees (WGS 84) to 7.
    Without local layers `pairs`, `comparisons` and `matches` are empty. Geometries are left to the
    other files. The same analysis gives the same document.
    """
    found = analysis.found
    pairs = None if found is None else pair_table(analysis, found)
    return {
        "schema_version": SCHEMA_VERSION,
        "tool_version": __version__,
        "command": "segments",
        "inputs": [asdict(record) for record in analysis.inputs],
        "parameters": asdict(analysis.parameters),
        "accuracy": asdict(analysis.accuracy),
        "summary": _summary(summarise(analysis, pairs)),
        "segments": records(segment_table(analysis)),
        "simpul": records(simpul_table(analysis)),
        "point_contacts": records(contact_table(analysis)),
        "pairs": [] if pairs is None else records(pairs),
        "comparisons": [] if found is None else records(comparison_table(analysis, found)),
        "matches": records(analysis.matches),
        "set_aside": records(analysis.set_aside),
        "repairs": records(analysis.repairs),
        "warnings": [notice_record(notice) for notice in analysis.notices],
    }


def _summary(summary: SegmentSummary) -> Record:
    return {
        "segments": summary.segments,
        "length_m": round(summary.length_m, 3),
        "pairs": summary.pairs,
        "simpul": summary.simpul,
        "inner_simpul": summary.inner_simpul,
        "point_contacts": summary.contacts,
        "by_pair_type": _by_code(summary.by_pair_type),
        "by_border_class": _by_code(summary.by_border_class),
        "by_beyond": _by_code(summary.by_beyond),
        "by_verdict": _by_code(summary.by_verdict),
        "by_meeting": _by_code(summary.by_meeting),
    }


def _by_code(sums: pd.DataFrame) -> Record:
    codes = [str(code) for code in sums.index]
    return dict(zip(codes, records(rounded(sums)), strict=True))
