"""What the log says about segments lately: the part that people are told of."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from boundaries.store.database import Store
from boundaries.store.faults import translated
from boundaries.store.models import Event

SEGMENT = "segment"


def recent(
    store: Store,
    *,
    person: str,
    actions: Collection[str],
    since: datetime | None = None,
    after: int = 0,
    segments: Collection[str] | None = None,
    limit: int = 500,
) -> list[Event]:
    """At most `limit` entries about segments that somebody else than `person` made, newest first.

    Only `actions` count, entries from `since` on and behind number `after`, about `segments` (None:
    all).
    """
    query = select(Event).where(*_by_others(person, actions, after))
    if since is not None:
        query = query.where(Event.at >= since)
    if segments is not None:
        query = query.where(Event.subject_id.in_(segments))
    with translated(store.address), Session(store.engine, expire_on_commit=False) as session:
        return list(session.scalars(query.order_by(Event.seq.desc()).limit(limit)))


def newest_by_segment(
    store: Store, *, person: str, actions: Collection[str], after: int
) -> dict[str, int]:
    """The number of the last such entry of each segment, among those behind number `after`."""
    query = (
        select(Event.subject_id, func.max(Event.seq))
        .where(*_by_others(person, actions, after))
        .group_by(Event.subject_id)
    )
    with translated(store.address), Session(store.engine) as session:
        return {row[0]: row[1] for row in session.execute(query)}


def _by_others(
    person: str, actions: Collection[str], after: int
) -> tuple[ColumnElement[bool], ...]:
    return (
        Event.seq > after,
        Event.subject_kind == SEGMENT,
        Event.who != person,
        Event.action.in_(actions),
    )
