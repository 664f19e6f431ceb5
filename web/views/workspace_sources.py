"""The sources of a workspace: every version of every file, with what was done when it came in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from flask import Blueprint, render_template

from boundaries.domain.kecamatan_names import IN_A_LAYER
from boundaries.messages import message_from
from boundaries.store.models import Account, Source
from boundaries.workflows.kecamatan_names import naming_notices
from web import unit
from web.access import everyone
from web.names import edition_text
from web.problems import told

sources = Blueprint("sources", __name__)
TEXTS = ("message", "feature", "reason")
ORDER = {"big": 0, "survey": 1}


@dataclass(frozen=True)
class History:
    """One source with its versions, the newest first."""

    name: str
    role: str
    versions: tuple[Source, ...]


@sources.get("/sumber")
@everyone
def page() -> str:
    """All sources, BIG's layer first."""
    reading = unit.reading()
    by_name: dict[str, list[Source]] = {}
    for source in reading.find(Source):
        by_name.setdefault(source.name, []).append(source)
    histories = [
        History(name, versions[-1].role, tuple(reversed(versions)))
        for name, versions in by_name.items()
    ]
    histories.sort(key=lambda history: (ORDER.get(history.role, 2), history.name))
    return render_template(
        "workspace/sources.html",
        histories=histories,
        names={row.login: row.name for row in reading.find(Account)},
        edition_text=edition_text,
        file_name=lambda path: PurePath(path).name,
        told=told_in,
        naming=[
            f"{told(one.message)}. {told(one.hint)}." for one in naming_notices(reading, IN_A_LAYER)
        ],
    )


def told_in(source: Source, part: str) -> list[dict[str, Any]]:
    """What the import noted: "repairs", "set_aside" or "notices"."""
    rows = (source.log or {}).get(part, [])
    return [
        {
            name: message_from(value) if name in TEXTS and value is not None else value
            for name, value in row.items()
        }
        for row in rows
    ]
