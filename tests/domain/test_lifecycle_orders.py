"""Any order of actions by anybody: what must hold after each of them.

A model beside the machine keeps, in its own words, who has signed which line and whether the
mediation met; the machine may never be further than the model allows.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import replace

import hypothesis.strategies as st
import shapely
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from boundaries.domain.canonical import line_hash
from boundaries.domain.case import SETTLED, Case, DecisionKind, Side, State
from boundaries.domain.deed import Facts
from boundaries.domain.lifecycle import Event, act, begin, replay
from boundaries.domain.lifecycle_table import REQUIREMENTS, open_actions
from boundaries.domain.next_step import next_step
from boundaries.domain.roles import PERMISSIONS, Action, Actor, Role
from boundaries.errors import RefusedError
from tests.domain.lifecycle_cases import (
    AGREED,
    DEADLOCKED,
    DECLINED,
    HEADS,
    MEDIATED,
    NOON,
    PEOPLE,
    PROPOSED,
    USUAL,
    A,
    B,
    C,
    facts,
)

MOVED = [
    Actor("ana", Role.VILLAGE_HEAD, villages=frozenset({C.village})),
    Actor("ana", Role.LURAH, villages=frozenset({B.village})),
    Actor("ana", Role.VILLAGE_HEAD, villages=frozenset({A.village, C.village})),
    Actor("ana", Role.VERIFIER),
    Actor("oki", Role.VILLAGE_HEAD, villages=frozenset({A.village})),
]
ANYBODY = [*PEOPLE.values(), *MOVED]
BORDER = [(0.0, 0.0), (100.0, 3.0), (200.0, 0.0)]
ENDS_DISCUSSION = (Action.PROPOSE, Action.WITHDRAW, Action.REOPEN)


class Orders(RuleBasedStateMachine):
    """One segment between A and B or C, and everybody who may or may not have a say in it."""

    @initialize(
        other=st.sampled_from([B, C]),
        way=st.sampled_from([[], PROPOSED, DECLINED, MEDIATED, DEADLOCKED, AGREED]),
    )
    def taken_up(self, other: Side, way: list[tuple[Action, str]]) -> None:
        self.case, event = begin("SG-AAAAAAAA", A, other, PEOPLE["operator"], NOON)
        self.events: list[Event] = [event]
        self.at = NOON
        self.signed: dict[str, tuple[str, str]] = {}
        self.met = False
        self.decided_by: Role | None = None
        for action, who in way:
            person = PEOPLE[HEADS[other.village] if who == "other" else who]
            assert self.do(action, person, self.given(action, 0)) == ""

    def given(self, action: Action, shift: int) -> Facts:
        """Facts that satisfy the action; the line proposed is moved by so many metres."""
        given = facts(self.case)
        return replace(given, hash=line_hash_of(shift)) if action is Action.PROPOSE else given

    def do(self, action: Action, actor: Actor, given: Facts) -> str:
        """Act; the code of the refusal, "" when it was done."""
        before, at = self.case, self.at
        try:
            self.case, event = act(before, action, actor, at, given)
        except RefusedError as refusal:
            return refusal.code
        self.events.append(event)
        self.at += datetime.timedelta(days=1)
        self.follow(before, action, actor, given)
        return ""

    def follow(self, before: Case, action: Action, actor: Actor, given: Facts) -> None:
        """What the action means in the model's own words."""
        sides = (side.village for side in before.sides)
        village = next((name for name in sides if name in actor.villages), "")
        if action in ENDS_DISCUSSION:
            self.signed.clear()
        if action is Action.REOPEN:
            self.met, self.decided_by = False, None
        if action is Action.SIGN:
            self.signed[village] = (actor.person, given.hash)
        if action is Action.TAKE_BACK:
            del self.signed[village]
        if action is Action.RECORD_MEETING:
            self.met = True
        if action is Action.DECIDE:
            assert self.met
            self.decided_by = actor.role
        if actor.role is Role.SYSTEM:
            assert self.case.state is before.state

    @rule(action=st.sampled_from(list(REQUIREMENTS)), actor=st.sampled_from(ANYBODY))
    def anybody_tries_anything(self, action: Action, actor: Actor) -> None:
        self.do(action, actor, facts(self.case))

    @rule(data=st.data())
    def somebody_of_the_right_role_tries(self, data: st.DataObject) -> None:
        action = data.draw(st.sampled_from(self.open()))
        entitled = [actor for actor in ANYBODY if actor.role in PERMISSIONS[action]]
        given = self.given(action, data.draw(st.integers(1, 4)))
        self.do(action, data.draw(st.sampled_from(entitled)), given)

    @rule(data=st.data(), stale=st.sampled_from([{"number": 1}, {"hash": "0" * 64}]))
    def somebody_looks_at_an_old_page(self, data: st.DataObject, stale: dict[str, object]) -> None:
        actions = [name for name in (Action.SIGN, Action.DECIDE) if name in self.open()]
        proposal = self.case.proposal
        if not actions or not proposal or (proposal.number, 1) == (1, stale.get("number")):
            return
        action = data.draw(st.sampled_from(actions))
        actor = PEOPLE["bupati" if action is Action.DECIDE else "head of A"]
        assert self.do(action, actor, facts(self.case, **stale)) == "other-line"

    @rule(shift=st.integers(5, 50))
    def a_vertex_moves(self, shift: int) -> None:
        """Whoever signs the line with a moved vertex is refused, until it is proposed."""
        moved = line_hash_of(shift / 1e5)
        proposal = self.case.proposal
        if proposal is None or moved == proposal.hash or Action.SIGN not in self.open():
            return
        given = replace(facts(self.case), hash=moved)
        assert self.do(Action.SIGN, PEOPLE["head of A"], given) in (
            "other-line", "signed-already", "same-person",
        )  # fmt: skip
        assert self.do(Action.PROPOSE, PEOPLE["gis"], given) == ""
        assert self.case.standing == ()

    def open(self) -> tuple[Action, ...]:
        return open_actions(self.case.state)

    @rule()
    def the_next_step_is_done(self) -> None:
        """What the segment waits for can be done by those whom the table names."""
        step = next_step(self.case, self.at.date())
        if step is None:
            assert self.case.state is State.DITETAPKAN
            return
        given = self.given(step, self.case.proposals + 10)
        if step is Action.SIGN:
            left = [side.village for side in self.case.sides if side.village not in self.signed]
            refusal = self.do(step, PEOPLE[HEADS[left[0]]], given)
        else:
            decided = self.case.decision and self.case.decision.kind is DecisionKind.BUPATI
            role = Role.BUPATI if decided and step is Action.REOPEN else PERMISSIONS[step][0]
            role = Role.OPERATOR if step is Action.PROPOSE else role
            refusal = self.do(step, PEOPLE[USUAL[role]], given)
        assert refusal in ("", "same-person")

    @invariant()
    def the_signatures_are_those_that_were_given(self) -> None:
        standing = {each.village: (each.person, each.hash) for each in self.case.standing}
        assert standing == self.signed
        proposal = self.case.proposal
        for each in self.case.standing:
            assert proposal is not None
            assert (each.number, each.hash) == (proposal.number, proposal.hash)

    @invariant()
    def nobody_finishes_alone(self) -> None:
        if self.case.state not in SETTLED:
            return
        decision = self.case.decision
        assert decision is not None
        if decision.kind is DecisionKind.BUPATI:
            assert self.decided_by is Role.BUPATI
            return
        assert set(self.signed) == {side.village for side in self.case.sides}
        assert len({person for person, _ in self.signed.values()}) == 2
        assert {line for _, line in self.signed.values()} == {decision.hash}

    def teardown(self) -> None:
        """The events tell the whole story."""
        events = [
            replace(event, before=kept(event.before), after=kept(event.after))
            for event in self.events
        ]
        assert replay(events) == self.case


def kept(record: dict[str, object]) -> dict[str, object]:
    """A record as a log gives it back."""
    return dict(json.loads(json.dumps(record)))


def line_hash_of(shift: float) -> str:
    """The hash of the border with its middle vertex moved by so many metres."""
    start, (x, y), end = BORDER
    return line_hash(shapely.LineString([start, (x, y + shift), end]))


TestOrders = Orders.TestCase
TestOrders.settings = settings(
    max_examples=60, stateful_step_count=40, suppress_health_check=[HealthCheck.too_slow]
)
