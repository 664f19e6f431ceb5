"""The commands `tapal user ...`: who may sign in to a workspace."""

from __future__ import annotations

import datetime
import getpass
import sys
from typing import Any

import click
from rich.table import Table
from rich.text import Text

from boundaries.cli_faults import catalogue, reports_faults
from boundaries.cli_language import combined, option, translated
from boundaries.cli_output_options import json_option, language_option, print_document, terminal
from boundaries.domain.local_time import zone_of
from boundaries.domain.roles import ROLE_NAMES, Actor, Role
from boundaries.messages import Message, message
from boundaries.store.database import Store, open_store
from boundaries.store.models import AccessToken, Account
from boundaries.store.repository import Repository
from boundaries.workflows.accounts import (
    Person,
    accounts_of,
    add_account,
    invite,
    set_active,
    set_password,
)
from boundaries.workflows.doer import Doer
from boundaries.workflows.passwords import require_good
from boundaries.workflows.tokens import add_token, revoke_token, tokens_of
from boundaries.workflows.workspace import KABUPATEN

ROLES = [role.value for role in Role if role is not Role.SYSTEM]
USER_HELP = message("Open, list and close the accounts of a workspace.")
ADD_HELP = message(
    "Open an account and print the link of its invitation, which is shown once and works once."
)
LIST_HELP = message("List all accounts.")
INVITE_HELP = message("Invite somebody again who lost the password or the first link.")
PASSWORD_HELP = message("Give somebody a password; it is asked for twice, or read from a pipe.")
DEACTIVATE_HELP = message("Close an account; its sessions and its invitation end.")
ACTIVATE_HELP = message("Open a closed account again.")
TOKEN_HELP = message(
    "List the tokens with which programs such as QGIS read for a person, make or revoke one.\n\n"
    "A token is the password of HTTP Basic for /ogc and /api; it is shown once."
)


class Users(click.Group):
    """The group; help is in the language spoken."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, translated."""
        found = super().get_command(ctx, cmd_name)
        return translated(found) if found else None


about_one = combined(
    click.argument("workspace"), click.argument("login"), language_option, reports_faults
)
"""The arguments and options of a command about one account."""


@click.group("user", cls=Users, help=USER_HELP.template)
def user_command() -> None:
    """The group of the commands about accounts."""


@user_command.command("add", help=ADD_HELP.template)
@option("--name", required=True, help=message("Full name."))
@option("--role", type=click.Choice(ROLES), required=True, help=message("What the person is."))
@option(
    "--village",
    "villages",
    multiple=True,
    metavar="CODE",
    help=message("Village that a head answers for. Repeatable."),
)
@option(
    "--kecamatan",
    multiple=True,
    metavar="CODE",
    help=message("Kecamatan that a camat answers for. Repeatable."),
)
@about_one
def add_command(**values: Any) -> None:
    """Open an account."""
    person = Person(
        values["login"].casefold(),
        values["name"].strip(),
        Role(values["role"]),
        values["villages"],
        values["kecamatan"],
    )
    with open_store(values["workspace"]) as store:
        _print_invitation(add_account(store, person, _doer(store)), values)


@user_command.command("invite", help=INVITE_HELP.template)
@about_one
def invite_command(**values: Any) -> None:
    """Invite again."""
    with open_store(values["workspace"]) as store:
        _print_invitation(invite(store, values["login"], _doer(store)), values)


@user_command.command("password", help=PASSWORD_HELP.template)
@about_one
def password_command(**values: Any) -> None:
    """Set a password."""
    with open_store(values["workspace"]) as store:
        password = _asked(values["language"])
        require_good(password, values["login"])
        set_password(store, values["login"], password, _doer(store))
    _say(message("the password of {login} is set", login=values["login"]), values)


@user_command.command("deactivate", help=DEACTIVATE_HELP.template)
@about_one
def deactivate_command(**values: Any) -> None:
    """Close an account."""
    with open_store(values["workspace"]) as store:
        set_active(store, values["login"], _doer(store), active=False)
    _say(message("the account {login} is closed", login=values["login"]), values)


@user_command.command("activate", help=ACTIVATE_HELP.template)
@about_one
def activate_command(**values: Any) -> None:
    """Open an account again."""
    with open_store(values["workspace"]) as store:
        set_active(store, values["login"], _doer(store), active=True)
    _say(message("the account {login} is open", login=values["login"]), values)


@user_command.command("token", help=TOKEN_HELP.template)
@option("--new", "label", metavar="NAME", help=message("Make one for this program or computer."))
@option("--revoke", type=int, metavar="NUMBER", help=message("Revoke the one with this number."))
@json_option
@about_one
def token_command(**values: Any) -> None:
    """Make, revoke or list tokens."""
    login, word = values["login"], None
    with open_store(values["workspace"]) as store:
        doer = _doer(store)
        if values["revoke"] is not None:
            revoke_token(store, login, values["revoke"], doer)
        if values["label"] is not None:
            word = add_token(store, login, values["label"], doer)
        with Repository(store) as repository:
            tokens = tokens_of(repository, login)
    if values["as_json"]:
        print_document(
            {"schema_version": 1, "token": word, "tokens": [_token(row) for row in tokens]}
        )
        return
    if word:
        click.echo(word)
        _say(
            message(
                "it is shown once; give it as the password, with {login} as the user", login=login
            ),
            values,
        )
        return
    _print_tokens(tokens, values, doer.at.tzinfo)


def _print_tokens(
    tokens: list[AccessToken], values: dict[str, Any], zone: datetime.tzinfo | None
) -> None:
    """A table of tokens, with dates at the place of the workspace."""
    gettext = catalogue(values["language"])
    table = Table(*(heading.render(gettext) for heading in TOKEN_HEADINGS), box=None)
    for row in tokens:
        days = (moment.astimezone(zone).date() for moment in (row.created_at, row.until))
        table.add_row(str(row.id), Text(row.label), *(day.isoformat() for day in days))
    terminal().print(table)


TOKEN_HEADINGS = (message("No."), message("Name"), message("Made"), message("Holds until"))


def _token(row: AccessToken) -> dict[str, object]:
    """A token without its word."""
    return {
        "number": row.id,
        "label": row.label,
        "created_at": row.created_at.isoformat(),
        "until": row.until.isoformat(),
    }


@user_command.command("list", help=LIST_HELP.template)
@click.argument("workspace")
@json_option
@language_option
@reports_faults
def list_command(**values: Any) -> None:
    """List accounts."""
    with open_store(values["workspace"]) as store, Repository(store) as repository:
        accounts = accounts_of(repository)
    if values["as_json"]:
        print_document({"schema_version": 1, "accounts": [_record(row) for row in accounts]})
        return
    gettext = catalogue(values["language"])
    headings = (
        message("Login"), message("Name"), message("Role"), message("Answers for"),
        message("State"),
    )  # fmt: skip
    table = Table(*(heading.render(gettext) for heading in headings), box=None)
    for row in accounts:
        state = STATES[_state(row)].render(gettext)
        role = ROLE_NAMES[Role(row.role)].render(gettext)
        area = ", ".join([*row.villages, *row.kecamatan])
        table.add_row(row.login, Text(row.name), role, Text(area), state)
    terminal().print(table)


STATES = {
    "open": message("open"),
    "invited": message("invited"),
    "closed": message("closed"),
}


def _state(row: Account) -> str:
    if not row.active:
        return "closed"
    return "open" if row.password else "invited"


def _record(row: Account) -> dict[str, object]:
    """An account without its secrets."""
    return {
        "login": row.login,
        "name": row.name,
        "role": row.role,
        "villages": row.villages,
        "kecamatan": row.kecamatan,
        "state": _state(row),
        "seen_at": row.seen_at.isoformat() if row.seen_at else None,
    }


def _doer(store: Store) -> Doer:
    """Who types the command: in the log a login of the system with the role of an administrator."""
    with Repository(store) as repository:
        zone = zone_of(str(repository.setting(KABUPATEN) or ""))
    return Doer(Actor(f"{getpass.getuser()}@cli", Role.ADMIN), datetime.datetime.now(zone))


def _print_invitation(word: str, values: dict[str, Any]) -> None:
    """The path on standard output, what to do with it on standard error."""
    click.echo(f"/undangan/{word}")
    _say(
        message(
            "send {login} this path behind the address of the server; it works once, for 7 days",
            login=values["login"],
        ),
        values,
    )


def _asked(language: str) -> str:
    """A password typed twice, or the first line of what is piped in."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    prompt = message("New password").render(catalogue(language))
    return str(click.prompt(prompt, hide_input=True, confirmation_prompt=True))


def _say(text: Message, values: dict[str, Any]) -> None:
    click.echo(text.render(catalogue(values["language"])), err=True)
