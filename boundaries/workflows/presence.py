"""Who has a segment open, and who draws on it: the one place of the drawer, kept for a while."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from boundaries.errors import ConflictError
from boundaries.store.database import Store
from boundaries.store.faults import taken
from boundaries.store.models import Lease, Segment, Visit
from boundaries.store.repository import Repository
from boundaries.workflows.cases import case_of
from boundaries.workflows.doer import Doer
from boundaries.workflows.drafts import require_drawer

LEASE = datetime.timedelta(minutes=2)
"""How long the place of the drawer is kept after it was last asked for."""
VISIT = datetime.timedelta(seconds=30)
"""How long somebody counts as here after the page last asked."""
RENEWED = datetime.timedelta(seconds=15)
"""A visit that ends later than this from now is not written again."""


@dataclass(frozen=True)
class Present:
    """Logins of others who are here: the one who draws, if any, and those who look, by login."""

    drawing: str | None
    looking: Sequence[str]


def present(repository: Repository, segment: str, doer: Doer) -> Present:
    """Who else is at a segment now."""
    own = doer.actor.person
    leases = repository.find(Lease, segment_id=segment)
    drawing = next(
        (row.person for row in leases if row.until > doer.at and row.person != own), None
    )
    visits = repository.find(Visit, segment_id=segment)
    people = {row.person for row in visits if row.until > doer.at} - {own, drawing}
    return Present(drawing, tuple(sorted(people)))


def visit(store: Store, segment: str, doer: Doer) -> None:
    """Note that the person has the segment open; forget those who left.

    Where another page of the same person was faster, that one has noted it.
    """
    try:
        with Repository(store) as repository:
            _visit(repository, segment, doer)
    except ConflictError:
        return


def _visit(repository: Repository, segment: str, doer: Doer) -> None:
    rows = repository.find(Visit, segment_id=segment)
    gone = [row.id for row in rows if row.until <= doer.at and row.person != doer.actor.person]
    own = next((row for row in rows if row.person == doer.actor.person), None)
    if own is None:
        repository.add(Visit(segment_id=segment, person=doer.actor.person, until=doer.at + VISIT))
    elif own.until - doer.at < RENEWED:
        own.until = doer.at + VISIT
    if gone:
        repository.remove(Visit, id=gone)


def take_place(store: Store, segment: str, doer: Doer) -> str | None:
    """Keep the place of the one who draws; the login of who has it already, None where it is ours.

    Raises `RefusedError` for who may not propose here, and `StoreError` for an unknown segment.
    """
    try:
        return _take(store, segment, doer)
    except ConflictError:
        return _take(store, segment, doer)


def _take(store: Store, segment: str, doer: Doer) -> str | None:
    """Replace the own place or one that has run out, as it was seen, and no other."""
    with Repository(store) as repository:
        require_drawer(case_of(repository.get(Segment, segment)), doer)
        found = repository.find(Lease, segment_id=segment)
        if found and found[0].person != doer.actor.person and found[0].until > doer.at:
            return found[0].person
        mine = {"segment_id": segment, "person": doer.actor.person, "until": doer.at + LEASE}
        if found:
            seen = {"segment_id": segment, "person": found[0].person, "until": found[0].until}
            if not repository.remove(Lease, **seen):
                raise taken(store.address, mine=mine, theirs=seen)
        repository.add(Lease(**mine))
    return None


def leave_place(store: Store, segment: str, doer: Doer) -> None:
    """Give the place of the drawer up; that of somebody else stays."""
    with Repository(store) as repository:
        repository.remove(Lease, segment_id=segment, person=doer.actor.person)
