"""What a segment waits for: the action that takes it further, and those that take it back."""

from __future__ import annotations

import datetime

from boundaries.domain.case import Case, State
from boundaries.domain.deadline import days_left
from boundaries.domain.lifecycle_table import open_actions
from boundaries.domain.roles import Action

NEXT: dict[State, Action | None] = {
    State.INDIKATIF: Action.RECORD_DOCUMENTS,
    State.DOKUMEN_DITELITI: Action.RECORD_TRACING,
    State.DICABUT: Action.REOPEN,
    State.DILACAK: Action.SIGN,
    State.TIDAK_SEPAKAT: Action.REFER,
    State.MEDIASI_CAMAT: Action.SIGN,
    State.MEDIASI_BUPATI: Action.SIGN,
    State.LIMPAH_BATAS_DAERAH: Action.STIPULATE,
    State.SEPAKAT: Action.VERIFY,
    State.DIPUTUS_BUPATI: Action.VERIFY,
    State.PERBAIKAN_BIG: Action.VERIFY,
    State.SIAP_VERIFIKASI: Action.ACCEPT,
    State.TERVERIFIKASI: Action.STIPULATE,
    State.DITETAPKAN: None,
}
"""The usual next step by state; `next_step` looks at the case."""

SELDOM = (Action.HAND_OVER, Action.REOPEN, Action.REVOKE)
BACKWARDS = (Action.TAKE_BACK, Action.WITHDRAW)
"""Actions that undo what is on the table: possible, but never the way on."""


def overdue(case: Case, today: datetime.date) -> bool:
    """Whether the clock of a dispute has run out."""
    return case.due is not None and days_left(case.due, today) < 0


def next_step(case: Case, today: datetime.date) -> Action | None:
    """The action that the segment waits for; None where nothing is left to do.

    A signature needs a proposal that nobody declined; a mediation a meeting, and after a deadlock
    or when the clock has run out the bupati decides; a mark is cleared before a settled line goes
    on.
    """
    step = NEXT[case.state]
    if case.state in (State.INDIKATIF, State.DOKUMEN_DITELITI, State.DILACAK):
        if not case.within_kabupaten:
            return Action.HAND_OVER if case.b else None
    elif case.mark and step in (Action.VERIFY, Action.STIPULATE):
        return Action.CLEAR_MARK
    if step is Action.VERIFY and case.verification:
        return Action.SEND
    if step is Action.SIGN:
        return _towards_a_line(case, today)
    return step


def ways_on(case: Case, today: datetime.date) -> tuple[Action, ...]:
    """The next step, and the seldom ones that the state allows: back, out, or revoked."""
    step = next_step(case, today)
    seldom = [action for action in SELDOM if action in open_actions(case.state)]
    if case.within_kabupaten and Action.HAND_OVER in seldom:
        seldom.remove(Action.HAND_OVER)
    return tuple(dict.fromkeys([*([step] if step else []), *seldom]))


def _towards_a_line(case: Case, today: datetime.date) -> Action:
    if case.level and not case.meetings:
        return Action.RECORD_MEETING
    if case.proposal is None:
        return Action.PROPOSE
    if case.level and (case.deadlock_on or overdue(case, today)):
        return Action.DECIDE
    return Action.PROPOSE if case.declined else Action.SIGN
