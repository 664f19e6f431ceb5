"""The command `tapal paper`: minutes of each step, and drafts of the regulation, for Word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from boundaries.cli_faults import reports_faults
from boundaries.cli_language import option
from boundaries.cli_output_options import json_option, language_option, print_document
from boundaries.cli_workspace_options import (
    date_type,
    day_of,
    folder_from,
    opened,
    screen_of,
    templates_option,
)
from boundaries.domain.paper import PaperKind
from boundaries.messages import message
from boundaries.reports.document import notice_record
from boundaries.reports.workspace_document import document
from boundaries.workflows.papers import PaperRequest, write_paper

PAPER_HELP = message(
    "Write a paper of a WORKSPACE as .docx: the minutes (berita acara) of a segment, or the draft "
    "of the regulation for a pair, a village or a kecamatan.\n\n"
    "Papers are in Indonesian. What nobody entered is left blank and named."
)


@click.command("paper", help=PAPER_HELP.template)
@click.argument("workspace")
@option(
    "--kind",
    type=click.Choice([kind.value for kind in PaperKind]),
    required=True,
    help=message("Which paper."),
)
@option("--segment", metavar="ID", default="", help=message("The segment that it is about."))
@option("--village", metavar="CODE", default="", help=message("All of a village (regulation)."))
@option("--kecamatan", metavar="CODE", default="", help=message("All of a kecamatan (regulation)."))
@option(
    "--number",
    "numbers",
    multiple=True,
    metavar="TEXT",
    help=message("Number of the paper, one of each village. Repeatable."),
)
@option(
    "--date",
    "day",
    type=date_type,
    metavar="YYYY-MM-DD",
    help=message("Its date, unless that of the agreement or today."),
)
@templates_option
@option("-o", "--output", metavar="FILE", required=True, help=message("The .docx to write."))
@json_option
@language_option
@reports_faults
def paper_command(**values: Any) -> None:
    """Write a paper, and tell what was left blank."""
    wanted = PaperRequest(
        kind=PaperKind(values["kind"]),
        segment=values["segment"],
        village=values["village"],
        kecamatan=values["kecamatan"],
        numbers=values["numbers"],
        day=day_of(values["day"]),
        templates=folder_from(values["templates"]),
    )
    path = Path(values["output"])
    with opened(values) as workspace:
        notices = write_paper(workspace.store, wanted, path, today=workspace.today)
    if values["as_json"]:
        warnings = [notice_record(notice) for notice in notices]
        print_document(document("paper", output=str(path), warnings=warnings))
        return
    screen = screen_of(values)
    screen.say(message("{path} was written", path=path))
    screen.notices(notices)
