"""Tables of a PostGIS database as layers: read in batches, from one state of the database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import psycopg
import shapely
from numpy.typing import NDArray
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from boundaries.io.faults import several_layers
from boundaries.io.layers import LayerInfo, chosen_layer
from boundaries.io.postgis_address import Address, address_of
from boundaries.io.postgis_faults import (
    address_unreadable,
    forbidden,
    interrupted,
    no_geometry,
    no_postgis,
    unreachable,
)
from boundaries.io.source import Source
from boundaries.io.table import Table, decoded

BATCH = 2_000
"""Rows that are fetched at a time."""
CONNECT_S = 15
LOCK_S = 30
PLAIN = frozenset({"int2", "int4", "int8", "float4", "float8", "bool", "text", "varchar", "bpchar"})
"""Types that are read as they are; "numeric" becomes a real number, all others their text."""
LEFT_OUT = frozenset({"geometry", "geography", "raster", "topogeometry", "bytea"})

_COLUMNS = """
SELECT f_table_schema, f_table_name, f_geometry_column, srid, type FROM {postgis}.geometry_columns
UNION ALL
SELECT f_table_schema, f_table_name, f_geography_column, srid, type FROM {postgis}.geography_columns
ORDER BY 1, 2, 3
"""
_ATTRIBUTES = """
SELECT a.attname, t.typname,
       array_position(i.indkey::int2[], a.attnum) AS place_in_key
FROM pg_attribute a
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
"""
_RELATION = """
SELECT n.nspname || '.' || c.relname,
       has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
  AND %s::text IN (c.relname::text, n.nspname || '.' || c.relname)
"""
_SYSTEM = """
SELECT CASE WHEN auth_name IN ('EPSG', 'ESRI') THEN auth_name || ':' || auth_srid ELSE srtext END
FROM {postgis}.spatial_ref_sys WHERE srid = %s
"""

Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True)
class GeometryColumn:
    """A column of geometry; `srid` is 0 where it does not say its CRS."""

    schema: str
    table: str
    column: str
    srid: int
    type: str


def postgis_layers(source: Source) -> tuple[LayerInfo, ...]:
    """The tables with geometry that the user may read, as layers called "schema.table".

    A table with several columns of geometry is a layer for each, called "schema.table.column".
    Raises `InputError` when the database cannot be reached or has no PostGIS.
    """
    address = _address(source)
    with _connected(address) as connection:
        return _layers(_columns(connection, address, _postgis(connection, address)))


def read_postgis(source: Source) -> Table:
    """The table of a database that is asked for, or the only one that may hold areas or lines.

    Rows come in the order of the primary key where there is one; binary columns are left out. The
    digest is the SHA-256 over the sorted SHA-256 of the rows (names of columns, values as text,
    outline as EWKB): it tells changes of the contents, whatever their order. Raises `InputError` as
    `postgis_layers` does, and for a table that is absent, has no geometry or may not be read.
    """
    address = _address(source)
    with _connected(address) as connection:
        postgis = _postgis(connection, address)
        columns = dict(
            zip(names_of(found := _columns(connection, address, postgis)), found, strict=True)
        )
        wanted = source.layer and _full_name(connection, source, address, list(columns))
        name, notices = chosen_layer(source.path, _layers(found), wanted or None)
        column = columns[name]
        named = replace(address, table=name)
        with _asking(named):
            frame, binary, digest = _rows(connection, column, postgis)
        outlines, broken = decoded(binary, column.table)
        crs = _crs(connection, column, outlines, postgis)
    return Table(name, frame, outlines, crs, (*notices, *broken), digest)


def names_of(columns: Sequence[GeometryColumn]) -> list[str]:
    """What the layers of columns of geometry are called; see `postgis_layers`."""
    tables = [f"{each.schema}.{each.table}" for each in columns]
    return [
        f"{table}.{each.column}" if tables.count(table) > 1 else table
        for table, each in zip(tables, columns, strict=True)
    ]


def _address(source: Source) -> Address:
    address = address_of(source.path)
    if address is None or not address.url:
        raise address_unreadable()
    return address


@contextmanager
def _connected(address: Address) -> Iterator[Connection]:
    """A connection that only reads, from one state of the database."""
    try:
        given: dict[str, Any] = conninfo_to_dict(address.url)
    except psycopg.ProgrammingError as fault:
        raise address_unreadable() from fault
    ours = {"application_name": "tapal", "client_encoding": "UTF8"}
    settings = make_conninfo(**{"connect_timeout": CONNECT_S, **given, **ours})
    try:
        connection = psycopg.connect(settings, prepare_threshold=None)
    except psycopg.OperationalError as fault:
        raise unreachable(address, fault) from fault
    connection.read_only = True
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    with connection, _asking(address):
        connection.execute(f"SET LOCAL lock_timeout = '{LOCK_S}s'")
        yield connection


@contextmanager
def _asking(address: Address) -> Iterator[None]:
    try:
        yield
    except psycopg.Error as fault:
        raise interrupted(address, fault) from fault


def _postgis(connection: Connection, address: Address) -> sql.Identifier:
    """The schema that PostGIS is installed in."""
    found = connection.execute(
        "SELECT extnamespace::regnamespace::text, n.nspname FROM pg_extension "
        "JOIN pg_namespace n ON n.oid = extnamespace WHERE extname = 'postgis'"
    ).fetchone()
    if found is None:
        raise no_postgis(address)
    return sql.Identifier(found[1])


def _columns(
    connection: Connection, address: Address, postgis: sql.Identifier
) -> list[GeometryColumn]:
    """The columns of geometry that may be read, of one schema where the address names it."""
    rows = connection.execute(sql.SQL(_COLUMNS).format(postgis=postgis)).fetchall()
    return [GeometryColumn(*row) for row in rows if address.schema in ("", row[0])]


def _layers(columns: Sequence[GeometryColumn]) -> tuple[LayerInfo, ...]:
    return tuple(
        LayerInfo(name, "Unknown" if each.type.upper() == "GEOMETRY" else each.type)
        for name, each in zip(names_of(columns), columns, strict=True)
    )


def _full_name(
    connection: Connection, source: Source, address: Address, names: Sequence[str]
) -> str:
    """The name of the layer asked for with its schema; raises what is wrong with a plain table."""
    wanted = str(source.layer)
    if wanted in names:
        return wanted
    alike = [name for name in names if name.partition(".")[2] == wanted]
    alike = alike or [name for name in names if name.startswith(f"{wanted}.")]
    if len(alike) > 1:
        raise several_layers(source.path, alike)
    relations = connection.execute(_RELATION, (wanted,)).fetchall()
    if alike or not relations:
        return alike[0] if alike else wanted
    name, readable = relations[0]
    raise no_geometry(address, name) if readable else forbidden(address, name)


def _rows(
    connection: Connection, column: GeometryColumn, postgis: sql.Identifier
) -> tuple[pd.DataFrame, NDArray[np.object_], str]:
    """Attributes, outlines in EWKB, and the digest of all rows."""
    relation = sql.Identifier(column.schema, column.table)
    found = connection.execute(_ATTRIBUTES, (relation.as_string(connection),)).fetchall()
    attributes = [(name, kind) for name, kind, _ in found if kind not in LEFT_OUT]
    places = {place: name for name, _, place in found if place is not None}
    key = [places[place] for place in sorted(places)]
    query = sql.SQL("SELECT {values} FROM {relation} {order}").format(
        values=sql.SQL(", ").join(
            [*(_value(name, kind) for name, kind in attributes), _outline(column, postgis)]
        ),
        relation=relation,
        order=sql.SQL("ORDER BY {}").format(sql.SQL(", ").join(map(sql.Identifier, key)))
        if key
        else sql.SQL(""),
    )
    names = [name for name, _ in attributes]
    values: list[list[Any]] = [[] for _ in range(len(names) + 1)]
    digests: list[bytes] = []
    with connection.cursor("tapal", binary=True) as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(BATCH):
            for place, cells in enumerate(zip(*rows, strict=True)):
                values[place].extend(cells)
            digests.extend(_digest(row) for row in rows)
    outlines = np.empty(len(digests), dtype=object)
    outlines[:] = values.pop()
    frame = pd.DataFrame(
        dict(zip(names, values, strict=True)), index=pd.RangeIndex(len(digests)), columns=names
    )
    whole = hashlib.sha256("\0".join(names).encode())
    for digest in sorted(digests):
        whole.update(digest)
    return frame, outlines, f"rows:{whole.hexdigest()}"


def _value(name: str, kind: str) -> sql.Composable:
    column = sql.Identifier(name)
    if kind in PLAIN:
        return column
    return sql.SQL("{}::{}").format(column, sql.SQL("float8" if kind == "numeric" else "text"))


def _outline(column: GeometryColumn, postgis: sql.Identifier) -> sql.Composable:
    """The outline in EWKB, arcs replaced by straight pieces."""
    return sql.SQL(
        "{p}.ST_AsEWKB(CASE WHEN {p}.ST_HasArc({g}) THEN {p}.ST_CurveToLine({g}) ELSE {g} END, "
        "'NDR')"
    ).format(p=postgis, g=sql.SQL("{}::{}.geometry").format(
        sql.Identifier(column.column), postgis))  # fmt: skip


def _digest(row: tuple[Any, ...]) -> bytes:
    *values, outline = row
    texts = "\0".join("\1" if value is None else str(value) for value in values)
    return hashlib.sha256(texts.encode() + b"\0\0" + bytes(outline or b"")).digest()


def _crs(
    connection: Connection,
    column: GeometryColumn,
    outlines: NDArray[np.object_],
    postgis: sql.Identifier,
) -> str:
    """The CRS by the SRID of the column, else of the outlines where they agree; "" for none."""
    srids = {column.srid} if column.srid > 0 else {int(each) for each in shapely.get_srid(outlines)}
    known = {srid for srid in srids if srid > 0}
    if len(known) != 1:
        return ""
    found = connection.execute(sql.SQL(_SYSTEM).format(postgis=postgis), (known.pop(),)).fetchone()
    return str(found[0]) if found else ""
