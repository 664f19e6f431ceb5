"""The life of a segment as two tables: which action leads where, and what each action needs.

Who may do an action is in `boundaries.domain.roles.PERMISSIONS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from boundaries.domain import lifecycle_effects as effects
from boundaries.domain import lifecycle_rules as rules
from boundaries.domain.case import DISPUTED, MEDIATION, SETTLED, UNSETTLED, Case, State
from boundaries.domain.deed import Deed
from boundaries.domain.roles import Action

Condition = Callable[[Case], bool]


def always(_case: Case) -> bool:
    """Always."""
    return True


def last_signature(case: Case) -> bool:
    """The others have signed."""
    return len(case.standing) == len(case.parties) - 1


def earlier_signature(case: Case) -> bool:
    """The others have not all signed."""
    return not last_signature(case)


def within_kecamatan(case: Case) -> bool:
    """Both villages lie in one kecamatan."""
    return case.within_kecamatan


def between_kecamatan(case: Case) -> bool:
    """The villages lie in two kecamatan."""
    return not case.within_kecamatan


def within_kabupaten(case: Case) -> bool:
    """Both villages lie in one kabupaten."""
    return case.within_kabupaten


def beyond_kabupaten(case: Case) -> bool:
    """No two villages of one kabupaten meet here."""
    return not case.within_kabupaten


@dataclass(frozen=True)
class Transition:
    """From any state of `before`, the action leads to `after` (None: the state stays)."""

    action: Action
    before: tuple[State, ...]
    after: State | None
    when: Condition = always


@dataclass(frozen=True)
class Requirement:
    """The facts an action needs, the rules it must keep, and what it changes."""

    needs: tuple[str, ...]
    rules: tuple[rules.Rule, ...]
    effect: effects.Effect


S, A = State, Action
EARLY = (S.INDIKATIF, S.DOKUMEN_DITELITI, S.DILACAK)
BEFORE_BIG = (S.SEPAKAT, S.DIPUTUS_BUPATI, S.PERBAIKAN_BIG)
REOPENED_SETTLED = tuple(state for state in SETTLED if state is not S.DITETAPKAN)

TRANSITIONS: tuple[Transition, ...] = (
    Transition(A.RECORD_DOCUMENTS, (S.INDIKATIF,), S.DOKUMEN_DITELITI),
    Transition(A.RECORD_TRACING, (S.DOKUMEN_DITELITI,), S.DILACAK),
    Transition(A.PROPOSE, UNSETTLED, None),
    Transition(A.WITHDRAW, UNSETTLED, None),
    Transition(A.SIGN, UNSETTLED, None, earlier_signature),
    Transition(A.SIGN, UNSETTLED, S.SEPAKAT, last_signature),
    Transition(A.TAKE_BACK, UNSETTLED, None),
    Transition(A.DECLINE, (S.DILACAK,), S.TIDAK_SEPAKAT),
    Transition(A.DECLINE, DISPUTED, None),
    Transition(A.RECORD_DISAGREEMENT, (S.DILACAK,), S.TIDAK_SEPAKAT),
    Transition(A.REFER, (S.TIDAK_SEPAKAT,), S.MEDIASI_CAMAT, within_kecamatan),
    Transition(A.REFER, (S.TIDAK_SEPAKAT,), S.MEDIASI_BUPATI, between_kecamatan),
    Transition(A.RECORD_MEETING, MEDIATION, None),
    Transition(A.RECORD_DEADLOCK, MEDIATION, None),
    Transition(A.DECIDE, MEDIATION, S.DIPUTUS_BUPATI),
    Transition(A.HAND_OVER, EARLY, S.LIMPAH_BATAS_DAERAH),
    Transition(A.VERIFY, BEFORE_BIG, None),
    Transition(A.SEND, BEFORE_BIG, S.SIAP_VERIFIKASI),
    Transition(A.RETURN, (S.SIAP_VERIFIKASI,), S.PERBAIKAN_BIG),
    Transition(A.ACCEPT, (S.SIAP_VERIFIKASI,), S.TERVERIFIKASI),
    Transition(A.STIPULATE, (S.TERVERIFIKASI, S.LIMPAH_BATAS_DAERAH), S.DITETAPKAN),
    Transition(A.REVOKE, (S.DITETAPKAN,), S.DICABUT),
    Transition(A.REOPEN, (S.DOKUMEN_DITELITI, S.LIMPAH_BATAS_DAERAH), S.INDIKATIF),
    Transition(A.REOPEN, (S.DILACAK,), S.DOKUMEN_DITELITI),
    Transition(A.REOPEN, REOPENED_SETTLED, S.DILACAK),
    Transition(A.REOPEN, (S.DICABUT,), S.DILACAK, within_kabupaten),
    Transition(A.REOPEN, (S.DICABUT,), S.LIMPAH_BATAS_DAERAH, beyond_kabupaten),
    Transition(A.MARK, tuple(S), None),
    Transition(A.CLEAR_MARK, tuple(S), None),
)

LINE = ("number", "hash")
REGULATION = ("reference", "dated", "gazette")

REQUIREMENTS: dict[Action, Requirement] = {
    A.RECORD_DOCUMENTS: Requirement(("documents",), (), effects.unchanged),
    A.RECORD_TRACING: Requirement(("documents",), (), effects.unchanged),
    A.PROPOSE: Requirement(
        ("hash",), (rules.within_kabupaten, rules.another_line), effects.put_on_table
    ),
    A.WITHDRAW: Requirement(
        ("number", "reason"), (rules.on_the_table, rules.own_proposal), effects.take_off_table
    ),
    A.SIGN: Requirement(
        LINE,
        (
            rules.within_kabupaten, rules.on_the_table, rules.not_signed_yet, rules.another_signer,
        ),
        effects.put_signature,
    ),
    A.TAKE_BACK: Requirement(("reason",), (rules.signed,), effects.take_signature_back),
    A.DECLINE: Requirement(
        (*LINE, "reason"), (rules.on_the_table, rules.not_signed_yet), effects.decline_line
    ),
    A.RECORD_DISAGREEMENT: Requirement(
        ("documents", "reason"), (rules.within_kabupaten,), effects.start_clock
    ),
    A.REFER: Requirement((), (), effects.choose_mediator),
    A.RECORD_MEETING: Requirement(
        ("documents", "dated"), (rules.dated_after_disagreement,), effects.count_meeting
    ),
    A.RECORD_DEADLOCK: Requirement(
        ("documents", "reason"),
        (rules.dated_after_disagreement, rules.after_mediation, rules.no_deadlock_yet),
        effects.note_deadlock,
    ),
    A.DECIDE: Requirement(
        (*LINE, "documents", "reference", "dated", "reason"),
        (
            rules.on_the_table, rules.dated_after_disagreement, rules.after_mediation,
            rules.deadlocked_or_overdue, rules.asked_have_signed,
        ),
        effects.decide_line,
    ),
    A.HAND_OVER: Requirement(("reason",), (rules.beyond_kabupaten,), effects.unchanged),
    A.VERIFY: Requirement(("documents",), (rules.not_a_signer,), effects.note_verifier),
    A.SEND: Requirement((), (rules.verified, rules.unmarked), effects.unchanged),
    A.RETURN: Requirement(("reason",), (), effects.drop_verification),
    A.ACCEPT: Requirement(("reference", "dated"), (), effects.unchanged),
    A.STIPULATE: Requirement(REGULATION, (rules.unmarked,), effects.unchanged),
    A.REVOKE: Requirement((*REGULATION, "reason"), (), effects.unchanged),
    A.REOPEN: Requirement(
        ("reason",), (rules.bupati_reopens_his_decision,), effects.start_again
    ),
    A.MARK: Requirement(("reason",), (), effects.put_mark),
    A.CLEAR_MARK: Requirement(("reason",), (rules.marked,), effects.clear_mark),
}  # fmt: skip


def transition(case: Case, action: Action) -> Transition | None:
    """The row that holds for the case, None where the action leads nowhere."""
    rows = (row for row in TRANSITIONS if row.action is action and case.state in row.before)
    return next((row for row in rows if row.when(case)), None)


def open_actions(state: State) -> tuple[Action, ...]:
    """The actions that some case in this state allows, in the order of the table."""
    return tuple(dict.fromkeys(row.action for row in TRANSITIONS if state in row.before))


def check(case: Case, deed: Deed) -> None:
    """Raise `RefusedError` unless the deed keeps the rules of its action."""
    for rule in (rules.dated_until_today, *REQUIREMENTS[deed.action].rules):
        rule(case, deed)
