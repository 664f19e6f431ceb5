"""The JSON documents of a workspace: English, the same in every language."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import pandas as pd

from boundaries import __version__
from boundaries.domain.workspace_status import WorkspaceStatus
from boundaries.errors import Notice
from boundaries.reports.document import Record, notice_record, records

SCHEMA_VERSION = 1


class TakenFile(Protocol):
    """What became of one file of an import (`boundaries.workflows.take_in.Taken`)."""

    @property
    def name(self) -> str:
        """The source."""

    @property
    def number(self) -> int:
        """Its version."""

    @property
    def unchanged(self) -> bool:
        """Whether the file says nothing new."""

    @property
    def features(self) -> int:
        """Its villages."""

    @property
    def changes(self) -> pd.DataFrame:
        """What changed since the version before."""


def document(command: str, **parts: object) -> Record:
    """A document of a command, with plain values only."""
    head: Record = {
        "schema_version": SCHEMA_VERSION, "tool_version": __version__, "command": command,
    }  # fmt: skip
    return head | {name: plain(value) for name, value in parts.items()}


def plain(value: Any) -> Any:
    """A value as JSON takes it: dates and moments as ISO text, tables as lists of rows."""
    if isinstance(value, pd.DataFrame):
        return [plain(row) for row in records(value)]
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value


def import_document(
    taken: Iterable[TakenFile],
    *,
    repairs: pd.DataFrame,
    set_aside: pd.DataFrame,
    notices: Sequence[Notice],
) -> Record:
    """What became of the files of an import; metres, and ellipsoidal square metres."""
    files = [
        {
            "source": file.name,
            "version": file.number,
            "new": not file.unchanged,
            "features": file.features,
            "changes": file.changes,
        }
        for file in taken
    ]
    return document(
        "import",
        files=files,
        repairs=repairs,
        set_aside=set_aside,
        warnings=[notice_record(notice) for notice in notices],
    )


def status_document(status: WorkspaceStatus) -> Record:
    """Where the work stands; lengths in metres."""
    return document(
        "status",
        workspace={
            "name": status.name,
            "kabupaten": status.kabupaten,
            "address": status.address,
            "date": status.day,
            "quarter": status.quarter,
        },
        sources=status.sources,
        detection=status.detection,
        states=status.states.drop(columns="unit"),
        kecamatan=status.kecamatan.rename_axis("kecamatan").reset_index(),
        clocks=status.clocks,
        waiting=status.waiting,
        marked=status.marked,
        excepted=status.excepted,
        log={"entries": status.entries, "head": status.head},
    )
