"""The notices of the person who is signed in, kept until the log grows or the day changes."""

from __future__ import annotations

import datetime
from collections import OrderedDict
from typing import Any

from flask import current_app, url_for

from boundaries.domain.notices import Note
from boundaries.messages import Message
from boundaries.workflows.notices import Received, notes_of, received
from web import unit
from web.access import account, is_signed_in
from web.language import numbers
from web.problems import told

EXTENSION = "tapal-notices"
KEPT = 400
"""Accounts whose notices are remembered."""
MOST_SHOWN = 99


def inbox() -> list[Received]:
    """The notices with what was read of them, the newest first."""
    kept: OrderedDict[int, tuple[Any, list[Note]]] = current_app.extensions.setdefault(
        EXTENSION, OrderedDict()
    )
    head, now, own = unit.reading().head(), unit.now(), account()
    state = (head.seq if head else 0, now.date(), own.version)
    known = kept.get(own.id)
    if known is None or known[0] != state:
        known = (state, notes_of(unit.store(), own, now))
        kept[own.id] = known
        while len(kept) > KEPT:
            kept.popitem(last=False)
    return received(unit.reading(), own.id, known[1])


def unread() -> int:
    """How many notices were not read."""
    return sum(not one.read for one in inbox()) if is_signed_in() else 0


def bell_text(count: int) -> str:
    """The count as the bell shows it."""
    return str(count) if count <= MOST_SHOWN else f"{MOST_SHOWN}+"


def note_words(note: Note) -> str:
    """What a notice says, with its dates in the reader's language."""
    write = numbers()
    values = {
        name: write.date(value) if isinstance(value, datetime.date) else value
        for name, value in note.text.values.items()
    }
    return told(Message(note.text.template, values))


def note_address(note: Note) -> str:
    """The page that a notice leads to, and the place on it."""
    if note.comment is not None:
        place = f"k{note.comment}"
    else:
        place = {"proposal": "di-meja", "clock": "keadaan"}.get(note.kind, "tindakan")
    return url_for("segments.segment", identifier=note.segment, _anchor=place)
