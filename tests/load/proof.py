"""Whether a workspace holds all that was acknowledged, once, and nothing that was not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from boundaries.domain.lifecycle import Event, replay
from boundaries.domain.roles import Action, Role
from boundaries.errors import StoreError
from boundaries.store import models
from boundaries.store.database import Store
from boundaries.store.models import Comment, Segment
from boundaries.store.repository import Repository
from boundaries.workflows.cases import case_of
from boundaries.workflows.history import prove
from tests.load.tally import Act, Tally

FOLLOWS = "add-document"
"""The paper of an action is kept before the action is tried."""


def faults_of(store: Store, tally: Tally, people: Collection[str]) -> list[str]:
    """What is lost, doubled or broken; empty when all is well."""
    proof = prove(store)
    found = [f"log: {fault.message}" for fault in proof.faults]
    found += [f"documents: {fault}" for fault in proof.document_faults]
    with Repository(store) as repository:
        events = repository.find(models.Event)
        segments = repository.find(Segment)
        said = Counter(row.text for row in repository.find(Comment))
    found += _different(_acts(events, people), tally.done)
    found += [f"comment {text!r} is there {said[text]} times" for text in tally.comments
              if said[text] != 1]  # fmt: skip
    found += _unlike_their_log(segments, events)
    return found


def _acts(events: Collection[models.Event], people: Collection[str]) -> Counter[Act]:
    return Counter(
        (event.who, event.action, event.subject_id)
        for event in events
        if event.who in people and event.action != FOLLOWS
    )


def _different(logged: Counter[Act], done: Counter[Act]) -> Iterator[str]:
    for act in sorted(logged.keys() | done.keys()):
        if logged[act] != done[act]:
            who, action, subject = act
            yield (
                f"{action} of {subject} by {who}: acknowledged {done[act]} times, "
                f"{logged[act]} times in the log"
            )


def _unlike_their_log(
    segments: Collection[Segment], events: Collection[models.Event]
) -> Iterator[str]:
    """Segments whose state is not what the log leads to: a change was overwritten."""
    own: dict[str, list[Event]] = {}
    for row in events:
        if row.subject_kind == "segment" and row.action in set(Action):
            event = Event(
                row.subject_id, row.at, row.who, Role(row.role), Action(row.action),
                row.before or {}, row.after or {}, row.reason or "",
            )  # fmt: skip
            own.setdefault(row.subject_id, []).append(event)
    for segment in segments:
        try:
            same = replay(own.get(segment.id, [])) == case_of(segment)
        except StoreError as fault:
            yield f"{segment.id}: {fault.message}"
            continue
        if not same:
            yield f"{segment.id} is not as its log tells"
