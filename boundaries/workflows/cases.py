"""The case of a segment, as its row in the workspace keeps it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from boundaries.domain.case import Case, Side
from boundaries.domain.records import from_record, to_record
from boundaries.store.models import Segment
from boundaries.store.repository import Repository


def case_of(segment: Segment) -> Case:
    """The case that a row holds."""
    return from_record(Case, segment.record)


def columns_of(case: Case) -> dict[str, Any]:
    """The columns of a segment that follow from its case."""
    return {
        "record": to_record(case),
        "state": case.state.value,
        "level": case.level.value if case.level else None,
        "due": case.due,
        "mark": case.mark.reason if case.mark else None,
        "marked_at": case.mark.at if case.mark else None,
    }


def put_case(segment: Segment, case: Case) -> None:
    """Write a case into its row."""
    for name, value in columns_of(case).items():
        setattr(segment, name, value)


def asking(repository: Repository, villages: Collection[str]) -> list[str]:
    """The segments (ids) whose line on the table, or settled, moves a simpul of these villages.

    Those of which the villages are a side are not among them.
    """
    table = repository.frame(Segment, only=("id", "record"), current=True)
    return [
        segment
        for segment, record in zip(table["id"], table["record"], strict=True)
        if {side["village"] for side in record.get("asked") or ()} & {*villages}
    ]


def sides_of(repository: Repository, villages: Sequence[str]) -> tuple[Side, ...]:
    """What cases know of villages (keys), by the segments that these are sides of."""
    wanted = list(villages)
    rows = [
        *repository.find(Segment, current=True, village_a=wanted),
        *repository.find(Segment, current=True, village_b=wanted),
    ]
    known = {side.village: side for row in rows for side in case_of(row).sides}
    return tuple(known[village] for village in wanted)
