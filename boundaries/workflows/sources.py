"""The sources of a workspace with all their versions, and withdrawing a survey."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from boundaries.errors import ParameterError, StoreError
from boundaries.messages import message
from boundaries.store.database import Store
from boundaries.store.models import Event, Source
from boundaries.store.repository import Repository
from boundaries.workflows.doer import Doer
from boundaries.workflows.workspace_layers import name_layers

RETIRE = "retire"


@dataclass(frozen=True)
class Retirement:
    """Who withdrew a source, when and why."""

    by: str
    at: datetime.datetime
    reason: str


@dataclass(frozen=True)
class History:
    """A source with its versions, the newest first; `retired` is None while it counts."""

    name: str
    role: str
    versions: tuple[Source, ...]
    retired: Retirement | None


def histories(store: Store) -> tuple[History, ...]:
    """All sources, BIG's layer first, then by name; nothing is written."""
    with Repository(store) as repository:
        rows = repository.find(Source)
        last = {
            event.subject_id: Retirement(event.who, event.at, event.reason or "")
            for event in repository.find(Event, action=RETIRE, subject_kind="source")
        }
    by_name: dict[str, list[Source]] = {}
    for row in sorted(rows, key=lambda row: (row.role != "big", row.name, -row.number)):
        by_name.setdefault(row.name, []).append(row)
    return tuple(
        History(
            name=name,
            role=versions[0].role,
            versions=tuple(versions),
            retired=None if versions[0].current else last.get(name),
        )
        for name, versions in by_name.items()
    )


def retire(store: Store, name: str, doer: Doer, *, reason: str) -> Source:
    """Withdraw a survey: it counts no more from the next detection on; its last version.

    All versions stay on record, and so does what people decided by it. Importing the survey again
    brings it back as the next version. Raises `StoreError` for an unknown source, `ParameterError`
    for BIG's layer, for a survey that is withdrawn already, and without a reason.
    """
    if not reason.strip():
        raise ParameterError(
            "reason",
            message("a survey is withdrawn for a reason"),
            message("say it with --reason; it is kept in the log"),
        )
    with Repository(store) as repository:
        versions = repository.find(Source, name=name)
        if not versions:
            raise StoreError(
                "not-found",
                message("there is no source {name}", name=name),
                message("see what there is with tapal source {address}", address=store.address),
            )
        last = versions[-1]
        _require_withdrawable(last)
        last.current = False
        name_layers(repository)
        repository.record(
            doer.entry(
                RETIRE,
                ("source", name),
                before={"number": last.number, "sha256": last.sha256},
                reason=reason.strip(),
            )
        )
    return last


def _require_withdrawable(last: Source) -> None:
    """Raise `ParameterError` for BIG's layer, and for a survey that is withdrawn already."""
    if last.role == "big":
        raise ParameterError(
            "reference-stays",
            message("BIG's layer is what all surveys are compared with, it cannot go"),
            message("import a newer edition of it instead"),
        )
    if not last.current:
        raise ParameterError(
            "retired-already",
            message("{name} was withdrawn already", name=last.name),
            message("import it again to bring it back"),
        )
