"""Text for people, kept apart from the language it is shown in.

Inner modules create a `Message`: an English template with its values. The outermost layer (command
line, report, web page) renders it in the reader's language.
"""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LANGUAGES = ("id", "en")
DEFAULT_LANGUAGE = "id"
TRANSLATIONS = Path(__file__).parent / "translations"

Gettext = Callable[[str], str]


@dataclass(frozen=True)
class Message:
    """An English template and the values that fill it, as in `str.format`."""

    template: str
    values: dict[str, object] = field(default_factory=dict)

    def render(self, gettext: Gettext) -> str:
        """The message in the language of `gettext`, values filled in.

        A value that is itself a message is rendered in the same language, and a number with
        decimals is written with the marks of that language.
        """
        marks = _marks(gettext)
        values = {name: _said(value, gettext, marks) for name, value in self.values.items()}
        return gettext(self.template).format(**values)

    def __str__(self) -> str:
        return self.render(lambda text: text)


def message(template: str, **values: object) -> Message:
    """A `Message`; the template given here is collected for translation."""
    return Message(template, values)


NOTATION = message("1,234.5")
"""A number as readers write it: the marks of thousands and of decimals."""


def figure(value: float, spec: str) -> Message:
    """A number as a value of a message: `spec` as in `format`, the marks are the reader's."""
    return Message(f"{{number:{spec}}}", {"number": float(value)})


class _Number(float):
    """A number that is written with the marks of a language."""

    marks: Mapping[int, int]

    def __format__(self, spec: str) -> str:
        return float.__format__(self, spec).translate(self.marks)


def _marks(gettext: Gettext) -> Mapping[int, int]:
    """What stands for the comma and the point of an English number."""
    written = gettext(NOTATION.template)
    return str.maketrans(",.", written[1] + written[5])


def _said(value: object, gettext: Gettext, marks: Mapping[int, int]) -> object:
    if isinstance(value, Message):
        return value.render(gettext)
    if not isinstance(value, float):
        return value
    number = _Number(value)
    number.marks = marks
    return number


Progress = Callable[[Message], None]
"""What long work calls with the step it begins."""


def silent_progress(_: Message) -> None:
    """Progress that nobody watches."""


def message_record(text: Message | str) -> dict[str, object] | str:
    """A message as plain values that JSON can hold, to be rendered later; plain text as it is.

    Values that are no numbers, truths or texts are kept as their text.
    """
    if isinstance(text, str):
        return text
    values = {
        name: message_record(value)
        if isinstance(value, Message)
        else value
        if isinstance(value, str | int | float)
        else str(value)
        for name, value in text.values.items()
    }
    return {"template": text.template, "values": values}


def message_from(record: Mapping[str, Any] | str) -> Message | str:
    """The message that `message_record` gave the record of."""
    if isinstance(record, str):
        return record
    values = {
        name: message_from(value) if isinstance(value, Mapping) else value
        for name, value in record["values"].items()
    }
    return Message(record["template"], values)


def translator(language: str) -> Gettext:
    """The function that turns English templates into `language` ("id" or "en").

    Raises `FileNotFoundError` when the catalogue of a language other than English was not compiled
    (`make setup` does it; wheels carry it).
    """
    if language == "en":
        return lambda text: text
    return _gettext.translation("messages", TRANSLATIONS, [language]).gettext
