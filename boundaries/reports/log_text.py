"""What an entry of the log led to, in words."""

from __future__ import annotations

from collections.abc import Mapping

from boundaries.domain.case import STATE_NAMES, State
from boundaries.domain.roles import ROLE_NAMES, Role
from boundaries.messages import Gettext, Message, message
from boundaries.reports.labels import clean

STATES, ROLES = set(State), set(Role)
RESULT_WORDS = {
    "number": message("version {value}"),
    "file_name": message("file {value}"),
    "features": message("villages: {value}"),
    "changes": message("villages that changed: {value}"),
    "findings": message("findings: {value}"),
    "cases": message("cases: {value}"),
    "state": message("state: {value}"),
    "name": message("name: {value}"),
    "role": message("role: {value}"),
    "kind": message("kind: {value}"),
    "until": message("until {value}"),
    "due": message("due on {value}"),
    "quarter": message("quarter {value}"),
    "kabupaten": message("kabupaten {value}"),
}
"""What of an entry is told in the list; `--json` gives all of it."""


def result_words(after: Mapping[str, object] | None, gettext: Gettext) -> str:
    """What an entry led to: "version 2; villages: 204"; "" where there is nothing to tell."""
    told = {
        name: value
        for name, value in (after or {}).items()
        if name in RESULT_WORDS and isinstance(value, str | int) and value != ""
    }
    words = (
        Message(word.template, {"value": _value(name, told[name], gettext)}).render(gettext)
        for name, word in RESULT_WORDS.items()
        if name in told
    )
    return clean("; ".join(words))


def _value(name: str, value: object, gettext: Gettext) -> str:
    if name == "state" and isinstance(value, str) and value in STATES:
        return STATE_NAMES[State(value)].render(gettext)
    if name == "role" and isinstance(value, str) and value in ROLES:
        return ROLE_NAMES[Role(value)].render(gettext)
    return str(value)
