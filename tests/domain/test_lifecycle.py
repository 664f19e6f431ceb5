"""Where each action leads from each state, and what is recorded."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace

import pytest

from boundaries.domain.case import DISPUTED, SETTLED, Case, DecisionKind, Level, Side, State, Void
from boundaries.domain.deadline import Clock
from boundaries.domain.deed import Facts
from boundaries.domain.lifecycle import Event, Outcome, act, begin, replay
from boundaries.domain.lifecycle_table import REQUIREMENTS, TRANSITIONS
from boundaries.domain.roles import PERMISSIONS, Action, Role
from boundaries.errors import RefusedError, StoreError
from tests.domain.lifecycle_cases import (
    HEADS,
    NOON,
    PEOPLE,
    TODAY,
    USUAL,
    A,
    B,
    C,
    X,
    case_in,
    do,
    done,
    facts,
    line,
    new,
    reached,
)

S = State
NEGOTIATE = {
    "propose": "", "withdraw": "", "sign": S.SEPAKAT, "take-back": "", "decline": "",
}  # fmt: skip
MEDIATE = {
    **NEGOTIATE,
    "record-meeting": "", "record-deadlock": "no-mediation", "decide": "no-mediation",
}  # fmt: skip
TO_BIG = {"verify": "", "send": "not-verified", "reopen": S.DILACAK}
EXPECTED: dict[State, dict[str, str]] = {
    S.INDIKATIF: {"record-documents": S.DOKUMEN_DITELITI, "hand-over": "same-kabupaten"},
    S.DOKUMEN_DITELITI: {
        "record-tracing": S.DILACAK, "hand-over": "same-kabupaten", "reopen": S.INDIKATIF,
    },
    S.DILACAK: {
        "propose": "", "withdraw": "", "sign": "", "take-back": "no-signature",
        "decline": S.TIDAK_SEPAKAT, "record-disagreement": S.TIDAK_SEPAKAT,
        "hand-over": "same-kabupaten", "reopen": S.DOKUMEN_DITELITI,
    },
    S.TIDAK_SEPAKAT: {**NEGOTIATE, "refer": S.MEDIASI_CAMAT},
    S.MEDIASI_CAMAT: MEDIATE,
    S.MEDIASI_BUPATI: MEDIATE,
    S.LIMPAH_BATAS_DAERAH: {"stipulate": S.DITETAPKAN, "reopen": S.INDIKATIF},
    S.SEPAKAT: TO_BIG,
    S.DIPUTUS_BUPATI: {**TO_BIG, "reopen": "bupati-decided"},
    S.SIAP_VERIFIKASI: {
        "return": S.PERBAIKAN_BIG, "accept": S.TERVERIFIKASI, "reopen": S.DILACAK,
    },
    S.PERBAIKAN_BIG: TO_BIG,
    S.TERVERIFIKASI: {"stipulate": S.DITETAPKAN, "reopen": S.DILACAK},
    S.DITETAPKAN: {"revoke": S.DICABUT},
    S.DICABUT: {"reopen": S.DILACAK},
}  # fmt: skip
"""The state that follows, "" for the same one, or the code of the refusal; "state" else."""

PERSON = {
    Action.TAKE_BACK: "head of A", Action.PROPOSE: "operator", Action.WITHDRAW: "operator",
    Action.RECORD_DISAGREEMENT: "operator", Action.MARK: "system", Action.REOPEN: "operator",
}  # fmt: skip


def tried(case: Case, action: Action) -> str:
    """The state after the action of the usual person, or the code of the refusal."""
    other = case.sides[1].village
    heads = action in (Action.SIGN, Action.DECLINE)
    who = HEADS.get(other, "head of A") if heads else PERSON.get(action, "")
    try:
        return do(case, action, who or USUAL[PERMISSIONS[action][0]]).state
    except RefusedError as refusal:
        return refusal.code


@pytest.mark.parametrize("state", State)
def test_each_action_leads_where_it_should(state: State) -> None:
    case = reached(state)
    expected = {"mark": "", "clear-mark": "not-marked"} | EXPECTED[state]
    for action in REQUIREMENTS:
        assert tried(case, action) == (expected.get(action, "state") or state), action


def test_every_state_and_action_occurs() -> None:
    assert {row.action for row in TRANSITIONS} == set(REQUIREMENTS)
    assert {row.after for row in TRANSITIONS} - {None} == set(State)
    further = {Action.BEGIN, Action.EXCEPT_FINDING, Action.REOPEN_FINDING}
    assert set(REQUIREMENTS) | further == set(Action) == set(PERMISSIONS)


def test_agreement_needs_both_heads() -> None:
    case = do(case_in(S.DILACAK), Action.SIGN, "lurah of B")
    assert (case.state, case.decision) == (S.DILACAK, None)
    case = do(case, Action.SIGN, "head of A")
    assert case.state is S.SEPAKAT
    assert case.decision is not None
    assert (case.decision.kind, case.decision.number) == (DecisionKind.AGREEMENT, 1)
    assert {signature.village for signature in case.standing} == {A.village, B.village}
    assert {signature.hash for signature in case.standing} == {line("line 1")}


def test_a_new_proposal_voids_signatures_visibly() -> None:
    case = do(case_in(S.DILACAK), Action.SIGN, "head of A")
    later = NOON + datetime.timedelta(hours=1)
    case = do(case, Action.PROPOSE, "gis", later)
    (signature,) = case.signatures
    assert case.standing == ()
    assert (signature.void_at, signature.void_reason) == (later, Void.NEW_PROPOSAL)
    assert case.proposal is not None
    assert (case.proposal.number, case.proposal.hash) == (2, line("line 2"))


def test_a_withdrawn_proposal_takes_its_signatures_along() -> None:
    case = do(case_in(S.DILACAK), Action.SIGN, "head of A")
    case = do(case, Action.WITHDRAW, "operator")
    assert (case.proposal, case.standing) == (None, ())
    assert case.signatures[0].void_reason is Void.WITHDRAWN


def test_numbers_of_proposals_are_never_used_again() -> None:
    case = do(case_in(S.DILACAK), Action.WITHDRAW, "operator")
    assert case.proposal is None
    case = do(case, Action.PROPOSE, "operator", hash=line("line 1"))
    assert case.proposal is not None
    assert case.proposal.number == 2


def test_a_signature_is_taken_back_until_the_other_side_signed() -> None:
    case = do(case_in(S.DILACAK), Action.SIGN, "head of A")
    case = do(case, Action.TAKE_BACK, "head of A")
    assert case.standing == ()
    assert case.signatures[0].void_reason is Void.TAKEN_BACK
    agreed = case_in(S.SEPAKAT)
    with pytest.raises(RefusedError, match=r"the segment is agreed: nobody may take a signature"):
        do(agreed, Action.TAKE_BACK, "head of A")


def test_taking_back_leaves_the_other_signature_alone() -> None:
    case = case_in(S.TIDAK_SEPAKAT)
    with pytest.raises(RefusedError, match=r"12\.09\.01\.1002 has not signed"):
        do(case, Action.TAKE_BACK, "lurah of B")
    assert [signature.person for signature in case.standing] == ["ana"]


def test_mediation_follows_the_kecamatan() -> None:
    assert case_in(S.MEDIASI_CAMAT, A, B).level is Level.CAMAT
    assert case_in(S.MEDIASI_BUPATI, A, C).level is Level.BUPATI
    assert do(case_in(S.TIDAK_SEPAKAT, A, C), Action.REFER, "operator").state is S.MEDIASI_BUPATI


def test_kecamatan_of_the_same_name_elsewhere_is_another_one() -> None:
    side = Side("B", "Sukamaju", "12.09")
    assert Case("SG-A", Side("A", "Sukamaju", "12.09"), side).within_kecamatan
    assert not Case("SG-A", Side("A", "Sukamaju", "12.08"), side).within_kecamatan


def test_the_clock_starts_with_the_first_record_of_the_disagreement() -> None:
    case = case_in(S.TIDAK_SEPAKAT)
    assert (case.disagreed_on, case.due) == (TODAY, datetime.date(2026, 9, 10))
    case = do(case, Action.PROPOSE, "operator")
    later = NOON + datetime.timedelta(days=40)
    again = do(case, Action.DECLINE, "head of A", later, dated=None)
    assert again.due == datetime.date(2026, 9, 10)


def test_the_clock_counts_the_date_where_the_people_are() -> None:
    """At 1 in the morning of 10 March in Jakarta it is still 9 March in UTC."""
    night = NOON.replace(hour=1)
    case = do(case_in(S.DILACAK), Action.DECLINE, "head of A", night)
    assert case.disagreed_on == TODAY


def test_the_clock_follows_paper_and_setting() -> None:
    case = case_in(S.DILACAK)
    given = facts(case, dated=datetime.date(2026, 2, 28))
    clock = Clock(months=6, extension_months=2)
    outcome = act(
        case, Action.RECORD_DISAGREEMENT, PEOPLE["operator"], NOON, given, clock=clock
    )  # fmt: skip
    assert outcome.case.due == datetime.date(2026, 10, 28)


def test_the_bupati_decides_after_a_deadlock() -> None:
    case = do(reached(S.MEDIASI_CAMAT), Action.RECORD_MEETING, "camat")
    with pytest.raises(RefusedError, match="no deadlock is on record, and the clock runs until"):
        do(case, Action.DECIDE, "bupati")
    case = do(case, Action.RECORD_DEADLOCK, "camat")
    with pytest.raises(RefusedError, match="the deadlock of 2026-03-10 is on record"):
        do(case, Action.RECORD_DEADLOCK, "camat")
    case = do(case, Action.DECIDE, "bupati")
    assert (case.state, case.due) == (S.DIPUTUS_BUPATI, None)
    assert case.decision is not None
    assert case.decision.kind is DecisionKind.BUPATI


@pytest.mark.parametrize(("day", "allowed"), [(10, False), (11, True)])
def test_the_bupati_decides_when_the_clock_ran_out(day: int, allowed: bool) -> None:
    case = do(reached(S.MEDIASI_BUPATI), Action.RECORD_MEETING, "bupati")
    at = NOON.replace(month=9, day=day)
    if allowed:
        assert do(case, Action.DECIDE, "bupati", at).state is S.DIPUTUS_BUPATI
    else:
        with pytest.raises(RefusedError, match="the clock runs until 2026-09-10"):
            do(case, Action.DECIDE, "bupati", at)


def test_reopening_starts_again_and_keeps_the_record() -> None:
    case = do(case_in(S.TERVERIFIKASI), Action.REOPEN, "operator")
    assert case.state is S.DILACAK
    assert (case.proposal, case.decision, case.verification, case.standing) == (None,) * 3 + ((),)
    assert [signature.void_reason for signature in case.signatures] == [Void.REOPENED] * 2
    assert case.proposals == 1
    assert case.papers[-1].action is Action.REOPEN


def test_reopening_a_decision_forgets_the_mediation() -> None:
    case = do(case_in(S.DIPUTUS_BUPATI), Action.REOPEN, "bupati")
    assert (case.level, case.disagreed_on, case.due, case.deadlock_on) == (None,) * 4
    assert case.meetings == 0


@pytest.mark.parametrize("state", State)
def test_new_data_only_marks(state: State) -> None:
    case = reached(state)
    marked = do(case, Action.MARK, "system", reason="survey 2 moved the line")
    assert replace(marked, mark=None, papers=case.papers) == case
    assert marked.mark is not None
    assert marked.mark.reason == "survey 2 moved the line"
    assert do(marked, Action.CLEAR_MARK, "gis").mark is None


@pytest.mark.parametrize(
    ("state", "action", "who"),
    [(S.SEPAKAT, Action.SEND, "operator"), (S.TERVERIFIKASI, Action.STIPULATE, "legal")],
)
def test_a_marked_segment_does_not_go_on(state: State, action: Action, who: str) -> None:
    case = reached(state)
    if state is S.SEPAKAT:
        case = do(case, Action.VERIFY, "verifier")
    case = do(case, Action.MARK, "system", reason="survey 2")
    with pytest.raises(RefusedError, match="the segment needs another look: survey 2"):
        do(case, action, who)
    assert do(do(case, Action.CLEAR_MARK, "gis"), action, who).state in SETTLED


def test_what_big_returns_is_verified_anew() -> None:
    case = case_in(S.PERBAIKAN_BIG)
    assert case.verification is None
    case = do(do(case, Action.VERIFY, "verifier"), Action.SEND, "operator")
    assert case.state is S.SIAP_VERIFIKASI


def test_a_border_with_another_kabupaten_is_handed_over() -> None:
    case = do(new(A, X), Action.RECORD_DOCUMENTS, "operator")
    case = do(case, Action.RECORD_TRACING, "operator")
    for action, who in ((Action.PROPOSE, "operator"), (Action.RECORD_DISAGREEMENT, "operator")):
        with pytest.raises(RefusedError, match="no two villages of one kabupaten meet here"):
            do(case, action, who)
    case = do(do(case, Action.HAND_OVER, "operator"), Action.STIPULATE, "legal")
    assert case.state is S.DITETAPKAN
    revoked = do(case, Action.REVOKE, "legal")
    assert do(revoked, Action.REOPEN, "operator").state is S.LIMPAH_BATAS_DAERAH


def test_a_border_without_neighbour_can_only_be_handed_over() -> None:
    case = do(do(new(A, None), Action.RECORD_DOCUMENTS, "gis"), Action.RECORD_TRACING, "gis")
    with pytest.raises(RefusedError, match="no two villages of one kabupaten meet here"):
        do(case, Action.PROPOSE, "operator")
    assert do(case, Action.HAND_OVER, "operator").state is S.LIMPAH_BATAS_DAERAH


def test_the_papers_are_the_facts() -> None:
    paper = case_in(S.DITETAPKAN).papers[-1]
    assert (paper.action, paper.reference, paper.dated) == (Action.STIPULATE, "188/2026", TODAY)
    assert (paper.documents, paper.gazette, paper.at) == (("BA-1",), "2026/12", NOON)


def test_an_event_tells_what_changed() -> None:
    event = done(case_in(S.DILACAK), Action.DECLINE, "head of A", reason="the spring").event
    assert (event.who, event.role, event.action) == ("ana", Role.VILLAGE_HEAD, Action.DECLINE)
    assert event.at.tzinfo is datetime.UTC
    assert event.reason == "the spring"
    assert event.before["state"] == "DILACAK"
    assert event.after["state"] == "TIDAK_SEPAKAT"
    assert event.after["due"] == "2026-09-10"
    assert event.after["declined"] == [A.village]
    changed = {"state", "declined", "disagreed_on", "due", "papers"}
    assert set(event.before) == set(event.after) == changed


def test_a_village_that_signs_after_all_has_not_declined() -> None:
    case = done(case_in(S.DILACAK), Action.DECLINE, "head of A", reason="the spring").case
    assert done(case, Action.PROPOSE, "head of A").case.declined == ()
    assert done(case, Action.SIGN, "head of A").case.declined == ()
    other = done(case, Action.DECLINE, "lurah of B", reason="the road").case
    assert set(other.declined) == {A.village, B.village}
    assert done(other, Action.SIGN, "head of A").case.declined == (B.village,)


def whole_life() -> list[Outcome]:
    """Outcomes of a case that is begun, disputed, decided and stipulated."""
    outcomes = [begin("SG-AAAAAAAA", A, B, PEOPLE["system"], NOON, reason="BIG 2023")]
    for action, who in [
        (Action.RECORD_DOCUMENTS, "operator"), (Action.RECORD_TRACING, "operator"),
        (Action.PROPOSE, "head of A"), (Action.SIGN, "head of A"), (Action.DECLINE, "lurah of B"),
        (Action.REFER, "camat"), (Action.RECORD_MEETING, "camat"), (Action.PROPOSE, "camat"),
        (Action.RECORD_DEADLOCK, "camat"), (Action.DECIDE, "bupati"), (Action.MARK, "system"),
        (Action.CLEAR_MARK, "gis"), (Action.VERIFY, "verifier"), (Action.SEND, "operator"),
        (Action.ACCEPT, "operator"), (Action.STIPULATE, "legal"),
    ]:  # fmt: skip
        outcomes.append(done(outcomes[-1].case, action, who))
    return outcomes


def test_events_replay_to_the_case_at_every_moment() -> None:
    outcomes = whole_life()
    for count in range(1, len(outcomes) + 1):
        events = [through_json(outcome.event) for outcome in outcomes[:count]]
        assert replay(events) == outcomes[count - 1].case


def through_json(event: Event) -> Event:
    """The event as a log gives it back."""
    before, after = json.loads(json.dumps([event.before, event.after]))
    return replace(event, before=before, after=after)


@pytest.mark.parametrize("spoil", ["left out", "swapped", "headless", "begun twice"])
def test_a_gap_in_the_events_is_found(spoil: str) -> None:
    events = [outcome.event for outcome in whole_life()]
    spoilt = {
        "left out": events[:3] + events[4:],
        "swapped": [*events[:3], events[4], events[3], *events[5:]],
        "headless": events[1:],
        "begun twice": [events[0], *events],
    }[spoil]
    with pytest.raises(StoreError, match=r"event \d+ of segment SG-AAAAAAAA does not follow"):
        replay(spoilt)


def test_no_events_make_no_case() -> None:
    with pytest.raises(StoreError, match="event 1 of segment  does not follow"):
        replay([])


def test_a_time_needs_its_zone() -> None:
    with pytest.raises(ValueError, match="a time needs its zone"):
        act(new(), Action.RECORD_DOCUMENTS, PEOPLE["operator"], NOON.replace(tzinfo=None), Facts())


def test_only_settled_lines_are_out_of_reach() -> None:
    reachable = {state for row in TRANSITIONS if row.action is Action.SIGN for state in row.before}
    assert reachable == {S.DILACAK, *DISPUTED}
    assert not reachable & set(SETTLED)
