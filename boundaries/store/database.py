"""Opening and making a workspace by its address: a GeoPackage file or a PostgreSQL database."""

from __future__ import annotations

import re
import sqlite3
import struct
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from pkgutil import resolve_name
from typing import Self

from pyproj import CRS
from sqlalchemy import Connection, Engine, QueuePool, create_engine, insert, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from boundaries.errors import ParameterError, StoreError
from boundaries.messages import message
from boundaries.store import faults
from boundaries.store.audit import HEAD, Head
from boundaries.store.base import Base
from boundaries.store.dialect import SCHEME, GeoPackageDialect
from boundaries.store.format import current, newest
from boundaries.store.layers import in_geopackage
from boundaries.store.models import Setting
from boundaries.store.plain import to_json
from boundaries.store.srs import crs_text, srs_number

ENDING = ".gpkg"
DEFAULT_SCHEMA = "tapal"
CRS_KEY = "crs"
UPGRADE = "boundaries.store.migrate:upgrade"
"""Loaded when needed: the tools that change tables take a while to load."""
WAIT_SECONDS = 10
"""How long a writer waits for another one, and for a server to answer."""
SILENT_SECONDS = 30
"""After how long a server that was connected and says nothing any more counts as gone."""

Transaction = Connection
"""Through which several steps are written as one."""
Fill = Callable[[Transaction], None]
"""Writes the first rows of a workspace."""

_MAGIC = b"SQLite format 3\0"
_SETTINGS = Base.metadata.tables[Setting.__tablename__]


@dataclass(frozen=True)
class Store:
    """An open workspace.

    `address` is as given, without a password; `path` is None in a database; `schema` is None in a
    file; `crs` is the working CRS of all geometries.
    """

    address: str
    path: Path | None
    schema: str | None
    engine: Engine
    crs: CRS

    def close(self) -> None:
        """Let go of the file or the server."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@dataclass(frozen=True)
class _Place:
    """Where a workspace lies, and how to get there."""

    shown: str
    path: Path | None
    schema: str | None
    engine: Engine


def create_store(
    address: str,
    *,
    crs: CRS,
    settings: Mapping[str, object] | None = None,
    fill: Fill | None = None,
) -> Store:
    """Make a workspace and open it; `settings` are its first values by key, `fill` writes more.

    The workspace appears with all of it or not at all. In a database the schema is made when it is
    not there; it is `tapal`, or as the address says: `postgresql://host/database?schema=asahan`.

    Raises `StoreError` when there is something at the address already, or it cannot be made;
    `ParameterError` when the address is none.
    """
    place = _place(address)
    values = {**(settings or {}), CRS_KEY: crs_text(crs), HEAD: vars(Head())}

    def write(connection: Connection) -> None:
        rows = [{"key": key, "value": value} for key, value in values.items()]
        connection.execute(insert(_SETTINGS), rows)
        if fill is not None:
            fill(connection)

    try:
        with faults.translated(place.shown):
            if place.path is None:
                _make(place.engine, place.schema, crs, write, place.shown)
            else:
                _make_file(place.path, crs, write, place.shown)
    finally:
        place.engine.dispose()
    return open_store(address)


def open_store(address: str) -> Store:
    """Open a workspace; one of an older format is brought to that of this version first.

    Raises `StoreError` when there is none, it is something else, damaged, of a newer version, or
    cannot be reached; `ParameterError` when the address is none.
    """
    place = _place(address)
    with ExitStack() as undo:
        undo.callback(place.engine.dispose)
        if place.path is not None:
            _check_file(place.path, place.shown)
        with faults.translated(place.shown):
            with place.engine.connect() as connection:
                crs = _recognised(connection, place)
            _bring_up_to_date(place, crs)
        undo.pop_all()
    _know_crs(place.engine, crs)
    return Store(place.shown, place.path, place.schema, place.engine, crs)


def shown_address(address: str) -> str:
    """The address of a workspace as it is told, without a password.

    Raises `ParameterError` when the address is none.
    """
    return _place(address).shown


def _place(address: str) -> _Place:
    """What an address means."""
    if address.lower().endswith(ENDING) and "://" not in address:
        path = Path(address)
        return _Place(address, path, None, _file_engine(path))
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        url = None
    if url is None or url.drivername not in {"postgresql", "postgres"}:
        raise ParameterError(
            "address",
            message("{address} is no address of a workspace", address=address),
            message("give a file that ends in .gpkg, or postgresql://user@host/database"),
        )
    schema = str(url.query.get("schema", DEFAULT_SCHEMA))
    if not re.fullmatch(r"(?!pg_)[a-z_][a-z0-9_]{0,62}", schema):
        raise ParameterError(
            "address",
            message("{schema} is no name for a schema", schema=schema),
            message("use small letters, digits and underscores"),
        )
    plain = url.difference_update_query(["schema"]).set(drivername="postgresql+psycopg")
    engine = create_engine(
        plain,
        json_serializer=to_json,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": WAIT_SECONDS,
            "tcp_user_timeout": SILENT_SECONDS * 1000,
            "keepalives_idle": SILENT_SECONDS,
            "options": f"-csearch_path={schema},public,postgis,extensions "
            f"-clock_timeout={WAIT_SECONDS}s",
        },
    )
    return _Place(url.render_as_string(hide_password=True), None, schema, engine)


def _file_engine(path: Path) -> Engine:
    """An engine on an existing file.

    Reads see what was committed last; the first change of a transaction waits its turn to write, as
    on a server.
    """

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=rw",
            uri=True,
            timeout=WAIT_SECONDS,
            isolation_level="IMMEDIATE",
            check_same_thread=False,
        )

    return create_engine(
        f"{SCHEME}://", creator=connect, poolclass=QueuePool, json_serializer=to_json
    )


def _know_crs(engine: Engine, crs: CRS) -> None:
    """Let the geometries that are written to a file name their CRS."""
    if isinstance(engine.dialect, GeoPackageDialect):
        engine.dialect.srs_id = srs_number(crs)


def _make_file(path: Path, crs: CRS, write: Fill, shown: str) -> None:
    """Make a GeoPackage beside its place and move it there."""
    if path.exists():
        raise faults.told("workspace-exists", shown)
    try:
        with tempfile.TemporaryDirectory(prefix=".tapal-", dir=path.parent) as folder:
            draft = Path(folder) / path.name
            with closing(sqlite3.connect(draft)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
            engine = _file_engine(draft)
            try:
                _make(engine, None, crs, write, shown)
            finally:
                engine.dispose()
            draft.rename(path)
    except OSError as fault:
        raise StoreError(
            "cannot-write",
            message("{path}: cannot be written ({fault})", path=shown, fault=fault.strerror),
            message("create the folder, free some space or choose another place"),
        ) from fault


def _make(engine: Engine, schema: str | None, crs: CRS, write: Fill, shown: str) -> None:
    """Make the tables and the first rows in one transaction."""
    _know_crs(engine, crs)
    with engine.connect() as connection:
        _begin(connection, schema)
        if schema is not None:
            _make_schema(connection, schema, shown)
        resolve_name(UPGRADE)(connection, schema=schema, crs=crs)
        write(connection)
        connection.commit()


def _make_schema(connection: Connection, schema: str, shown: str) -> None:
    """An empty schema, in a database with PostGIS."""
    if _has_tables(connection, schema):
        raise faults.told("workspace-exists", shown)
    wanted = text("SELECT installed_version FROM pg_available_extensions WHERE name = 'postgis'")
    found = connection.execute(wanted).first()
    if found is None:
        raise faults.told("no-postgis", shown)
    if found.installed_version is None:
        try:
            connection.execute(text("CREATE EXTENSION postgis SCHEMA public"))
        except DBAPIError as fault:
            raise faults.told("no-postgis", shown) from fault
    connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {schema}"))


def _has_tables(connection: Connection, schema: str) -> bool:
    """Whether the schema exists and holds anything."""
    wanted = text("SELECT 1 FROM pg_class WHERE relnamespace = to_regnamespace(:schema) LIMIT 1")
    return connection.execute(wanted, {"schema": schema}).first() is not None


def _check_file(path: Path, shown: str) -> None:
    """Raise when the file is absent, something else, or shorter than it says it is."""
    if not path.is_file():
        code = "not-a-workspace" if path.exists() else "workspace-missing"
        raise faults.told(code, shown)
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as fault:
        raise faults.told("workspace-no-access", shown, fault=fault.strerror) from fault
    if len(header) < 100 or not header.startswith(_MAGIC):
        raise faults.told("not-a-workspace", shown)
    page_size, changed, pages, counted = struct.unpack(">16xH6xII60xI4x", header)
    size = 65536 if page_size == 1 else page_size
    whole = path.with_name(f"{path.name}-wal").exists() or path.stat().st_size >= size * pages
    if changed == counted and not whole:
        raise faults.told("workspace-damaged", shown)


def _recognised(connection: Connection, place: _Place) -> CRS:
    """The working CRS, after the workspace has shown that it is one we know."""
    if place.schema is not None and not _has_tables(connection, place.schema):
        raise faults.told("workspace-missing", place.shown)
    found = current(connection, place.schema)
    if found is None:
        raise faults.told("not-a-workspace", place.shown)
    known = newest()
    if int(found) > int(known):
        raise faults.told("workspace-newer", place.shown, found=found, known=known)
    wanted = select(_SETTINGS.c.value).where(_SETTINGS.c.key == CRS_KEY)
    return CRS.from_user_input(connection.execute(wanted).scalar_one())


def _bring_up_to_date(place: _Place, crs: CRS) -> None:
    """Run the steps that are missing, in one transaction; others wait."""
    with place.engine.connect() as connection:
        if current(connection, place.schema) == newest():
            return
        connection.rollback()
        _begin(connection, place.schema)
        resolve_name(UPGRADE)(connection, schema=place.schema, crs=crs)
        connection.commit()


def _begin(connection: Connection, schema: str | None) -> None:
    """Begin a transaction that changes tables, alone."""
    if in_geopackage(connection):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        wanted = text("SELECT pg_advisory_xact_lock(hashtext(:name))")
        connection.execute(wanted, {"name": f"tapal {schema}"})
