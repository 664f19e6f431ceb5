"""The commands `tapal snapshot` and `tapal restore`: copies of a workspace."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from boundaries.cli_faults import reports_faults
from boundaries.cli_language import option
from boundaries.cli_output_options import json_option, language_option, print_document
from boundaries.cli_workspace_options import doer_from, opened, person_options, screen_of
from boundaries.messages import message
from boundaries.reports.workspace_document import document
from boundaries.workflows.history import head_text
from boundaries.workflows.snapshot import Snapshot, restore, snapshot

SNAPSHOT_HELP = message(
    "Write a WORKSPACE as it is now into a GeoPackage that opens in QGIS and can be restored."
)
RESTORE_HELP = message("Bring SNAPSHOT back as a new WORKSPACE; the snapshot stays as it is.")


@click.command("snapshot", help=SNAPSHOT_HELP.template)
@click.argument("workspace")
@option(
    "-o",
    "--output",
    metavar="FILE",
    required=True,
    help=message("The file to write; it ends in .gpkg."),
)
@option("--force", is_flag=True, help=message("Replace an earlier snapshot of this name."))
@option(
    "--with-documents",
    is_flag=True,
    help=message("Copy the documents too, into a folder beside it."),
)
@json_option
@language_option
@reports_faults
def snapshot_command(**values: Any) -> None:
    """Copy a workspace."""
    with opened(values) as workspace:
        made = snapshot(
            workspace.store,
            Path(values["output"]),
            replace=values["force"],
            with_documents=values["with_documents"],
        )
    _show("snapshot", made, values)


@click.command("restore", help=RESTORE_HELP.template)
@click.argument("snapshot")
@click.argument("workspace")
@person_options
@json_option
@language_option
@reports_faults
def restore_command(**values: Any) -> None:
    """Bring a snapshot back."""
    store, made = restore(Path(values["snapshot"]), values["workspace"], doer_from(values, ""))
    store.close()
    _show("restore", made, values)


def _show(command: str, made: Snapshot, values: dict[str, Any]) -> None:
    if values["as_json"]:
        print_document(document(command, **asdict(made)))
        return
    screen = screen_of(values)
    screen.say(message("written: {path}", path=made.address))
    screen.say(message("The log proves itself; its end is {head}", head=head_text(made.head)))
    if made.documents or made.missing:
        screen.say(
            message("documents copied: {documents}, missing: {missing}", documents=made.documents,
                    missing=made.missing)
        )  # fmt: skip
