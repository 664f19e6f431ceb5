"""Where the work in a workspace stands, as one value that reports show."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from boundaries.domain.case import Case, State
from boundaries.domain.deadline import days_left
from boundaries.domain.next_step import next_step, overdue
from boundaries.domain.roles import Action, people_for

WAIT_COLUMNS = ("action", "roles", "segments", "length_m", "first")
CLOCK_COLUMNS = ("segment", "villages", "state", "level", "due", "days_left", "overdue")
MARK_COLUMNS = ("segment", "villages", "state", "reason", "at")


@dataclass(frozen=True)
class WorkspaceStatus:
    """The state of a workspace on a day.

    Attributes
    ----------
    name, kabupaten, address, day : which workspace, and when
    quarter : the quarter that targets are shown of, such as "2026-Q4"
    sources : one row per current source: `name`, `role`, `number` (its version), `features`,
        `edition`, `imported_at`
    detection : number, moment and counts of the last detection (`number`, `at`, `findings`,
        `cases`, `kinds`), and whether sources are newer than it (`stale`); None before the first
    states : segments by state, see `boundaries.domain.status.progress_of`
    kecamatan : one row per kecamatan with `name`, see
        `boundaries.workflows.targets.progress_by_kecamatan`
    clocks, waiting, marked : see `clocks_of`, `waiting_of`, `marked_of`
    names : names of villages by key
    excepted : findings that are excepted today
    entries, head : how long the log is, and the hash of its last row
    """

    name: str
    kabupaten: str
    address: str
    day: datetime.date
    quarter: str
    sources: pd.DataFrame
    detection: Mapping[str, object] | None
    states: pd.DataFrame
    kecamatan: pd.DataFrame
    clocks: pd.DataFrame
    waiting: pd.DataFrame
    marked: pd.DataFrame
    names: Mapping[str, str]
    excepted: int
    entries: int
    head: str


def clocks_of(cases: Mapping[str, Case], day: datetime.date) -> pd.DataFrame:
    """Disputes whose clock runs, the first to run out first.

    Columns: `segment`, `villages` (tuple of keys), `state`, `level`, `due`, `days_left` (negative
    when it has run out), `overdue`.
    """
    rows = [
        (name, _villages(case), case.state.value, case.level.value if case.level else "",
         case.due, days_left(case.due, day), overdue(case, day))
        for name, case in cases.items()
        if case.due is not None
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=list(CLOCK_COLUMNS))
    return table.sort_values(["due", "segment"], ignore_index=True)


def waiting_of(
    cases: Mapping[str, Case], lengths: Mapping[str, float], day: datetime.date
) -> pd.DataFrame:
    """What segments wait for: one row per action, in the order of progress.

    Columns: `action`, `roles` (tuple, who may do it), `segments`, `length_m`, `first` (the id of
    the segment that comes first). Segments where nothing is left to do have no row.
    """
    steps = [
        (order, step.value, name, lengths[name])
        for name, case in cases.items()
        for order, step in [(list(State).index(case.state), next_step(case, day))]
        if step is not None
    ]
    table = pd.DataFrame(steps, columns=["order", "action", "segment", "length_m"])
    grouped = table.groupby("action").agg(
        order=("order", "min"),
        segments=("segment", "size"),
        length_m=("length_m", "sum"),
        first=("segment", "min"),
    )
    grouped = grouped.sort_values(["order", "action"]).reset_index()
    roles = [
        tuple(role.value for role in people_for(Action(action))) for action in grouped["action"]
    ]
    roles_column = pd.Series(roles, index=grouped.index, dtype=object)
    return grouped.assign(roles=roles_column)[list(WAIT_COLUMNS)]


def marked_of(cases: Mapping[str, Case]) -> pd.DataFrame:
    """Segments that need another look, the latest first.

    Columns: `segment`, `villages` (tuple of keys), `state`, `reason`, `at`.
    """
    rows = [
        (name, _villages(case), case.state.value, case.mark.reason, case.mark.at)
        for name, case in cases.items()
        if case.mark is not None
    ]
    table = pd.DataFrame(rows, columns=list(MARK_COLUMNS))
    return table.sort_values(["at", "segment"], ascending=[False, True], ignore_index=True)


def _villages(case: Case) -> tuple[str, ...]:
    return tuple(side.village for side in case.sides)
