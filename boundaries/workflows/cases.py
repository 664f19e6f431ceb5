"""The case of a segment, as its row in the workspace keeps it."""

from __future__ import annotations

from typing import Any

from boundaries.domain.case import Case
from boundaries.domain.records import from_record, to_record
from boundaries.store.models import Segment


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
