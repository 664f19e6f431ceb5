"""Who does something in a workspace, and when."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from boundaries.domain.lifecycle import Event
from boundaries.domain.roles import Actor
from boundaries.store.audit import Entry


@dataclass(frozen=True)
class Doer:
    """An actor at a moment; `at` carries the zone of the place, whose date counts for clocks."""

    actor: Actor
    at: datetime.datetime

    def entry(
        self,
        action: str,
        subject: tuple[str, str],
        *,
        before: Mapping[str, object] | None = None,
        after: Mapping[str, object] | None = None,
        reason: str | None = None,
    ) -> Entry:
        """The entry of the log for an action; `subject` is its kind and id."""
        kind, identifier = subject
        return Entry(
            at=self.at,
            who=self.actor.person,
            role=self.actor.role,
            action=action,
            subject_kind=kind,
            subject_id=identifier,
            before=before,
            after=after,
            reason=reason,
        )


def entry_of(event: Event) -> Entry:
    """The entry of the log for an event in the life of a segment."""
    return Entry(
        at=event.at,
        who=event.who,
        role=event.role,
        action=event.action,
        subject_kind="segment",
        subject_id=event.segment,
        before=event.before,
        after=event.after,
        reason=event.reason or None,
    )
