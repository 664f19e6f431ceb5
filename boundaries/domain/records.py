"""Values as plain records that JSON can hold, and back.

Dataclasses become dicts by field, tuples lists, times ISO text in UTC, dates ISO text, enumerations
their values. Everything else stays as it is.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
import types
import typing
from collections.abc import Callable, Hashable, Mapping
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
    readers = _readers(typing.cast("Hashable", kind))
    unknown = sorted(record.keys() - readers.keys())
    if unknown:
        raise ValueError(f"{kind.__name__} has no {', '.join(unknown)}")
    values = record.items()
    return kind(**{name: item if item is None else readers[name](item) for name, item in values})


Reader = Callable[[Any], Any]
"""Turns what a record holds in a field, unless that is None, into the value of the field."""


@functools.cache
def _readers(kind: Hashable) -> dict[str, Reader]:
    """The readers of the fields of a dataclass."""
    return {name: _reader(hint) for name, hint in typing.get_type_hints(kind).items()}


def _reader(hint: Any) -> Reader:
    """The reader of values with this type."""
    if isinstance(hint, types.UnionType):
        (hint,) = (option for option in typing.get_args(hint) if option is not types.NoneType)
    if typing.get_origin(hint) is tuple:
        read = _reader(typing.get_args(hint)[0])
        return lambda items: tuple(map(read, items))
    if dataclasses.is_dataclass(hint):
        return functools.partial(from_record, typing.cast("type[Any]", hint))
    if issubclass(hint, datetime.date):
        return typing.cast("Reader", hint.fromisoformat)
    return typing.cast("Reader", hint) if issubclass(hint, Enum) else _unchanged


def _unchanged(item: Any) -> Any:
    return item
