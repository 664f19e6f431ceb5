"""Lines that people draw and have not proposed yet: one for each person and segment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from boundaries.domain.case import Case
from boundaries.domain.deed import deed
from boundaries.domain.lifecycle_rules import in_own_area
from boundaries.domain.proposal import GIVEN
from boundaries.domain.roles import Action, require_role
from boundaries.errors import ConflictError, ParameterError
from boundaries.messages import message
from boundaries.store.base import values
from boundaries.store.database import Store
from boundaries.store.models import Draft, Segment
from boundaries.store.repository import Repository
from boundaries.workflows.cases import case_of
from boundaries.workflows.doer import Doer

MOST_POINTS = 20_000
DIGITS = 9
"""Decimals of a degree that are kept: a tenth of a millimetre."""


@dataclass(frozen=True)
class Drawn:
    """A line as it is being drawn: positions in degrees, longitude first; a single one counts.

    `kind` is "drawn" or "uploaded". `request` is a word of the sender for this very change: what
    is sent again under it was applied already.
    """

    points: Sequence[tuple[float, float]]
    kind: str = "drawn"
    request: str = ""


def require_drawer(case: Case, doer: Doer) -> None:
    """Raise `RefusedError` unless the person may propose lines for the segment, now or later."""
    require_role(Action.PROPOSE, doer.actor)
    in_own_area(case, deed(Action.PROPOSE, doer.actor, doer.at))


def draft_of(repository: Repository, segment: str, person: str) -> Draft | None:
    """The draft of a person for a segment; None where there is none."""
    found = repository.find(Draft, segment_id=segment, person=person)
    return found[0] if found else None


def keep_draft(store: Store, segment: str, drawn: Drawn, doer: Doer, *, version: int = 0) -> Draft:
    """Keep a line that is being drawn in place of the person's earlier one; the row.

    `version` is that of the draft that the sender saw, 0 where it saw none. Sending the same again
    changes nothing. Raises `ConflictError` with both when the draft was changed from elsewhere,
    `ParameterError` for a line that is none, too long or of an unknown kind, `RefusedError` for who
    may not propose here, and `StoreError` for an unknown segment.
    """
    points = _rounded(drawn)
    with Repository(store) as repository:
        require_drawer(case_of(repository.get(Segment, segment)), doer)
        row = draft_of(repository, segment, doer.actor.person)
        if row is not None and _is_same(row, drawn, points):
            return row
        if (row.version if row else 0) != version:
            raise _changed(row, points, version)
        if row is None:
            row = Draft(segment_id=segment, person=doer.actor.person)
            _write(row, drawn, points, doer)
            repository.add(row)
        else:
            _write(row, drawn, points, doer)
    return row


def drop_draft(store: Store, segment: str, doer: Doer) -> None:
    """Throw the person's draft for a segment away; nothing happens where there is none."""
    with Repository(store) as repository:
        repository.remove(Draft, segment_id=segment, person=doer.actor.person)


def _rounded(drawn: Drawn) -> list[list[float]]:
    if drawn.kind not in GIVEN:
        raise ParameterError(
            "draft-kind",
            message("{kind} is no kind of drawn line", kind=drawn.kind),
            message("take one of {kinds}", kinds=", ".join(GIVEN)),
        )
    if not 1 <= len(drawn.points) <= MOST_POINTS:
        raise ParameterError(
            "draft",
            message("the line has no point, or too many: {count}", count=len(drawn.points)),
            message("draw at least one point; {most} are the most", most=MOST_POINTS),
        )
    return [[round(lon, DIGITS), round(lat, DIGITS)] for lon, lat in drawn.points]


def _is_same(row: Draft, drawn: Drawn, points: list[list[float]]) -> bool:
    again = bool(drawn.request) and row.request == drawn.request
    return again or (row.kind == drawn.kind and row.points["line"] == points)


def _write(row: Draft, drawn: Drawn, points: list[list[float]], doer: Doer) -> None:
    row.kind, row.points, row.request = drawn.kind, {"line": points}, drawn.request
    row.at = doer.at


def _changed(row: Draft | None, points: list[list[float]], version: int) -> ConflictError:
    return ConflictError(
        "draft-changed",
        message("your line was changed on another computer, or in another window"),
        message("go on with either of the two; the other one goes"),
        mine={"version": version, "points": {"line": points}},
        theirs=values(row) if row else {"version": 0},
    )
