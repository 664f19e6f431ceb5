"""Faults that end a task, and notices about faults that do not.

    TapalError
    ├── InputError          a file, layer or feature cannot be used
    ├── ParameterError      an option contradicts the data or another option
    ├── MissingPartError    something that belongs to the installation is absent
    ├── StoreError          a workspace cannot be opened, read or written
    ├── RefusedError        the rules do not allow an action to this person or in this state
    └── ConflictError       somebody else changed the same thing in the meantime

The command line maps the classes to exit codes, the web to HTTP statuses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from boundaries.messages import Message, message


class TapalError(Exception):
    """A fault that ends the task: a short code, what happened and where, and the remedy."""

    def __init__(self, code: str, message: Message, hint: Message) -> None:
        super().__init__(str(message))
        self.code = code
        self.message = message
        self.hint = hint


class InputError(TapalError):
    """A file, a layer or all of its features cannot be used."""


class ParameterError(TapalError):
    """An option contradicts the data or another option."""


class MissingPartError(TapalError):
    """Something that belongs to the installation is absent."""


class StoreError(TapalError):
    """A workspace cannot be opened, read or written."""


class RefusedError(TapalError):
    """The rules do not allow an action: not to this person, or not in this state."""


class ConflictError(TapalError):
    """Somebody else changed the same thing in the meantime; nothing was overwritten.

    `mine` is the row as it was to be written, `theirs` as it stands in the workspace, both by name
    of column; either is empty when there is no such row.
    """

    def __init__(
        self,
        code: str,
        message: Message,
        hint: Message,
        *,
        mine: Mapping[str, object],
        theirs: Mapping[str, object],
    ) -> None:
        super().__init__(code, message, hint)
        self.mine = mine
        self.theirs = theirs


@dataclass(frozen=True)
class Notice:
    """A fault that does not end the task: it is reported and the rest goes on.

    `feature` names the place: a row of a source ("big row 12, Sidomulyo") or is empty when the
    notice concerns a whole file.
    """

    code: str
    message: Message
    hint: Message
    feature: Message | str = ""


def row_number(row: object) -> object:
    """A row as people count it, from 1, by its number from 0; what is no number as it is."""
    return row if isinstance(row, str) else int(str(row)) + 1


def place(source: str, row: object, name: object = "") -> Message:
    """How notices name a record: "big row 12, Sidomulyo" for the one with number 11.

    Rows in text are as people count them already.
    """
    row = row_number(row)
    if name:
        return message("{source} row {row}, {name}", source=source, row=row, name=name)
    return message("{source} row {row}", source=source, row=row)
