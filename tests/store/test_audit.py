"""The log proves itself, in either store."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from boundaries.errors import StoreError
from boundaries.store.audit import ChainFault, Head, head, seal, verify
from boundaries.store.database import Store
from boundaries.store.models import Event, Finding
from boundaries.store.repository import Repository
from tests.store_fixture import NOON, a_finding, entry


@pytest.fixture
def logged(store: Store) -> Store:
    """Five rows, in two transactions."""
    for actions in (("init", "import"), ("detect", "sign", "decide")):
        with Repository(store) as repository:
            repository.record(*[entry(action, after={"action": action}) for action in actions])
    return store


def tamper(store: Store, *statements: str) -> list[ChainFault]:
    """Somebody takes the triggers away and changes the log; what the proof says."""
    with store.engine.begin() as connection:
        if store.path is None:
            connection.execute(text("ALTER TABLE event DISABLE TRIGGER event_no_change"))
        else:
            connection.execute(text("DROP TRIGGER event_no_update"))
            connection.execute(text("DROP TRIGGER event_no_delete"))
        for statement in statements:
            connection.execute(text(statement))
    with Repository(store) as repository:
        return repository.verify()


def kinds(faults: Sequence[ChainFault]) -> list[tuple[str, int]]:
    """What was found, where."""
    return [(fault.kind, fault.seq) for fault in faults]


def test_untouched_log_proves_itself(logged: Store) -> None:
    with Repository(logged) as repository:
        assert repository.verify() == []
        rows = repository.find(Event)
        assert repository.head() == Head(5, rows[-1].hash)
    assert [row.seq for row in rows] == [1, 2, 3, 4, 5]
    assert rows[0].previous_hash == ""
    assert [row.previous_hash for row in rows[1:]] == [row.hash for row in rows[:-1]]


def test_empty_log_proves_itself(store: Store) -> None:
    with Repository(store) as repository:
        assert repository.verify() == []
        assert repository.head() == Head()


def test_hash_does_not_change_with_the_version_of_tapal() -> None:
    """The SHA-256 of the canonical text, computed once by `sha256sum`."""
    row = {
        "seq": 1, "at": NOON, "who": "Ani", "role": "staff", "action": "init",
        "subject_kind": "workspace", "subject_id": "", "before": None,
        "after": {"b": 1.5, "a": "é"}, "reason": None, "previous_hash": "",
        "hash": "not part of it",
    }  # fmt: skip
    assert seal(row) == "374a8d323f391ead1c0b2d9f5d8213792af6c5e2a99dfd5c3903308f005ad49e"


@pytest.mark.parametrize("change", ["UPDATE event SET who = 'Budi'", "DELETE FROM event"])
def test_store_refuses_to_change_the_log(logged: Store, change: str) -> None:
    with pytest.raises(DBAPIError, match="the log only grows"), logged.engine.begin() as connection:
        connection.execute(text(change))
    with Repository(logged) as repository:
        assert len(repository.find(Event)) == 5


def test_server_refuses_to_empty_the_log(logged: Store) -> None:
    if logged.path is None:
        refused = pytest.raises(DBAPIError, match="the log only grows")
        with refused, logged.engine.begin() as connection:
            connection.execute(text("TRUNCATE event"))
    with Repository(logged) as repository:
        assert len(repository.find(Event)) == 5


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE event SET who = 'Budi' WHERE seq = 2", [("altered", 2)]),
        ('UPDATE event SET after = \'{"action":"other"}\' WHERE seq = 5', [("altered", 5)]),
        ("UPDATE event SET reason = 'why not' WHERE seq = 1", [("altered", 1)]),
        ("UPDATE event SET hash = 'ab' WHERE seq = 3", [("altered", 3), ("altered", 4)]),
        ("DELETE FROM event WHERE seq = 1", [("removed", 1)]),
        ("DELETE FROM event WHERE seq IN (2, 3)", [("removed", 2)]),
        ("DELETE FROM event WHERE seq = 5", [("cut-off", 5)]),
        ("DELETE FROM event", [("cut-off", 1)]),
        ("DELETE FROM workspace WHERE key = 'log_head'", [("head", 5)]),
        ("UPDATE workspace SET value = '7' WHERE key = 'log_head'", [("head", 5)]),
    ],
)
def test_tampering_is_found(logged: Store, change: str, found: list[tuple[str, int]]) -> None:
    assert kinds(tamper(logged, change)) == found


def test_swapped_rows_are_found(logged: Store) -> None:
    faults = tamper(
        logged,
        "UPDATE event SET seq = 99 WHERE seq = 2",
        "UPDATE event SET seq = 2 WHERE seq = 3",
        "UPDATE event SET seq = 3 WHERE seq = 99",
    )
    assert [fault.kind for fault in faults] == ["reordered"] * 3
    assert [fault.seq for fault in faults] == [2, 3, 4]


def test_closed_gap_is_found(logged: Store) -> None:
    """Row 2 goes, the others move up by one."""
    faults = tamper(
        logged,
        "DELETE FROM event WHERE seq = 2",
        *[f"UPDATE event SET seq = {seq - 1} WHERE seq = {seq}" for seq in (3, 4, 5)],
    )
    assert {fault.kind for fault in faults} >= {"altered", "cut-off"}


def test_added_row_is_found(logged: Store) -> None:
    names = "at, who, role, action, subject_kind, subject_id, previous_hash, hash"
    faults = tamper(
        logged, f"INSERT INTO event (seq, {names}) SELECT 6, {names} FROM event WHERE seq = 5"
    )
    assert kinds(faults)[-1] == ("head", 6)


def test_rewritten_log_shows_only_against_a_head_known_from_elsewhere(logged: Store) -> None:
    with Repository(logged) as repository:
        printed = repository.head()
        repository.record(entry("later"))
    with Repository(logged) as repository:
        assert repository.verify(known=printed) == []
        assert repository.verify(known=Head()) == []
    empty = r"""UPDATE workspace SET value = '{"seq"\:0,"hash"\:""}' WHERE key = 'log_head'"""
    assert tamper(logged, "DELETE FROM event", empty) == []
    with Repository(logged) as repository:
        repository.record(*[entry("forged") for _ in range(7)])
    with Repository(logged) as repository:
        assert repository.verify() == []
        assert kinds(repository.verify(known=printed)) == [("rewritten", 5)]


def test_values_of_any_kind_keep_their_hash(store: Store) -> None:
    jakarta = datetime(2026, 1, 31, 8, 0, 0, 123_456, tzinfo=timezone(timedelta(hours=7)))
    with Repository(store) as repository:
        repository.record(
            entry(
                at=jakarta,
                before={"area": np.float64(0.1) + 0.2, "codes": ("a", "b"), "none": None, 1: True},
                after={
                    "length": float("nan"),
                    "count": np.int64(3),
                    "name": "Désa «Batu»",
                    "e": {},
                },
                reason="karena 'x' \" \n",
            )
        )
    with Repository(store) as repository:
        assert repository.verify() == []
        row = repository.find(Event)[0]
    assert row.at == datetime(2026, 1, 31, 1, 0, 0, 123_000, tzinfo=UTC)
    assert row.before == {"area": 0.1 + 0.2, "codes": ["a", "b"], "none": None, "1": True}
    assert row.after == {"length": None, "count": 3, "name": "Désa «Batu»", "e": {}}


def test_two_writers_make_one_chain(store: Store) -> None:
    with Repository(store) as second:
        second.setting("name")
        second.record(entry("second"))
        with Repository(store) as first:
            first.record(entry("first"))
    with Repository(store) as repository:
        assert [row.action for row in repository.find(Event)] == ["first", "second"]
        assert repository.verify() == []


def test_many_writers_at_once_make_one_chain(filled: Store) -> None:
    """Four people write ten entries each; two of them change rows too."""

    def write(person: int) -> None:
        for turn in range(10):
            with Repository(filled) as repository:
                if person < 2:
                    repository.add(a_finding(1, id=f"TT-{person}-{turn}"))
                repository.record(entry(who=str(person), subject_id=str(turn)))

    with ThreadPoolExecutor(4) as people:
        list(people.map(write, range(4)))
    with Repository(filled) as repository:
        assert repository.verify() == []
        rows = repository.find(Event, who=["0", "1", "2", "3"])
        assert len(repository.find(Finding)) == 21
    for person in "0123":
        turns = [int(row.subject_id) for row in rows if row.who == person]
        assert turns == list(range(10))


def test_entry_without_a_time_zone_is_refused(store: Store) -> None:
    naive = datetime(2026, 1, 31)  # noqa: DTZ001
    with pytest.raises(ValueError, match="no time zone"), Repository(store) as repository:
        repository.record(entry(at=naive))
    with store.engine.connect() as connection:
        assert head(connection) == Head()
        assert verify(connection) == []


def test_nothing_is_logged_behind_a_lost_head(logged: Store) -> None:
    tamper(logged, "DELETE FROM workspace WHERE key = 'log_head'")
    with pytest.raises(StoreError, match="lost the head"), Repository(logged) as repository:
        repository.record(entry())
