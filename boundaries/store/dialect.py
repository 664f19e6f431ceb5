"""SQLite as GeoPackage wants it: its names of types, its geometries, its spatial index."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from sqlalchemy import types
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.base import SQLiteTypeCompiler
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.types import UserDefinedType

from boundaries.store.geopackage_blob import envelope, is_empty

SCHEME = "geopackage"


class DeclaredColumn(UserDefinedType[Any]):
    """A column as it is declared in one store; values go through as bytes."""

    cache_ok = True

    def __init__(self, declared: str) -> None:
        self.declared = declared

    def get_col_spec(self, **_: object) -> str:
        """The declaration of the column."""
        return self.declared


class GeoPackageTypes(SQLiteTypeCompiler):
    """Only the names of column types that the GeoPackage standard knows."""

    def visit_JSON(self, type_: types.JSON, **_: object) -> str:  # noqa: N802
        """JSON is text."""
        return "TEXT"

    def visit_big_integer(self, type_: types.BigInteger, **_: object) -> str:
        """An INTEGER has 64 bits."""
        return "INTEGER"


class GeoPackageDialect(SQLiteDialect_pysqlite):
    """The dialect behind `geopackage:///path`.

    `srs_id` is the number under which the file knows the working CRS; it goes into every geometry.
    A connection has the functions that the triggers of the spatial index call, and keeps foreign
    keys.
    """

    supports_statement_cache = True
    type_compiler_cls = GeoPackageTypes

    def __init__(self, srs_id: int = 0, **options: object) -> None:
        super().__init__(**options)  # type: ignore[arg-type]
        self.srs_id = srs_id

    def on_connect(self) -> Callable[[DBAPIConnection], None]:
        """What is done with every new connection."""
        usual = super().on_connect()

        def connect(connection: DBAPIConnection) -> None:
            usual(connection)
            prepare(connection)  # type: ignore[arg-type]

        return connect


def prepare(connection: sqlite3.Connection) -> None:
    """Keep foreign keys, and define the functions that the triggers of the spatial index call."""
    connection.execute("PRAGMA foreign_keys = ON")
    for place, name in enumerate(("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY")):
        connection.create_function(
            name, 1, lambda blob, place=place: envelope(blob)[place], deterministic=True
        )
    connection.create_function("ST_IsEmpty", 1, is_empty, deterministic=True)


registry.register(SCHEME, __name__, GeoPackageDialect.__name__)
