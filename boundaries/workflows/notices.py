"""Notices of an account: what they follow from, which were read, which are wanted by mail."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from boundaries.domain.case import DISPUTED, Side, Signature
from boundaries.domain.notices import (
    ACTIONS,
    RECEIVERS,
    Happening,
    Kind,
    Note,
    clock_note,
    kind_for,
    note_of,
)
from boundaries.domain.roles import HEADS, Action, Actor, Role
from boundaries.domain.talk import may_read
from boundaries.errors import ParameterError
from boundaries.io.mail import is_address
from boundaries.messages import message
from boundaries.store.database import Store
from boundaries.store.models import (
    Account,
    Comment,
    Event,
    NoticeChoice,
    NoticeMark,
    NoticeState,
    Segment,
    SegmentVisit,
)
from boundaries.store.recent import recent
from boundaries.store.repository import Repository
from boundaries.workflows.accounts import actor_of
from boundaries.workflows.cases import asking, case_of
from boundaries.workflows.doer import Doer
from boundaries.workflows.talk_read import sides_of

HORIZON = datetime.timedelta(days=90)
"""How far back notices go; the log tells what was before."""
MOST = 300
"""Entries of the log that are looked at, the newest; those before are not told."""


@dataclass(frozen=True)
class Received:
    """A notice, and whether it was read."""

    note: Note
    read: bool


@dataclass(frozen=True)
class Choice:
    """Where an account wants mail ("" for none), and about which kinds of notices."""

    email: str = ""
    kinds: tuple[Kind, ...] = ()


def notes_of(
    store: Store, account: Account, now: datetime.datetime, *, after: int = 0
) -> list[Note]:
    """The notices for an account, the newest first; `now` carries the zone of the place.

    Of those that follow from the log only the ones behind entry `after`, within `HORIZON` and
    `MOST`.
    """
    actor = actor_of(account)
    with Repository(store) as repository:
        names = {row.login: row.name for row in repository.find(Account)}
        wrote = repository.find(Comment, by=actor.person)
        own = _own_segments(repository, actor)
        clocks = _clocks(repository, actor, now)
    events = recent(
        store,
        person=actor.person,
        actions=ACTIONS,
        since=now - HORIZON,
        after=after,
        segments=None if own is None else list(own),
        limit=MOST,
    )
    threads = {row.thread_id or row.id for row in wrote}
    signatures = _signatures(store, events)
    notes = [
        note_of(
            happening,
            kind,
            names.get(happening.who, happening.who),
            signatures=signatures.get(happening.segment, ()),
        )
        for happening in map(_happening, events)
        if (kind := _kind(happening, actor, own, threads))
    ]
    return sorted([*notes, *clocks], key=lambda note: (note.at, note.seq, note.key), reverse=True)


def received(repository: Repository, account: int, notes: Iterable[Note]) -> list[Received]:
    """The notices with what the account read of them.

    Read is what was marked so, and what was there when its segment was looked at, or when all was
    marked.
    """
    marks = {row.key: row.read for row in repository.find(NoticeMark, account_id=account)}
    visits = {
        row.segment_id: (row.seen_seq, row.seen_at)
        for row in repository.find(SegmentVisit, account_id=account)
    }
    found = repository.find(NoticeState, account_id=account)
    upto = (found[0].read_seq, found[0].read_at) if found else (0, None)
    return [
        Received(
            note,
            marks.get(
                note.key, _covers(note, upto) or _covers(note, visits.get(note.segment, (0, None)))
            ),
        )
        for note in notes
    ]


def mark(store: Store, account: int, key: str, *, read: bool) -> None:
    """Mark one notice as read, or as unread again."""
    with Repository(store) as repository:
        found = repository.find(NoticeMark, account_id=account, key=key)
        if found:
            found[0].read = read
        else:
            repository.add(NoticeMark(account_id=account, key=key, read=read))


def mark_all(store: Store, account: int, at: datetime.datetime) -> None:
    """Mark all that is there now as read."""
    with Repository(store) as repository:
        head = repository.head()
        repository.remove(NoticeMark, account_id=account)
        state = state_of(repository, account)
        state.read_seq, state.read_at = head.seq if head else 0, at


def state_of(repository: Repository, account: int) -> NoticeState:
    """The row that remembers up to where an account read and got mail; made where it lacks."""
    found = repository.find(NoticeState, account_id=account)
    if found:
        return found[0]
    row = NoticeState(account_id=account, read_seq=0, mailed_seq=0)
    repository.add(row)
    return row


def choice_of(repository: Repository, account: int) -> Choice:
    """What an account wants by mail: nothing, unless it chose."""
    found = repository.find(NoticeChoice, account_id=account)
    if not found:
        return Choice()
    return Choice(found[0].email, tuple(Kind(name) for name in found[0].kinds))


def choose(store: Store, account: Account, choice: Choice, doer: Doer) -> None:
    """Set what an account wants by mail, from now on; the log names the kinds, not the address.

    Raises `ParameterError` for an address that is none, or kinds without an address.
    """
    if (choice.email or choice.kinds) and not is_address(choice.email):
        raise ParameterError(
            "mail-address",
            message("{text!r} is no mail address", text=choice.email[:80]),
            message("give one such as nama@asahankab.go.id, or choose no mail at all"),
        )
    with Repository(store) as repository:
        before = choice_of(repository, account.id)
        if before == choice:
            return
        found = repository.find(NoticeChoice, account_id=account.id)
        row = found[0] if found else NoticeChoice(account_id=account.id, email="", kinds=[])
        row.email, row.kinds = choice.email, [kind.value for kind in choice.kinds]
        repository.add(row)
        head, state = repository.head(), state_of(repository, account.id)
        state.mailed_seq, state.mailed_at = head.seq if head else 0, doer.at
        repository.record(
            doer.entry(
                "set-notices",
                ("account", account.login),
                before={"mail": [kind.value for kind in before.kinds]},
                after={"mail": row.kinds},
            )
        )


def _covers(note: Note, upto: tuple[int, datetime.datetime | None]) -> bool:
    """Whether a notice was there at a number of the log, or a clock's at a moment."""
    seq, at = upto
    return note.seq <= seq if note.seq else at is not None and note.at <= at


def _own_segments(repository: Repository, actor: Actor) -> dict[str, tuple[Side, ...]] | None:
    """The segments of heads and camat with their sides; None for offices, whom all concern.

    Heads have those for which they are asked too.
    """
    rows = []
    if actor.role in HEADS:
        rows = repository.find(Segment, id=asking(repository, actor.villages))
        columns = {"village_a": actor.villages, "village_b": actor.villages}
    elif actor.role is Role.CAMAT:
        columns = {"kecamatan_a": actor.kecamatan, "kecamatan_b": actor.kecamatan}
    else:
        return None
    for name, own in columns.items():
        rows += repository.find(Segment, **{name: own})
    return {row.id: sides_of(row) for row in rows}


def _kind(
    happening: Happening,
    actor: Actor,
    own: dict[str, tuple[Side, ...]] | None,
    threads: Collection[int],
) -> Kind | None:
    sides = () if own is None else own[happening.segment]
    return kind_for(happening, actor, sides, threads)


def _signatures(store: Store, events: Iterable[Event]) -> dict[str, tuple[Signature, ...]]:
    """All signatures of the segments that were signed, as they are today."""
    signed = sorted({event.subject_id for event in events if event.action == Action.SIGN})
    if not signed:
        return {}
    with Repository(store) as repository:
        rows = repository.find(Segment, id=signed)
    return {row.id: case_of(row).signatures for row in rows}


def _clocks(repository: Repository, actor: Actor, now: datetime.datetime) -> list[Note]:
    if actor.role not in RECEIVERS[Kind.CLOCK]:
        return []
    rows = repository.find(Segment, current=True, state=[state.value for state in DISPUTED])
    notes = [
        clock_note(row.id, row.due, now)
        for row in rows
        if row.due is not None and may_read(sides_of(row), actor)
    ]
    return [note for note in notes if note is not None]


def _happening(event: Event) -> Happening:
    return Happening(
        event.seq, event.at, event.who, event.action, event.subject_id, event.reason or "",
        event.after or {},
    )  # fmt: skip
