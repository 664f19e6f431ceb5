"""Copying a whole workspace, with its log as it is, from one store to another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, delete, func, insert, select, text

from boundaries.store.base import Base
from boundaries.store.database import Store
from boundaries.store.faults import translated
from boundaries.store.layers import in_geopackage
from boundaries.store.models import Setting

AT_ONCE = 2_000
"""Rows that are in memory at the same time."""


def copy_file(store: Store, target: Path) -> None:
    """Write the workspace file as it is now into a new file `target`, one that needs no other.

    Others may go on writing. Raises `ValueError` for a workspace in a database.
    """
    if store.path is None:
        raise ValueError(f"{store.address} is no file")
    with translated(store.address), store.engine.connect() as connection:
        connection.exec_driver_sql("VACUUM INTO ?", (str(target),))


def keep_ready(store: Store) -> None:
    """Let readers go on while somebody writes to a workspace file; a copy does not."""
    with translated(store.address), store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")


def copy_tables(source: Store, writing: Connection) -> None:
    """Write all rows of a workspace, as at one moment, into a new and empty one.

    They are written in the transaction of the connection `writing`. What the target was made with
    goes; numbers, ids and the hashes of the log stay the same.
    """
    writing.execute(delete(Setting))
    with _as_of_now(source) as reading:
        for table in Base.metadata.sorted_tables:
            for part in _parts(source.address, reading, table):
                writing.execute(insert(table), [dict(row) for row in part])
            if not in_geopackage(writing):
                _count_on(writing, table, next(iter(table.primary_key)))


def _parts(address: str, reading: Connection, table: Table) -> Iterator[Sequence[RowMapping]]:
    """The rows of one table in the order of their numbers; faults are told of this address."""
    query = select(table).order_by(next(iter(table.primary_key)))
    with translated(address):
        rows = reading.execute(query, execution_options={"yield_per": AT_ONCE}).mappings()
        yield from rows.partitions(AT_ONCE)


def _count_on(connection: Connection, table: Table, number: Any) -> None:
    """Let a server give numbers behind those that were copied."""
    sequence = connection.execute(
        text("SELECT pg_get_serial_sequence(:name, :number)"),
        {"name": f'"{table.name}"', "number": number.name},
    ).scalar()
    most = connection.execute(select(func.max(number))).scalar()
    if sequence is not None and most is not None:
        connection.execute(
            text("SELECT setval(CAST(:sequence AS regclass), :most)"),
            {"sequence": sequence, "most": most},
        )


@contextmanager
def _as_of_now(store: Store) -> Iterator[Connection]:
    """A connection on which all reads see the same moment."""
    with translated(store.address):
        connection = store.engine.connect()
    with connection:
        if in_geopackage(connection):
            connection.exec_driver_sql("BEGIN")
        else:
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection
