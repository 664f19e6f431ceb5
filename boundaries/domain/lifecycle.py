"""The life of a segment: from the indicative line to the regulation, and back when reopened.

`act` is the only way from one case to the next. It gives the new case and the event that goes into
the log; what the rules forbid raises `RefusedError`, with who may do it in its hint. The tables are
in `boundaries.domain.lifecycle_table` and `boundaries.domain.roles`, and in docs/lifecycle.md.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from boundaries.domain.case import STATE_NAMES, Case, Paper, Side
from boundaries.domain.deadline import Clock
from boundaries.domain.deed import FACT_NAMES, NO_FACTS, Deed, Facts, deed
from boundaries.domain.lifecycle_rules import in_own_area, on_table
from boundaries.domain.lifecycle_table import REQUIREMENTS, check, transition
from boundaries.domain.next_step import ways_on
from boundaries.domain.records import from_record, to_record
from boundaries.domain.roles import (
    ACTION_NAMES,
    Action,
    Actor,
    Role,
    listed,
    require_role,
    who_may,
)
from boundaries.errors import RefusedError, StoreError
from boundaries.messages import message

Record = dict[str, Any]


@dataclass(frozen=True)
class Event:
    """One change of a case: who did what, when and why, and the fields before and after.

    `before` and `after` hold the changed fields only, as plain records; `before` is empty for the
    event that begins a case. The facts of the action are in `papers` of `after`.
    """

    segment: str
    at: datetime.datetime
    who: str
    role: Role
    action: Action
    before: Record
    after: Record
    reason: str = ""


class Outcome(NamedTuple):
    """The case after an action, and the event that led there."""

    case: Case
    event: Event


def begin(
    segment: str, a: Side, b: Side | None, actor: Actor, at: datetime.datetime, *, reason: str = ""
) -> Outcome:
    """A new case in state INDIKATIF; `reason` tells where the line comes from (source, edition)."""
    done = deed(Action.BEGIN, actor, at, Facts(reason=reason))
    require_role(done.action, actor)
    case = Case(segment, a, b)
    return Outcome(case, _event(done, segment, {}, to_record(case)))


def act(
    case: Case,
    action: Action,
    actor: Actor,
    at: datetime.datetime,
    facts: Facts = NO_FACTS,
    *,
    clock: Clock | None = None,
) -> Outcome:
    """The case after the action, and its event; the given case stays as it is.

    `at` carries the zone of the place, whose date counts for clocks; records keep UTC. `clock` is
    the workspace's setting, by default six months. Raises `RefusedError`: code "role" (may not do
    it at all), "state" (not now), "facts" (something is missing), or the code of a rule. Raises
    `ValueError` for a time without zone.
    """
    done = deed(action, actor, at, facts, clock=clock)
    require_role(action, actor)
    row = transition(case, action)
    if row is None:
        raise _not_now(case, done)
    in_own_area(case, done)
    if "number" in REQUIREMENTS[action].needs:
        on_table(case)
    _require_facts(done)
    check(case, done)
    requirement = REQUIREMENTS[action]
    changed = replace(requirement.effect(case, done), state=row.after or case.state)
    after = replace(changed, papers=(*case.papers, *_papers(done)))
    return Outcome(after, _changes(done, case, after))


def replay(events: Iterable[Event]) -> Case:
    """The case that the events of one segment lead to, in their order, the first its beginning.

    Raises `StoreError` where an event does not fit what the events before it led to.
    """
    record: Record = {}
    for number, event in enumerate(events, start=1):
        begins = event.action is Action.BEGIN
        known = {name: record.get(name) for name in event.before}
        if begins != (not record) or known != event.before:
            raise _gap(event.segment, number)
        record |= event.after
    if not record:
        raise _gap("", 1)
    return from_record(Case, record)


def _papers(done: Deed) -> tuple[Paper, ...]:
    facts = done.facts
    if not (facts.documents or facts.reference or facts.dated):
        return ()
    return (
        Paper(
            done.action,
            done.at,
            facts.documents,
            facts.reference,
            facts.dated,
            facts.gazette,
        ),
    )


def _changes(done: Deed, case: Case, after: Case) -> Event:
    old, new = to_record(case), to_record(after)
    names = [name for name in old if old[name] != new[name]]
    return _event(
        done, case.segment, {name: old[name] for name in names}, {name: new[name] for name in names}
    )


def _event(done: Deed, segment: str, before: Record, after: Record) -> Event:
    who, role = done.actor.person, done.actor.role
    return Event(segment, done.at, who, role, done.action, before, after, done.facts.reason)


def _not_now(case: Case, done: Deed) -> RefusedError:
    possible = [
        message("{action} ({roles})", action=ACTION_NAMES[name], roles=who_may(name))
        for name in ways_on(case, done.today)
    ]
    return RefusedError(
        "state",
        message(
            "the segment is {state}: nobody may {action} now",
            state=STATE_NAMES[case.state],
            action=ACTION_NAMES[done.action],
        ),
        message("possible now: {actions}", actions=listed(possible)),
    )


def _require_facts(done: Deed) -> None:
    missing = [name for name in REQUIREMENTS[done.action].needs if done.facts.lacks(name)]
    if missing:
        raise RefusedError(
            "facts",
            message(
                "to {action}, more is needed: {facts}",
                action=ACTION_NAMES[done.action],
                facts=listed([FACT_NAMES[name] for name in missing], last="and"),
            ),
            message("{roles} may give it", roles=who_may(done.action)),
        )


def _gap(segment: str, number: int) -> StoreError:
    return StoreError(
        "log-gap",
        message(
            "event {number} of segment {segment} does not follow from those before it",
            number=number,
            segment=segment,
        ),
        message("verify the log, and restore a snapshot from before the fault"),
    )
