"""What a segment waits for."""

from __future__ import annotations

import datetime

import pytest

from boundaries.domain.case import Case, State
from boundaries.domain.next_step import next_step, overdue, ways_on
from boundaries.domain.roles import Action
from tests.domain.lifecycle_cases import TODAY, A, X, do, new, reached

S = State
LATER = datetime.date(2026, 9, 11)
"""A day after the clock of a disagreement of 10 March 2026."""


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (S.INDIKATIF, "record-documents"), (S.DOKUMEN_DITELITI, "record-tracing"),
        (S.DILACAK, "sign"), (S.TIDAK_SEPAKAT, "refer"), (S.MEDIASI_CAMAT, "record-meeting"),
        (S.MEDIASI_BUPATI, "record-meeting"), (S.LIMPAH_BATAS_DAERAH, "stipulate"),
        (S.SEPAKAT, "verify"), (S.DIPUTUS_BUPATI, "verify"), (S.PERBAIKAN_BIG, "verify"),
        (S.SIAP_VERIFIKASI, "accept"), (S.TERVERIFIKASI, "stipulate"), (S.DICABUT, "reopen"),
    ],
)  # fmt: skip
def test_every_state_waits_for_something(state: State, step: str) -> None:
    assert next_step(reached(state), TODAY) == step


def test_what_is_stipulated_waits_for_nothing() -> None:
    assert next_step(reached(S.DITETAPKAN), TODAY) is None
    assert ways_on(reached(S.DITETAPKAN), TODAY) == (Action.REVOKE,)


def met() -> Case:
    return do(reached(S.MEDIASI_CAMAT), Action.RECORD_MEETING, "camat")


@pytest.mark.parametrize(
    ("case", "today", "step"),
    [
        (met(), TODAY, "propose"),
        (do(met(), Action.PROPOSE, "operator"), TODAY, "sign"),
        (met(), LATER, "decide"),
        (do(met(), Action.RECORD_DEADLOCK, "camat"), TODAY, "decide"),
        (do(met(), Action.WITHDRAW, "operator"), LATER, "propose"),
        (reached(S.MEDIASI_CAMAT), LATER, "record-meeting"),
        (reached(S.TIDAK_SEPAKAT), LATER, "refer"),
    ],
)
def test_mediation_ends_in_a_signature_or_a_decision(
    case: Case, today: datetime.date, step: str
) -> None:
    """The line on the table was declined before."""
    assert next_step(case, today) == step


def test_a_verified_line_is_sent_and_a_mark_is_looked_at_first() -> None:
    case = do(reached(S.SEPAKAT), Action.VERIFY, "verifier")
    assert next_step(case, TODAY) is Action.SEND
    assert next_step(do(case, Action.MARK, "system"), TODAY) is Action.CLEAR_MARK


def test_borders_with_others_are_handed_over() -> None:
    assert next_step(new(A, X), TODAY) is Action.HAND_OVER
    assert next_step(new(A, None), TODAY) is None
    assert ways_on(new(A, None), TODAY) == (Action.HAND_OVER,)
    assert Action.HAND_OVER not in ways_on(new(), TODAY)


def test_the_clock_runs_out_after_its_last_day() -> None:
    case = reached(S.TIDAK_SEPAKAT)
    assert not overdue(case, datetime.date(2026, 9, 10))
    assert overdue(case, LATER)
    assert not overdue(reached(S.DILACAK), LATER)
