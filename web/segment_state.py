"""What is said at the top of the page of a segment: signatures, the next step, and who is here."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from flask_babel import gettext

from boundaries.domain.case import Case
from boundaries.domain.next_step import next_step
from boundaries.domain.roles import ACTION_NAMES, Action, who_may
from boundaries.messages import Message
from boundaries.store.models import Account, Event
from boundaries.store.repository import Repository
from boundaries.workflows.doer import Doer
from boundaries.workflows.presence import Present, present
from web.places import Place, Places
from web.problems import told


@dataclass(frozen=True)
class Sign:
    """A village's word on the line on the table; no time where it has not signed.

    `asked` marks a village of no side, whose simpul the line moves, `declined` one that does not
    want the line, for the `reason`.
    """

    place: Place
    letter: str
    asked: bool
    person: str
    at: datetime.datetime | None
    declined: bool
    reason: str


def presence(reading: Repository, segment: str, doer: Doer, names: dict[str, str]) -> Present:
    """Who else is at the segment now, by name."""
    here = present(reading, segment, doer)
    drawing = names.get(here.drawing, here.drawing) if here.drawing else None
    return Present(drawing, [names.get(login, login) for login in here.looking])


def signs(reading: Repository, case: Case, land: Places, names: dict[str, str]) -> list[Sign]:
    """Both sides, and the villages that are asked, with what they said of the line on the table."""
    standing = {signature.village: signature for signature in case.standing}
    refusals = _refusals(reading, case) if case.declined else {}
    found = []
    for place, side in enumerate(case.parties):
        asked = side not in case.sides
        signature = standing.get(side.village)
        sign = Sign(
            place=land.place(side.village),
            letter="c" if asked else "ab"[place],
            asked=asked,
            person=names.get(signature.person, signature.person) if signature else "",
            at=signature.at if signature else None,
            declined=side.village in case.declined,
            reason=refusals.get(side.village, ""),
        )
        found.append(sign)
    return found


def _refusals(reading: Repository, case: Case) -> dict[str, str]:
    """By village the reason that its head gave last for declining a line."""
    declined = reading.find(
        Event, subject_kind="segment", subject_id=case.segment, action=Action.DECLINE.value
    )
    heads = {account.login: account.villages for account in reading.find(Account)}
    return {
        village: event.reason or "" for event in declined for village in heads.get(event.who, ())
    }


def next_words(case: Case, doer: Doer, land: Places) -> str:
    """What the segment waits for, and who may do it."""
    step = next_step(case, doer.at.date())
    if step is None:
        return str(gettext("Nothing is left to do here."))
    if step is Action.SIGN:
        signed = {signature.village for signature in case.standing}
        missing = [land.title(side.village) for side in case.parties if side.village not in signed]
        return str(
            gettext("Next: sign the proposal. Missing: %(villages)s.", villages=", ".join(missing))
        )
    action = told(ACTION_NAMES[step])
    roles = who_may(step)
    who = told(roles) if isinstance(roles, Message) else roles
    return str(
        gettext("Next: %(action)s. Who may: %(roles)s.", action=_lower(action), roles=_lower(who))
    )


def _lower(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"
