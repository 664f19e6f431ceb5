"""What the commands of a workspace share: who acts, what about, the workspace, their screen."""

from __future__ import annotations

import datetime
import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from boundaries.cli_faults import catalogue
from boundaries.cli_language import Command, combined, option, translated
from boundaries.cli_output_options import terminal
from boundaries.domain.local_time import zone_of
from boundaries.domain.roles import Actor, Role
from boundaries.domain.units import UNITS
from boundaries.errors import ParameterError
from boundaries.messages import Message, message
from boundaries.reports.workspace_text import Screen
from boundaries.store.database import Store, open_store
from boundaries.store.repository import Repository
from boundaries.workflows.doer import Doer
from boundaries.workflows.workspace import KABUPATEN

UNKNOWN = "tapal"
ROLES = [role.value for role in Role if role is not Role.SYSTEM]

person_options = combined(
    option(
        "--as-person",
        "person",
        metavar="NAME",
        help=message("Who does it, for the log; the user of this computer unless given."),
    ),
    option(
        "--role",
        "person_role",
        type=click.Choice(ROLES),
        default=Role.OPERATOR.value,
        show_default=True,
        help=message("In which role."),
    ),
)
subject_options = combined(
    option("--village", metavar="CODE", help=message("The village with this code.")),
    option("--segment", metavar="ID", help=message("The segment with this id.")),
    option(
        "--kecamatan",
        metavar="CODE",
        help=message("All villages of a kecamatan, by code or name."),
    ),
)


def subject_and_output(help: Message) -> Callable[[Command], Command]:
    """A workspace, what in it, and the file to write; `help` tells the endings of that."""
    return combined(
        click.argument("workspace"),
        subject_options,
        option("-o", "--output", metavar="FILE", required=True, help=help),
    )


selection_options = combined(
    option(
        "--village",
        "villages",
        metavar="CODE",
        multiple=True,
        help=message("Only this village; may be given several times."),
    ),
    option(
        "--kecamatan",
        metavar="CODE",
        multiple=True,
        help=message("Only the villages of this kecamatan; may be given several times."),
    ),
)
templates_option = option(
    "--templates",
    metavar="DIR",
    help=message("Folder with own templates; what it lacks comes with Tapal."),
)
date_type = click.DateTime(formats=["%Y-%m-%d"])


class Group(click.Group):
    """A command of several, each in the language spoken."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name; None where there is none."""
        own = super().get_command(ctx, cmd_name)
        return None if own is None else translated(own)


@dataclass(frozen=True)
class Opened:
    """A workspace that is open, and who works in it."""

    store: Store
    doer: Doer

    @property
    def today(self) -> datetime.date:
        """The date at the place of the workspace."""
        return self.doer.at.date()


@contextmanager
def opened(values: dict[str, Any]) -> Iterator[Opened]:
    """The workspace that a command names, and who it acts for; closed at the end."""
    with open_store(values["workspace"]) as store:
        with Repository(store) as repository:
            kabupaten = repository.setting(KABUPATEN) or ""
        yield Opened(store, doer_from(values, kabupaten))


def doer_from(values: dict[str, Any], kabupaten: str) -> Doer:
    """Who a command acts for, now, at the place of the kabupaten."""
    person = values.get("person") or _user()
    role = Role(values.get("person_role") or Role.OPERATOR)
    return Doer(Actor(person, role), datetime.datetime.now(zone_of(kabupaten)))


def subject_from(values: dict[str, Any]) -> tuple[str, str]:
    """The kind of what `subject_options` name, and its code; exactly one is to be named."""
    given = [(kind, str(values[kind])) for kind in UNITS if values[kind]]
    if len(given) != 1:
        raise ParameterError(
            "subject",
            message("this is about one village, one segment or one kecamatan"),
            message("give one of --village, --segment and --kecamatan"),
        )
    return given[0]


def folder_from(name: str | None) -> Path | None:
    """The folder of an option; None where it was not given."""
    return None if name is None else Path(name)


def screen_of(values: dict[str, Any]) -> Screen:
    """The screen that a command prints on."""
    language = values["language"]
    return Screen(terminal(), catalogue(language), language, values.get("limit", 20))


def day_of(value: datetime.datetime | None) -> datetime.date | None:
    """The date of an option; None where it was not given."""
    return None if value is None else value.date()


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return UNKNOWN
