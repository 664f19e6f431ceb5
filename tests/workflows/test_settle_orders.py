"""Any order of acts by several people on a real workspace: what must hold after each of them.

A model beside the machine keeps, in its own words, who has signed which line of which segment; the
workspace may never be further than the model.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import hypothesis.strategies as st
import pytest
import shapely
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from boundaries.domain.agreed import in_force
from boundaries.domain.case import Case, State
from boundaries.domain.deed import Facts
from boundaries.domain.foreseen import foreseen_faults
from boundaries.domain.lifecycle import Event, replay
from boundaries.domain.roles import Action, Actor, Role
from boundaries.errors import ConflictError, ParameterError, RefusedError
from boundaries.store import models
from boundaries.store.database import Store, open_store
from boundaries.store.models import Segment
from boundaries.store.repository import Repository
from boundaries.workflows.agreed_ground import ground_of
from boundaries.workflows.cases import case_of
from boundaries.workflows.doer import Doer
from boundaries.workflows.grounds import agreed_of, decisions_of
from boundaries.workflows.settle import act_on, propose_line
from tests.agreed_workspace import A, B, C, agreed_workspace
from tests.store_fixture import copied_to
from tests.workspace_fixture import doer, head_of, segment_of

KINDS = {
    (A, B): ["reference", "a", "midline", "equal-area", "drawn"],
    (A, C): ["reference"],
}
"""Two segments that meet in a junction, and the lines that may be proposed for them."""
PAIRS = st.sampled_from(list(KINDS))
FALSE_HEADS = [
    doer(),
    Doer(Actor("kades A and B", Role.VILLAGE_HEAD, villages=frozenset({A, B})), doer().at),
    Doer(Actor(f"kades {A}", Role.VILLAGE_HEAD, villages=frozenset({B})), doer().at),
]
"""An operator, the head of two villages, and the head of A who has become that of B."""
SIGNERS = [head_of(A), head_of(B), head_of(C), *FALSE_HEADS]
Pair = tuple[str, str]
Land = dict[str, shapely.Geometry]


class Settling(RuleBasedStateMachine):
    """Two segments of a workspace, and everybody who may or may not have a say in them."""

    def __init__(self, fresh: Callable[[], Store]) -> None:
        super().__init__()
        self.store = fresh()
        self.ids = {pair: segment_of(self.store, *pair).id for pair in KINDS}
        self.signed: dict[Pair, dict[str, tuple[str, str]]] = {pair: {} for pair in KINDS}
        self.settled: dict[Pair, str] = {}
        self.tampered: set[Pair] = set()
        self.lands: dict[frozenset[tuple[Pair, str]], Land] = {}
        self.seen: tuple[tuple[Pair, str], ...] | None = None

    def case(self, pair: Pair) -> Case:
        return case_of(segment_of(self.store, *pair))

    def on_table(self, pair: Pair) -> Facts | None:
        proposal = self.case(pair).proposal
        if proposal is None:
            return None
        return Facts(number=proposal.number, hash=proposal.hash, reason="because")

    def do(self, pair: Pair, action: Action, who: Doer, facts: Facts) -> str:
        """Act; the code of the refusal, "" when it was done."""
        try:
            act_on(self.store, self.ids[pair], action, who, facts)
        except RefusedError as refusal:
            return refusal.code
        return ""

    def drawn(self, pair: Pair, shift: float) -> shapely.LineString:
        """The border between A and B with its middle so many metres to the east.

        The land in dispute reaches from 200 m to 800 m of the 1,000 m.
        """
        line = segment_of(self.store, *pair).geometry
        x, south, _, north = line.bounds
        return shapely.LineString(
            [(x, south), (x, south + 200), (x + shift, south + 500), (x, south + 800), (x, north)]
        )

    def propose(self, pair: Pair, kind: str, who: Doer, shift: int) -> bool:
        """Put a line on the table, a drawn one with its middle shifted by so many metres."""
        drawn = self.drawn(pair, shift)
        try:
            propose_line(
                self.store, self.ids[pair], kind, who, drawn=drawn if kind == "drawn" else None
            )
        except (ParameterError, RefusedError):
            return False
        assert pair not in self.settled
        self.signed[pair].clear()
        self.tampered.discard(pair)
        return True

    @initialize(kind=st.sampled_from(KINDS[A, B]), signers=st.sampled_from([[], [A], [A, B]]))
    def begun(self, kind: str, signers: list[str]) -> None:
        assert self.propose((A, B), kind, doer(), 40)
        for village in signers:
            self.somebody_signs((A, B), head_of(village))
        assert len(self.signed[A, B]) == len(signers)

    @rule(pair=PAIRS, data=st.data(), who=st.sampled_from([doer(), head_of(A)]))
    def a_line_is_proposed(self, pair: Pair, data: st.DataObject, who: Doer) -> None:
        self.propose(pair, data.draw(st.sampled_from(KINDS[pair])), who, 40)

    @rule(pair=PAIRS, who=st.sampled_from(SIGNERS))
    def somebody_signs(self, pair: Pair, who: Doer) -> None:
        facts = self.on_table(pair) or Facts(number=1, hash="0" * 64)
        if self.do(pair, Action.SIGN, who, facts):
            return
        [village] = who.actor.villages & set(pair)
        assert pair not in self.tampered
        self.signed[pair][village] = (who.actor.person, facts.hash)
        if len(self.signed[pair]) == 2:
            self.settled[pair] = facts.hash

    @rule(pair=PAIRS)
    def the_other_side_signs_too(self, pair: Pair) -> None:
        for village in sorted(set(pair) - self.signed[pair].keys()):
            self.somebody_signs(pair, head_of(village))

    @rule(shift=st.integers(1, 99))
    def a_vertex_moves(self, shift: int) -> None:
        """Whoever signed the line as it was has not signed this one."""
        before = self.on_table((A, B))
        if not self.propose((A, B), "drawn", doer(), shift):
            return
        assert self.case((A, B)).standing == ()
        if before is not None:
            assert self.do((A, B), Action.SIGN, head_of(B), before) == "other-line"

    @rule()
    def a_vertex_moves_in_the_file(self) -> None:
        """Somebody moves the drawn line with another program; nobody can sign it then."""
        with Repository(self.store) as repository:
            row = repository.get(Segment, self.ids[A, B])
            if row.proposal_id is None or (A, B) in self.settled:
                return
            proposal = repository.get(models.Proposal, row.proposal_id)
            if proposal.kind != "drawn":
                return
            proposal.geometry = self.drawn((A, B), 41.5)
            repository.record(doer().entry("edit", ("proposal", str(row.proposal_id))))
        self.tampered.add((A, B))

    @rule(pair=PAIRS, village=st.sampled_from([A, B, C]))
    def a_signature_is_taken_back(self, pair: Pair, village: str) -> None:
        if not self.do(pair, Action.TAKE_BACK, head_of(village), Facts(reason="doubts")):
            del self.signed[pair][village]
            assert pair not in self.settled

    @rule(pair=PAIRS)
    def the_line_is_withdrawn(self, pair: Pair) -> None:
        facts = self.on_table(pair)
        if facts and not self.do(pair, Action.WITHDRAW, doer(), facts):
            assert pair not in self.settled
            self.signed[pair].clear()
            self.tampered.discard(pair)

    @rule(pair=st.sampled_from([(A, B), (A, B), (A, C)]))
    def the_agreement_is_reopened(self, pair: Pair) -> None:
        if pair in self.settled:
            facts = Facts(documents=("7",), reason="new evidence")
            assert self.do(pair, Action.REOPEN, doer(), facts) == ""
            self.signed[pair].clear()
            del self.settled[pair]

    @rule(pair=PAIRS, who=st.sampled_from(SIGNERS))
    def somebody_acts_on_an_old_page(self, pair: Pair, who: Doer) -> None:
        row = segment_of(self.store, *pair)
        with pytest.raises(ConflictError) as told:
            act_on(self.store, row.id, Action.SIGN, who, version=row.version - 1)
        assert told.value.mine == {"version": row.version - 1}
        assert told.value.theirs["version"] == row.version

    @invariant()
    def nobody_finishes_alone(self) -> None:
        for pair in KINDS:
            case = self.case(pair)
            assert {one.village: (one.person, one.hash) for one in case.standing} == (
                self.signed[pair]
            )
            assert (case.state is State.SEPAKAT) == (pair in self.settled)
            if case.state is State.SEPAKAT:
                assert case.decision is not None
                assert case.proposal is not None
                assert case.decision.hash == case.proposal.hash == self.settled[pair]
                assert self.signed[pair].keys() == set(pair)
                assert len({person for person, _ in self.signed[pair].values()}) == 2

    @invariant()
    def the_log_proves_itself(self) -> None:
        with Repository(self.store) as repository:
            assert not repository.verify()

    @invariant()
    def the_land_follows_from_what_is_settled(self) -> None:
        """It is one coverage, a package of which proves itself.

        And exactly that of before when an agreement is taken back.
        """
        seen = tuple(self.settled.items())
        if seen == self.seen:
            return
        with Repository(self.store) as repository:
            table = agreed_of(repository)
            decisions = in_force(decisions_of(repository))
            faults = foreseen_faults(ground_of(repository), decisions, decimals=7)
        assert [str(fault.message) for fault in faults] == []
        assert shapely.coverage_is_valid(table.geometry.to_numpy())
        land = dict(zip(table["key"], shapely.normalize(table.geometry.to_numpy()), strict=True))
        before = self.lands.setdefault(frozenset(seen), land)
        assert land.keys() == before.keys()
        assert all(land[key].equals_exact(before[key], 0) for key in land)
        self.seen = seen

    def teardown(self) -> None:
        """The log tells the whole story."""
        with Repository(self.store) as repository:
            rows = repository.find(models.Event, subject_kind="segment")
        for pair, identifier in self.ids.items():
            own = [event_of(row) for row in rows if row.subject_id == identifier]
            assert replay(own) == self.case(pair)
        self.store.close()


def event_of(row: models.Event) -> Event:
    """An event of a segment as the log gives it back."""
    return Event(
        row.subject_id, row.at, row.who, Role(row.role), Action(row.action), row.before or {},
        row.after or {}, row.reason or "",
    )  # fmt: skip


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed workspace in which both segments were traced."""
    with agreed_workspace(tmp_path_factory.mktemp("orders"), pairs=()) as store:
        for pair in KINDS:
            for action in (Action.RECORD_DOCUMENTS, Action.RECORD_TRACING):
                act_on(store, segment_of(store, *pair).id, action, doer(), Facts(documents=("1",)))
    assert store.path is not None
    return store.path


def run(fresh: Callable[[], Store], *, examples: int, steps: int) -> None:
    """Run the machine, each time on a workspace of its own."""
    usual = settings(
        max_examples=examples,
        stateful_step_count=steps,
        phases=[Phase.reuse, Phase.generate],
        suppress_health_check=[HealthCheck.too_slow],
    )
    run_state_machine_as_test(lambda: Settling(fresh), settings=usual)  # type: ignore[arg-type]


def test_any_order_in_a_file(template: Path, tmp_path: Path) -> None:
    numbers = count()

    def fresh() -> Store:
        return open_store(str(shutil.copy(template, tmp_path / f"{next(numbers)}.gpkg")))

    run(fresh, examples=5, steps=12)


def test_any_order_in_a_database(
    template: Path, postgis_server: str, schemas: Iterator[int]
) -> None:
    def fresh() -> Store:
        with open_store(str(template)) as original:
            address = f"{postgis_server}&schema=orders_{next(schemas)}"
            return copied_to(address, original)

    run(fresh, examples=2, steps=6)
