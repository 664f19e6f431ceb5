"""The villages and the people in a message by name, instead of codes and logins."""

from __future__ import annotations

from flask_babel import gettext

from boundaries.messages import Message
from boundaries.store.models import Account
from web import unit
from web.places import places

OF_VILLAGES = frozenset({"village", "villages", "one", "other"})
OF_PEOPLE = frozenset({"person", "by"})


def called(text: Message) -> Message:
    """The message with the names of its villages and people.

    What is no key of a village, or no login, stays as it is.
    """
    return Message(text.template, {name: _value(name, each) for name, each in text.values.items()})


def subject_words(kind: str) -> str:
    """A kind of subject in words; the code word itself where it is not known."""
    words = {
        "workspace": gettext("Workspace"),
        "source": gettext("Source"),
        "detection": gettext("Detection"),
        "segment": gettext("Segment"),
        "finding": gettext("Finding"),
        "village": gettext("Village"),
        "account": gettext("Account"),
        "document": gettext("Document"),
        "kecamatan": gettext("Kecamatan"),
        "impact-layer": gettext("Impact layer"),
        "package": gettext("Package"),
        "team-member": gettext("Member of the team"),
        "comment": gettext("Comment"),
        "token": gettext("Token"),
    }
    return str(words.get(kind.replace("_", "-"), kind))


def _value(name: str, value: object) -> object:
    if name in OF_VILLAGES:
        return _village(value)
    if isinstance(value, Message):
        return called(value)
    if name in OF_PEOPLE and isinstance(value, str):
        return _person(value)
    if name == "kind" and isinstance(value, str):
        return subject_words(value)
    return value


def _village(value: object) -> object:
    """A village, or those of a list in words."""
    if isinstance(value, Message):
        return Message(value.template, {name: _village(one) for name, one in value.values.items()})
    return places().title(value) if isinstance(value, str) else value


def _person(login: str) -> str:
    found = unit.reading().find(Account, login=login)
    return found[0].name if found else login
