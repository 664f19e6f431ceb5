"""The team table, in both stores."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from boundaries.domain.team import Capacity, Member
from boundaries.errors import ConflictError, StoreError
from boundaries.store.database import Store
from boundaries.store.models import Event
from boundaries.store.repository import Repository
from boundaries.workflows.team import add_member, change_member, members_of, remove_member
from tests.workspace_fixture import doer

TEAM = Member(
    name="Dodi", post="Ketua", capacity=Capacity.TEAM, nip="197708172005011002",
    decree="180/12/2026", decreed=datetime.date(2026, 1, 2), since=datetime.date(2026, 1, 1),
    until=datetime.date(2026, 12, 31), place=1,
)  # fmt: skip
HEAD = Member(name="Ani", post="", capacity=Capacity.HEAD, unit="12.09.20.2001")


def test_people_are_kept_in_order_and_once(empty: Store) -> None:
    first, new = add_member(empty, TEAM, doer())
    assert new
    add_member(empty, HEAD, doer())
    again, new = add_member(empty, TEAM, doer())
    assert (again.id, new) == (first.id, False)
    with Repository(empty) as repository:
        assert [*members_of(repository).values()] == [HEAD, TEAM]
        assert [event.action for event in repository.find(Event, subject_kind="team-member")] == [
            "add-member", "add-member",
        ]  # fmt: skip
        assert not repository.verify()


def test_somebody_leaves(empty: Store) -> None:
    row, _ = add_member(empty, TEAM, doer())
    assert remove_member(empty, row.id, doer()) == TEAM
    with Repository(empty) as repository:
        assert not members_of(repository)
    with pytest.raises(StoreError, match="is not there"):
        remove_member(empty, row.id, doer())


def test_somebody_is_written_anew(empty: Store) -> None:
    row, _ = add_member(empty, TEAM, doer())
    later = replace(TEAM, post="Sekretaris")
    changed, new = change_member(empty, row.id, later, doer(), version=row.version)
    assert new
    assert change_member(empty, row.id, later, doer(), version=changed.version)[1] is False
    with pytest.raises(ConflictError, match="was changed by somebody else"):
        change_member(empty, row.id, TEAM, doer(), version=row.version)
    with Repository(empty) as repository:
        assert members_of(repository) == {row.id: later}
        events = repository.find(Event, subject_kind="team-member")
        assert [event.action for event in events] == ["add-member", "change-member"]
        assert (events[1].before or {})["post"] == "Ketua"
        assert (events[1].after or {})["post"] == "Sekretaris"
