"""The commands `tapal target` and `tapal except`: goals, and findings that may stay a while."""

from __future__ import annotations

from typing import Any

import click

from boundaries.cli_faults import reports_faults
from boundaries.cli_language import option
from boundaries.cli_output_options import json_option, language_option, print_document
from boundaries.cli_parameters import FiniteRange
from boundaries.cli_workspace_options import date_type, opened, person_options, screen_of
from boundaries.messages import message
from boundaries.reports.workspace_document import document
from boundaries.store.base import values as row_values
from boundaries.workflows.exceptions import except_in
from boundaries.workflows.targets import Goal, set_target

TARGET_HELP = message(
    "Set what KECAMATAN (code or name) is to have reached by the end of QUARTER, such as 2027-Q1."
)
EXCEPT_HELP = message(
    "Let FINDING be as it is until a day, for a reason; it counts again when it grows."
)


@click.command("target", help=TARGET_HELP.template)
@click.argument("workspace")
@click.argument("kecamatan")
@click.argument("quarter")
@option(
    "--segments",
    metavar="N",
    type=click.IntRange(min=0),
    default=0,
    help=message("Segments that are settled."),
)
@option(
    "--km",
    metavar="KM",
    type=FiniteRange(min=0),
    default=0.0,
    help=message("Kilometres of border that are settled."),
)
@option(
    "--villages",
    metavar="N",
    type=click.IntRange(min=0),
    default=0,
    help=message("Villages that are definitive."),
)
@person_options
@json_option
@language_option
@reports_faults
def target_command(**values: Any) -> None:
    """Set a target."""
    goal = Goal(values["segments"], values["km"], values["villages"])
    with opened(values) as workspace:
        row, new = set_target(
            workspace.store, values["kecamatan"], values["quarter"], goal, workspace.doer
        )
    if values["as_json"]:
        print_document(document("target", new=new, target=row_values(row)))
        return
    screen = screen_of(values)
    numbers = screen.numbers
    screen.say(
        message(
            "{kecamatan}, {quarter}: segments {segments}, km {km}, villages {villages}",
            kecamatan=row.kecamatan, quarter=row.quarter, segments=numbers.integer(row.segments),
            km=numbers.decimal(row.km, 1), villages=numbers.integer(row.villages),
        )
    )  # fmt: skip


@click.command("except", help=EXCEPT_HELP.template)
@click.argument("workspace")
@click.argument("finding")
@option("--reason", required=True, help=message("Why it may stay."))
@option(
    "--until",
    metavar="YYYY-MM-DD",
    type=date_type,
    required=True,
    help=message("Its last day."),
)
@person_options
@json_option
@language_option
@reports_faults
def except_command(**values: Any) -> None:
    """Except a finding."""
    with opened(values) as workspace:
        row = except_in(
            workspace.store,
            values["finding"],
            workspace.doer,
            reason=values["reason"],
            until=values["until"].date(),
        )
    if values["as_json"]:
        print_document(document("except", exception=row_values(row)))
        return
    screen = screen_of(values)
    text = message(
        "{finding} is excepted until {date}, with {area}", finding=row.finding_id,
        date=screen.numbers.date(values["until"].date()), area=screen.area(row.area_m2),
    )  # fmt: skip
    screen.say(text)
