"""What an entry of the log changed: fields and values as people read them."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import format_decimal, gettext

from boundaries.domain.case import STATE_NAMES, State
from boundaries.store.models import Event
from web.log_words import role_words
from web.problems import told

LONGEST = 200
FINE = "#,##0.######"
NOTHING: tuple[object, ...] = (None, "", [], {}, 0)


def differences(entry: Event) -> list[tuple[str, str, str]]:
    """What an entry changed: the name of each field, with its value before and after.

    Fields that begin empty are left out.
    """
    before, after = entry.before or {}, entry.after or {}
    return [
        (field_words(name), _shown(name, before.get(name)), _shown(name, after.get(name)))
        for name in dict.fromkeys((*before, *after))
        if before.get(name) != after.get(name)
        and not (name not in before and after.get(name) in NOTHING)
    ]


def field_words(name: str) -> str:
    """A field in words; its name where it has none."""
    words = {
        "a": gettext("First village"),
        "active": gettext("Open"),
        "asked": gettext("Asked to sign too"),
        "b": gettext("Second village"),
        "cases": gettext("Cases"),
        "changes": gettext("Changed villages"),
        "created": gettext("Created"),
        "decision": gettext("Decision"),
        "deadlock_on": gettext("Deadlock recorded on"),
        "disagreed_on": gettext("Disagreement recorded on"),
        "due": gettext("Last day of the clock"),
        "edition": gettext("Edition"),
        "features": gettext("Villages"),
        "file_name": gettext("File"),
        "findings": gettext("Findings"),
        "kabupaten": gettext("Kabupaten"),
        "kecamatan": gettext("Kecamatan"),
        "kinds": gettext("Kinds"),
        "level": gettext("Mediation by"),
        "mark": gettext("Mark"),
        "meetings": gettext("Meetings"),
        "name": gettext("Name"),
        "number": gettext("Version"),
        "papers": gettext("Papers"),
        "parameters": gettext("Thresholds"),
        "proposal": gettext("Proposal"),
        "proposals": gettext("Number of proposals"),
        "role": gettext("Role"),
        "segment": gettext("Segment"),
        "segments": gettext("Segments"),
        "signatures": gettext("Signatures"),
        "state": gettext("State"),
        "tool_version": gettext("Version of Tapal"),
        "until": gettext("Until"),
        "verification": gettext("Verification"),
        "village": gettext("Village"),
        "villages": gettext("Villages"),
    }
    return str(words.get(name, name.replace("_", " ")))


def _shown(name: str, value: object) -> str:
    """A value as text, cut where it is long."""
    if value in (None, "", [], {}):
        return "–"
    if name == "state" and value in set(State):
        return told(STATE_NAMES[State(str(value))])
    text = role_words(str(value)) if name == "role" else _text(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"


def _text(value: object) -> str:
    """Mappings and lists in a row, without the signs of a program."""
    if isinstance(value, Mapping):
        filled = {name: each for name, each in value.items() if each not in (None, "", [], {})}
        return "; ".join(f"{field_words(name)} {_text(each)}" for name, each in filled.items())
    if isinstance(value, list):
        return ", ".join(_text(each) for each in value)
    if isinstance(value, float):
        return str(format_decimal(value, format=FINE))
    if isinstance(value, bool):
        return str(gettext("yes") if value else gettext("no"))
    return str(value)
