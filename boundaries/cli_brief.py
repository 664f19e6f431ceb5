"""The command `tapal brief`: two pages for the monthly coordination meeting."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from boundaries.cli_faults import catalogue, reports_faults
from boundaries.cli_language import option
from boundaries.cli_output_options import json_option, language_option, print_document
from boundaries.cli_workspace_options import date_type, day_of, opened, screen_of
from boundaries.messages import message
from boundaries.reports.document import records
from boundaries.reports.workspace_document import document
from boundaries.workflows.brief import brief_of, month_from, write_brief

BRIEF_HELP = message(
    "Write the brief for the monthly coordination meeting: progress of each kecamatan against its "
    "target, a map, clocks, the greatest differences, the next steps and who is asked for them."
)


@click.command("brief", help=BRIEF_HELP.template)
@click.argument("workspace")
@option(
    "--month",
    metavar="YYYY-MM",
    help=message("The month that it is about, unless the current one."),
)
@option(
    "--meeting",
    type=date_type,
    metavar="YYYY-MM-DD",
    help=message("The next meeting, unless a month later."),
)
@option("-o", "--output", metavar="FILE", required=True, help=message("The .pdf or .docx."))
@json_option
@language_option
@reports_faults
def brief_command(**values: Any) -> None:
    """Write the brief."""
    asked, path = values["month"] and month_from(values["month"]), Path(values["output"])
    with opened(values) as workspace:
        month = asked or workspace.today.replace(day=1)
        brief = brief_of(
            workspace.store, month, today=workspace.today, until=day_of(values["meeting"])
        )
    write_brief(brief, path, catalogue(values["language"]), values["language"])
    if values["as_json"]:
        tables = {name: records(getattr(brief, name)) for name in ("clocks", "disputes", "asks")}
        progress = records(brief.kecamatan.rename_axis("kecamatan").reset_index())
        print_document(
            document("brief", output=str(path), day=brief.day, kecamatan=progress, **tables)
        )
        return
    screen_of(values).say(message("{path} was written", path=path))
