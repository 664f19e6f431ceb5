"""Lines that move a junction of a third village: its head must sign too."""

from __future__ import annotations

import pytest

from boundaries.domain.case import Case, State
from boundaries.domain.roles import Action
from boundaries.errors import RefusedError
from tests.domain.lifecycle_cases import A, B, C, do, line, new, reached

S = State


def asked() -> Case:
    """A line of A and B on the table, which moves their junction with C."""
    case = do(do(new(), Action.RECORD_DOCUMENTS, "operator"), Action.RECORD_TRACING, "gis")
    return do(case, Action.PROPOSE, "operator", asked=(C,))


def test_a_line_that_moves_a_junction_needs_the_third_head() -> None:
    case = do(do(asked(), Action.SIGN, "head of A"), Action.SIGN, "lurah of B")
    assert case.state is S.DILACAK
    assert case.decision is None
    case = do(case, Action.SIGN, "head of C")
    assert case.state is S.SEPAKAT
    assert case.decision is not None
    assert {signature.hash for signature in case.standing} == {case.decision.hash}
    assert [signature.village for signature in case.standing] == [
        A.village, B.village, C.village,
    ]  # fmt: skip


def test_the_third_head_may_sign_first_and_take_it_back() -> None:
    case = do(asked(), Action.SIGN, "head of C")
    assert not do(case, Action.TAKE_BACK, "head of C").standing
    case = do(do(case, Action.SIGN, "head of A"), Action.SIGN, "lurah of B")
    assert case.state is S.SEPAKAT


def test_the_third_head_only_signs_and_only_where_asked() -> None:
    with pytest.raises(RefusedError, match="heads no village of this segment"):
        do(asked(), Action.DECLINE, "head of C")
    case = do(asked(), Action.PROPOSE, "operator", hash=line("keeps the junction"))
    assert case.asked is None
    with pytest.raises(RefusedError, match="heads no village of this segment"):
        do(case, Action.SIGN, "head of C")


def test_the_bupati_does_not_move_the_junction_of_a_third_village_alone() -> None:
    case = reached(S.MEDIASI_CAMAT)
    case = do(case, Action.PROPOSE, "operator", hash=line("moved"), asked=(C,))
    case = do(do(case, Action.RECORD_MEETING, "operator"), Action.RECORD_DEADLOCK, "operator")
    with pytest.raises(RefusedError, match=f"moves a junction of {C.village}"):
        do(case, Action.DECIDE, "bupati")
    case = do(do(case, Action.SIGN, "head of C"), Action.DECIDE, "bupati")
    assert case.state is S.DIPUTUS_BUPATI
