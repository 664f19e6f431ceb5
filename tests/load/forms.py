"""The forms of a page, as a browser would fill them in."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """Where a form goes, what it carries already, and what is still to be filled in.

    `choices` are the values of its radio buttons, `open` the names of its other fields; it can be
    sent where it has a button for that.
    """

    address: str
    carried: dict[str, str] = field(default_factory=dict)
    choices: list[str] = field(default_factory=list)
    open: set[str] = field(default_factory=set)
    sendable: bool = False


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.forms.append(Form(given.get("action") or ""))
            self._inside = True
        elif self._inside and tag == "button" and given.get("type") == "submit":
            self.forms[-1].sendable = True
        name = given.get("name")
        if not self._inside or not name or tag not in {"input", "textarea", "select"}:
            return
        kind, value = given.get("type"), given.get("value") or ""
        if kind == "hidden":
            self.forms[-1].carried[name] = value
        elif kind == "radio":
            self.forms[-1].choices.append(value)
        else:
            self.forms[-1].open.add(name)

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "form"


def forms_of(page: str) -> list[Form]:
    """All forms of a page, in their order."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms
