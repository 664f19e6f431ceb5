"""Talking about a segment: who may read and write, what a comment is about, whom it mentions.

Nothing that was said is deleted. Its author changes it while nobody answered; later a correction is
put below it. What is withdrawn stays, struck out, with the reason.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from boundaries.domain.case import Side
from boundaries.domain.roles import HEADS, OFFICERS, ROLE_NAMES, Actor, Role, listed
from boundaries.errors import ParameterError, RefusedError
from boundaries.messages import Message, message

MOST_CHARACTERS = 4000
FARTHEST_M = 5000.0
"""How far from its segment a comment may point at something."""
ANCHORS = ("segment", "point", "vertex", "simpul")
TALKERS = (
    *HEADS, *OFFICERS, Role.VERIFIER, Role.CAMAT, Role.BUPATI, Role.LEGAL, Role.BIG,
)  # fmt: skip
MENTIONED: dict[str, Role] = {
    "camat": Role.CAMAT,
    "operator": Role.OPERATOR,
    "gis": Role.GIS,
    "verifikator": Role.VERIFIER,
    "bupati": Role.BUPATI,
    "hukum": Role.LEGAL,
    "big": Role.BIG,
}
"""The words that call a role; the head of a village is called by `head_word`."""
HEAD = "desa:"
_WORD = re.compile(r"(?<![\w@.])@([a-z]+)\b", re.IGNORECASE)
_TURNS_TEXT = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Act(StrEnum):
    """What is done in a talk, as the log calls it."""

    COMMENT = "comment"
    ANSWER = "answer-comment"
    EDIT = "edit-comment"
    CORRECT = "correct-comment"
    WITHDRAW = "withdraw-comment"
    RESOLVE = "resolve-thread"
    REOPEN = "reopen-thread"


ACT_NAMES: dict[Act, Message] = {
    Act.COMMENT: message("comment"),
    Act.ANSWER: message("answer a comment"),
    Act.EDIT: message("change a comment"),
    Act.CORRECT: message("correct a comment"),
    Act.WITHDRAW: message("withdraw a comment"),
    Act.RESOLVE: message("close a thread"),
    Act.REOPEN: message("open a thread again"),
}


@dataclass(frozen=True)
class Grant:
    """The roles that may do it to what they wrote, and to what somebody else wrote."""

    own: tuple[Role, ...]
    others: tuple[Role, ...]


MODERATORS = (*OFFICERS, Role.CAMAT, Role.BUPATI)
GRANTS: dict[Act, Grant] = {
    Act.COMMENT: Grant(TALKERS, TALKERS),
    Act.ANSWER: Grant(TALKERS, TALKERS),
    Act.EDIT: Grant(TALKERS, ()),
    Act.CORRECT: Grant(TALKERS, ()),
    Act.WITHDRAW: Grant(TALKERS, (Role.OPERATOR,)),
    Act.RESOLVE: Grant(TALKERS, MODERATORS),
    Act.REOPEN: Grant(TALKERS, MODERATORS),
}
"""Who may write. All of them also need to be concerned, see `may_read`."""


@dataclass(frozen=True)
class Said:
    """What the rules look at in a comment; for a thread, in the comment that began it.

    `answered` says whether somebody else wrote later in the same thread.
    """

    author: str
    answered: bool = False
    withdrawn: bool = False
    resolved: bool = False


def may_read(sides: Iterable[Side], actor: Actor) -> bool:
    """Whether papers, history and talk of a segment with these sides are this person's business.

    They are for the heads of its villages, the camat of either, and all offices.
    """
    if actor.role in HEADS:
        return any(side.village in actor.villages for side in sides)
    if actor.role is Role.CAMAT:
        return any(side.kecamatan in actor.kecamatan for side in sides)
    return True


def require(act: Act, actor: Actor, sides: Iterable[Side], said: Said | None = None) -> None:
    """Raise `RefusedError` unless the actor may do this now to what was said (None: nothing yet).

    Codes: "scope" (not concerned), "role", "author", "withdrawn", "answered", "resolved" and
    "not-resolved".
    """
    if not may_read(sides, actor):
        raise RefusedError(
            "scope",
            message("the talk about this segment is not open to you"),
            message("the two villages, their camat and the offices take part"),
        )
    grant = GRANTS[act]
    if actor.role not in grant.own:
        raise RefusedError(
            "role",
            message("{role} may not {action}", role=ROLE_NAMES[actor.role], action=ACT_NAMES[act]),
            message("this may be done by {roles}", roles=_named(grant.own)),
        )
    if said is not None:
        _require_author(act, actor, said, grant)
        _require_state(act, said)


def may(act: Act, actor: Actor, sides: Iterable[Side], said: Said | None = None) -> bool:
    """Whether `require` lets it pass."""
    try:
        require(act, actor, sides, said)
    except RefusedError:
        return False
    return True


def clean_text(text: str) -> str:
    """A text as it is kept: no control characters, nothing that turns its direction, no edges.

    Raises `ParameterError` for one that is empty or longer than `MOST_CHARACTERS`.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(
        sign
        for sign in lines
        if sign in "\n\t" or (unicodedata.category(sign) not in ("Cc", "Cs", "Cn"))
        if sign not in _TURNS_TEXT
    ).strip()
    if not any(unicodedata.category(sign)[0] in "LNPS" for sign in kept):
        raise ParameterError(
            "comment-empty", message("the comment says nothing"), message("write it, then send it")
        )
    if len(kept) > MOST_CHARACTERS:
        raise ParameterError(
            "comment-long",
            message("the comment has {count} characters", count=len(kept)),
            message("up to {most} are kept; attach a paper for more", most=MOST_CHARACTERS),
        )
    return kept


def head_word(village: str) -> str:
    """The word that calls the head of a village (key)."""
    return f"{HEAD}{village}"


def mentions_in(text: str, chosen: Iterable[str], sides: Iterable[Side]) -> tuple[str, ...]:
    """Whom a comment calls: the known words after @ in its text, and those chosen from the list."""
    known = {*MENTIONED, *(head_word(side.village) for side in sides)}
    typed = (found.lower() for found in _WORD.findall(text))
    return tuple(sorted({*typed, *chosen} & known))


def is_mentioned(words: Iterable[str], actor: Actor, sides: Iterable[Side]) -> bool:
    """Whether words such as "camat" call this person, who must be concerned by the segment."""
    if not may_read(sides, actor):
        return False
    if actor.role in HEADS:
        own = {head_word(village) for village in actor.villages}
        return any(word in own for word in words)
    return any(MENTIONED.get(word) is actor.role for word in words)


def _require_author(act: Act, actor: Actor, said: Said, grant: Grant) -> None:
    if said.author == actor.person or actor.role in grant.others:
        return
    if not grant.others:
        hint = message("its author may do this; answer it instead")
    else:
        hint = message("its author may do this, or {roles}", roles=_named(grant.others))
    raise RefusedError(
        "author",
        message("somebody else wrote this: you may not {action}", action=ACT_NAMES[act]),
        hint,
    )


def _require_state(act: Act, said: Said) -> None:
    if said.withdrawn and act in (Act.EDIT, Act.CORRECT, Act.WITHDRAW):
        raise RefusedError(
            "withdrawn",
            message("this comment is withdrawn"),
            message("write a new one; what was withdrawn stays as it is"),
        )
    if said.answered and act is Act.EDIT:
        raise RefusedError(
            "answered",
            message("somebody answered this comment: it is not changed any more"),
            message("its author may put a correction below it"),
        )
    if said.resolved and act in (Act.ANSWER, Act.RESOLVE):
        raise RefusedError(
            "resolved",
            message("this thread is closed"),
            message("whoever began it may open it again, or {roles}", roles=_named(MODERATORS)),
        )
    if not said.resolved and act is Act.REOPEN:
        raise RefusedError(
            "not-resolved",
            message("this thread is open already"),
            message("nothing needs to be done"),
        )


def _named(roles: tuple[Role, ...]) -> Message | str:
    return listed([ROLE_NAMES[role] for role in roles])
