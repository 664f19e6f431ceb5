"""What entries of the log tell to whom."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest

from boundaries.domain.case import Side, Signature, Void
from boundaries.domain.local_time import WIB
from boundaries.domain.notices import (
    KIND_NAMES,
    LONGEST,
    RECEIVERS,
    Happening,
    Kind,
    clock_note,
    kind_for,
    note_of,
)
from boundaries.domain.roles import Action, Actor, Role
from boundaries.domain.talk import Act

SIDES = (Side("A", "12.09.20", "12.09"), Side("B", "12.09.20", "12.09"))
HEAD_A = Actor("kades.a", Role.VILLAGE_HEAD, villages=frozenset({"A"}))
HEAD_C = Actor("kades.c", Role.VILLAGE_HEAD, villages=frozenset({"C"}))
OPERATOR = Actor("sari", Role.OPERATOR)
GIS = Actor("gita", Role.GIS)
AT = datetime.datetime(2026, 11, 20, 10, 42, tzinfo=WIB)


def happening(action: str, who: str = "kades.b", reason: str = "", **after: Any) -> Happening:
    """An entry of the log."""
    return Happening(7, AT, who, action, "SG-1", reason, after)


@pytest.mark.parametrize(
    ("action", "actor", "kind"),
    [
        (Action.PROPOSE, HEAD_A, Kind.PROPOSAL),
        (Action.PROPOSE, HEAD_C, None),
        (Action.PROPOSE, GIS, None),
        (Action.SIGN, HEAD_A, Kind.SIGNATURE),
        (Action.DECLINE, OPERATOR, Kind.DECLINED),
        (Action.RECORD_MEETING, HEAD_A, Kind.MEDIATION),
        (Action.TAKE_BACK, HEAD_A, Kind.TAKEN_BACK),
        (Action.TAKE_BACK, OPERATOR, Kind.TAKEN_BACK),
        (Action.WITHDRAW, HEAD_A, Kind.WITHDRAWN),
        (Action.VERIFY, OPERATOR, Kind.VERIFIED),
        (Action.STIPULATE, HEAD_A, Kind.VERIFIED),
        (Action.VERIFY, HEAD_C, None),
        (Action.REOPEN, GIS, Kind.REOPENED),
        (Action.CLEAR_MARK, HEAD_A, None),
    ],
)
def test_who_is_told_what(action: Action, actor: Actor, kind: Kind | None) -> None:
    assert kind_for(happening(action), actor, SIDES, ()) is kind


def test_nobody_is_told_of_own_deeds() -> None:
    assert kind_for(happening(Action.SIGN, who="kades.a"), HEAD_A, SIDES, ()) is None


def test_comments_are_told_to_those_who_are_meant() -> None:
    said = happening(Act.COMMENT, comment=3, thread=3, text="?", mentions=["desa:A"])
    assert kind_for(said, HEAD_A, SIDES, ()) is Kind.MENTION
    assert kind_for(said, OPERATOR, SIDES, ()) is None
    answer = happening(Act.ANSWER, comment=4, thread=3, text="?", mentions=[])
    assert kind_for(answer, OPERATOR, SIDES, {3}) is Kind.ANSWER
    assert kind_for(answer, OPERATOR, SIDES, {2}) is None
    assert kind_for(answer, HEAD_C, SIDES, {3}) is None


def test_what_is_told() -> None:
    done = happening(Action.DECLINE, reason="bukan\n sungai " + "x" * 300)
    text = str(note_of(done, Kind.DECLINED, "Budi").text)
    assert text.startswith("Budi declined the proposal: “bukan sungai xxx")
    assert len(text) < LONGEST + 50
    meeting = happening(Action.RECORD_MEETING, papers=[{"dated": "2026-11-18"}])
    note = note_of(meeting, Kind.MEDIATION, "Ani")
    assert note.text.values["date"] == datetime.date(2026, 11, 18)
    signed = happening(Action.SIGN, signatures=[{"number": 1}, {"number": 2}])
    assert str(note_of(signed, Kind.SIGNATURE, "Ani").text) == "Ani signed proposal 2"
    said = happening(Act.COMMENT, comment=3, text="{x} <b>", mentions=["desa:A"])
    note = note_of(said, Kind.MENTION, "Ani")
    assert (note.comment, str(note.text)) == (3, "Ani mentions you: “{x} <b>”")


@pytest.mark.parametrize(
    ("void", "text"),
    [
        (None, "Ani signed proposal 2"),
        (Void.TAKEN_BACK, "Ani signed proposal 2, and took the signature back later"),
        (Void.NEW_PROPOSAL, "Ani signed proposal 2; the signature no longer counts"),
    ],
)
def test_a_signature_that_no_longer_counts_is_told_so(void: Void | None, text: str) -> None:
    """A second signature of the same person on the same proposal stands for itself."""
    first = Signature(
        "B", "kades.b", Role.VILLAGE_HEAD, 2, "", AT, void_at=AT if void else None, void_reason=void
    )
    again = replace(first, at=AT + datetime.timedelta(hours=1), void_at=None, void_reason=None)
    for one, expected in ((first, text), (again, "Ani signed proposal 2")):
        signed = happening(Action.SIGN, signatures=[{"number": 2, "at": one.at.isoformat()}])
        note = note_of(signed, Kind.SIGNATURE, "Ani", signatures=(first, again))
        assert str(note.text) == expected


def test_steps_after_the_agreement_name_who_did_them() -> None:
    taken = note_of(happening(Action.TAKE_BACK, reason="keliru"), Kind.TAKEN_BACK, "Budi")
    assert str(taken.text) == "Budi took the signature back: “keliru”"
    verified = note_of(happening(Action.VERIFY), Kind.VERIFIED, "Vera")
    assert str(verified.text).startswith("Vera verified the line internally; the operator may")


@pytest.mark.parametrize(
    ("left", "day", "text"),
    [
        (31, None, ""),
        (30, 0, "ends in 30 days"),
        (20, -10, "ends in 20 days"),
        (14, 0, "ends in 14 days"),
        (0, 0, "ends today"),
        (-1, 0, "ran out"),
        (-9, -8, "ran out"),
    ],
)
def test_clocks_are_told_at_steps(left: int, day: int | None, text: str) -> None:
    """The notice is dated to the day on which the last step was reached."""
    now = datetime.datetime(2026, 11, 20, 1, tzinfo=WIB)
    today = now.date()
    note = clock_note("SG-1", today + datetime.timedelta(days=left), now)
    if day is None:
        assert note is None
        return
    assert note is not None
    assert text in str(note.text)
    assert note.at.date() == today + datetime.timedelta(days=day)
    assert note.at.utcoffset() == datetime.timedelta(hours=7)


def test_every_kind_has_a_name_and_receivers() -> None:
    assert set(KIND_NAMES) == set(RECEIVERS) == set(Kind)
