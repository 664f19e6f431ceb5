"""What is refused, with which words, and that every refusal says who may do it."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from boundaries.domain.case import Case, Side, State
from boundaries.domain.deed import Facts
from boundaries.domain.lifecycle import act
from boundaries.domain.lifecycle_table import REQUIREMENTS
from boundaries.domain.roles import PERMISSIONS, Action, Actor, Role, listed, require_role
from boundaries.errors import RefusedError
from boundaries.messages import message
from tests.domain.lifecycle_cases import (
    NOON,
    PEOPLE,
    TODAY,
    A,
    B,
    C,
    case_in,
    do,
    facts,
    line,
    reached,
)

S = State
YESTERDAY = TODAY - datetime.timedelta(days=1)
READERS = (Role.BIG, Role.PROVINCE, Role.ADMIN)


def refusal_of(action: Action, role: Role) -> RefusedError | None:
    """Why somebody with this role may not do it; None when they may."""
    try:
        require_role(action, Actor("anybody", role))
    except RefusedError as refusal:
        return refusal
    return None


@pytest.mark.parametrize("role", Role)
def test_the_table_decides_who_may(role: Role) -> None:
    refusals = {action: refusal_of(action, role) for action in Action}
    refused = {action: refusal for action, refusal in refusals.items() if refusal}
    assert refused.keys() == {action for action in Action if role not in PERMISSIONS[action]}
    for action, refusal in refused.items():
        assert refusal.code == "role", action
        assert " may not " in str(refusal), action
        assert str(refusal.hint).startswith("this may be done by "), action


def test_who_has_no_part_in_it() -> None:
    acting = {role for roles in PERMISSIONS.values() for role in roles}
    assert set(Role) - acting == set(READERS)
    automatic = {action for action, roles in PERMISSIONS.items() if Role.SYSTEM in roles}
    assert automatic == {Action.BEGIN, Action.MARK, Action.CLEAR_MARK}


WHERE: dict[Action, tuple[State, str]] = {
    Action.RECORD_DOCUMENTS: (S.INDIKATIF, "operator"),
    Action.RECORD_TRACING: (S.DOKUMEN_DITELITI, "gis"),
    Action.PROPOSE: (S.DILACAK, "camat"),
    Action.WITHDRAW: (S.DILACAK, "operator"),
    Action.SIGN: (S.DILACAK, "head of A"),
    Action.TAKE_BACK: (S.TIDAK_SEPAKAT, "head of A"),
    Action.DECLINE: (S.DILACAK, "lurah of B"),
    Action.RECORD_DISAGREEMENT: (S.DILACAK, "camat"),
    Action.REFER: (S.TIDAK_SEPAKAT, "camat"),
    Action.RECORD_MEETING: (S.MEDIASI_CAMAT, "camat"),
    Action.RECORD_DEADLOCK: (S.MEDIASI_CAMAT, "camat"),
    Action.DECIDE: (S.MEDIASI_CAMAT, "bupati"),
    Action.HAND_OVER: (S.INDIKATIF, "operator"),
    Action.VERIFY: (S.SEPAKAT, "verifier"),
    Action.SEND: (S.SEPAKAT, "operator"),
    Action.RETURN: (S.SIAP_VERIFIKASI, "operator"),
    Action.ACCEPT: (S.SIAP_VERIFIKASI, "operator"),
    Action.STIPULATE: (S.TERVERIFIKASI, "legal"),
    Action.REVOKE: (S.DITETAPKAN, "legal"),
    Action.REOPEN: (S.SEPAKAT, "operator"),
    Action.MARK: (S.SEPAKAT, "system"),
    Action.CLEAR_MARK: (S.SEPAKAT, "gis"),
}
BLANK = {"number": None, "documents": (), "dated": None, "reason": " ", "reference": "\t"}


@pytest.mark.parametrize(
    ("action", "fact"), [(action, fact) for action in WHERE for fact in REQUIREMENTS[action].needs]
)
def test_missing_facts_are_named(action: Action, fact: str) -> None:
    state, who = WHERE[action]
    case = reached(state)
    given = replace(facts(case), **{fact: BLANK.get(fact, "")})
    with pytest.raises(RefusedError, match=r"^to .*, more is needed: \w+") as refusal:
        act(case, action, PEOPLE[who], NOON, given)
    assert refusal.value.code == "facts"
    assert str(refusal.value.hint).endswith(" may give it")


def test_all_missing_facts_are_named_together() -> None:
    with pytest.raises(RefusedError) as refusal:
        act(reached(S.TERVERIFIKASI), Action.STIPULATE, PEOPLE["legal"], NOON)
    assert str(refusal.value) == (
        "to record the regulation, more is needed: the number of the paper or regulation, "
        "the date of the paper or regulation and the place in the gazette"
    )


def refused(case: Case, action: Action, who: str | Actor, **changed: object) -> tuple[str, str]:
    """Code and hint of the refusal."""
    actor = PEOPLE[who] if isinstance(who, str) else who
    with pytest.raises(RefusedError) as refusal:
        act(case, action, actor, NOON, facts(case, **changed))
    return refusal.value.code, str(refusal.value.hint)


HEAD_ACTIONS = (Action.SIGN, Action.TAKE_BACK, Action.DECLINE, Action.PROPOSE, Action.WITHDRAW)


@pytest.mark.parametrize("action", HEAD_ACTIONS)
def test_a_head_acts_for_the_own_village_only(action: Action) -> None:
    assert refused(reached(S.DILACAK), action, "head of C") == (
        "own-village",
        "the heads of 12.09.01.2001 and 12.09.01.1002 may do this",
    )


@pytest.mark.parametrize("action", HEAD_ACTIONS)
def test_who_heads_both_villages_acts_for_neither(action: Action) -> None:
    both = Actor("ana", Role.VILLAGE_HEAD, villages=frozenset({A.village, C.village}))
    assert refused(case_in(S.DILACAK, A, C), action, both)[0] == "heads-both"


@pytest.mark.parametrize(
    ("village", "role"), [(A, Role.LURAH), (B, Role.VILLAGE_HEAD)], ids=["desa", "kelurahan"]
)
def test_each_kind_of_village_has_its_head(village: Side, role: Role) -> None:
    actor = Actor("ana", role, villages=frozenset({village.village}))
    code, hint = refused(reached(S.DILACAK), Action.SIGN, actor)
    assert (code, hint) == ("wrong-head", "a village head acts for a desa, a lurah for a kelurahan")


def test_where_the_kind_is_unknown_either_head_may_sign() -> None:
    case = replace(reached(S.DILACAK), a=replace(A, kind=""))
    actor = Actor("ana", Role.LURAH, villages=frozenset({A.village}))
    assert act(case, Action.SIGN, actor, NOON, facts(case)).case.standing


def test_one_person_never_signs_for_both_sides() -> None:
    """Ana signs as head of A, then moves on and heads C."""
    case = do(case_in(S.DILACAK, A, C), Action.SIGN, "head of A")
    moved = Actor("ana", Role.VILLAGE_HEAD, villages=frozenset({C.village}))
    assert refused(case, Action.SIGN, moved) == (
        "same-person",
        "the heads of both villages must be two people",
    )


@pytest.mark.parametrize("action", [Action.SIGN, Action.DECLINE])
def test_a_side_signs_once(action: Action) -> None:
    case = do(reached(S.DILACAK), Action.SIGN, "head of A")
    assert refused(case, action, "head of A")[0] == "signed-already"
    successor = Actor("asih", Role.VILLAGE_HEAD, villages=frozenset({A.village}))
    assert refused(case, action, successor)[0] == "signed-already"


@pytest.mark.parametrize("changed", [{"hash": line("a vertex moved")}, {"number": 2}])
@pytest.mark.parametrize(
    ("action", "state", "who"),
    [
        (Action.SIGN, S.DILACAK, "head of A"),
        (Action.DECLINE, S.DILACAK, "head of A"),
        (Action.DECIDE, S.MEDIASI_CAMAT, "bupati"),
    ],
)
def test_only_the_line_on_the_table_counts(
    changed: dict[str, object], action: Action, state: State, who: str
) -> None:
    assert refused(reached(state), action, who, **changed) == (
        "other-line",
        "load the segment again and look at the line before you go on",
    )


@pytest.mark.parametrize("action", [Action.SIGN, Action.DECLINE, Action.WITHDRAW])
def test_without_proposal_nothing_is_signed(action: Action) -> None:
    case = do(reached(S.DILACAK), Action.WITHDRAW, "operator")
    code, hint = refused(case, action, "head of A", number=1)
    assert code == "no-proposal"
    assert hint.endswith("the GIS staff or the camat may propose a line")


def test_the_same_line_is_not_proposed_again() -> None:
    case = do(reached(S.DILACAK), Action.SIGN, "head of A")
    assert refused(case, Action.PROPOSE, "gis", hash=line("line 1")) == (
        "same-line",
        "the village head or the lurah may sign it",
    )


@pytest.mark.parametrize("who", ["head of A", "lurah of B", "camat"])
def test_only_the_author_or_an_officer_withdraws(who: str) -> None:
    case = reached(S.DILACAK)
    assert refused(case, Action.WITHDRAW, who)[0] == "own-proposal"
    mine = do(case, Action.PROPOSE, who)
    assert do(mine, Action.WITHDRAW, who).proposal is None
    assert do(mine, Action.WITHDRAW, "gis").proposal is None


@pytest.mark.parametrize("action", [Action.REFER, Action.PROPOSE])
def test_a_camat_acts_in_the_own_kecamatan_only(action: Action) -> None:
    case = case_in(S.TIDAK_SEPAKAT, A, C)
    assert refused(case, action, "camat") == (
        "kecamatan",
        "between two kecamatan the bupati mediates; the operator records it",
    )


@pytest.mark.parametrize("action", [Action.RECORD_DEADLOCK, Action.DECIDE])
def test_nothing_is_decided_before_the_mediation(action: Action) -> None:
    assert refused(reached(S.MEDIASI_CAMAT), action, "bupati") == (
        "no-mediation",
        "the operator of the boundary team, the camat or the bupati may record one",
    )


def test_verifier_and_signer_are_two_people() -> None:
    signer = replace(PEOPLE["verifier"], person="ana")
    assert refused(reached(S.SEPAKAT), Action.VERIFY, signer)[0] == "signer-verifies"
    decider = replace(PEOPLE["verifier"], person="bambang")
    assert refused(reached(S.DIPUTUS_BUPATI), Action.VERIFY, decider)[0] == "signer-verifies"


def test_a_signature_that_is_void_does_not_keep_from_verifying() -> None:
    """Ana's signature went with the first proposal; asih signed the second one."""
    case = do(do(reached(S.DILACAK), Action.SIGN, "head of A"), Action.PROPOSE, "operator")
    successor = Actor("asih", Role.VILLAGE_HEAD, villages=frozenset({A.village}))
    case = act(case, Action.SIGN, successor, NOON, facts(case)).case
    case = do(case, Action.SIGN, "lurah of B")
    former = replace(PEOPLE["verifier"], person="ana")
    assert act(case, Action.VERIFY, former, NOON, facts(case)).case.verification


def test_the_operator_does_not_reopen_what_the_bupati_decided() -> None:
    case = reached(S.DIPUTUS_BUPATI)
    case = do(do(case, Action.VERIFY, "verifier"), Action.SEND, "operator")
    assert refused(case, Action.REOPEN, "operator") == (
        "bupati-decided",
        "only the bupati may reopen it",
    )


def test_a_line_within_the_kabupaten_is_not_handed_over() -> None:
    code, hint = refused(reached(S.DILACAK), Action.HAND_OVER, "operator")
    assert code == "same-kabupaten"
    assert hint.endswith("may refer a dispute to mediation")


def test_no_paper_comes_from_the_future() -> None:
    case = reached(S.TERVERIFIKASI)
    tomorrow = TODAY + datetime.timedelta(days=1)
    code, _ = refused(case, Action.STIPULATE, "legal", dated=tomorrow)
    assert code == "date-ahead"


@pytest.mark.parametrize(
    ("action", "person"),
    [
        (Action.RECORD_MEETING, "camat"),
        (Action.RECORD_DEADLOCK, "camat"),
        (Action.DECIDE, "bupati"),
    ],
)
def test_no_mediation_lies_before_the_disagreement(action: Action, person: str) -> None:
    """On the day itself it may: the refusal and the meeting in the village hall on one morning."""
    case = replace(reached(S.MEDIASI_CAMAT), disagreed_on=TODAY, meetings=1, due=YESTERDAY)
    assert refused(case, action, person, dated=YESTERDAY) == (
        "date-before",
        f"give the date of a paper from {TODAY.isoformat()} on",
    )
    assert do(case, action, person, dated=TODAY)


@pytest.mark.parametrize("action", [Action.SIGN, Action.DECLINE, Action.WITHDRAW])
def test_without_a_proposal_its_number_is_not_asked_for(action: Action) -> None:
    case = replace(reached(S.DILACAK), proposal=None)
    with pytest.raises(RefusedError, match="no proposal is on the table") as refusal:
        act(case, action, PEOPLE["head of A"], NOON, Facts(reason="?"))
    assert "may propose a line" in str(refusal.value.hint)


@pytest.mark.parametrize(
    ("state", "hint"),
    [
        (S.INDIKATIF, "record the study of documents ("),
        (S.SEPAKAT, "verify internally (the internal verifier) or reopen the segment ("),
        (S.DITETAPKAN, "record the revocation (the legal division or the bupati)"),
        (S.MEDIASI_CAMAT, "record a mediation meeting ("),
    ],
)
def test_what_is_possible_instead_is_told(state: State, hint: str) -> None:
    """Nothing can be accepted by BIG in these states."""
    code, told = refused(reached(state), Action.ACCEPT, "operator")
    assert code == "state"
    assert told.startswith(f"possible now: {hint}")


@pytest.mark.parametrize("value", ["abc", "A" * 64, "0" * 63 + "g", "0" * 65, "0" * 64 + "\n"])
def test_a_hash_is_a_hash(value: str) -> None:
    with pytest.raises(ValueError, match="is no SHA-256 in hexadecimal"):
        Facts(hash=value)


@pytest.mark.parametrize(
    ("names", "last", "text"),
    [
        (["a"], "or", "a"),
        (["a", "b"], "or", "a or b"),
        (["a", "b", "c"], "and", "a, b and c"),
        (["{x}", "y"], "or", "{x} or y"),
    ],
)
def test_names_in_a_row(names: list[str], last: str, text: str) -> None:
    assert str(message("{row}", row=listed(names, last=last))) == text
