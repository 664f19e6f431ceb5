"""Findings that somebody excepts for a time, with a reason, and what brings them back.

An exception ends when its time is over, when the finding has grown past what was granted, or when
somebody reopens the finding. It never comes back by itself: a person grants a new one.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from enum import StrEnum

from boundaries.domain.allowed import GROWTH
from boundaries.domain.roles import Action, Actor, require_role, who_may
from boundaries.errors import RefusedError
from boundaries.messages import Message, message


class ExceptionState(StrEnum):
    """Whether an exception holds."""

    VALID = "valid"
    EXPIRED = "expired"
    REOPENED = "reopened"


@dataclass(frozen=True)
class FindingException:
    """Why a finding is excepted, who answers for it, until when (that day included), how large.

    `area_m2` is the ellipsoidal area of the finding when it was excepted.
    """

    finding: str
    reason: str
    by: str
    at: datetime.datetime
    until: datetime.date
    area_m2: float
    state: ExceptionState = ExceptionState.VALID


def except_finding(
    finding: str,
    actor: Actor,
    at: datetime.datetime,
    *,
    reason: str,
    until: datetime.date,
    area_m2: float,
) -> FindingException:
    """A new exception; `at` carries the zone of the place, whose date counts.

    Raises `RefusedError`: code "role", "facts" (no reason) or "until" (not after today), and
    `ValueError` for a time without zone.
    """
    require_role(Action.EXCEPT_FINDING, actor)
    if at.tzinfo is None:
        raise ValueError("a time needs its zone")
    if not reason.strip():
        raise _refused("facts", message("an exception needs a reason"))
    if until <= at.date():
        raise _refused(
            "until",
            message("an exception must end after today, not on {date}", date=until.isoformat()),
        )
    return FindingException(
        finding, reason, actor.person, at.astimezone(datetime.UTC), until, area_m2
    )


def review(
    exception: FindingException, today: datetime.date, *, area_m2: float, growth: float = GROWTH
) -> FindingException:
    """The exception as it stands today, with the finding's area as it is now.

    It has expired after its last day, and is reopened when the area is more than `growth` times
    what it was; an exception that does not hold any more stays as it is.
    """
    if exception.state is not ExceptionState.VALID:
        return exception
    if today > exception.until:
        return replace(exception, state=ExceptionState.EXPIRED)
    if area_m2 > growth * exception.area_m2:
        return replace(exception, state=ExceptionState.REOPENED)
    return exception


def reopen_finding(exception: FindingException, actor: Actor) -> FindingException:
    """The exception taken back by a person; raises `RefusedError` (code "role")."""
    require_role(Action.REOPEN_FINDING, actor)
    return replace(exception, state=ExceptionState.REOPENED)


def _refused(code: str, text: Message) -> RefusedError:
    return RefusedError(
        code, text, message("{roles} may give it", roles=who_may(Action.EXCEPT_FINDING))
    )
