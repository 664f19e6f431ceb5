"""Proposing in one go where all sources draw BIG's line.

B and C meet along 1,000 m where no source differs; A's survey moves the border of A and B by 100 m,
which is never offered.
"""

from __future__ import annotations

import pytest

from boundaries.domain.deed import Facts
from boundaries.domain.roles import Action, Role
from boundaries.store.database import Store
from boundaries.store.models import Event, Segment
from boundaries.store.repository import Repository
from boundaries.workflows.doer import Doer
from boundaries.workflows.propose_many import Undisputed, propose_many, undisputed
from boundaries.workflows.settle import act_on
from boundaries.workflows.sign_many import Chosen
from tests.workspace_fixture import A, B, C, doer, head_of, segment_of


@pytest.fixture
def store(store: Store) -> Store:
    """Two segments of the workspace are traced."""
    for villages in ((A, B), (B, C)):
        for action in (Action.RECORD_DOCUMENTS, Action.RECORD_TRACING):
            segment = segment_of(store, *villages).id
            act_on(store, segment, action, doer(), Facts(documents=("1",)))
    return store


def found_by(store: Store, who: Doer) -> list[Undisputed]:
    with Repository(store) as repository:
        return undisputed(repository, who)


def chosen(one: Undisputed) -> Chosen:
    return Chosen(one.segment, one.version, one.hash)


def test_only_where_all_agree(store: Store) -> None:
    [one] = found_by(store, doer())
    assert one.segment == segment_of(store, B, C).id
    assert one.length_m == pytest.approx(1000, rel=1e-3)
    assert one.tolerance_m > 0


def test_each_is_a_proposal_of_its_own(store: Store) -> None:
    [one] = found_by(store, doer())
    [done] = propose_many(store, [chosen(one)], doer())
    assert done.fault is None
    with Repository(store) as repository:
        row = repository.get(Segment, one.segment)
        assert row.proposal_id is not None
        [event] = repository.find(Event, action="propose", subject_id=one.segment)
        assert event.who == "sari"
    assert found_by(store, doer()) == []


def test_one_refusal_keeps_no_other_back(store: Store) -> None:
    [one] = found_by(store, doer())
    contested = segment_of(store, A, B)
    wrong = [
        Chosen(contested.id, contested.version, one.hash),
        Chosen(one.segment, one.version, "0" * 64),
        Chosen(one.segment, one.version - 1, one.hash),
    ]
    results = propose_many(store, [*wrong, chosen(one)], doer())
    assert ["not open any more" in str(found.fault) for found in results] == [
        True, True, False, False,
    ]  # fmt: skip
    assert "changed by somebody else" in str(results[2].fault)
    assert results[3].fault is None


def test_who_may_not_propose_sees_nothing(store: Store) -> None:
    assert found_by(store, doer("vera", Role.VERIFIER)) == []
    assert [one.segment for one in found_by(store, head_of(B))] == [segment_of(store, B, C).id]
