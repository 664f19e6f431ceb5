"""The commands `tapal init` and `tapal status` of a workspace."""

from __future__ import annotations

from typing import Any

import click

from boundaries.cli_faults import reports_faults
from boundaries.cli_language import option
from boundaries.cli_output_options import (
    json_option,
    language_option,
    limit_option,
    print_document,
)
from boundaries.cli_parameters import parameter_options, parameters_from, reference_accuracy_options
from boundaries.cli_workspace_options import (
    date_type,
    day_of,
    doer_from,
    opened,
    person_options,
    screen_of,
)
from boundaries.messages import message
from boundaries.reports.lists_text import print_findings, print_segments, print_villages
from boundaries.reports.status_text import print_status
from boundaries.reports.workspace_document import document, status_document
from boundaries.store.srs import crs_text
from boundaries.workflows.status_of_workspace import status_of_workspace
from boundaries.workflows.workspace import create_workspace
from boundaries.workflows.workspace_lists import FINDINGS, SEGMENTS, VILLAGES, workspace_lists

INIT_HELP = message(
    "Make a WORKSPACE: a file that ends in .gpkg, or postgresql://user@host/database?schema=name."
)
STATUS_HELP = message(
    "Show where the work in a WORKSPACE stands; change nothing.\n\n"
    "With --villages, --segments or --findings list these with the codes and ids that other "
    "commands ask for."
)
LISTS = {VILLAGES: print_villages, SEGMENTS: print_segments, FINDINGS: print_findings}


@click.command("init", help=INIT_HELP.template)
@click.argument("workspace")
@option("--kabupaten", metavar="CODE", default="", help=message("Code of the kabupaten: 12.09."))
@option(
    "--crs",
    metavar="EPSG",
    help=message("Working coordinate system in metres, unless that of the kabupaten's UTM zone."),
)
@option("--name", default="", help=message("What the workspace is called."))
@parameter_options
@reference_accuracy_options
@person_options
@json_option
@language_option
@reports_faults
def init_command(**values: Any) -> None:
    """Make an empty workspace."""
    doer = doer_from(values, values["kabupaten"])
    with create_workspace(
        values["workspace"],
        doer,
        kabupaten=values["kabupaten"],
        crs=values["crs"],
        name=values["name"],
        parameters=parameters_from(values),
    ) as store:
        address, crs = store.address, crs_text(store.crs)
    if values["as_json"]:
        print_document(document("init", workspace=address, working_crs=crs))
        return
    text = message("{workspace} was made; its coordinate system is {crs}", workspace=address,
                   crs=store.crs.name)  # fmt: skip
    screen_of(values).say(text)


@click.command("status", help=STATUS_HELP.template)
@click.argument("workspace")
@option(
    "--quarter",
    metavar="2027-Q1",
    help=message("Targets of which quarter, unless the current one."),
)
@option(
    "--date",
    "day",
    metavar="YYYY-MM-DD",
    type=date_type,
    help=message("The day for which clocks are read, unless today."),
)
@option("--villages", is_flag=True, help=message("List the villages with their codes."))
@option("--segments", is_flag=True, help=message("List the segments with their ids."))
@option("--findings", is_flag=True, help=message("List the findings with their ids."))
@limit_option
@json_option
@language_option
@reports_faults
def status_command(**values: Any) -> None:
    """Show where the work stands, or list what there is."""
    wanted = [name for name in (VILLAGES, SEGMENTS, FINDINGS) if values[name]]
    if wanted:
        _list(wanted, values)
        return
    with opened(values) as workspace:
        day = day_of(values["day"]) or workspace.today
        status = status_of_workspace(workspace.store, day, quarter=values["quarter"])
    if values["as_json"]:
        print_document(status_document(status))
        return
    print_status(status, screen_of(values))


def _list(wanted: list[str], values: dict[str, Any]) -> None:
    """Print the lists that are wanted."""
    with opened(values) as workspace:
        lists = workspace_lists(workspace.store)
    if values["as_json"]:
        print_document(document("status", **{name: lists[name] for name in wanted}))
        return
    for name in wanted:
        LISTS[name](lists[name], screen_of(values))
