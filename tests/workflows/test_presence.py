"""The place of the one who draws, when two ask for it at the same moment, in both stores."""

from __future__ import annotations

from dataclasses import replace

import pytest

from boundaries.store.database import Store
from boundaries.store.models import Lease
from boundaries.store.repository import Repository
from boundaries.workflows import presence
from boundaries.workflows.doer import Doer
from boundaries.workflows.presence import LEASE, take_place
from tests.workspace_fixture import A, B, head_of, segment_of


def interrupted(monkeypatch: pytest.MonkeyPatch, store: Store, segment: str, other: Doer) -> None:
    """Let the other take the place just after the next one has looked who has it."""
    find = Repository.find

    def looks(self: Repository, model: type[Lease], **wanted: object) -> list[Lease]:
        found = find(self, model, **wanted)
        if model is Lease:
            monkeypatch.setattr(Repository, "find", find)
            assert take_place(store, segment, other) is None
        return found

    monkeypatch.setattr(Repository, "find", looks)


@pytest.mark.parametrize("before", ["nobody", "somebody", "oneself"])
def test_of_two_at_once_one_has_the_place(
    detected: Store, monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    """Whoever had it before has left without saying so."""
    a, b, segment = head_of(A), head_of(B), segment_of(detected, A, B).id
    if before != "nobody":
        take_place(detected, segment, a if before == "oneself" else head_of(A, day=1))
    now = a.at + LEASE
    interrupted(monkeypatch, detected, segment, replace(b, at=now))
    assert take_place(detected, segment, replace(a, at=now)) == b.actor.person
    with Repository(detected) as repository:
        [lease] = repository.find(Lease)
    assert (lease.person, lease.until) == (b.actor.person, now + presence.LEASE)
