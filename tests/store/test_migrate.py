"""Formats of the workspace, up and down, in either store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, inspect, text

from boundaries.errors import StoreError
from boundaries.store import format, layers, migrate
from boundaries.store.base import Base
from boundaries.store.database import Store, create_store, open_store
from boundaries.store.models import Segment
from boundaries.store.repository import Repository
from tests.store_fixture import UTM, entry, fill

FORMATS = sorted(path.name[1:5] for path in Path(format.FOLDER, "versions").glob("v*.py"))


@contextmanager
def changing(store: Store) -> Iterator[Connection]:
    """A transaction that may change tables."""
    with store.engine.begin() as connection:
        if layers.in_geopackage(connection):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection


def take_back(store: Store, target: str) -> None:
    """Take the workspace back to an older format."""
    with changing(store) as connection:
        migrate.downgrade(connection, schema=store.schema, crs=UTM, target=target)


def catalogue(engine: Engine, schema: str | None) -> dict[str, set[Any]]:
    """What the store says about its tables, but for triggers."""
    found: dict[str, set[Any]] = {}
    with engine.connect() as connection:
        seen = inspect(connection)
        if schema is None:
            for table in Base.metadata.tables:
                rows = connection.exec_driver_sql(f"PRAGMA table_info({table})").fetchall()
                found[table] = {row[1:] for row in rows}
        else:
            wanted = text(
                "SELECT relname, attname, rtrim(format_type(atttypid, atttypmod), ')'), attnotnull "
                "FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid "
                "WHERE relnamespace = to_regnamespace(:schema) AND relkind = 'r' AND attnum > 0"
            )
            rows = connection.execute(wanted, {"schema": schema}).fetchall()
            found = {
                "columns": {
                    (row[0], row[1], row[2].replace("(Geometry", "").replace(",32647", ""), row[3])
                    for row in rows
                    if row[0] != format.VERSION_TABLE
                }
            }
        for table in Base.metadata.tables:
            found[f"{table} keys"] = {
                (key["name"], *key["constrained_columns"], key["referred_table"])
                for key in seen.get_foreign_keys(table, schema=schema)
            }
            found[f"{table} unique"] = {
                (each["name"], *each["column_names"])
                for each in seen.get_unique_constraints(table, schema=schema)
            }
            found[f"{table} indexes"] = {
                (
                    index["name"],
                    *index["column_names"],
                    bool(index["unique"]),
                    "void_at" in str(index.get("dialect_options")),
                )
                for index in seen.get_indexes(table, schema=schema)
                if index["column_names"] != ["geometry"]
            }
    return found


def test_tables_are_those_of_the_models(address: str, tmp_path: Path, store: Store) -> None:
    other = f"{address}_models" if store.path is None else str(tmp_path / "models.gpkg")
    migrated = catalogue(store.engine, store.schema)
    with create_store(other, crs=UTM) as emptied:
        take_back(emptied, "base")
        with changing(emptied) as connection:
            Base.metadata.create_all(connection)
        wanted = catalogue(emptied.engine, emptied.schema)
    assert migrated.keys() == wanted.keys()
    for name, found in migrated.items():
        assert found == wanted[name], name


def test_newest_format(store: Store) -> None:
    assert format.newest() == FORMATS[-1]
    with store.engine.connect() as connection:
        assert format.current(connection, store.schema) == FORMATS[-1]


@pytest.mark.parametrize("older", FORMATS[:-1])
def test_older_format_is_brought_up_when_opened(address: str, filled: Store, older: str) -> None:
    wanted = everything(filled.engine, filled.schema)
    take_back(filled, older)
    assert everything(filled.engine, filled.schema) != wanted
    filled.close()
    with open_store(address) as store, Repository(store) as repository:
        assert everything(store.engine, store.schema) == wanted
        assert repository.get(Segment, "SG-1").geometry.length == 100
        assert repository.verify() == []


def test_nothing_is_left_at_the_base(address: str, filled: Store) -> None:
    take_back(filled, "base")
    assert everything(filled.engine, filled.schema) == {format.VERSION_TABLE}
    filled.close()
    with pytest.raises(StoreError, match="is no workspace"):
        open_store(address)


def test_down_and_up_again_gives_a_workspace_that_works(filled: Store) -> None:
    take_back(filled, "base")
    with changing(filled) as connection:
        migrate.upgrade(connection, schema=filled.schema, crs=UTM)
        connection.execute(
            text("INSERT INTO workspace (key, value, version) VALUES ('log_head', :head, 1)"),
            {"head": '{"seq":0,"hash":""}'},
        )
    fill(filled)
    with Repository(filled) as repository:
        repository.get(Segment, "SG-1").state = "agreed"
        repository.record(entry())
    with Repository(filled) as repository:
        assert repository.verify() == []


def test_failing_step_leaves_the_older_format(
    address: str, filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_back(filled, "0001")
    before = everything(filled.engine, filled.schema)
    filled.close()
    run = migrate.command.upgrade

    def fail(*given: object) -> None:
        run(*given)  # type: ignore[arg-type]
        raise RuntimeError("power is out")

    with monkeypatch.context() as patched:
        patched.setattr("alembic.command.upgrade", fail)
        with pytest.raises(RuntimeError, match="power"):
            open_store(address)
    assert everything(filled.engine, filled.schema) == before
    filled.close()
    open_store(address).close()


def everything(engine: Engine, schema: str | None) -> set[str]:
    """Names of all that the workspace holds: tables, indexes, triggers, functions."""
    wanted = (
        "SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
        if schema is None
        else "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(:schema) "
        "UNION SELECT tgname FROM pg_trigger JOIN pg_class ON tgrelid = pg_class.oid "
        "WHERE NOT tgisinternal AND relnamespace = to_regnamespace(:schema) "
        "UNION SELECT proname FROM pg_proc WHERE pronamespace = to_regnamespace(:schema)"
    )
    with engine.connect() as connection:
        names = connection.execute(text(wanted), {"schema": schema} if schema else {}).scalars()
        return {name for name in names if not name.endswith(f"{format.VERSION_TABLE}_pkc")}
