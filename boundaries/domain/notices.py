"""Notices: which entries of the log concern whom, as what, and what they say.

A notice is not stored: it follows from an entry of the log, or from the date on which a clock ends.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from boundaries.domain.case import Side, Signature, Void
from boundaries.domain.deadline import days_left
from boundaries.domain.roles import HEADS, OFFICERS, Action, Actor, Role
from boundaries.domain.talk import Act, is_mentioned, may_read
from boundaries.messages import Message, message

CLOCK_DAYS = (-1, 0, 1, 3, 7, 14, 30)
"""Days before the end of a clock on which a notice comes; -1 is the day after."""
LONGEST = 160
"""Characters of a reason or a comment that a notice repeats."""


class Kind(StrEnum):
    """What a notice is about."""

    PROPOSAL = "proposal"
    WITHDRAWN = "withdrawn"
    SIGNATURE = "signature"
    TAKEN_BACK = "taken-back"
    DECLINED = "declined"
    MEDIATION = "mediation"
    CLOCK = "clock"
    MENTION = "mention"
    ANSWER = "answer"
    VERIFIED = "verified"
    REOPENED = "reopened"


KIND_NAMES: dict[Kind, Message] = {
    Kind.PROPOSAL: message("a new proposal"),
    Kind.WITHDRAWN: message("a proposal withdrawn"),
    Kind.SIGNATURE: message("a signature"),
    Kind.TAKEN_BACK: message("a signature taken back"),
    Kind.DECLINED: message("a proposal declined"),
    Kind.MEDIATION: message("steps of the mediation"),
    Kind.CLOCK: message("a clock that ends"),
    Kind.MENTION: message("somebody mentions you"),
    Kind.ANSWER: message("an answer to you"),
    Kind.VERIFIED: message("a step after the agreement"),
    Kind.REOPENED: message("a segment reopened"),
}
MEDIATION = (
    Action.RECORD_DISAGREEMENT, Action.REFER, Action.RECORD_MEETING, Action.RECORD_DEADLOCK,
    Action.DECIDE,
)  # fmt: skip
STEPS: dict[str, Message] = {
    Action.VERIFY: message(
        "{person} verified the line internally; the operator may send it to BIG"
    ),
    Action.SEND: message("{person} sent the line to BIG"),
    Action.RETURN: message("{person} recorded that BIG returned the line"),
    Action.ACCEPT: message("{person} recorded that BIG accepted the line"),
    Action.STIPULATE: message("{person} recorded the regulation"),
    Action.REVOKE: message("{person} recorded that the regulation was revoked"),
}
"""The internal verification and the steps after it."""
WITH_REASON: dict[str, Message] = {
    Action.WITHDRAW: message("{person} withdrew the proposal: “{reason}”"),
    Action.TAKE_BACK: message("{person} took the signature back: “{reason}”"),
    Action.DECLINE: message("{person} declined the proposal: “{reason}”"),
    Action.REOPEN: message("{person} reopened the segment: “{reason}”"),
}
KIND_OF: dict[str, Kind] = {
    Action.PROPOSE: Kind.PROPOSAL,
    Action.WITHDRAW: Kind.WITHDRAWN,
    Action.SIGN: Kind.SIGNATURE,
    Action.TAKE_BACK: Kind.TAKEN_BACK,
    Action.DECLINE: Kind.DECLINED,
    Action.REOPEN: Kind.REOPENED,
    **dict.fromkeys(MEDIATION, Kind.MEDIATION),
    **dict.fromkeys(STEPS, Kind.VERIFIED),
}
SAYING = (Act.COMMENT, Act.ANSWER, Act.EDIT, Act.CORRECT)
ACTIONS = (*KIND_OF, *SAYING)
"""The actions of the log that a notice may follow from."""
PARTIES = (*HEADS, Role.CAMAT, Role.OPERATOR)
RECEIVERS: dict[Kind, tuple[Role, ...]] = {
    Kind.PROPOSAL: PARTIES,
    Kind.WITHDRAWN: PARTIES,
    Kind.SIGNATURE: PARTIES,
    Kind.TAKEN_BACK: PARTIES,
    Kind.DECLINED: PARTIES,
    Kind.MEDIATION: (*PARTIES, Role.BUPATI),
    Kind.CLOCK: (*PARTIES, Role.BUPATI),
    Kind.MENTION: tuple(Role),
    Kind.ANSWER: tuple(Role),
    Kind.VERIFIED: (*PARTIES, Role.BUPATI),
    Kind.REOPENED: (*HEADS, *OFFICERS, Role.CAMAT, Role.VERIFIER),
}
"""Who hears of what, within the own area; mentions and answers go to those who are meant."""


@dataclass(frozen=True)
class Happening:
    """An entry of the log about a segment."""

    seq: int
    at: datetime.datetime
    who: str
    action: str
    segment: str
    reason: str
    after: Mapping[str, Any]


@dataclass(frozen=True)
class Note:
    """A notice for one person; `key` names it, `seq` is its entry of the log, 0 for a clock."""

    key: str
    kind: Kind
    segment: str
    at: datetime.datetime
    seq: int
    text: Message
    comment: int | None = None


def kind_for(
    happening: Happening, actor: Actor, sides: Collection[Side], threads: Collection[int]
) -> Kind | None:
    """As what an entry is told to a person; None where it is not.

    `threads` are the numbers of those in which the person wrote. Nobody is told of own deeds.
    """
    if happening.who == actor.person or not may_read(sides, actor):
        return None
    if happening.action in SAYING:
        if is_mentioned(happening.after.get("mentions") or (), actor, sides):
            return Kind.MENTION
        answers = happening.action in (Act.ANSWER, Act.CORRECT)
        return Kind.ANSWER if answers and happening.after.get("thread") in threads else None
    kind = KIND_OF.get(happening.action)
    return kind if kind and actor.role in RECEIVERS[kind] else None


def note_of(
    happening: Happening, kind: Kind, person: str, *, signatures: Collection[Signature] = ()
) -> Note:
    """The notice of an entry; `person` is the name of who did it.

    `signatures` are those of the segment today: the notice of one that no longer counts says so.
    """
    said = happening.action in SAYING
    if happening.action == Action.SIGN:
        text = _signed_text(happening, person, signatures)
    else:
        text = _said_text(happening, kind, person) if said else _done_text(happening, person)
    comment = happening.after.get("comment") if said else None
    return Note(
        f"log:{happening.seq}", kind, happening.segment, happening.at, happening.seq, text, comment
    )


def clock_note(segment: str, due: datetime.date, now: datetime.datetime) -> Note | None:
    """The notice of a clock that ends soon, or has ended; None while there is time.

    `now` carries the zone of the place. The notice is dated to the midnight there on which the
    present number of `CLOCK_DAYS` was reached.
    """
    left = days_left(due, now.date())
    reached = [days for days in CLOCK_DAYS if left <= days]
    if not reached:
        return None
    day = due - datetime.timedelta(days=reached[0])
    at = datetime.datetime.combine(day, datetime.time(), now.tzinfo)
    key = f"clock:{segment}:{due.isoformat()}:{reached[0]}"
    return Note(key, Kind.CLOCK, segment, at, 0, _clock_text(left, due))


def excerpt(text: str) -> str:
    """A text in one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"


def _clock_text(left: int, due: datetime.date) -> Message:
    if left < 0:
        return message("the clock ran out on {due}", due=due)
    if left == 0:
        return message("the clock ends today")
    return message("the clock ends in {days} days, on {due}", days=left, due=due)


def _said_text(happening: Happening, kind: Kind, person: str) -> Message:
    text = excerpt(str(happening.after.get("text") or ""))
    if kind is Kind.MENTION:
        return message("{person} mentions you: “{text}”", person=person, text=text)
    return message("{person} answered: “{text}”", person=person, text=text)


def _done_text(happening: Happening, person: str) -> Message:
    """What was done; entries hold what changed in the case (`boundaries.domain.case.Case`)."""
    action, after = happening.action, happening.after
    if action == Action.PROPOSE:
        number = after.get("proposals", "")
        if after.get("asked"):
            return message("{person} put proposal {number} on the table; it moves a simpul of "
                           "a third village, whose head is asked to sign too",
                           person=person, number=number)  # fmt: skip
        return message("{person} put proposal {number} on the table",
                       person=person, number=number)  # fmt: skip
    if action in WITH_REASON:
        template = WITH_REASON[action].template
        return Message(template, {"person": person, "reason": excerpt(happening.reason)})
    if action in STEPS:
        return Message(STEPS[action].template, {"person": person})
    return _mediation_text(happening, person)


def _signed_text(happening: Happening, person: str, signatures: Collection[Signature]) -> Message:
    """What was signed, and whether that still counts."""
    put = (happening.after.get("signatures") or [{}])[-1]
    number = put.get("number", "")
    own = [one for one in signatures if (one.person, one.number) == (happening.who, number)]
    since = next((one for one in own if one.at.isoformat() == put.get("at")), None)
    if since is None or since.void_at is None:
        return message("{person} signed proposal {number}", person=person, number=number)
    if since.void_reason is Void.TAKEN_BACK:
        return message("{person} signed proposal {number}, and took the signature back later",
                       person=person, number=number)  # fmt: skip
    return message("{person} signed proposal {number}; the signature no longer counts",
                   person=person, number=number)  # fmt: skip


def _mediation_text(happening: Happening, person: str) -> Message:
    papers = happening.after.get("papers") or []
    dated = papers[-1].get("dated") if papers else None
    match happening.action:
        case Action.RECORD_DISAGREEMENT:
            return message("{person} recorded the disagreement; the clock runs", person=person)
        case Action.REFER:
            return message("{person} referred the segment to mediation", person=person)
        case Action.RECORD_DEADLOCK:
            return message("{person} recorded the deadlock of the mediation", person=person)
        case Action.DECIDE:
            return message("{person} decided the line", person=person)
    if dated is None:
        return message("{person} recorded a meeting of the mediation", person=person)
    return message(
        "{person} recorded the meeting of the mediation on {date}",
        person=person,
        date=datetime.date.fromisoformat(dated),
    )
