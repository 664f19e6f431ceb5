"""Values as plain records that JSON can hold, and back.

Dataclasses become dicts by field, tuples lists, times ISO text in UTC, dates ISO text, enumerations
their values. Everything else stays as it is.
"""

from __future__ import annotations

import dataclasses
import datetime
import types
import typing
from collections.abc import Mapping
from enum import Enum
from typing import Any, TypeVar

Value = TypeVar("Value")


def to_record(value: object) -> Any:
    """The record of a value; `from_record` with the value's type turns it back."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = (field.name for field in dataclasses.fields(value))
        return {name: to_record(getattr(value, name)) for name in names}
    if isinstance(value, tuple):
        return [to_record(item) for item in value]
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def from_record(kind: type[Value], record: Mapping[str, Any]) -> Value:
    """The dataclass `kind` from its record; fields that the record lacks take their defaults.

    Raises `ValueError` for fields or values that the dataclass does not know, and `TypeError` where
    a field without default is missing.
    """
    hints = typing.get_type_hints(kind)
    unknown = sorted(record.keys() - hints.keys())
    if unknown:
        raise ValueError(f"{kind.__name__} has no {', '.join(unknown)}")
    return kind(**{name: _decoded(hints[name], item) for name, item in record.items()})


def _decoded(hint: Any, item: Any) -> Any:
    if isinstance(hint, types.UnionType):
        (hint,) = (option for option in typing.get_args(hint) if option is not types.NoneType)
    if item is None:
        return None
    if typing.get_origin(hint) is tuple:
        return tuple(_decoded(typing.get_args(hint)[0], each) for each in item)
    if dataclasses.is_dataclass(hint):
        return from_record(typing.cast("type[Any]", hint), item)
    if issubclass(hint, datetime.date):
        return hint.fromisoformat(item)
    return hint(item) if issubclass(hint, Enum) else item
