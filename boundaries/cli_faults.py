"""Faults as the command line tells them: one line, a JSON document, and an exit code."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import gettext as _
from typing import Any

import click

from boundaries.cli_language import Command
from boundaries.errors import (
    ConflictError,
    InputError,
    MissingPartError,
    ParameterError,
    RefusedError,
    StoreError,
    TapalError,
)
from boundaries.messages import Gettext, Message, Progress, message, translator

EXIT_CODES: dict[type[TapalError], int] = {
    InputError: 3,
    MissingPartError: 3,
    ParameterError: 2,
    StoreError: 3,
    RefusedError: 3,
    ConflictError: 3,
}
EXIT_INTERRUPTED = 130


def reports_faults(command: Command) -> Command:
    """A command that ends with one line and the documented exit code when a fault is raised."""

    @functools.wraps(command)
    def wrapped(**values: Any) -> Any:
        gettext = catalogue(values["language"])
        try:
            return command(**values)
        except TapalError as fault:
            raise _told(fault, gettext, as_json=values.get("as_json")) from fault
        except BrokenPipeError:
            raise
        except OSError as refused:
            denied = unreachable(refused)
            raise _told(denied, gettext, as_json=values.get("as_json")) from refused

    return wrapped  # type: ignore[return-value]


def _told(fault: TapalError, gettext: Gettext, *, as_json: bool | None) -> click.exceptions.Exit:
    """Print a fault; what is to be raised after that."""
    if as_json:
        click.echo(json.dumps(fault_document(fault)))
    click.echo(fault_line(fault, gettext), err=True)
    return click.exceptions.Exit(EXIT_CODES[type(fault)])


@contextmanager
def ended_as_documented(*, as_json: bool) -> Iterator[None]:
    """Let a usage error end the process as other faults do, and Ctrl+C with code 130."""
    try:
        yield
    except click.ClickException as fault:
        if as_json:
            click.echo(json.dumps(usage_document(fault)))
        fault.show()
        sys.exit(fault.exit_code)
    except click.Abort:
        click.echo(_("Aborted!"), err=True)
        sys.exit(EXIT_INTERRUPTED)


def unreachable(refused: OSError) -> InputError:
    """What the system refused: reading or writing a file or a folder."""
    return InputError(
        "cannot-reach",
        message(
            "{path}: the system refuses access ({reason})",
            path=refused.filename or "-",
            reason=refused.strerror or str(refused),
        ),
        message("check the permissions, the length of the name and the space on the disk"),
    )


def fault_line(fault: TapalError, gettext: Gettext) -> str:
    """What happened, where, and the remedy, in one line."""
    word = gettext("error")
    line = f"{word}: {fault.message.render(gettext)}; {fault.hint.render(gettext)}"
    return " ".join(line.split())


def fault_document(fault: TapalError) -> dict[str, dict[str, str]]:
    """The fault as `{"error": {"code", "message", "hint"}}`, in English."""
    return {"error": {"code": fault.code, "message": str(fault.message), "hint": str(fault.hint)}}


def usage_document(fault: click.ClickException) -> dict[str, dict[str, str]]:
    """What is wrong with the words of the command, in the form of `fault_document`."""
    context = fault.ctx if isinstance(fault, click.UsageError) else None
    command = context.command_path if context else "tapal"
    hint = _("Try '{command} {option}' for help.").format(command=command, option="--help")
    return {"error": {"code": "usage", "message": fault.format_message(), "hint": hint}}


def catalogue(language: str) -> Gettext:
    """The translation into `language`; ends the command when it was not compiled."""
    try:
        return translator(language)
    except FileNotFoundError as missing:
        click.echo(
            f"error: the translation into {language!r} is not installed; "
            "run `make setup`, or use --lang en",
            err=True,
        )
        raise click.exceptions.Exit(3) from missing


def progress_in(language: str) -> Progress:
    """Progress as lines on standard error."""
    gettext = catalogue(language)

    def show(step: Message) -> None:
        click.echo(step.render(gettext), err=True)

    return show
