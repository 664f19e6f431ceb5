"""Mark segments that people have begun with when their lines change, and clear such marks."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import shapely

from boundaries.domain.case import Case, State
from boundaries.domain.deed import Facts
from boundaries.domain.lifecycle import act
from boundaries.domain.roles import Action, Actor, Role
from boundaries.messages import DEFAULT_LANGUAGE, Message, figure, message, translator
from boundaries.store.models import Segment
from boundaries.store.repository import Repository
from boundaries.workflows.cases import case_of, put_case
from boundaries.workflows.doer import Doer, entry_of

SYSTEM = Actor("tapal", Role.SYSTEM)
REFERENCE = "reference"
Lines = Mapping[str, shapely.Geometry]
"""The lines drawn for a segment, by whom: "reference", "a" or "b"."""


def news_of(
    segment: Segment,
    row: Mapping[str, Any],
    before: Lines,
    now: Lines,
) -> list[Message]:
    """What is different about the lines of a segment, in words."""
    names: dict[str, Message | str] = {
        REFERENCE: message("BIG's line"),
        "a": message("the line surveyed by {village}", village=row["village_a"]),
        "b": message("the line surveyed by {village}", village=row["village_b"]),
    }
    news = []
    for role, name in names.items():
        was, line = before.get(role), now.get(role)
        if was is None and line is not None:
            news.append(message("{line} is new", line=name))
        elif was is not None and line is None:
            news.append(message("{line} is not there any more", line=name))
        elif was is not None and not shapely.equals_exact(was, line):
            metres = float(shapely.hausdorff_distance(was, line))
            news.append(
                message(
                    "{line} moved by up to {metres} m", line=name, metres=figure(metres, ",.2f")
                )
            )
    return news


def mark(
    repository: Repository, segment: Segment, news: list[Message], before: Lines, doer: Doer
) -> bool:
    """Mark a segment that people have begun with; whether there was anything to mark.

    `before` are the lines that stood until now.
    """
    if not _begun(case_of(segment)) or not news:
        return False
    gettext = translator(DEFAULT_LANGUAGE)
    reason = "; ".join(part.render(gettext) for part in news)
    _act(repository, segment, Action.MARK, Facts(reason=reason, hash=_sum_of(before)), doer)
    return True


def clear(repository: Repository, segment: Segment, now: Lines, doer: Doer) -> bool:
    """Clear the mark of a segment whose lines are as they were before it; whether they are."""
    standing = case_of(segment).mark
    if standing is None or standing.lines != _sum_of(now):
        return False
    reason = message("its lines are again as they were before the mark")
    facts = Facts(reason=reason.render(translator(DEFAULT_LANGUAGE)))
    _act(repository, segment, Action.CLEAR_MARK, facts, doer)
    return True


def _act(
    repository: Repository, segment: Segment, action: Action, facts: Facts, doer: Doer
) -> None:
    """Take an automatic step."""
    outcome = act(case_of(segment), action, SYSTEM, doer.at, facts)
    put_case(segment, outcome.case)
    repository.record(entry_of(outcome.event))


def _sum_of(lines: Lines) -> str:
    """The SHA-256 of the lines drawn for a segment, whichever way they run."""
    total = hashlib.sha256()
    for role, line in sorted(lines.items()):
        total.update(role.encode() + shapely.to_wkb(shapely.normalize(line), byte_order=1))
    return total.hexdigest()


def _begun(case: Case) -> bool:
    return case.state is not State.INDIKATIF or case.proposals > 0
