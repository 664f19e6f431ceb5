"""The command `tapal sheet`: a map sheet of a village, a segment or a kecamatan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from boundaries.cli_faults import catalogue, progress_in, reports_faults
from boundaries.cli_language import option
from boundaries.cli_output_options import json_option, language_option, print_document
from boundaries.cli_workspace_options import (
    opened,
    screen_of,
    subject_and_output,
    subject_from,
)
from boundaries.messages import message
from boundaries.reports.document import notice_record
from boundaries.reports.map_sheet import MapSheet
from boundaries.reports.map_sheet_layout import ORIENTATIONS, PAPERS
from boundaries.reports.map_sheet_shown import SheetOptions
from boundaries.reports.workspace_document import document
from boundaries.workflows.map_sheet import require_sheet_target, sheet_of, write_sheet

SHEET_HELP = message(
    "Draw a map sheet to scale, with everything beside the map that such a sheet needs.\n\n"
    "Choose a village, a segment or a kecamatan of the WORKSPACE. A list of points that is too "
    "long goes on on further sheets of the same file."
)


@click.command("sheet", help=SHEET_HELP.template)
@subject_and_output(message("The file to write: .pdf, or .png for a picture of the first sheet."))
@option(
    "--scale",
    metavar="N",
    type=click.IntRange(min=1),
    help=message("The scale 1:N; the largest round one that fits unless given."),
)
@option(
    "--paper",
    type=click.Choice(list(PAPERS)),
    default="A3",
    show_default=True,
    help=message("The paper."),
)
@option(
    "--orientation",
    type=click.Choice(ORIENTATIONS),
    help=message("How the paper lies; chosen unless given."),
)
@option(
    "--all-points",
    is_flag=True,
    help=message("List the points of segments that are not agreed yet, too."),
)
@json_option
@language_option
@reports_faults
def sheet_command(**values: Any) -> None:
    """Draw a sheet and write it."""
    kind, code = subject_from(values)
    path = Path(values["output"])
    require_sheet_target(path)
    options = SheetOptions(
        gettext=catalogue(values["language"]),
        language=values["language"],
        paper=values["paper"],
        orientation=values["orientation"],
        scale=values["scale"],
    )
    with opened(values) as workspace:
        sheet = sheet_of(
            workspace.store, kind, code, options,
            all_points=values["all_points"], day=workspace.today,
        )  # fmt: skip
    write_sheet(sheet, path)
    _show(sheet, path, values)


def _show(sheet: MapSheet, path: Path, values: dict[str, Any]) -> None:
    layout = sheet.frame.layout
    if values["as_json"]:
        print_document(
            document(
                "sheet",
                path=str(path),
                scale=sheet.frame.scale,
                paper=layout.paper,
                orientation=layout.orientation,
                sheets=len(sheet.pages),
                sha256_of_content=sheet.digest,
                warnings=[notice_record(notice) for notice in sheet.notices],
            )
        )
        return
    tell = progress_in(values["language"])
    for notice in sheet.notices:
        tell(message("{what}; {remedy}", what=notice.message, remedy=notice.hint))
    screen = screen_of(values)
    screen.say(message("written: {path}", path=path))
    screen.say(
        message(
            "1:{scale} on {paper}, sheets: {sheets}",
            scale=screen.numbers.integer(sheet.frame.scale),
            paper=layout.paper,
            sheets=len(sheet.pages),
        )
    )
