"""The command `tapal fetch-big`: the only one that asks another host, because it is asked to."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from boundaries.cli_faults import catalogue, progress_in, reports_faults
from boundaries.cli_language import option
from boundaries.cli_output_options import json_option, language_option, print_document
from boundaries.errors import ParameterError
from boundaries.io.arcgis import Limits
from boundaries.io.big import PAGE_SIZE
from boundaries.messages import Gettext, message
from boundaries.reports.labels import clean, text_of
from boundaries.workflows.fetch_big import BIG_URL, Fetched, fetch_big, fetched_document

VARIABLE = "TAPAL_BIG_TOKEN"
FETCH_HELP = message(
    "Fetch the villages of KABUPATEN (code such as 12.09, or name) from BIG's service.\n\n"
    "An interrupted download goes on where it stopped when the command is run again."
)


@click.command("fetch-big", help=FETCH_HELP.template)
@click.argument("kabupaten")
@option(
    "-o",
    "--output",
    metavar="FILE",
    required=True,
    help=message("The file to write; its ending chooses .gpkg .geojson or .parquet."),
)
@option(
    "--url",
    metavar="URL",
    default=BIG_URL,
    show_default=True,
    envvar="TAPAL_BIG_URL",
    show_envvar=True,
    help=message("Address of the layer in an ArcGIS REST service."),
)
@option(
    "--token",
    "token_variable",
    metavar="VARIABLE",
    default=VARIABLE,
    show_default=True,
    help=message("Environment variable with the token of a service that wants a sign-in."),
)
@option(
    "--edition",
    metavar="TEXT",
    default="",
    help=message("End with a fault when METADATA does not hold this text, such as 20260612."),
)
@option(
    "--page-size",
    metavar="N",
    type=click.IntRange(min=1),
    default=PAGE_SIZE,
    show_default=True,
    help=message("Villages asked for at a time; fewer when the service fails."),
)
@option(
    "--retries",
    metavar="N",
    type=click.IntRange(min=0),
    default=Limits().attempts - 1,
    show_default=True,
    help=message("How often a failed question is asked again."),
)
@json_option
@language_option
@reports_faults
def fetch_big_command(**values: Any) -> None:
    """Fetch one kabupaten into a file."""
    fetched = fetch_big(
        values["kabupaten"],
        Path(values["output"]),
        url=values["url"],
        edition=values["edition"],
        page_size=values["page_size"],
        limits=Limits(attempts=values["retries"] + 1),
        token=token_from(values["token_variable"]),
        progress=progress_in(values["language"]),
    )
    if values["as_json"]:
        print_document(fetched_document(fetched))
        return
    _print(fetched, catalogue(values["language"]))


def token_from(variable: str) -> str:
    """The token that an environment variable holds, "" where the usual one is not set.

    Raises `ParameterError` where another one was named and is not set. It is not repeated: it may
    be a token given by mistake.
    """
    token = os.environ.get(variable, "").strip()
    if token or variable == VARIABLE:
        return token
    raise ParameterError(
        "token-missing",
        message("no environment variable of the name given with --token is set"),
        message("put the token into a variable, such as {variable}, and name that variable",
                variable=VARIABLE),
    )  # fmt: skip


def _print(fetched: Fetched, gettext: Gettext) -> None:
    text = gettext("{path}: {count} villages of {kabupaten}, edition {edition}")
    click.echo(
        text.format(
            path=fetched.path,
            count=fetched.features,
            kabupaten=fetched.kabupaten,
            edition=clean(fetched.edition) or gettext("unknown"),
        )
    )
    for notice in fetched.notices:
        place = f"{text_of(notice.feature, gettext)}: " if notice.feature else ""
        words = f"{place}{notice.message.render(gettext)}; {notice.hint.render(gettext)}"
        click.echo(gettext("Warning: {text}").format(text=clean(words)))
