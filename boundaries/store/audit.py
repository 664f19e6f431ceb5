"""The log: what was done, when, by whom and why, each row sealed by the hash of the one before.

The hash of a row is the SHA-256 of the canonical JSON of all its other fields, the hash of the row
before among them; the workspace keeps the hash of the last row apart from the log, as its head.

`verify` finds a row that was altered, removed, added or moved, and an end that was cut off, as long
as whoever did it did not compute all hashes behind that place, and the head, anew. Such a rewriting
shows only against a head that is known from elsewhere: one printed on a signed paper, or in a copy
of the workspace. `verify` compares with it when it is given.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from boundaries.errors import StoreError
from boundaries.messages import Message, message
from boundaries.store.base import Base, moment_text, to_moment
from boundaries.store.models import Event, Setting
from boundaries.store.plain import to_json, to_plain

HEAD = "log_head"
EVENTS = Base.metadata.tables[Event.__tablename__]
SETTINGS = Base.metadata.tables[Setting.__tablename__]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What is to be logged.

    `action` and `subject_kind` are code words such as "sign" and "segment". `before` and `after`
    are plain values (texts, numbers, lists, mappings); None where there is no such side.
    """

    at: datetime
    who: str
    role: str
    action: str
    subject_kind: str
    subject_id: str
    before: Mapping[str, object] | None = None
    after: Mapping[str, object] | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Head:
    """The last row of the log: its number and hash; 0 and "" when the log is empty."""

    seq: int = 0
    hash: str = ""


@dataclass(frozen=True)
class ChainFault:
    """A place where the log does not prove itself.

    `kind` is "altered", "removed", "reordered", "cut-off", "head" (the head is missing or names a
    row that never was) or "rewritten" (a head known from elsewhere is not in the log).
    """

    kind: str
    seq: int
    message: Message


def append(connection: Connection, entries: Iterable[Entry]) -> Head:
    """Write entries behind the last row, in the transaction of the connection, and move the head.

    Others that append wait until this transaction ends. Raises `StoreError` when the head is lost.
    """
    own = SETTINGS.c.key == HEAD
    connection.execute(update(SETTINGS).where(own).values(key=HEAD))
    last = head(connection)
    if last is None:
        raise StoreError(
            "log-head",
            message("the workspace has lost the head of its log"),
            message("somebody changed it outside Tapal: tapal log --verify, then tapal restore"),
        )
    rows = []
    for entry in entries:
        row = _sealed(entry, last)
        rows.append(row)
        last = Head(row["seq"], row["hash"])
    if rows:
        connection.execute(insert(EVENTS), rows)
        connection.execute(update(SETTINGS).where(own).values(value=vars(last)))
    return last


def head(connection: Connection) -> Head | None:
    """The head that the workspace keeps; None when it is not there."""
    kept = connection.execute(select(SETTINGS.c.value).where(SETTINGS.c.key == HEAD)).scalar()
    return Head(**kept) if isinstance(kept, dict) and kept.keys() == {"seq", "hash"} else None


def verify(connection: Connection, *, known: Head | None = None) -> list[ChainFault]:
    """The faults of the log, in its order; empty when it proves itself.

    `known` is a head from a paper or a copy.
    """
    found = connection.execute(select(EVENTS).order_by(EVENTS.c.seq)).mappings()
    rows: list[dict[str, Any]] = [dict(row) for row in found]
    hashes = {row["hash"] for row in rows}
    faults: list[ChainFault] = []
    before = Head()
    for row in rows:
        faults += _faults_of(row, before, hashes)
        before = Head(row["seq"], row["hash"])
    faults += _faults_of_end(before, head(connection))
    if known is not None and known.seq and known not in _heads(rows):
        faults.append(
            ChainFault(
                "rewritten",
                known.seq,
                message("row {seq} has not the hash that was noted elsewhere", seq=known.seq),
            )
        )
    return faults


def seal(row: Mapping[str, Any]) -> str:
    """The hash of a row of the log: over all fields but `hash`."""
    fields = {name: value for name, value in row.items() if name != "hash"}
    fields["at"] = moment_text(fields["at"])
    return hashlib.sha256(to_json(fields).encode()).hexdigest()


def _sealed(entry: Entry, last: Head) -> dict[str, Any]:
    """The row of an entry behind `last`."""
    row = vars(entry) | {
        "seq": last.seq + 1,
        "at": to_moment(entry.at),
        "before": to_plain(entry.before),
        "after": to_plain(entry.after),
        "previous_hash": last.hash,
    }
    return row | {"hash": seal(row)}


def _faults_of(row: Mapping[str, Any], before: Head, hashes: set[str]) -> list[ChainFault]:
    """What is wrong with one row that follows `before`."""
    seq = row["seq"]
    altered = ChainFault(
        "altered", seq, message("row {seq} was altered, or the row before it", seq=seq)
    )
    if seq != before.seq + 1:
        words = message("rows {first} to {last} are missing", first=before.seq + 1, last=seq - 1)
        removed = ChainFault("removed", before.seq + 1, words)
        return [removed, altered] if seal(row) != row["hash"] else [removed]
    if row["previous_hash"] != before.hash and row["previous_hash"] in hashes | {""}:
        return [ChainFault("reordered", seq, message("row {seq} stood elsewhere", seq=seq))]
    if row["previous_hash"] != before.hash or seal(row) != row["hash"]:
        return [altered]
    return []


def _faults_of_end(last: Head, kept: Head | None) -> list[ChainFault]:
    """What the head of the workspace says about the last row."""
    if kept == last:
        return []
    if kept is None:
        return [ChainFault("head", last.seq, message("the workspace has lost the head of its log"))]
    if kept.seq > last.seq:
        words = message(
            "rows {first} to {last} at the end are missing", first=last.seq + 1, last=kept.seq
        )
        return [ChainFault("cut-off", last.seq + 1, words)]
    words = message("the log ends with row {seq}, the workspace knows another end", seq=last.seq)
    return [ChainFault("head", last.seq, words)]


def _heads(rows: Sequence[Mapping[str, Any]]) -> set[Head]:
    """What the head was behind each row."""
    return {Head(row["seq"], row["hash"]) for row in rows}
