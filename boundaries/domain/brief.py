"""What the monthly coordination meeting is told: progress, clocks, disputes, who is asked what."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import geopandas as gpd
import pandas as pd

from boundaries.domain.case import DISPUTED, SETTLED, Case
from boundaries.domain.next_step import next_step
from boundaries.domain.paper_wording import Offices
from boundaries.domain.roles import Action

MOST_DISPUTES = 10
SETTLED_STATES = frozenset(state.value for state in SETTLED)
DISPUTED_STATES = frozenset(state.value for state in DISPUTED)
OFFICE_OF: Mapping[Action, str] = {
    Action.RECORD_DOCUMENTS: "documents",
    Action.RECORD_TRACING: "tracing",
    Action.PROPOSE: "tracing",
    Action.CLEAR_MARK: "tracing",
    Action.SIGN: "signatures",
    Action.REFER: "mediation",
    Action.RECORD_MEETING: "mediation",
    Action.RECORD_DEADLOCK: "mediation",
    Action.DECIDE: "decision",
    Action.VERIFY: "verification",
    Action.SEND: "submission",
    Action.HAND_OVER: "submission",
    Action.ACCEPT: "checking",
    Action.STIPULATE: "regulation",
    Action.REOPEN: "regulation",
}
"""The field of `Offices` that is asked for an action."""
ASK_COLUMNS = ("office", "action", "segments", "length_m", "kecamatan")


class LogEntry(Protocol):
    """An entry of the log about a segment; `before` holds the fields that it changed."""

    @property
    def at(self) -> datetime.datetime:
        """When."""

    @property
    def subject_id(self) -> str:
        """The segment."""

    @property
    def before(self) -> Mapping[str, Any] | None:
        """What the fields were; None where the segment began."""


@dataclass(frozen=True, kw_only=True)
class Brief:
    """The content of the brief.

    Attributes
    ----------
    name : the kabupaten
    month, day : first day of the month that is told of, and the day that the figures are of
    until : the next meeting
    quarter : that of the targets
    kecamatan : one row per kecamatan: `name`, `segments`, `settled`, `settled_before`, `settled_m`,
        `disputed`, `disputed_before`, `land_m2` (differing land that no line settles),
        `target_segments`, `target_km` (NaN without a target)
    whole : the same for the kabupaten (without targets), where a segment between two kecamatan
        counts once
    segments : `state`, `outer`, `between` (whether the sides lie in two kecamatan) and `geometry`
        of all segments in the working CRS
    land : `name`, `kecamatan` (name, "" where unknown) and `geometry` of the villages by BIG's
        layer, in the same CRS
    clocks : as `boundaries.domain.workspace_status.clocks_of`, those that run out by `until`
    disputes : the greatest first: `segment`, `villages` (tuple of names), `state`, `area_m2`,
        `objects` (what impact layers have there; NaN without layers), `due`
    asks : see `asks_of`
    names : names of villages by key
    """

    name: str
    month: datetime.date
    day: datetime.date
    until: datetime.date
    quarter: str
    kecamatan: pd.DataFrame
    whole: Mapping[str, Any]
    segments: gpd.GeoDataFrame
    land: gpd.GeoDataFrame
    clocks: pd.DataFrame
    disputes: pd.DataFrame
    asks: pd.DataFrame
    names: Mapping[str, str]

    @property
    def targeted(self) -> bool:
        """Whether a kecamatan has a target for the quarter."""
        return bool(self.kecamatan["target_segments"].notna().any())


def states_at(
    now: Mapping[str, str], log: Iterable[LogEntry], moment: datetime.datetime
) -> dict[str, str]:
    """The states of segments at a moment, from those of today and the log, oldest entry first.

    Segments that were taken up later are left out.
    """
    then = dict(now)
    seen: set[str] = set()
    for entry in log:
        if entry.at < moment or entry.subject_id in seen or entry.subject_id not in then:
            continue
        if entry.before is None:
            del then[entry.subject_id]
        elif "state" in entry.before:
            then[entry.subject_id] = str(entry.before["state"])
            seen.add(entry.subject_id)
    return then


def greatest_disputes(segments: pd.DataFrame) -> pd.DataFrame:
    """The disputes with the most objects, then the greatest area; ties by id.

    `segments` has the columns `segment`, `state`, `verdict`, `area_m2`, `objects`. A dispute is a
    segment whose disagreement is on record, or that is not settled while its sources contradict
    each other beyond accuracy.
    """
    differs = segments["verdict"].isin(["contested", "shifted"])
    open_ = ~segments["state"].isin(SETTLED_STATES) & differs
    disputes = segments[segments["state"].isin(DISPUTED_STATES) | open_]
    disputes = disputes.sort_values(
        ["objects", "area_m2", "segment"], ascending=[False, False, True], na_position="last"
    )
    return disputes.head(MOST_DISPUTES).reset_index(drop=True)


def asks_of(
    cases: Mapping[str, Case],
    lengths: Mapping[str, float],
    kecamatan: Mapping[str, tuple[str, ...]],
    offices: Offices,
    day: datetime.date,
) -> pd.DataFrame:
    """What is asked of which office: the next steps of all segments, counted, in their order.

    `kecamatan` names those that a segment lies in. Columns: `office`, `action`, `segments`,
    `length_m`, `kecamatan` (tuple of names, those with the most segments first).
    """
    rows = [
        (getattr(offices, OFFICE_OF[step]), step.value, lengths[name], place)
        for name, case in cases.items()
        if (step := next_step(case, day)) is not None
        for place in [kecamatan[name]]
    ]
    table = pd.DataFrame(rows, columns=["office", "action", "length_m", "kecamatan"])
    order = {action.value: place for place, action in enumerate(OFFICE_OF)}
    found = [
        (
            str(office),
            str(action),
            len(part),
            float(part["length_m"].sum()),
            _most(part["kecamatan"]),
        )
        for (office, action), part in table.groupby(["office", "action"])
    ]
    found.sort(key=lambda row: (order[str(row[1])], row[0]))
    return pd.DataFrame(found, columns=list(ASK_COLUMNS))


def _most(places: pd.Series) -> tuple[str, ...]:
    counts = places.explode().value_counts().rename_axis("name").reset_index(name="count")
    counts = counts.sort_values(["count", "name"], ascending=[False, True])
    return tuple(str(name) for name in counts["name"])
