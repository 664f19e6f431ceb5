"""Two writers of one row, over all tables of the workspace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

import pytest
import shapely
from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, Double, Integer, Text
from sqlalchemy.orm.attributes import flag_modified

from boundaries.errors import ConflictError
from boundaries.store.base import Base, UtcDateTime, Versioned, values
from boundaries.store.database import Store
from boundaries.store.geometry_type import Geometry
from boundaries.store.models import Account, Lease, Proposal, Setting, Source, Target
from boundaries.store.repository import Repository
from tests.store_fixture import NOON, entry

MODELS = sorted((mapper.class_ for mapper in Base.registry.mappers), key=lambda one: one.__name__)
VERSIONED = [model for model in MODELS if issubclass(model, Versioned)]
WITHOUT = {
    "agreed_village": "follows from the decisions, for programs that read the file",
    "tk": "follows from the decisions, for programs that read the file",
    "candidate": "written once by a detection",
    "decision": "only grows; another one inverts it",
    "detection": "only grows",
    "document": "only grows",
    "event": "only grows, by a trigger of the database too",
    "impact_layer": "replaced as a whole",
    "impact_object": "replaced as a whole",
    "transfer": "only grows",
    "village": "a detection alone notes the key under which it knew the row",
    "access_token": "made and taken away as a whole",
    "lease": "of one person, until a moment; the segment is its key",
    "notice_mark": "of one person; replaced as a whole",
    "segment_visit": "of one person",
    "sent_form": "of one form; the sum is its key",
    "visit": "of one person, until a moment",
}
"""Tables whose rows are not changed by two people, and why."""
numbers = count(1000)


def test_a_table_without_versions_has_its_reason() -> None:
    bare = {model.__tablename__ for model in MODELS if model not in VERSIONED}
    assert bare <= WITHOUT.keys()


SHAPES = {
    "POINT": shapely.Point(1, 2),
    "MULTILINESTRING": shapely.MultiLineString([[(100, 0), (100, 100)]]),
    "MULTIPOLYGON": shapely.MultiPolygon([shapely.box(0, 0, 9, 9)]),
}
VALUES: dict[type, Callable[[], Any]] = {
    Boolean: lambda: True,
    Date: lambda: date(2026, 1, 31),
    Double: lambda: 1.5,
    JSON: list,
    UtcDateTime: lambda: NOON,
    Text: lambda: f"text {next(numbers)}",
    Integer: lambda: next(numbers),
    BigInteger: lambda: next(numbers),
}


def new(repository: Repository, model: type[Base]) -> Base:
    """A new row with a value in each column that needs one, and the rows that it belongs to."""
    mapper = model.__mapper__
    given = {
        mapper.get_property_by_column(column).key: value_of(repository, column)
        for column in Base.metadata.tables[model.__tablename__].columns
        if not column.nullable and column.default is None and column.name != "fid"
        and not (column.name == "id" and isinstance(column.type, Integer))
    }  # fmt: skip
    row = model(**given)
    repository.add(row)
    return row


def value_of(repository: Repository, column: Column[Any]) -> Any:
    """A value that the column takes."""
    for key in column.foreign_keys:
        parent = next(model for model in MODELS if model.__tablename__ == key.column.table.name)
        found = repository.find(parent)
        return getattr(found[0] if found else new(repository, parent), key.column.name)
    if isinstance(column.type, Geometry):
        return SHAPES[column.type.kind]
    return next(make() for kind, make in VALUES.items() if isinstance(column.type, kind))


def touch(row: Base) -> None:
    """Have the row written again."""
    names = {attribute.key for attribute in type(row).__mapper__.column_attrs}
    flag_modified(row, max(names - {"id", "fid", "version"}))


def second_writer(store: Store, model: type[Base]) -> tuple[int, int]:
    """The versions that the second writer of a new row is told: the own one, and that there is."""
    with Repository(store) as repository:
        row = new(repository, model)
        repository.record(entry())
    key = model.__mapper__.primary_key_from_instance(row)[0]
    with pytest.raises(ConflictError, match="changed by somebody else") as told:  # noqa: SIM117, PT012
        with Repository(store) as second:
            mine = second.get(model, key)
            with Repository(store) as first:
                touch(first.get(model, key))
                first.record(entry())
            touch(mine)
            second.record(entry())
    return told.value.mine["version"], told.value.theirs["version"]


def test_the_second_writer_of_any_row_is_told(filled: Store) -> None:
    told = {model.__tablename__: second_writer(filled, model) for model in VERSIONED}
    assert told == dict.fromkeys(told, (1, 2))


@pytest.mark.parametrize("model", [Account, Proposal, Setting, Source, Target])
def test_who_enters_the_same_as_another_is_told_with_both(
    geopackage: Store, model: type[Base]
) -> None:
    with Repository(geopackage) as first:
        theirs = new(first, model)
        first.record(entry())
    given = {
        attribute.key: getattr(theirs, attribute.key)
        for attribute in model.__mapper__.column_attrs
        if attribute.key != "id"
    }
    with (
        pytest.raises(ConflictError, match="at the same time") as told,
        Repository(geopackage) as unit,
    ):
        unit.add(model(**given))
    assert told.value.mine == {**values(theirs), "id": None}
    assert told.value.theirs == values(theirs)


def test_who_takes_a_lease_second_learns_who_has_it(filled: Store) -> None:
    with Repository(filled) as repository:
        repository.add(Lease(segment_id="SG-1", person="Ani", until=NOON))
    with pytest.raises(ConflictError) as told, Repository(filled) as repository:
        repository.add(Lease(segment_id="SG-1", person="Budi", until=NOON))
    assert (told.value.mine["person"], told.value.theirs["person"]) == ("Budi", "Ani")
    with Repository(filled) as repository:
        assert [lease.person for lease in repository.find(Lease)] == ["Ani"]
