"""Help and usage errors in the reader's language.

Click looks its own texts up with the gettext of the standard library, which asks the environment
for the language; our help texts are looked up the same way.
"""

from __future__ import annotations

import copy
import functools
import gettext
import inspect
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from gettext import gettext as _
from typing import Any, TypeVar

import click

from boundaries.messages import DEFAULT_LANGUAGE, LANGUAGES, TRANSLATIONS, Message, message

Command = TypeVar("Command", bound=Callable[..., Any])

DOMAIN = "messages"
VARIABLE = "TAPAL_LANG"
NUMBERS = {
    click.IntRange: message("whole number").template,
    click.FloatRange: message("number").template,
}
"""What click calls "integer range" and "float range"."""


def language_of(arguments: Sequence[str]) -> str:
    """The language that the words of a command line ask for, before they are parsed."""
    asked = [
        value.removeprefix("--lang=")
        for before, value in zip(("", *arguments), arguments, strict=False)
        if before == "--lang" or value.startswith("--lang=")
    ]
    found = [word for word in (*asked, os.environ.get(VARIABLE, "")) if word in LANGUAGES]
    return found[0] if found else DEFAULT_LANGUAGE


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let click speak this language; English where the catalogue was not compiled."""
    gettext.bindtextdomain(DOMAIN, TRANSLATIONS)
    gettext.textdomain(DOMAIN)
    before = os.environ.get("LANGUAGE")
    os.environ["LANGUAGE"] = language
    try:
        yield
    finally:
        if before is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = before


def option(*names: str, help: Message, **settings: Any) -> Callable[[Command], Command]:
    """`click.option` whose help is a message, which `translated` shows in the language spoken."""
    return click.option(*names, help=help.template, **settings)


def combined(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """One decorator out of several, listed in the order in which the help shows them."""

    def decorate(command: Command) -> Command:
        return functools.reduce(lambda inner, option: option(inner), reversed(options), command)

    return decorate


def translated(command: click.Command) -> click.Command:
    """A copy of a command whose help, options and names of numbers are in the language spoken."""
    shown = copy.copy(command)
    shown.help = _(inspect.cleandoc(command.help)) if command.help else None
    shown.params = [_translated(parameter) for parameter in command.params]
    return shown


def _translated(parameter: click.Parameter) -> click.Parameter:
    shown = copy.copy(parameter)
    if isinstance(shown, click.Option) and shown.help:
        shown.help = _(shown.help)
    for kind, name in NUMBERS.items():
        if isinstance(parameter.type, kind):
            shown.type = copy.copy(parameter.type)
            shown.type.name = _(name)
    return shown


def ngettext(*texts: str) -> tuple[str, ...]:
    """Marks a singular and a plural for the catalogue."""
    return texts


CLICK_TEXTS = (
    message("Usage:"),
    message("Options"),
    message("Commands"),
    message("Show this message and exit."),
    message("Show the version and exit."),
    message("default: {default}"),
    message("env var: {var}"),
    message("required"),
    message("Error: {message}"),
    message("Try '{command} {option}' for help."),
    message("Missing argument"),
    message("Missing option"),
    message("Missing command."),
    message("No such option {name!r}."),
    message("No such command {name!r}."),
    message("Option {name!r} does not take a value."),
    message("Option {name!r} requires an argument."),
    message("Invalid value: {message}"),
    message("Invalid value for {param_hint}: {message}"),
    message("{value!r} is not a valid {number_type}."),
    message("{value} is not in the range {range}."),
    message("Aborted!"),
)
"""Texts of click that a reader can meet, listed here so that they are translated."""
CLICK_PLURALS = (
    ngettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    ngettext("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ngettext("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
)
