"""The villages of each current source as a layer of their own: a view over the table of all.

A view shows the newest version of its source. Where there are many surveys, one layer shows them
all: hundreds of layers help nobody.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from pyproj import CRS
from sqlalchemy import Connection, inspect, text

from boundaries.store.layers import announce_view, in_geopackage, withdraw

PREFIX = "village_"
SURVEYS = f"{PREFIX}surveys"
MOST = 12
"""So many surveys have a layer each; more are shown in one."""
FIELDS = ("row", "code", "name", "kecamatan", "kabupaten", "level")
LONGEST_NAME = 40
"""PostgreSQL cuts names of more than 63 letters."""

KINDS = {
    True: "SELECT name, sql FROM sqlite_master WHERE type = 'view' AND name LIKE :name ESCAPE '!'",
    False: "SELECT relname, obj_description(oid, 'pg_class') FROM pg_class "
    "WHERE relkind = 'v' AND relnamespace = to_regnamespace(current_schema()) "
    "AND relname LIKE :name ESCAPE '!'",
}
"""What the views are called and say of themselves, in a GeoPackage or not."""


def make_source_views(
    connection: Connection, roles: Mapping[str, str], crs: CRS
) -> dict[str, tuple[str, ...]]:
    """Let there be a view for each of the current sources, and no other.

    `roles` gives the role ("big" or "survey") of each source by name. The names of the sources by
    view. A view that shows what it should is left as it is.
    """
    known = _known(connection)
    wanted = _views(roles, _others(connection, known))
    statements = {view: _statement(connection, view, names) for view, names in wanted.items()}
    for view in known.keys() - {view for view, sql in statements.items() if known.get(view) == sql}:
        _drop(connection, view)
    for view, statement in statements.items():
        if known.get(view) != statement:
            connection.exec_driver_sql(statement.replace("%", "%%"))
            announce_view(connection, view, "MULTIPOLYGON", crs=crs)
            _remember(connection, view, statement)
    return wanted


def drop_source_views(connection: Connection) -> None:
    """Take all of them away."""
    for view in _known(connection):
        _drop(connection, view)


def _views(roles: Mapping[str, str], others: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The sources by the name of their view, the reference first; names of `others` are taken."""
    surveys = sorted(name for name, role in roles.items() if role != "big")
    single = sorted(roles.keys() - set(surveys))
    together = len(surveys) > MOST
    views: dict[str, tuple[str, ...]] = {}
    for name in [*single, *([] if together else surveys)]:
        views[_free(name, {*views, *others})] = (name,)
    return views | {SURVEYS: tuple(surveys)} if together else views


def _free(name: str, taken: Collection[str]) -> str:
    """A name for a view in small letters, digits and underscores that is not taken."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:LONGEST_NAME] or "source"
    wanted, number = f"{PREFIX}{plain}", 2
    while wanted in {*taken, SURVEYS}:
        wanted, number = f"{PREFIX}{plain}_{number}", number + 1
    return wanted


def _statement(connection: Connection, view: str, names: tuple[str, ...]) -> str:
    """GDAL knows the key of a view in a GeoPackage by the name OGC_FID."""
    key = "v.fid AS OGC_FID" if in_geopackage(connection) else "v.fid"
    fields = ", ".join(f'v."{field}"' for field in FIELDS)
    called = ", ".join("'" + name.replace("'", "''") + "'" for name in names)
    return (
        f"CREATE VIEW {view} AS SELECT {key}, {fields}, s.name AS source, "  # noqa: S608
        "s.number AS source_version, v.geometry FROM village v "
        f"JOIN source s ON s.id = v.source_id WHERE s.current AND s.name IN ({called})"
    )


def _known(connection: Connection) -> dict[str, str]:
    """Our views, and the statements that made them; those that a user made are left alone."""
    wanted = text(KINDS[in_geopackage(connection)])
    rows = connection.execute(wanted, {"name": f"{PREFIX.replace('_', '!_')}%"})
    return {
        name: statement
        for name, statement in rows
        if (statement or "").startswith(f"CREATE VIEW {name} AS SELECT v.")
    }


def _others(connection: Connection, known: Collection[str]) -> set[str]:
    """The names of all other tables and views."""
    inspector = inspect(connection)
    return {*inspector.get_table_names(), *inspector.get_view_names()} - set(known)


def _remember(connection: Connection, view: str, statement: str) -> None:
    """A database keeps a view in its own words; ours go into the remark on it."""
    if not in_geopackage(connection):
        quoted = statement.replace("'", "''").replace("%", "%%")
        connection.exec_driver_sql(f"COMMENT ON VIEW {view} IS '{quoted}'")


def _drop(connection: Connection, view: str) -> None:
    withdraw(connection, view)
    connection.exec_driver_sql(f"DROP VIEW {view}")
