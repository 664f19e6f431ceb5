"""Lines that are not proposed yet, who is here, and forms that are sent twice."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from boundaries.domain.deed import Facts
from boundaries.domain.roles import Action, Role
from boundaries.errors import ConflictError, ParameterError, RefusedError, StoreError
from boundaries.store.database import Store
from boundaries.store.models import Draft, Event, Lease, SentForm, Visit
from boundaries.store.repository import Repository
from boundaries.workflows.doer import Doer
from boundaries.workflows.drafts import MOST_POINTS, Drawn, draft_of, drop_draft, keep_draft
from boundaries.workflows.once import ABANDONED, Answer, answered_once
from boundaries.workflows.presence import (
    LEASE,
    VISIT,
    Present,
    leave_place,
    present,
    take_place,
    visit,
)
from boundaries.workflows.settle import act_on
from tests.workspace_fixture import A, B, D, doer, head_of, put_on_table, segment_of
from tests.workspace_template import copied_workspace

LINE = Drawn([(99.62, 2.98), (99.63, 2.99)], request="first")
LONGER = Drawn([*LINE.points, (99.64, 3.0)], request="second")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The workspace of `tests.workspace_fixture`, one for all tests."""
    with copied_workspace(tmp_path_factory.mktemp("drafts")) as made:
        yield made


@pytest.fixture
def segment(store: Store) -> str:
    """The segment between A and B, of which nobody knows anything."""
    found = segment_of(store, A, B).id
    with Repository(store) as repository:
        for table in (Draft, Lease, Visit, SentForm):
            repository.remove(table)
    return found


def later(who: Doer, time: datetime.timedelta) -> Doer:
    return replace(who, at=who.at + time)


def here(store: Store, segment: str, who: Doer) -> Present:
    with Repository(store) as repository:
        return present(repository, segment, who)


def test_a_draft_is_kept_for_each_person(store: Store, segment: str) -> None:
    a, b = head_of(A), head_of(B)
    assert keep_draft(store, segment, LINE, a).version == 1
    assert keep_draft(store, segment, LONGER, a, version=1).version == 2
    keep_draft(store, segment, LINE, b)
    with Repository(store) as repository:
        mine, theirs = (draft_of(repository, segment, who.actor.person) for who in (a, b))
        assert mine
        assert theirs
        assert len(mine.points["line"]) == 3
        assert len(theirs.points["line"]) == 2
        events = repository.find(Event, subject_kind="draft")
    assert events == []
    drop_draft(store, segment, a)
    with Repository(store) as repository:
        assert [row.person for row in repository.find(Draft)] == [b.actor.person]


def test_the_same_request_is_applied_once(store: Store, segment: str) -> None:
    """Whose answer was lost is sent again, though the version has moved on."""
    a = head_of(A)
    keep_draft(store, segment, LINE, a)
    assert keep_draft(store, segment, LINE, a).version == 1
    other_word = replace(LINE, request="again")
    assert keep_draft(store, segment, other_word, a).version == 1


def test_the_second_of_two_is_told_in_either_store(detected: Store) -> None:
    """Both began without a draft, and a form was sent from two windows."""
    a, segment = head_of(A), segment_of(detected, A, B).id
    keep_draft(detected, segment, LINE, a)
    with pytest.raises(ConflictError), Repository(detected) as repository:
        repository.add(Draft(segment_id=segment, person=a.actor.person, kind="drawn",
                             points={"line": []}, request="", at=a.at))  # fmt: skip
    assert answered_once(detected, a, "sum", lambda: ({"text": "1"}, None))[0] == {"text": "1"}
    assert answered_once(detected, a, "sum", lambda: ({"text": "2"}, None))[0] == {"text": "1"}
    visit(detected, segment, a)
    assert take_place(detected, segment, a) is None
    assert take_place(detected, segment, head_of(B)) == a.actor.person


def test_a_change_from_elsewhere_is_a_conflict(store: Store, segment: str) -> None:
    a = head_of(A)
    keep_draft(store, segment, LINE, a)
    with pytest.raises(ConflictError, match="changed on another computer") as caught:
        keep_draft(store, segment, LONGER, a)
    assert caught.value.theirs["points"]["line"] == [[99.62, 2.98], [99.63, 2.99]]
    assert len(caught.value.mine["points"]["line"]) == 3
    drop_draft(store, segment, a)
    with pytest.raises(ConflictError, match="changed on another computer") as caught:
        keep_draft(store, segment, LONGER, a, version=1)
    assert caught.value.theirs == {"version": 0}


@pytest.mark.parametrize("points", [[], [(0.0, 0.0)] * (MOST_POINTS + 1)], ids=["none", "long"])
def test_a_draft_has_a_size(store: Store, points: list[tuple[float, float]]) -> None:
    with pytest.raises(ParameterError, match="no point, or too many"):
        keep_draft(store, "SG-1", Drawn(points), head_of(A))


def test_a_draft_is_drawn_or_uploaded(store: Store) -> None:
    with pytest.raises(ParameterError, match="midline is no kind of drawn line") as caught:
        keep_draft(store, "SG-1", replace(LINE, kind="midline"), head_of(A))
    assert str(caught.value.hint) == "take one of drawn, uploaded"


def test_who_may_not_propose_draws_nothing(store: Store, segment: str) -> None:
    with pytest.raises(RefusedError, match="heads no village"):
        keep_draft(store, segment, LINE, head_of(D))
    with pytest.raises(RefusedError, match="may not propose"):
        take_place(store, segment, doer("vera", Role.VERIFIER))
    with pytest.raises(StoreError, match="is not there"):
        keep_draft(store, "SG-0", LINE, head_of(A))


def test_one_place_for_who_draws(store: Store, segment: str) -> None:
    """It is kept for two minutes, then the next may have it; giving up is for the own one."""
    a, b = head_of(A), head_of(B)
    assert take_place(store, segment, a) is None
    assert take_place(store, segment, b) == a.actor.person
    leave_place(store, segment, b)
    assert here(store, segment, b).drawing == a.actor.person
    assert here(store, segment, a).drawing is None
    late = later(b, LEASE)
    assert here(store, segment, late).drawing is None
    assert take_place(store, segment, late) is None
    leave_place(store, segment, late)
    with Repository(store) as repository:
        assert repository.find(Lease) == []


def test_who_is_here(store: Store, segment: str) -> None:
    a, b, sari = head_of(A), head_of(B), doer(day=2)
    for who in (a, b, a):
        visit(store, segment, who)
    assert here(store, segment, sari) == Present(None, (a.actor.person, b.actor.person))
    assert here(store, segment, a) == Present(None, (b.actor.person,))
    take_place(store, segment, b)
    assert here(store, segment, a) == Present(b.actor.person, ())
    late = later(a, VISIT)
    visit(store, segment, late)
    assert here(store, segment, later(sari, VISIT)) == Present(b.actor.person, (a.actor.person,))
    with Repository(store) as repository:
        assert [row.person for row in repository.find(Visit)] == [a.actor.person]


def sending(store: Store, who: Doer, done: list[str]) -> Callable[[], tuple[Answer | None, Any]]:
    def perform() -> tuple[Answer | None, Any]:
        done.append(who.actor.person)
        return {"text": f"done {len(done)}"}, None

    return perform


def test_a_form_is_done_once(store: Store, segment: str) -> None:
    a, done = head_of(A), list[str]()
    perform = sending(store, a, done)
    first, _ = answered_once(store, a, "sum", perform)
    again, _ = answered_once(store, a, "sum", perform)
    assert first == again == {"text": "done 1"}
    assert answered_once(store, head_of(B), "sum", perform)[0] == {"text": "done 2"}
    assert answered_once(store, a, "other", perform)[0] == {"text": "done 3"}


def test_what_was_refused_may_be_sent_again(store: Store, segment: str) -> None:
    def refuse() -> tuple[Answer | None, Any]:
        raise RuntimeError("no")

    a, done = head_of(A), list[str]()
    with pytest.raises(RuntimeError):
        answered_once(store, a, "sum", refuse)
    assert answered_once(store, a, "sum", lambda: (None, "page")) == (None, "page")
    assert answered_once(store, a, "sum", sending(store, a, done))[0]


def test_the_second_of_two_at_once_waits(store: Store, segment: str) -> None:
    a, begun, goes_on = head_of(A), threading.Event(), threading.Event()
    answers: list[Answer | None] = []

    def slow() -> tuple[Answer | None, Any]:
        begun.set()
        goes_on.wait(10)
        return {"text": "slow"}, None

    def send(perform: Callable[[], tuple[Answer | None, Any]]) -> None:
        answers.append(answered_once(store, a, "sum", perform)[0])

    first = threading.Thread(target=send, args=(slow,))
    first.start()
    assert begun.wait(10)
    second = threading.Thread(target=send, args=(sending(store, a, []),))
    second.start()
    goes_on.set()
    first.join()
    second.join()
    assert answers == [{"text": "slow"}] * 2


def test_a_server_that_died_leaves_no_lock(
    store: Store, segment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = head_of(A)
    with Repository(store) as repository:
        repository.add(SentForm(person=a.actor.person, sum="sum", at=a.at))
    monkeypatch.setattr("boundaries.workflows.once.PATIENCE_S", 0.0)
    with pytest.raises(ConflictError, match="still worked on"):
        answered_once(store, a, "sum", sending(store, a, []))
    late = later(a, ABANDONED + datetime.timedelta(seconds=1))
    assert answered_once(store, late, "sum", sending(store, late, []))[0]


def test_a_signature_is_taken_back_until_the_other_side_has_signed(
    store: Store, segment: str
) -> None:
    proposal = put_on_table(store, segment, "midline")
    facts = Facts(number=proposal.number, hash=proposal.hash)
    act_on(store, segment, Action.SIGN, head_of(A), facts)
    back = Facts(reason="keliru")
    assert act_on(store, segment, Action.TAKE_BACK, head_of(A), back).standing == ()
    act_on(store, segment, Action.SIGN, head_of(A), facts)
    act_on(store, segment, Action.SIGN, head_of(B), facts)
    with pytest.raises(RefusedError, match="nobody may take a signature back now"):
        act_on(store, segment, Action.TAKE_BACK, head_of(A), back)
    with pytest.raises(RefusedError, match="a reason"):
        act_on(store, segment, Action.REOPEN, doer(day=3))
    opened = act_on(store, segment, Action.REOPEN, doer(day=3), replace(back, reason="baru"))
    assert opened.state.value == "DILACAK"
