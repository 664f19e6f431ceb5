"""What somebody does to a segment: the action, who, when, and the facts that come with it."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from boundaries.domain.case import Side
from boundaries.domain.deadline import Clock
from boundaries.domain.roles import Action, Actor
from boundaries.messages import Message, message

HASH = re.compile(r"[0-9a-f]{64}")

FACT_NAMES: dict[str, Message] = {
    "hash": message("the hash of the line"),
    "number": message("the number of the proposal"),
    "documents": message("a document"),
    "reason": message("a reason"),
    "reference": message("the number of the paper or regulation"),
    "dated": message("the date of the paper or regulation"),
    "gazette": message("the place in the gazette"),
}


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What an action is about; which of these it needs is in the table of requirements.

    `number` and `hash` name a proposal and its line (`boundaries.domain.canonical.line_hash`); the
    `hash` of an automatic mark is that of all lines before it. `documents` are ids of evidence,
    `reference`, `dated` and `gazette` belong to a paper or regulation. `asked` are villages of no
    side of the segment whose junction a proposed line moves. Raises `ValueError` for a hash that is
    none.
    """

    number: int | None = None
    hash: str = ""
    documents: tuple[str, ...] = ()
    reason: str = ""
    reference: str = ""
    dated: datetime.date | None = None
    gazette: str = ""
    asked: tuple[Side, ...] = ()

    def __post_init__(self) -> None:
        if self.hash and not HASH.fullmatch(self.hash):
            raise ValueError(f"{self.hash!r} is no SHA-256 in hexadecimal")

    def lacks(self, name: str) -> bool:
        """Whether a fact was not given; blanks are nothing."""
        value = getattr(self, name)
        return not (value.strip() if isinstance(value, str) else value)


NO_FACTS = Facts()


@dataclass(frozen=True)
class Deed:
    """One action as it is done: `at` in UTC, `today` the date where the actor is."""

    action: Action
    actor: Actor
    at: datetime.datetime
    today: datetime.date
    facts: Facts
    clock: Clock


def deed(
    action: Action,
    actor: Actor,
    at: datetime.datetime,
    facts: Facts = NO_FACTS,
    *,
    clock: Clock | None = None,
) -> Deed:
    """A deed at a time that carries its zone; raises `ValueError` for one that does not."""
    if at.tzinfo is None:
        raise ValueError("a time needs its zone")
    return Deed(action, actor, at.astimezone(datetime.UTC), at.date(), facts, clock or Clock())
