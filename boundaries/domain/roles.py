"""Who may do what: the roles, the actions, and the one table that joins them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from boundaries.errors import RefusedError
from boundaries.messages import Message, message


class Role(StrEnum):
    """What a person is in the work on boundaries."""

    VILLAGE_HEAD = "village-head"
    LURAH = "lurah"
    OPERATOR = "operator"
    GIS = "gis"
    VERIFIER = "verifier"
    CAMAT = "camat"
    BUPATI = "bupati"
    LEGAL = "legal"
    BIG = "big"
    PROVINCE = "province"
    ADMIN = "admin"
    SYSTEM = "system"


class Action(StrEnum):
    """What is done to a segment, or to a finding."""

    BEGIN = "begin"
    RECORD_DOCUMENTS = "record-documents"
    RECORD_TRACING = "record-tracing"
    PROPOSE = "propose"
    WITHDRAW = "withdraw"
    SIGN = "sign"
    TAKE_BACK = "take-back"
    DECLINE = "decline"
    RECORD_DISAGREEMENT = "record-disagreement"
    REFER = "refer"
    RECORD_MEETING = "record-meeting"
    RECORD_DEADLOCK = "record-deadlock"
    DECIDE = "decide"
    HAND_OVER = "hand-over"
    VERIFY = "verify"
    SEND = "send"
    RETURN = "return"
    ACCEPT = "accept"
    STIPULATE = "stipulate"
    REVOKE = "revoke"
    REOPEN = "reopen"
    MARK = "mark"
    CLEAR_MARK = "clear-mark"
    EXCEPT_FINDING = "except-finding"
    REOPEN_FINDING = "reopen-finding"


HEADS = (Role.VILLAGE_HEAD, Role.LURAH)
OFFICERS = (Role.OPERATOR, Role.GIS)

PERMISSIONS: dict[Action, tuple[Role, ...]] = {
    Action.BEGIN: (*OFFICERS, Role.SYSTEM),
    Action.RECORD_DOCUMENTS: OFFICERS,
    Action.RECORD_TRACING: OFFICERS,
    Action.PROPOSE: (*HEADS, *OFFICERS, Role.CAMAT),
    Action.WITHDRAW: (*HEADS, *OFFICERS, Role.CAMAT),
    Action.SIGN: HEADS,
    Action.TAKE_BACK: HEADS,
    Action.DECLINE: HEADS,
    Action.RECORD_DISAGREEMENT: (Role.OPERATOR, Role.CAMAT),
    Action.REFER: (Role.OPERATOR, Role.CAMAT),
    Action.RECORD_MEETING: (Role.OPERATOR, Role.CAMAT, Role.BUPATI),
    Action.RECORD_DEADLOCK: (Role.OPERATOR, Role.CAMAT, Role.BUPATI),
    Action.DECIDE: (Role.BUPATI,),
    Action.HAND_OVER: (Role.OPERATOR,),
    Action.VERIFY: (Role.VERIFIER,),
    Action.SEND: (Role.OPERATOR,),
    Action.RETURN: (Role.OPERATOR,),
    Action.ACCEPT: (Role.OPERATOR,),
    Action.STIPULATE: (Role.LEGAL, Role.BUPATI),
    Action.REVOKE: (Role.LEGAL, Role.BUPATI),
    Action.REOPEN: (Role.OPERATOR, Role.BUPATI),
    Action.MARK: (*OFFICERS, Role.SYSTEM),
    Action.CLEAR_MARK: (*OFFICERS, Role.SYSTEM),
    Action.EXCEPT_FINDING: OFFICERS,
    Action.REOPEN_FINDING: OFFICERS,
}

ROLE_NAMES: dict[Role, Message] = {
    Role.VILLAGE_HEAD: message("the village head"),
    Role.LURAH: message("the lurah"),
    Role.OPERATOR: message("the operator of the boundary team"),
    Role.GIS: message("the GIS staff"),
    Role.VERIFIER: message("the internal verifier"),
    Role.CAMAT: message("the camat"),
    Role.BUPATI: message("the bupati"),
    Role.LEGAL: message("the legal division"),
    Role.BIG: message("the verifier of BIG"),
    Role.PROVINCE: message("the province"),
    Role.ADMIN: message("the administrator of accounts"),
    Role.SYSTEM: message("an automatic step"),
}

ACTION_NAMES: dict[Action, Message] = {
    Action.BEGIN: message("take up the segment"),
    Action.RECORD_DOCUMENTS: message("record the study of documents"),
    Action.RECORD_TRACING: message("record the tracing"),
    Action.PROPOSE: message("propose a line"),
    Action.WITHDRAW: message("withdraw the proposal"),
    Action.SIGN: message("sign the proposal"),
    Action.TAKE_BACK: message("take a signature back"),
    Action.DECLINE: message("decline the proposal"),
    Action.RECORD_DISAGREEMENT: message("record the disagreement"),
    Action.REFER: message("refer to mediation"),
    Action.RECORD_MEETING: message("record a mediation meeting"),
    Action.RECORD_DEADLOCK: message("record the deadlock"),
    Action.DECIDE: message("decide the line"),
    Action.HAND_OVER: message("hand over to the procedure for regional boundaries"),
    Action.VERIFY: message("verify internally"),
    Action.SEND: message("send to BIG"),
    Action.RETURN: message("record the return by BIG"),
    Action.ACCEPT: message("record the acceptance by BIG"),
    Action.STIPULATE: message("record the regulation"),
    Action.REVOKE: message("record the revocation"),
    Action.REOPEN: message("reopen the segment"),
    Action.MARK: message("mark the segment for another look"),
    Action.CLEAR_MARK: message("clear the mark"),
    Action.EXCEPT_FINDING: message("except the finding"),
    Action.REOPEN_FINDING: message("reopen the finding"),
}


@dataclass(frozen=True)
class Actor:
    """Who acts: a person (login or name), in one role.

    `villages` are the codes that a head answers for, `kecamatan` those of a camat; other roles act
    in the whole workspace.
    """

    person: str
    role: Role
    villages: frozenset[str] = frozenset()
    kecamatan: frozenset[str] = frozenset()


def may(action: Action, role: Role) -> bool:
    """Whether the table gives the action to the role."""
    return role in PERMISSIONS[action]


def who_may(action: Action) -> Message | str:
    """The people who may do the action, as text: "the operator or the camat"."""
    return listed([ROLE_NAMES[role] for role in people_for(action)])


def people_for(action: Action) -> tuple[Role, ...]:
    """The roles of people, not of automatic steps, that may do the action."""
    return tuple(role for role in PERMISSIONS[action] if role is not Role.SYSTEM)


def require_role(action: Action, actor: Actor) -> None:
    """Raise `RefusedError` (code "role") that says who may do it, unless the actor's role may."""
    if not may(action, actor.role):
        raise RefusedError(
            "role",
            message(
                "{role} may not {action}", role=ROLE_NAMES[actor.role], action=ACTION_NAMES[action]
            ),
            message("this may be done by {roles}", roles=who_may(action)),
        )


def listed(names: Sequence[Message | str], *, last: str = "or") -> Message | str:
    """Names in a row: "a, b or c"; with `last` "and": "a, b and c"."""
    joint = message("{name} and {more}") if last == "and" else message("{name} or {more}")
    text = names[-1]
    for place, name in enumerate(reversed(names[:-1])):
        template = message("{name}, {more}") if place else joint
        text = Message(template.template, {"name": name, "more": text})
    return text
