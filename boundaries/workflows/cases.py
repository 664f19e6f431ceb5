"""The case of a segment, as its row in the workspace keeps it."""

from __future__ import annotations

from collections.abc import Sequence
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


def sides_of(repository: Repository, villages: Sequence[str]) -> tuple[Side, ...]:
    """What cases know of villages (keys), by the segments that these are sides of."""
    wanted = list(villages)
    rows = [
        *repository.find(Segment, current=True, village_a=wanted),
        *repository.find(Segment, current=True, village_b=wanted),
    ]
    known = {side.village: side for row in rows for side in case_of(row).sides}
    return tuple(known[village] for village in wanted)
