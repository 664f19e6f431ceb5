"""The log page by page, filtered, in either store."""

from __future__ import annotations

from datetime import timedelta

import pytest

from boundaries.store.database import Store
from boundaries.store.log_pages import LogFilter, Scope, clock_steps, log_page, log_words
from boundaries.store.repository import Repository
from tests.store_fixture import NOON, entry


@pytest.fixture
def logged(store: Store) -> Store:
    """Entries 1 to 6, an hour apart: Ani and Budi by turns, about SG-1, SG-2 and SG-3 by turns."""
    with Repository(store) as repository:
        for number in range(6):
            repository.record(
                entry(
                    "sign" if number < 4 else "propose",
                    who="Ani" if number % 2 == 0 else "Budi",
                    subject_id=f"SG-{number % 3 + 1}",
                    at=NOON + timedelta(hours=number),
                )
            )
    return store


def numbers(store: Store, **wanted: object) -> list[int]:
    return [row.seq for row in log_page(store, LogFilter(**wanted)).entries]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, [6, 5, 4, 3, 2, 1]),
        ({"who": "Ani"}, [5, 3, 1]),
        ({"action": "propose"}, [6, 5]),
        ({"subject": "SG-2"}, [5, 2]),
        ({"kind": "segment", "who": "Budi", "action": "sign"}, [4, 2]),
        ({"kind": "finding"}, []),
        ({"since": NOON + timedelta(hours=2)}, [6, 5, 4, 3]),
        ({"until": NOON + timedelta(hours=2)}, [2, 1]),
        ({"who": "Ani' OR '1'='1"}, []),
    ],
)
def test_filters(logged: Store, wanted: dict[str, object], found: list[int]) -> None:
    assert numbers(logged, **wanted) == found


def test_pages_follow_each_other_without_gap(logged: Store) -> None:
    seen: list[int] = []
    cursor: int | None = None
    while True:
        page = log_page(logged, LogFilter(), before=cursor, limit=4)
        seen += [row.seq for row in page.entries]
        cursor = page.following
        if cursor is None:
            break
        assert cursor == seen[-1]
    assert seen == [6, 5, 4, 3, 2, 1]


def test_a_full_last_page_is_the_last(logged: Store) -> None:
    assert log_page(logged, LogFilter(), limit=6).following is None
    assert log_page(logged, LogFilter(), limit=5).following == 2


def test_scope(logged: Store) -> None:
    """Budi's own entries are 2, 4 and 6; those about SG-1 are 1 and 4."""
    scope = Scope(person="Budi", segments=["SG-1"])
    found = log_page(logged, LogFilter(), scope=scope)
    assert [row.seq for row in found.entries] == [6, 4, 2, 1]
    nobody = Scope(person="Cici", segments=[])
    assert log_page(logged, LogFilter(), scope=nobody).entries == ()


def test_words(logged: Store) -> None:
    words = log_words(logged)
    assert (words.people, words.actions, words.kinds) == (
        ("Ani", "Budi"), ("propose", "sign"), ("segment",),
    )  # fmt: skip
    assert log_words(logged, scope=Scope(person="Budi", segments=[])).people == ("Budi",)


def test_entries_behind_a_clock_that_was_set_back(filled: Store) -> None:
    """One o'clock, noon, and half a minute before that: the last two were side by side."""
    for minutes in (0, 60, 0, -0.5):
        with Repository(filled) as repository:
            repository.record(entry(at=NOON + timedelta(minutes=minutes)))
    with Repository(filled) as repository:
        last = repository.head()
    assert last
    assert clock_steps(filled) == (last.seq - 1,)
