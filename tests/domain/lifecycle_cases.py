"""Villages, people and papers for tests of the life of a segment.

    kabupaten 12.09                     12.08
kecamatan 01        | kecamatan 02
A desa | B kelurahan | C desa           | X desa
"""

from __future__ import annotations

import datetime
import hashlib
from zoneinfo import ZoneInfo

from boundaries.domain.case import Case, Side, State
from boundaries.domain.deed import Facts
from boundaries.domain.lifecycle import Outcome, act, begin
from boundaries.domain.roles import Action, Actor, Role

JAKARTA = ZoneInfo("Asia/Jakarta")
NOON = datetime.datetime(2026, 3, 10, 12, tzinfo=JAKARTA)
TODAY = NOON.date()

A = Side("12.09.01.2001", "12.09.01", "12.09", "desa")
B = Side("12.09.01.1002", "12.09.01", "12.09", "kelurahan")
C = Side("12.09.02.2003", "12.09.02", "12.09", "desa")
X = Side("12.08.01.2001", "12.08.01", "12.08", "desa")

PEOPLE: dict[str, Actor] = {
    "head of A": Actor("ana", Role.VILLAGE_HEAD, villages=frozenset({A.village})),
    "lurah of B": Actor("budi", Role.LURAH, villages=frozenset({B.village})),
    "head of C": Actor("citra", Role.VILLAGE_HEAD, villages=frozenset({C.village})),
    "operator": Actor("oki", Role.OPERATOR),
    "gis": Actor("gita", Role.GIS),
    "verifier": Actor("vera", Role.VERIFIER),
    "camat": Actor("cahya", Role.CAMAT, kecamatan=frozenset({"12.09.01"})),
    "bupati": Actor("bambang", Role.BUPATI),
    "legal": Actor("laras", Role.LEGAL),
    "big": Actor("bima", Role.BIG),
    "province": Actor("putri", Role.PROVINCE),
    "admin": Actor("adi", Role.ADMIN),
    "system": Actor("tapal", Role.SYSTEM),
}
HEADS = {A.village: "head of A", B.village: "lurah of B", C.village: "head of C"}
USUAL = {
    Role.OPERATOR: "operator", Role.GIS: "gis", Role.VERIFIER: "verifier", Role.BUPATI: "bupati",
    Role.LEGAL: "legal", Role.SYSTEM: "system", Role.VILLAGE_HEAD: "head of A",
}  # fmt: skip


def line(name: str) -> str:
    """The hash of an imagined line."""
    return hashlib.sha256(name.encode()).hexdigest()


def facts(case: Case, **changed: object) -> Facts:
    """Facts that satisfy every action on the case as it is; `changed` replaces some."""
    proposal = case.proposal
    given: dict[str, object] = {
        "number": proposal.number if proposal else None,
        "hash": proposal.hash if proposal else line("first"),
        "documents": ("BA-1",),
        "reason": "because",
        "reference": "188/2026",
        "dated": TODAY,
        "gazette": "2026/12",
    }
    return Facts(**(given | changed))  # type: ignore[arg-type]


def do(
    case: Case,
    action: Action,
    who: str,
    at: datetime.datetime = NOON,
    **changed: object,
) -> Case:
    """The case after the action."""
    return done(case, action, who, at, **changed).case


def done(
    case: Case,
    action: Action,
    who: str,
    at: datetime.datetime = NOON,
    **changed: object,
) -> Outcome:
    """The outcome of the action, with facts that satisfy it."""
    if action is Action.PROPOSE:
        changed = {"hash": line(f"line {case.proposals + 1}")} | changed
    return act(case, action, PEOPLE[who], at, facts(case, **changed))


def new(a: Side = A, b: Side | None = B) -> Case:
    """A case that has just begun."""
    return begin("SG-AAAAAAAA", a, b, PEOPLE["operator"], NOON).case


def case_in(state: State, a: Side = A, b: Side = B) -> Case:
    """A case that came to the state by the shortest way."""
    if state is State.LIMPAH_BATAS_DAERAH:
        return do(new(A, X), Action.HAND_OVER, "operator")
    case = new(a, b)
    for action, who in WAYS[state]:
        person = HEADS[b.village] if who == "other" else who
        case = do(case, action, person)
    assert case.state is state
    return case


TRACED = [(Action.RECORD_DOCUMENTS, "operator"), (Action.RECORD_TRACING, "gis")]
PROPOSED = [*TRACED, (Action.PROPOSE, "operator")]
AGREED = [*PROPOSED, (Action.SIGN, "head of A"), (Action.SIGN, "other")]
SENT = [*AGREED, (Action.VERIFY, "verifier"), (Action.SEND, "operator")]
DECLINED = [*PROPOSED, (Action.SIGN, "head of A"), (Action.DECLINE, "other")]
MEDIATED = [*DECLINED, (Action.REFER, "operator")]
DEADLOCKED = [
    *MEDIATED, (Action.RECORD_MEETING, "operator"), (Action.RECORD_DEADLOCK, "operator"),
]  # fmt: skip
STIPULATED = [*SENT, (Action.ACCEPT, "operator"), (Action.STIPULATE, "legal")]
WAYS: dict[State, list[tuple[Action, str]]] = {
    State.INDIKATIF: [],
    State.DOKUMEN_DITELITI: TRACED[:1],
    State.DILACAK: PROPOSED,
    State.TIDAK_SEPAKAT: DECLINED,
    State.MEDIASI_CAMAT: MEDIATED,
    State.MEDIASI_BUPATI: MEDIATED,
    State.SEPAKAT: AGREED,
    State.DIPUTUS_BUPATI: [*DEADLOCKED, (Action.DECIDE, "bupati")],
    State.SIAP_VERIFIKASI: SENT,
    State.PERBAIKAN_BIG: [*SENT, (Action.RETURN, "operator")],
    State.TERVERIFIKASI: STIPULATED[:-1],
    State.DITETAPKAN: STIPULATED,
    State.DICABUT: [*STIPULATED, (Action.REVOKE, "legal")],
}
"""How each state is reached; "other" is the head of the second village."""


def reached(state: State) -> Case:
    """A case in the state; mediation by the bupati needs villages of two kecamatan."""
    return case_in(state, A, C if state is State.MEDIASI_BUPATI else B)
