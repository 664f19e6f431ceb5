"""Recording the study of documents, or the tracing, of many segments by one paper.

A team studies the documents of a whole kecamatan in one meeting and writes one set of minutes. Each
segment keeps the paper and an entry in the log of its own.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from boundaries.domain.deed import Facts
from boundaries.domain.next_step import next_step
from boundaries.domain.roles import Action, may
from boundaries.errors import ConflictError, RefusedError
from boundaries.store.database import Store
from boundaries.store.models import Segment
from boundaries.store.repository import Repository
from boundaries.workflows.cases import case_of
from boundaries.workflows.doer import Doer
from boundaries.workflows.evidence import Subject, add_document
from boundaries.workflows.settle import act_on
from boundaries.workflows.sign_many import Chosen, Signed

RECORDED = (Action.RECORD_DOCUMENTS, Action.RECORD_TRACING)


def recordable(repository: Repository, action: Action, doer: Doer) -> list[Segment]:
    """The segments between two villages that wait for the action, if the person may do it."""
    if not may(action, doer.actor.role):
        return []
    rows = repository.find(Segment, current=True)
    today = doer.at.date()
    return [row for row in rows if row.village_b and next_step(case_of(row), today) is action]


def record_many(
    store: Store,
    chosen: Collection[Chosen],
    action: Action,
    paper: tuple[Path, Subject],
    doer: Doer,
) -> list[Signed]:
    """Record the action for each segment that was chosen; a refusal keeps no other back.

    `paper` is a file and what it is; it is kept for every segment. Raises `InputError` for a file
    that is not kept, `ParameterError` for an unknown kind of paper.
    """
    return [_record(store, one, action, paper, doer) for one in chosen]


def _record(
    store: Store, chosen: Chosen, action: Action, paper: tuple[Path, Subject], doer: Doer
) -> Signed:
    path, subject = paper
    kept, _ = add_document(store, path, replace(subject, segment=chosen.segment), doer)
    facts = Facts(documents=(str(kept.id),), dated=subject.dated)
    try:
        act_on(store, chosen.segment, action, doer, facts, version=chosen.version)
    except (ConflictError, RefusedError) as fault:
        return Signed(chosen.segment, fault.message, fault.hint)
    return Signed(chosen.segment)
