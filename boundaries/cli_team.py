"""The commands `tapal team ...` and `tapal wording`: who signs papers, and what these say."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import click

from boundaries.cli_faults import reports_faults
from boundaries.cli_language import option
from boundaries.cli_output_options import json_option, language_option, print_document
from boundaries.cli_workspace_options import (
    Group,
    date_type,
    day_of,
    opened,
    person_options,
    screen_of,
)
from boundaries.domain.records import to_record
from boundaries.domain.team import CAPACITY_NAMES, Capacity, Member, nip_from
from boundaries.messages import message
from boundaries.reports.workspace_document import document
from boundaries.reports.workspace_text import NONE, Screen
from boundaries.store.repository import Repository
from boundaries.workflows.team import add_member, member_of, members_of, remove_member
from boundaries.workflows.wording import set_wording, wording_of, write_wording

TEAM_HELP = message("The people who sign the papers of a workspace.")
ADD_HELP = message("Add somebody who signs: head, camat, regent, member of the team or witness.")
LIST_HELP = message("List all who sign.")
REMOVE_HELP = message("Remove the person with this NUMBER.")
WORDING_HELP = message(
    "Show what the papers of a WORKSPACE say: kabupaten, local words, legal base, base map.\n\n"
    "Write it to a JSON file with -o, change that, and take it in with --from."
)
HEADINGS = (
    message("No."), message("Name and NIP"), message("Post"), message("Signs as"),
    message("Unit"), message("Appointed by"), message("From"), message("Until"),
)  # fmt: skip


@click.group("team", cls=Group, help=TEAM_HELP.template)
def team_command() -> None:
    """The group of the commands about people who sign."""


@team_command.command("add", help=ADD_HELP.template)
@click.argument("workspace")
@option("--name", required=True, help=message("Full name with titles."))
@option("--post", default="", help=message("Post, as it stands below the name."))
@option(
    "--as",
    "capacity",
    type=click.Choice([capacity.value for capacity in Capacity]),
    required=True,
    help=message("As what the person signs."),
)
@option("--unit", metavar="CODE", default="", help=message("Village or kecamatan of a head."))
@option("--nip", default="", help=message("The 18 digits of the NIP."))
@option("--decree", default="", metavar="NUMBER", help=message("Number of the appointment."))
@option("--decreed", type=date_type, metavar="YYYY-MM-DD", help=message("Its date."))
@option("--from", "since", type=date_type, metavar="YYYY-MM-DD", help=message("First day."))
@option("--until", type=date_type, metavar="YYYY-MM-DD", help=message("Last day."))
@option("--place", type=int, default=0, metavar="N", help=message("Place in the list."))
@person_options
@json_option
@language_option
@reports_faults
def add_command(**values: Any) -> None:
    """Add a person."""
    member = Member(
        name=values["name"].strip(),
        post=values["post"].strip(),
        capacity=Capacity(values["capacity"]),
        unit=values["unit"].strip(),
        nip=nip_from(values["nip"]),
        decree=values["decree"].strip(),
        decreed=day_of(values["decreed"]),
        since=day_of(values["since"]),
        until=day_of(values["until"]),
        place=values["place"],
    )
    with opened(values) as workspace:
        row, new = add_member(workspace.store, member, workspace.doer)
    if values["as_json"]:
        print_document(
            document("team-add", new=new, number=row.id, member=to_record(member_of(row)))
        )
        return
    text = message("{name} has number {number}", name=row.name, number=row.id)
    screen_of(values).say(text)


@team_command.command("list", help=LIST_HELP.template)
@click.argument("workspace")
@json_option
@language_option
@reports_faults
def list_command(**values: Any) -> None:
    """List the people."""
    with opened(values) as workspace, Repository(workspace.store) as repository:
        members = members_of(repository)
    if values["as_json"]:
        rows = [{"number": number, **to_record(each)} for number, each in members.items()]
        print_document(document("team-list", members=rows))
        return
    screen = screen_of(values | {"limit": len(members)})
    if not members:
        screen.say(message("nobody is in the team table yet"))
        return
    headings = [heading.render(screen.gettext) for heading in HEADINGS]
    cells = [
        [str(number), f"{each.name} {each.nip}".strip(), each.post,
         CAPACITY_NAMES[each.capacity].render(screen.gettext), each.unit,
         _decree(each, screen), _day(each.since, screen), _day(each.until, screen)]
        for number, each in members.items()
    ]  # fmt: skip
    screen.table(screen.gettext("Who signs"), headings, cells)


@team_command.command("remove", help=REMOVE_HELP.template)
@click.argument("workspace")
@click.argument("number", type=int)
@person_options
@json_option
@language_option
@reports_faults
def remove_command(**values: Any) -> None:
    """Remove a person."""
    with opened(values) as workspace:
        member = remove_member(workspace.store, values["number"], workspace.doer)
    if values["as_json"]:
        print_document(document("team-remove", member=to_record(member)))
        return
    screen_of(values).say(message("{name} was removed", name=member.name))


@click.command("wording", help=WORDING_HELP.template)
@click.argument("workspace")
@option("--from", "source", metavar="FILE", help=message("Take the wording from a JSON file."))
@option("-o", "--output", metavar="FILE", help=message("Write the wording to a JSON file."))
@person_options
@json_option
@language_option
@reports_faults
def wording_command(**values: Any) -> None:
    """Show, take in or write the wording."""
    with opened(values) as workspace:
        if values["source"]:
            wording, _ = set_wording(workspace.store, Path(values["source"]), workspace.doer)
        else:
            with Repository(workspace.store) as repository:
                wording = wording_of(repository)
    target = Path(values["output"]) if values["output"] else None
    if target:
        write_wording(wording, target)
    fields = to_record(wording)
    if values["as_json"]:
        print_document(document("wording", wording=fields, output=target and str(target)))
        return
    screen = screen_of(values)
    if target:
        screen.say(message("{path} was written", path=target))
        return
    for name, value in fields.items():
        shown = value if isinstance(value, str) else "; ".join(map(str, _texts(value)))
        screen.say(message("{name}: {value}", name=name, value=shown or "–"))


def _decree(member: Member, screen: Screen) -> str:
    """The number of the appointment and its date."""
    parts = (member.decree, _day(member.decreed, screen) if member.decreed else "")
    return ", ".join(filter(None, parts)) or NONE


def _day(day: datetime.date | None, screen: Screen) -> str:
    return NONE if day is None else screen.numbers.date(day)


def _texts(value: Any) -> list[str]:
    return [*value.values()] if isinstance(value, dict) else list(value)
