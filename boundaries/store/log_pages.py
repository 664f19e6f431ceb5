"""Reading the log page by page, the newest entries first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from boundaries.store.base import UtcDateTime
from boundaries.store.database import Store
from boundaries.store.faults import translated
from boundaries.store.models import Event

SIDE_BY_SIDE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Scope:
    """The part of the log that somebody may read: own entries, and those about `segments`."""

    person: str
    segments: Collection[str]


@dataclass(frozen=True, kw_only=True)
class LogFilter:
    """What entries are wanted; "" and None want all.

    `since` counts, `until` does not.
    """

    who: str = ""
    action: str = ""
    kind: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class LogPage:
    """Entries, the newest first; `following` is the cursor of the next page, None on the last."""

    entries: tuple[Event, ...]
    following: int | None


@dataclass(frozen=True)
class LogWords:
    """What occurs in the log, sorted: people, actions and kinds of subjects."""

    people: tuple[str, ...]
    actions: tuple[str, ...]
    kinds: tuple[str, ...]


def log_page(
    store: Store,
    wanted: LogFilter,
    *,
    scope: Scope | None = None,
    before: int | None = None,
    limit: int = 50,
) -> LogPage:
    """At most `limit` entries older than number `before`."""
    query = _within(select(Event), scope)
    conditions = {"who": Event.who, "action": Event.action, "kind": Event.subject_kind,
                  "subject": Event.subject_id}  # fmt: skip
    for name, column in conditions.items():
        if getattr(wanted, name):
            query = query.where(column == getattr(wanted, name))
    if wanted.since:
        query = query.where(Event.at >= wanted.since)
    if wanted.until:
        query = query.where(Event.at < wanted.until)
    if before is not None:
        query = query.where(Event.seq < before)
    with translated(store.address), Session(store.engine, expire_on_commit=False) as session:
        found = list(session.scalars(query.order_by(Event.seq.desc()).limit(limit + 1)))
    page = tuple(found[:limit])
    return LogPage(page, page[-1].seq if len(found) > limit else None)


def log_words(store: Store, *, scope: Scope | None = None) -> LogWords:
    """What the log may be filtered by."""
    columns = (Event.who, Event.action, Event.subject_kind)
    with translated(store.address), Session(store.engine) as session:
        found = [
            tuple(sorted(session.scalars(_within(select(column).distinct(), scope))))
            for column in columns
        ]
    return LogWords(*found)


def clock_steps(store: Store) -> tuple[int, ...]:
    """The numbers of entries that bear a time before that of the entry ahead of them.

    The clock of the server was set back there; the order of the log is that of its numbers. What
    is less than `SIDE_BY_SIDE` apart was done at the same time.
    """
    lag = func.lag(Event.at, type_=UtcDateTime())
    ahead = lag.over(order_by=Event.seq).label("ahead")
    rows = select(Event.seq, Event.at, ahead).subquery()
    back = select(rows.c.seq, rows.c.at, rows.c.ahead).where(rows.c.at < rows.c.ahead)
    with translated(store.address), Session(store.engine) as session:
        found = session.execute(back.order_by(rows.c.seq)).all()
    return tuple(row.seq for row in found if row.ahead - row.at > SIDE_BY_SIDE)


def _within(query: Select[Any], scope: Scope | None) -> Select[Any]:
    if scope is None:
        return query
    about = and_(Event.subject_kind == "segment", Event.subject_id.in_(scope.segments))
    return query.where(or_(Event.who == scope.person, about))
