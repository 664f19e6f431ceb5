"""How QGIS draws the layers: the table `layer_styles`, in which it looks for styles.

In a database QGIS looks in the schema `public`, where all workspaces share one table; where Tapal
may not write there, the table is in the schema of the workspace, and QGIS finds it when its
connection has that schema in its search path. Styles that users saved stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, text

from boundaries.store.layers import announce_table, in_geopackage, withdraw

TABLE = "layer_styles"
NAME = "Tapal"
"""The name of the styles that are ours."""
GEOMETRY = "geometry"

_COLUMNS = """(
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    f_table_catalog TEXT, f_table_schema TEXT, f_table_name TEXT, f_geometry_column TEXT,
    styleName TEXT, styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
    owner TEXT, ui TEXT,
    update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))"""
_SERVER_COLUMNS = """(
    id SERIAL PRIMARY KEY,
    f_table_catalog VARCHAR, f_table_schema VARCHAR, f_table_name VARCHAR,
    f_geometry_column VARCHAR, styleName TEXT, styleQML XML, styleSLD XML, useAsDefault BOOLEAN,
    description TEXT, owner VARCHAR(63) DEFAULT CURRENT_USER, ui XML,
    update_time TIMESTAMP DEFAULT CURRENT_TIMESTAMP, type VARCHAR)"""
"""The columns that QGIS gives the table where it makes it itself."""
_PLACE = """SELECT CASE
    WHEN to_regclass('public.layer_styles') IS NULL
        THEN has_schema_privilege('public', 'CREATE')
    ELSE has_table_privilege('public.layer_styles', 'SELECT, INSERT, UPDATE, DELETE')
    END"""
_OF_LAYER = (
    "f_table_catalog = :catalog AND f_table_schema = :schema AND f_table_name = :layer "
    "AND f_geometry_column = :geometry"
)


def make_style_table(connection: Connection) -> None:
    """Make the table where it is not there."""
    if in_geopackage(connection):
        connection.exec_driver_sql(f"CREATE TABLE {TABLE} {_COLUMNS}")
        announce_table(connection, TABLE)
        return
    connection.exec_driver_sql(f"CREATE TABLE IF NOT EXISTS {_place(connection)} {_SERVER_COLUMNS}")


def write_styles(connection: Connection, styles: Mapping[str, str]) -> None:
    """Give layers their style (QML), the one that QGIS takes unless the user chose another.

    Our styles of other layers go.
    """
    place = _place(connection)
    if not in_geopackage(connection):
        make_style_table(connection)
    owner = _owner(connection)
    known = _known(connection, place, owner)
    for layer in known.keys() - styles.keys():
        _remove(connection, place, owner, layer)
    for layer, qml in styles.items():
        if layer not in known:
            _insert(connection, place, {**owner, "layer": layer, "qml": qml})
        elif known[layer] != _kept(qml):
            statement = (
                f"UPDATE {place} SET styleQML = {_qml(connection)}, "  # noqa: S608
                f"update_time = CURRENT_TIMESTAMP WHERE {_OF_LAYER} AND styleName = :name"
            )
            connection.execute(text(statement), {**owner, "layer": layer, "qml": qml})


def drop_styles(connection: Connection) -> None:
    """Take our styles away, and the table where nobody else uses it."""
    if in_geopackage(connection):
        withdraw(connection, TABLE)
        connection.exec_driver_sql(f"DROP TABLE {TABLE}")
        return
    place, owner = _place(connection), _owner(connection)
    if connection.execute(text("SELECT to_regclass(:place)"), {"place": place}).scalar():
        for layer in _known(connection, place, owner):
            _remove(connection, place, owner, layer)
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {owner['schema']}.{TABLE}")


def _place(connection: Connection) -> str:
    """Where the table is, or is to be."""
    if in_geopackage(connection):
        return TABLE
    shared = connection.execute(text(_PLACE)).scalar_one()
    schema = "public" if shared else connection.execute(text("SELECT current_schema()")).scalar()
    return f"{schema}.{TABLE}"


def _owner(connection: Connection) -> dict[str, str]:
    """What our rows have in common."""
    catalog = schema = ""
    if not in_geopackage(connection):
        wanted = text("SELECT current_database(), current_schema()")
        catalog, schema = connection.execute(wanted).one()
    return {"catalog": catalog, "schema": schema, "geometry": GEOMETRY, "name": NAME}


def _known(connection: Connection, place: str, owner: Mapping[str, str]) -> dict[str, str]:
    """Our styles by layer."""
    plain = "" if in_geopackage(connection) else "::text"
    wanted = text(
        f"SELECT f_table_name, styleQML{plain} FROM {place} "  # noqa: S608
        "WHERE f_table_catalog = :catalog AND f_table_schema = :schema AND styleName = :name"
    )
    return {layer: _kept(qml) for layer, qml in connection.execute(wanted, owner)}


def _kept(qml: str) -> str:
    """A style without the spaces at its ends and its head, which a database may drop."""
    return qml.strip().partition("\n")[2]


def _insert(connection: Connection, place: str, values: Mapping[str, str]) -> None:
    """Add a style, the default one unless a user chose another."""
    wanted = text(f"SELECT 1 FROM {place} WHERE {_OF_LAYER} AND useAsDefault")  # noqa: S608
    default = "false" if connection.execute(wanted, values).first() else "true"
    owner = "''" if in_geopackage(connection) else "CURRENT_USER"
    statement = (
        f"INSERT INTO {place} (f_table_catalog, f_table_schema, f_table_name, "  # noqa: S608
        "f_geometry_column, styleName, styleQML, useAsDefault, description, owner) VALUES "
        f"(:catalog, :schema, :layer, :geometry, :name, {_qml(connection)}, {default}, :name, "
        f"{owner})"
    )
    connection.execute(text(statement), values)


def _remove(connection: Connection, place: str, owner: Mapping[str, str], layer: str) -> None:
    statement = f"DELETE FROM {place} WHERE {_OF_LAYER} AND styleName = :name"  # noqa: S608
    connection.execute(text(statement), {**owner, "layer": layer})


def _qml(connection: Connection) -> str:
    return ":qml" if in_geopackage(connection) else "XMLPARSE(DOCUMENT :qml)"
