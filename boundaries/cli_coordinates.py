"""The command `tapal coordinates`: the list of points of a village, a segment or a kecamatan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from boundaries.cli_faults import catalogue, reports_faults
from boundaries.cli_output_options import json_option, language_option, print_document
from boundaries.cli_workspace_options import (
    opened,
    screen_of,
    subject_and_output,
    subject_from,
)
from boundaries.messages import DEFAULT_LANGUAGE, message
from boundaries.reports.coordinates import CoordinateDocument
from boundaries.reports.workspace_document import document
from boundaries.workflows.coordinates import coordinates_of
from boundaries.workflows.write_coordinates import require_list_target, write_coordinates

COORDINATES_HELP = message(
    "Write the coordinate list of a village, a segment or a kecamatan of a WORKSPACE.\n\n"
    "A village is listed around its border, counter-clockwise from its westernmost junction; a "
    "segment from point to point, with directions. The list says which lines are not settled."
)


@click.command("coordinates", help=COORDINATES_HELP.template)
@subject_and_output(message("The file to write: .csv, .xlsx, .docx or .pdf."))
@json_option
@language_option
@reports_faults
def coordinates_command(**values: Any) -> None:
    """Write a coordinate list."""
    kind, code = subject_from(values)
    path, language = Path(values["output"]), values["language"]
    gettext, comma = catalogue(language), language == DEFAULT_LANGUAGE
    require_list_target(path)
    with opened(values) as workspace:
        found = coordinates_of(workspace.store, kind, code, gettext, comma=comma)
    write_coordinates(found, path, gettext, semicolons=comma)
    _show(found, path, values)


def _show(found: CoordinateDocument, path: Path, values: dict[str, Any]) -> None:
    tables, rows = len(found.tables), sum(len(each.table) for each in found.tables)
    if values["as_json"]:
        statements = list(found.statements)
        print_document(
            document("coordinates", output=str(path), tables=tables, rows=rows,
                     statements=statements)
        )  # fmt: skip
        return
    screen = screen_of(values)
    screen.say(message("{path} was written", path=path))
    screen.say(message("tables: {tables}, rows: {rows}", tables=tables, rows=rows))
