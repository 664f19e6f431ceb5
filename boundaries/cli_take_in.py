"""The commands `tapal import` and `tapal detect`, which bring data into a workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from boundaries.cli_code_options import (
    decisions_from,
    matches_option,
    require_matches_target,
    write_matches_option,
)
from boundaries.cli_faults import catalogue, progress_in, reports_faults
from boundaries.cli_language import option
from boundaries.cli_options import jobs_option, layer_options, layer_options_from
from boundaries.cli_output_options import (
    json_option,
    language_option,
    limit_option,
    paths_from,
    print_document,
)
from boundaries.cli_workspace_options import (
    opened,
    person_options,
    screen_of,
)
from boundaries.engine import THREADS, Engine
from boundaries.io.match_table import write_matches
from boundaries.messages import message
from boundaries.reports.document import notice_record
from boundaries.reports.workspace_document import document, import_document
from boundaries.reports.workspace_text import print_detection, print_import
from boundaries.workflows.detect_workspace import detect
from boundaries.workflows.take_in import take_in

IMPORT_HELP = message(
    "Take FILES into a WORKSPACE, BIG's layer or surveys.\n\n"
    "A file that says nothing new changes nothing; a changed one becomes the next version of its "
    "source, and what changed is shown village by village."
)
DETECT_HELP = message(
    "Compare the current sources of a WORKSPACE and keep findings and segments.\n\n"
    "What people have begun with is never changed, but marked with the reason. Decisions of "
    "--matches hold in later detections too."
)


@click.command("import", help=IMPORT_HELP.template)
@click.argument("workspace")
@click.argument("files", nargs=-1, required=True)
@option(
    "--as",
    "role",
    type=click.Choice(["big", "survey"]),
    required=True,
    help=message("BIG's layer, or surveys of villages."),
)
@option(
    "--source",
    metavar="NAME",
    help=message("What the source of a single file is called, unless as the file."),
)
@option(
    "--fewer",
    is_flag=True,
    help=message("Let a new version lack most of the villages of the one before."),
)
@layer_options
@person_options
@limit_option
@json_option
@language_option
@reports_faults
def import_command(**values: Any) -> None:
    """Take files in, and tell what is new."""
    with opened(values) as workspace:
        result = take_in(
            workspace.store,
            paths_from(values["files"]),
            role=values["role"],
            doer=workspace.doer,
            options=layer_options_from(values),
            name=values["source"],
            fewer=values["fewer"],
            progress=progress_in(values["language"]),
        )
    parts: dict[str, Any] = {
        "repairs": result.repairs, "set_aside": result.set_aside, "notices": result.notices,
    }  # fmt: skip
    if values["as_json"]:
        print_document(import_document(result.taken, **parts))
        return
    print_import(result.taken, screen_of(values), **parts)


@click.command("detect", help=DETECT_HELP.template)
@click.argument("workspace")
@matches_option
@write_matches_option
@jobs_option
@person_options
@limit_option
@json_option
@language_option
@reports_faults
def detect_command(**values: Any) -> None:
    """Detect, and tell what was found and what changed."""
    require_matches_target(values, [])
    with opened(values) as workspace:
        result = detect(
            workspace.store,
            workspace.doer,
            decisions=decisions_from(values),
            engine=Engine(THREADS, workers=values["jobs"]),
            progress=progress_in(values["language"]),
        )
    if values["write_matches"]:
        write_matches(result.matches, Path(values["write_matches"]), catalogue(values["language"]))
    parts: dict[str, Any] = {"number": result.number, "cases": result.cases, "kinds": result.kinds}
    if values["as_json"]:
        warnings = [notice_record(notice) for notice in result.notices]
        print_document(
            document("detect", findings=result.findings, segments=vars(result.segments),
                     exceptions=vars(result.exceptions), warnings=warnings, **parts)
        )  # fmt: skip
        return
    print_detection(
        screen_of(values), segments=result.segments.counts(), notices=result.notices, **parts
    )
