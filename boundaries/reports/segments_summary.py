"""Sums over segments, junctions and verdicts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from boundaries.domain.segment_analysis import SegmentAnalysis
from boundaries.reports.segments_labels import (
    BEYOND_LABELS,
    BORDER_LABELS,
    MEETING_LABELS,
    PAIR_TYPE_LABELS,
    VERDICT_LABELS,
)


@dataclass(frozen=True)
class SegmentSummary:
    """How much border there is, and how its drawings compare.

    Lengths are ellipsoidal metres. A segment is inner when a village lies on either side.

    Attributes
    ----------
    segments, length_m, pairs : inner segments, their length, and the pairs of villages they part
    simpul, inner_simpul : junctions, and those that land of villages surrounds
    contacts : pairs of villages that touch in a point only
    by_pair_type, by_border_class : inner segments by `pair_type` and `border_class`: columns
        `segments`, `length_m`, indexed by the code, in the order of the labels
    by_beyond : the other segments by what lies beyond them, likewise
    by_verdict : pairs by verdict, "one-source" told apart as "reference-only" and "local-only":
        columns `pairs`, `length_m` (of the reference), `disputed_ha`
    by_meeting : simpul of three surveyed villages by whether their lines meet: column `simpul`
    """

    segments: int
    length_m: float
    pairs: int
    simpul: int
    inner_simpul: int
    contacts: int
    by_pair_type: pd.DataFrame
    by_border_class: pd.DataFrame
    by_beyond: pd.DataFrame
    by_verdict: pd.DataFrame
    by_meeting: pd.DataFrame


def summarise(analysis: SegmentAnalysis, pairs: pd.DataFrame | None) -> SegmentSummary:
    """The sums; `pairs` is the table of pairs of a comparison."""
    lines = analysis.borders.lines
    inner = lines[~lines["outer"]]
    simpul = analysis.borders.simpul
    return SegmentSummary(
        segments=len(inner),
        length_m=float(inner["length_m"].sum()),
        pairs=len(inner.drop_duplicates(["a", "b"])),
        simpul=len(simpul),
        inner_simpul=int((~simpul["outer"]).sum()),
        contacts=len(analysis.contacts),
        by_pair_type=_sums(inner, "pair_type", PAIR_TYPE_LABELS),
        by_border_class=_sums(inner, "border_class", BORDER_LABELS),
        by_beyond=_sums(lines[lines["outer"]], "beyond", BEYOND_LABELS),
        by_verdict=_verdicts(pairs),
        by_meeting=_meetings(analysis),
    )


def shown_verdicts(pairs: pd.DataFrame) -> pd.Series:
    """The verdict of each pair, "one-source" replaced by whose source it is."""
    one = pairs["verdict"] == "one-source"
    ours = pd.Series(["reference" in drawn for drawn in pairs["drawn_by"]], index=pairs.index)
    side = ours.map({True: "reference-only", False: "local-only"}).astype(object)
    return pairs["verdict"].where(~one, side)


def _sums(lines: pd.DataFrame, column: str, codes: Iterable[object]) -> pd.DataFrame:
    table = lines.groupby(column).agg(segments=("id", "size"), length_m=("length_m", "sum"))
    return _in_order(table, codes)


def _verdicts(pairs: pd.DataFrame | None) -> pd.DataFrame:
    if pairs is None:
        return pd.DataFrame(columns=["pairs", "length_m", "disputed_ha"])
    table = pairs.groupby(shown_verdicts(pairs)).agg(
        pairs=("a", "size"),
        length_m=("length_reference_m", "sum"),
        disputed_ha=("disputed_ha", "sum"),
    )
    return _in_order(table, VERDICT_LABELS)


def _meetings(analysis: SegmentAnalysis) -> pd.DataFrame:
    if analysis.found is None:
        return pd.DataFrame(columns=["simpul"])
    table = analysis.found.junctions.groupby("verdict").agg(simpul=("simpul", "size"))
    return _in_order(pd.DataFrame(table), MEETING_LABELS)


def _in_order(table: pd.DataFrame, codes: Iterable[object]) -> pd.DataFrame:
    """The rows of the codes that occur, in the order of `codes`."""
    return table.reindex([code for code in codes if code in table.index])
