"""The command `tapal notices`: mail that waits, and sending it."""

from __future__ import annotations

import os
from typing import Any

import click

from boundaries.cli_faults import catalogue, reports_faults
from boundaries.cli_language import option
from boundaries.cli_output_options import json_option, language_option, print_document
from boundaries.cli_workspace_options import opened
from boundaries.errors import ParameterError
from boundaries.io.mail import PREFIX, server_from
from boundaries.messages import message
from boundaries.reports.workspace_document import document
from boundaries.store.repository import Repository
from boundaries.workflows.mail_notices import LANGUAGE, Style, mail_notices, waiting

NOTICES_HELP = message(
    "Show the mail that waits in a WORKSPACE, or queue and send it.\n\n"
    "The server is named by TAPAL_MAIL_HOST, TAPAL_MAIL_FROM, TAPAL_MAIL_PORT, "
    "TAPAL_MAIL_SECURITY (starttls, tls or none), TAPAL_MAIL_USER and TAPAL_MAIL_PASSWORD."
)


@click.command("notices", help=NOTICES_HELP.template)
@click.argument("workspace")
@option("--send", is_flag=True, help=message("Queue new notices and send what is due."))
@option(
    "--public-url",
    "address",
    default="",
    metavar="URL",
    help=message("Address of the pages, for the links in the mails."),
)
@json_option
@language_option
@reports_faults
def notices_command(**values: Any) -> None:
    """Show or send mail."""
    with opened(values) as work:
        if values["send"]:
            server = server_from(os.environ)
            if server is None:
                raise ParameterError(
                    "mail-off",
                    message("no mail server is named"),
                    message("set {name}HOST and {name}FROM", name=PREFIX),
                )
            style = Style(catalogue(LANGUAGE), values["address"].rstrip("/"))
            figures = vars(mail_notices(work.store, server, style, work.doer.at))
        else:
            with Repository(work.store) as repository:
                rows = waiting(repository)
            given_up = sum(row.next_at is None for row in rows)
            figures = {"waiting": len(rows) - given_up, "given_up": given_up}
    if values["as_json"]:
        print_document(document("notices", **figures))
        return
    text = (
        message("queued {queued}, sent {sent}, failed {failed}, given up {given_up}", **figures)
        if values["send"]
        else message("waiting {waiting}, given up {given_up}", **figures)
    )
    click.echo(text.render(catalogue(values["language"])))
