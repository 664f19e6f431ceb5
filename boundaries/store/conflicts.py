"""Two writers of one row: which row it was, as each of them has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Engine, UniqueConstraint, inspect, select
from sqlalchemy.orm import Session

from boundaries.errors import ConflictError
from boundaries.messages import message
from boundaries.store.base import Base, Values, Versioned, values


class Written:
    """What a unit of work is about to write, for the case that somebody else was faster."""

    def __init__(self) -> None:
        self._changed: list[tuple[type[Base], Sequence[Any], Values]] = []
        self._new: list[tuple[type[Base], Values]] = []

    def note(self, changed: Sequence[Base], new: Sequence[Base]) -> None:
        """Remember rows as they are about to be written; those of before are forgotten."""
        self._changed = [
            (type(row), inspect(row).mapper.primary_key_from_instance(row), values(row))
            for row in changed
            if isinstance(row, Versioned)
        ]
        self._new = [(type(row), values(row)) for row in new]

    def overtaken(self, engine: Engine) -> ConflictError:
        """The first row that somebody else changed or removed, as both have it."""
        with Session(engine) as fresh:
            for model, key, mine in self._changed:
                row = fresh.get(model, key)
                theirs = {} if row is None else values(row)
                if theirs.get("version") != mine["version"]:
                    return changed_by_another(model, mine, theirs)
        raise LookupError("no row is stale")

    def twins(self, engine: Engine) -> tuple[Values, Values]:
        """The first new row that somebody else entered before, as both have it; else empty."""
        with Session(engine) as fresh:
            for model, mine in self._new:
                for columns in _unique(model):
                    same = [model.__table__.c[name] == mine[name] for name in columns]
                    theirs = fresh.scalars(select(model).where(*same)).first()
                    if theirs is not None:
                        return mine, values(theirs)
        return {}, {}


def changed_by_another(
    model: type[Base], mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> ConflictError:
    """Somebody else was faster to change a row."""
    name = mine.get("id") or theirs.get("id") or ""
    return ConflictError(
        "conflict",
        message(
            "{kind} {name} was changed by somebody else in the meantime",
            kind=model.__tablename__,
            name=name,
        ),
        message("nothing was overwritten: load it again, compare, then decide"),
        mine=mine,
        theirs=theirs,
    )


def _unique(model: type[Base]) -> Iterator[list[str]]:
    """The columns that no two rows of a table share, but its numbers."""
    table = Base.metadata.tables[model.__tablename__]
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield [column.name for column in constraint.columns]
    for index in table.indexes:
        if index.unique:
            yield [column.name for column in index.columns]
