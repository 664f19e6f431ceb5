"""The command `tapal source`: the sources of a workspace, and withdrawing one."""

from __future__ import annotations

import datetime
from pathlib import PurePath
from typing import Any

import click

from boundaries.cli_faults import reports_faults
from boundaries.cli_language import option
from boundaries.cli_output_options import json_option, language_option, print_document
from boundaries.cli_workspace_options import opened, person_options, screen_of
from boundaries.errors import ParameterError
from boundaries.messages import Message, message
from boundaries.reports.numbers import Numbers
from boundaries.reports.status_text import SOURCE_ROLES
from boundaries.reports.workspace_document import document
from boundaries.reports.workspace_text import Screen
from boundaries.store.models import Source
from boundaries.workflows.sources import History, histories, retire

SOURCE_HELP = message(
    "List the sources of a WORKSPACE with all their versions, or withdraw a survey.\n\n"
    "A survey that is withdrawn counts no more from the next detection on. Its versions and what "
    "people decided stay; importing it again brings it back."
)
FIELDS = (
    "number", "file_name", "sha256", "edition", "crs", "features", "imported_at", "imported_by",
    "current",
)  # fmt: skip


@click.command("source", help=SOURCE_HELP.template)
@click.argument("workspace")
@option("--retire", "name", metavar="NAME", help=message("The survey that is withdrawn."))
@option("--reason", default="", help=message("Why; it is kept in the log."))
@person_options
@json_option
@language_option
@reports_faults
def source_command(**values: Any) -> None:
    """List the sources, or withdraw one."""
    name, reason = values["name"], values["reason"]
    if reason and not name:
        raise ParameterError(
            "reason",
            message("--reason belongs to --retire"),
            message("name the survey: --retire NAME --reason TEXT"),
        )
    with opened(values) as workspace:
        if name:
            retire(workspace.store, name, workspace.doer, reason=reason)
        found = histories(workspace.store)
    if values["as_json"]:
        print_document(document("source", retired=name, sources=[_record(one) for one in found]))
        return
    screen = screen_of(values)
    if name:
        screen.say(message("{name} is withdrawn; run tapal detect to see what changes", name=name))
    zone = workspace.doer.at.tzinfo
    rows = [_row(one, version, screen, zone) for one in found for version in one.versions]
    _print(rows, screen_of(values | {"limit": len(rows)}))


def _record(history: History) -> dict[str, object]:
    """A source as plain values; its versions the newest first."""
    return {
        "name": history.name,
        "role": history.role,
        "retired": vars(history.retired) if history.retired else None,
        "versions": [{name: getattr(row, name) for name in FIELDS} for row in history.versions],
    }


def _row(
    history: History, version: Source, screen: Screen, zone: datetime.tzinfo | None
) -> list[str]:
    """A version as text, with dates at the place of the workspace."""
    _, numbers = screen.gettext, screen.numbers
    return [
        history.name,
        SOURCE_ROLES[history.role].render(_),
        numbers.integer(version.number),
        numbers.integer(version.features),
        PurePath(version.file_name).name,
        numbers.date(version.imported_at.astimezone(zone).date()),
        version.imported_by,
        _standing(history, version, numbers, zone).render(_),
    ]


def _standing(
    history: History, version: Source, numbers: Numbers, zone: datetime.tzinfo | None
) -> Message:
    """Whether a version counts."""
    if version.current:
        return message("in force")
    if history.retired and version is history.versions[0]:
        gone = history.retired
        return message(
            "withdrawn on {date} by {person}: {reason}",
            date=numbers.date(gone.at.astimezone(zone).date()), person=gone.by,
            reason=gone.reason,
        )  # fmt: skip
    return message("earlier")


def _print(rows: list[list[str]], screen: Screen) -> None:
    _ = screen.gettext
    if not rows:
        screen.say(message("nothing was imported yet"))
    headings = [
        _("Source"), _("Kind"), _("Version"), _("Villages"), _("File"), _("Imported on"), _("By"),
        _("Standing"),
    ]  # fmt: skip
    screen.table(_("Sources"), headings, rows)
