"""Making tables known to programs that open the store: QGIS, GDAL and others.

In a GeoPackage every table is announced in the tables the standard prescribes, and each geometry
column has an R-tree kept by triggers. In PostGIS a geometry column has a spatial index.
"""

from __future__ import annotations

from pyproj import CRS
from sqlalchemy import Connection, text

from boundaries.store.dialect import GeoPackageDialect
from boundaries.store.srs import srs_number

APPLICATION_ID = 0x47504B47
USER_VERSION = 10300
RTREE_DEFINITION = "http://www.geopackage.org/spec120/#extension_rtree"

_METADATA = (
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {USER_VERSION}",
    """CREATE TABLE gpkg_spatial_ref_sys (
        srs_name TEXT NOT NULL,
        srs_id INTEGER NOT NULL PRIMARY KEY,
        organization TEXT NOT NULL,
        organization_coordsys_id INTEGER NOT NULL,
        definition TEXT NOT NULL,
        description TEXT)""",
    """CREATE TABLE gpkg_contents (
        table_name TEXT NOT NULL PRIMARY KEY,
        data_type TEXT NOT NULL,
        identifier TEXT UNIQUE,
        description TEXT DEFAULT '',
        last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
        min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
        srs_id INTEGER,
        CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id))""",
    """CREATE TABLE gpkg_geometry_columns (
        table_name TEXT NOT NULL,
        column_name TEXT NOT NULL,
        geometry_type_name TEXT NOT NULL,
        srs_id INTEGER NOT NULL,
        z TINYINT NOT NULL,
        m TINYINT NOT NULL,
        CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
        CONSTRAINT uk_gc_table_name UNIQUE (table_name),
        CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
        CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id))""",
    """CREATE TABLE gpkg_extensions (
        table_name TEXT,
        column_name TEXT,
        extension_name TEXT NOT NULL,
        definition TEXT NOT NULL,
        scope TEXT NOT NULL,
        CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))""",
)
_METADATA_TABLES = ("extensions", "geometry_columns", "contents", "spatial_ref_sys")

_HAS = "(NEW.geometry NOTNULL AND NOT ST_IsEmpty(NEW.geometry))"
_HAS_NOT = "(NEW.geometry ISNULL OR ST_IsEmpty(NEW.geometry))"
_ENTER = (
    "INSERT OR REPLACE INTO {index} VALUES (NEW.{key}, ST_MinX(NEW.geometry), "
    "ST_MaxX(NEW.geometry), ST_MinY(NEW.geometry), ST_MaxY(NEW.geometry));"
)
_LEAVE = "DELETE FROM {index} WHERE id = OLD.{key};"
_TRIGGERS = {
    "insert": f"AFTER INSERT ON {{table}} WHEN {_HAS} BEGIN {_ENTER} END",
    "update1": "AFTER UPDATE OF geometry ON {table} "
    f"WHEN OLD.{{key}} = NEW.{{key}} AND {_HAS} BEGIN {_ENTER} END",
    "update2": "AFTER UPDATE OF geometry ON {table} "
    f"WHEN OLD.{{key}} = NEW.{{key}} AND {_HAS_NOT} BEGIN {_LEAVE} END",
    "update3": "AFTER UPDATE ON {table} "
    f"WHEN OLD.{{key}} != NEW.{{key}} AND {_HAS} BEGIN {_LEAVE} {_ENTER} END",
    "update4": "AFTER UPDATE ON {table} "  # noqa: S608
    f"WHEN OLD.{{key}} != NEW.{{key}} AND {_HAS_NOT} "
    "BEGIN DELETE FROM {index} WHERE id IN (OLD.{key}, NEW.{key}); END",
    "delete": f"AFTER DELETE ON {{table}} WHEN OLD.geometry NOTNULL BEGIN {_LEAVE} END",
}
"""The triggers of the extension gpkg_rtree_index, as the standard gives them."""


def in_geopackage(connection: Connection) -> bool:
    """Whether the store is a GeoPackage."""
    return isinstance(connection.dialect, GeoPackageDialect)


def make_known(connection: Connection, crs: CRS) -> None:
    """Make the working CRS known to programs that open the store.

    A GeoPackage gets the tables that each must have. A database learns a CRS without EPSG code, if
    its user has the right; without it other programs ask for the CRS, Tapal knows it anyway.
    """
    if in_geopackage(connection):
        _make_geopackage(connection, crs)
        return
    wanted = text("SELECT has_table_privilege('spatial_ref_sys', 'INSERT')")
    if crs.to_epsg() is None and connection.execute(wanted).scalar_one():
        connection.execute(
            text(
                "INSERT INTO spatial_ref_sys (srid, auth_name, auth_srid, srtext, proj4text) "
                "VALUES (:number, 'TAPAL', :number, :definition, '') ON CONFLICT DO NOTHING"
            ),
            {"number": srs_number(crs), "definition": crs.to_wkt("WKT1_GDAL")},
        )


def _make_geopackage(connection: Connection, crs: CRS) -> None:
    """The tables every GeoPackage has, with the reference systems it must know and `crs`."""
    for statement in _METADATA:
        connection.exec_driver_sql(statement)
    wgs84 = CRS.from_epsg(4326)
    rows = [
        ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined"),
        ("Undefined geographic SRS", 0, "NONE", 0, "undefined"),
        ("WGS 84 geodetic", 4326, "EPSG", 4326, wgs84.to_wkt("WKT1_GDAL")),
        _reference(crs),
    ]
    connection.exec_driver_sql(
        "INSERT INTO gpkg_spatial_ref_sys (srs_name, srs_id, organization, "
        "organization_coordsys_id, definition) VALUES (?, ?, ?, ?, ?)",
        rows,
    )


def forget(connection: Connection) -> None:
    """Take away the tables of a GeoPackage that `make_known` made."""
    if in_geopackage(connection):
        for name in _METADATA_TABLES:
            connection.exec_driver_sql(f"DROP TABLE gpkg_{name}")


def announce_table(connection: Connection, table: str) -> None:
    """Announce a table without geometry."""
    if in_geopackage(connection):
        _announce(connection, table, "attributes", None)


def announce_layer(connection: Connection, table: str, kind: str, *, key: str, crs: CRS) -> None:
    """Announce and index a table whose column `geometry` holds one `kind` of geometry."""
    if not in_geopackage(connection):
        connection.execute(
            text(f"CREATE INDEX ix_{table}_geometry ON {table} USING gist (geometry)")
        )
        return
    announce_view(connection, table, kind, crs=crs)
    connection.exec_driver_sql(
        "INSERT INTO gpkg_extensions VALUES (?, 'geometry', 'gpkg_rtree_index', ?, 'write-only')",
        (table, RTREE_DEFINITION),
    )
    index = f"rtree_{table}_geometry"
    connection.exec_driver_sql(
        f"CREATE VIRTUAL TABLE {index} USING rtree(id, minx, maxx, miny, maxy)"
    )
    for name, body in _TRIGGERS.items():
        statement = body.format(table=f'"{table}"', key=key, index=index)
        connection.exec_driver_sql(f"CREATE TRIGGER {index}_{name} {statement}")


def announce_view(connection: Connection, view: str, kind: str, *, crs: CRS) -> None:
    """Announce a view, which shows the column `geometry` of a table and needs no index."""
    if in_geopackage(connection):
        number = srs_number(crs)
        _announce(connection, view, "features", number)
        connection.exec_driver_sql(
            "INSERT INTO gpkg_geometry_columns VALUES (?, 'geometry', ?, ?, 0, 0)",
            (view, kind, number),
        )


def wait_for(connection: Connection, table: str) -> None:
    """Wait until others who write a table are done; they wait for this transaction in turn.

    In a file only one writes at a time anyway.
    """
    if not in_geopackage(connection):
        connection.execute(text(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE"))


def withdraw(connection: Connection, table: str) -> None:
    """Take a table out of the announcements; its index goes too, its triggers with the table."""
    if not in_geopackage(connection):
        return
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS rtree_{table}_geometry")
    for name in _METADATA_TABLES[:-1]:
        statement = f"DELETE FROM gpkg_{name} WHERE table_name = ?"  # noqa: S608
        connection.exec_driver_sql(statement, (table,))


def _announce(connection: Connection, table: str, data_type: str, number: int | None) -> None:
    connection.exec_driver_sql(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES (?, ?, ?, ?)",
        (table, data_type, table, number),
    )


def _reference(crs: CRS) -> tuple[str, int, str, int, str]:
    """The row of a reference system."""
    number = srs_number(crs)
    owner = "NONE" if crs.to_epsg() is None else "EPSG"
    return crs.name, number, owner, number, crs.to_wkt("WKT1_GDAL")
