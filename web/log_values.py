"""Fields and values of entries of the log, and of two versions of a thing, as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from flask_babel import format_decimal, gettext

from boundaries.domain.case import STATE_NAMES, State
from boundaries.store.models import Event
from web import unit
from web.language import numbers
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


def versions(
    mine: Mapping[str, object], theirs: Mapping[str, object]
) -> list[tuple[str, str, str]]:
    """Where two versions of a thing differ: the name of each field, with both values.

    What has no name for people is left out: numbers of rows, sums, secrets.
    """
    words = _words()
    return [
        (words[name], _shown(name, mine.get(name)), _shown(name, theirs.get(name)))
        for name in dict.fromkeys((*mine, *theirs))
        if name in words and mine.get(name) != theirs.get(name)
    ]


def field_words(name: str) -> str:
    """A field in words; its name where it has none."""
    return _words().get(name, name.replace("_", " "))


def _words() -> dict[str, str]:
    """The fields that people know by a name."""
    words = {
        "a": gettext("First village"),
        "active": gettext("Open"),
        "anchor": gettext("About"),
        "area_m2": gettext("Area (m²)"),
        "asked": gettext("Asked to sign too"),
        "at": gettext("On"),
        "b": gettext("Second village"),
        "by": gettext("By"),
        "capacity": gettext("Signs as"),
        "cases": gettext("Cases"),
        "changes": gettext("Changed villages"),
        "class": gettext("Class"),
        "code": gettext("Code"),
        "created": gettext("Created"),
        "current": gettext("In use"),
        "dated": gettext("Date of the paper"),
        "deadlock_on": gettext("Deadlock recorded on"),
        "decision": gettext("Decision"),
        "decree": gettext("Decree"),
        "decreed": gettext("Date of the decree"),
        "disagreed_on": gettext("Disagreement recorded on"),
        "documents": gettext("Documents"),
        "due": gettext("Last day of the clock"),
        "edited_at": gettext("Changed on"),
        "edition": gettext("Edition"),
        "email": gettext("Mail address"),
        "features": gettext("Villages"),
        "file_name": gettext("File"),
        "findings": gettext("Findings"),
        "imported_at": gettext("Imported"),
        "imported_by": gettext("Imported by"),
        "kabupaten": gettext("Kabupaten"),
        "kecamatan": gettext("Kecamatan"),
        "kecamatan_a": gettext("First kecamatan"),
        "kecamatan_b": gettext("Second kecamatan"),
        "kind": gettext("Kind"),
        "kinds": gettext("Kinds"),
        "km": gettext("Length (km)"),
        "label": gettext("Label"),
        "lat": gettext("Latitude"),
        "length_m": gettext("Length (m)"),
        "level": gettext("Mediation by"),
        "login": gettext("Login"),
        "lon": gettext("Longitude"),
        "mark": gettext("Mark"),
        "meetings": gettext("Meetings"),
        "mentions": gettext("Mentioned"),
        "name": gettext("Name"),
        "nip": gettext("NIP"),
        "note": gettext("Note"),
        "number": gettext("Version"),
        "papers": gettext("Papers"),
        "parameters": gettext("Thresholds"),
        "place": gettext("Place in the list"),
        "post": gettext("Post"),
        "proposal": gettext("Proposal"),
        "proposals": gettext("Number of proposals"),
        "quarter": gettext("Quarter"),
        "reason": gettext("Reason"),
        "resolved_at": gettext("Closed on"),
        "resolved_by": gettext("Closed by"),
        "role": gettext("Role"),
        "segment": gettext("Segment"),
        "segments": gettext("Segments"),
        "signatures": gettext("Signatures"),
        "since": gettext("In office from"),
        "state": gettext("State"),
        "text": gettext("Text"),
        "tool_version": gettext("Version of Tapal"),
        "unit": gettext("Unit"),
        "until": gettext("Until"),
        "value": gettext("Value"),
        "verdict": gettext("Verdict"),
        "verification": gettext("Verification"),
        "version": gettext("Version"),
        "village": gettext("Village"),
        "village_a": gettext("First village"),
        "village_b": gettext("Second village"),
        "villages": gettext("Villages"),
        "withdrawn_at": gettext("Withdrawn on"),
        "withdrawn_by": gettext("Withdrawn by"),
        "withdrawn_reason": gettext("Reason of the withdrawal"),
    }
    return {name: str(text) for name, text in words.items()}


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
    if isinstance(value, datetime):
        here = unit.local(value)
        return f"{numbers().date(here.date())} {here:%H.%M}"
    if isinstance(value, date):
        return numbers().date(value)
    return str(value)
