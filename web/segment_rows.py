"""The segments of a workspace as rows, read anew whenever the log has grown."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from functools import cached_property

from flask import current_app

from boundaries.domain.case import SETTLED, Case, State
from boundaries.domain.correspondence import VERDICTS
from boundaries.domain.roles import Actor
from boundaries.store.models import Segment
from boundaries.store.repository import Repository
from boundaries.workflows.cases import case_of
from boundaries.workflows.doer import Doer
from web import unit
from web.segment_actions import waits_for

EXTENSION = "tapal-segments"
WAITS = "tapal-waits"
KEPT_PEOPLE = 64
READ_ALONE = 500
"""Changed segments up to which these alone are read."""


@dataclass(frozen=True)
class Row:
    """A segment in a list: its villages (keys), what is disputed along it, and its case.

    `disputed_m2` is the land at stake, that sources give to different villages, to several or to
    none; `offset_m` the greatest offset between two of its lines, 0 where there is one line only.
    """

    id: str
    version: int
    a: str
    b: str
    kecamatan: tuple[str, ...]
    start: str
    end: str
    verdict: str
    state: State
    length_m: float
    disputed_m2: float
    offset_m: float
    due: datetime.date | None
    mark: str
    case: Case

    @property
    def key(self) -> tuple[str, int]:
        """The segment in one of its versions."""
        return self.id, self.version

    @property
    def settled(self) -> bool:
        """Whether the line is agreed or decided."""
        return self.state in SETTLED

    @property
    def open_m2(self) -> float:
        """The land at stake while no line is settled; 0 from then on."""
        return 0.0 if self.settled else self.disputed_m2

    @property
    def inner(self) -> bool:
        """Whether a village lies on both sides."""
        return self.b != ""


@dataclass(frozen=True)
class Rows:
    """All current segments; `version` is the number of the last entry of the log.

    `since` is the number of the entry with which a segment changed last.
    """

    version: int
    all: tuple[Row, ...]
    since: int

    def inner(self) -> list[Row]:
        """The segments between two villages, the gravest first."""
        return [row for row in self.all if row.inner]

    @cached_property
    def by_id(self) -> dict[str, Row]:
        """The segments by id."""
        return {row.id: row for row in self.all}


@dataclass(frozen=True)
class _Waits:
    """What waits for a person on a day, by the segments as they were."""

    rows: Rows
    day: datetime.date
    ids: frozenset[str]


def rows() -> Rows:
    """The segments as they are now.

    They are read in a unit of work of their own: that of the request may hold some as they were
    when it began, and what is kept here serves all requests.
    """
    head = unit.reading().head()
    version = head.seq if head else 0
    kept: Rows | None = current_app.extensions.get(EXTENSION)
    if kept is None or kept.version != version:
        with Repository(unit.store()) as reading:
            kept = current_app.extensions[EXTENSION] = _newer(reading, version, kept)
    return kept


def row_of(identifier: str) -> Row:
    """The row of a segment; one that is no longer current is read as it was last.

    Raises `StoreError` where there is none.
    """
    found = rows().by_id.get(identifier)
    return found or _row(unit.reading().get(Segment, identifier))


def waiting(found: list[Row], doer: Doer) -> frozenset[str]:
    """Those of some segments whose next step this person may do."""
    mine = _waiting(rows(), doer)
    return frozenset(row.id for row in found if row.id in mine)


def _waiting(now: Rows, doer: Doer) -> frozenset[str]:
    """The same of all segments; those that did not change are not looked at again."""
    kept: dict[Actor, _Waits] = current_app.extensions.setdefault(WAITS, {})
    last, day = kept.pop(doer.actor, None), doer.at.date()
    if last is None or last.day != day:
        last = _Waits(Rows(0, (), 0), day, frozenset())
    if last.rows is not now:
        before = last.rows.by_id
        ids = frozenset(
            row.id
            for row in now.all
            if (row.id in last.ids if before.get(row.id) is row else waits_for(row.case, doer))
        )
        last = _Waits(now, day, ids)
    if len(kept) >= KEPT_PEOPLE:
        kept.clear()
    kept[doer.actor] = last
    return last.ids


def _newer(reading: Repository, version: int, last: Rows | None) -> Rows:
    """The segments after further entries of the log; those that did not change stay the same."""
    known = {row.key: row for row in last.all} if last else {}
    wanted = reading.versions(Segment, current=True)
    changed = [key[0] for key in wanted.items() if key not in known]
    if last and not changed and len(wanted) == len(last.all):
        return replace(last, version=version)
    alone: dict[str, object] = {} if len(changed) > READ_ALONE else {"id": changed}
    read = reading.find(Segment, current=True, **alone) if changed else []
    fresh = {segment.id: _row(segment) for segment in read}
    both = (known.get(key) or fresh.get(key[0]) for key in wanted.items())
    return Rows(version, _sorted([row for row in both if row]), version)


def _sorted(found: list[Row]) -> tuple[Row, ...]:
    """The gravest first."""
    rank = {verdict: place for place, verdict in enumerate(VERDICTS)}
    found.sort(key=lambda row: (rank.get(row.verdict, len(rank)), -row.disputed_m2, row.id))
    return tuple(found)


def _row(segment: Segment) -> Row:
    case = case_of(segment)
    figures = segment.figures or {}
    offsets = [float(one.get("greatest") or 0.0) for one in figures.get("comparisons") or []]
    return Row(
        id=segment.id,
        version=segment.version,
        a=segment.village_a,
        b=segment.village_b or "",
        kecamatan=tuple(dict.fromkeys(filter(None, (segment.kecamatan_a, segment.kecamatan_b)))),
        start=segment.start_junction or "",
        end=segment.end_junction or "",
        verdict=segment.verdict,
        state=case.state,
        length_m=segment.length_m,
        disputed_m2=float(figures.get("land_m2") or 0.0),
        offset_m=max(offsets, default=0.0),
        due=case.due,
        mark=case.mark.reason if case.mark else "",
        case=case,
    )
