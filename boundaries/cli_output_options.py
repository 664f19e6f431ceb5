"""Options about what is written and printed, and the screen that it is printed on."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import click
from rich.console import Console

from boundaries.cli_language import VARIABLE, Command, option
from boundaries.messages import DEFAULT_LANGUAGE, LANGUAGES, Message, message
from boundaries.reports.screen import WIDTH

language_option = option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    default=DEFAULT_LANGUAGE,
    show_default=True,
    envvar=VARIABLE,
    help=message("Language of tables, reports and messages."),
)
json_option = option("--json", "as_json", is_flag=True, help=message("Print one JSON document."))
limit_option = option(
    "--limit",
    metavar="N",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    help=message("Rows of each table on the screen."),
)
fail_option = option(
    "--fail-on-findings",
    is_flag=True,
    help=message("End with code 1 when there are findings other than enclaves and excluded areas."),
)


def output_option(help: Message, *, required: bool = False) -> Callable[[Command], Command]:
    """The option that names the files to write; `help` tells their endings."""
    return option(
        "-o",
        "--output",
        "outputs",
        metavar="FILE",
        multiple=True,
        required=required,
        help=help,
    )


def paths_from(names: tuple[str, ...]) -> list[Path]:
    """The files named on the command line; whether they exist is judged where they are read."""
    return [Path(name) for name in names]


def print_document(document: dict[str, object]) -> None:
    """Print one JSON document; terminals that are not UTF-8 get escapes instead of letters."""
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    text = json.dumps(document, ensure_ascii=encoding != "utf8", indent=1, allow_nan=False)
    click.echo(text)


def terminal() -> Console:
    """Standard output, at most `WIDTH` columns wide unless `COLUMNS` asks for more."""
    console = Console()
    asked = os.environ.get("COLUMNS", "")
    if asked.isdigit() and int(asked) > WIDTH:
        return console
    if not console.is_terminal or console.width > WIDTH:
        console.width = WIDTH
    return console
