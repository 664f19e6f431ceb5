"""Text for people, kept apart from the language it is shown in.

Inner modules create a `Message`: an English template with its values. The outermost layer (command
line, report, web page) renders it in the reader's language.
"""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

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

        A value that is itself a message is rendered in the same language.
        """
        values = {
            name: value.render(gettext) if isinstance(value, Message) else value
            for name, value in self.values.items()
        }
        return gettext(self.template).format(**values)

    def __str__(self) -> str:
        return self.render(lambda text: text)


def message(template: str, **values: object) -> Message:
    """A `Message`; the template given here is collected for translation."""
    return Message(template, values)


def translator(language: str) -> Gettext:
    """The function that turns English templates into `language` ("id" or "en").

    Raises `FileNotFoundError` when the catalogue of a language other than English was not compiled
    (`make setup` does it; wheels carry it).
    """
    if language == "en":
        return lambda text: text
    return _gettext.translation("messages", TRANSLATIONS, [language]).gettext
