"""What other programs see of a workspace."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import fiona
import geopandas as gpd
import pyogrio
import pytest
import shapely
from pyproj import CRS
from sqlalchemy import text

from boundaries.store.base import Base
from boundaries.store.database import Store, create_store, open_store
from boundaries.store.dialect import prepare
from boundaries.store.models import Detection, Finding, Junction, Segment
from boundaries.store.repository import Repository
from tests.store_fixture import NOON, UTM, a_finding, a_segment, entry, fill

LAYERS = {
    "agreed_village": "MultiPolygon",
    "candidate": "MultiLineString",
    "decision": "MultiLineString",
    "finding": "MultiPolygon",
    "impact_object": "Unknown",
    "junction": "Point",
    "proposal": "MultiLineString",
    "segment": "MultiLineString",
    "tk": "Point",
    "transfer": "MultiPolygon",
    "village": "MultiPolygon",
}
NOT_LAND = {
    "access_token", "account", "comment", "draft", "mail", "notice_choice", "notice_mark",
    "notice_state", "segment_visit", "sent_form", "team_member", "visit",
}  # fmt: skip
"""People, what they write and see, and their passwords are not for programs that show land."""
STANDARD_TYPES = {
    "BOOLEAN", "INTEGER", "DOUBLE", "TEXT", "BLOB", "DATE", "DATETIME", "GEOMETRY", "POINT",
    "MULTILINESTRING", "MULTIPOLYGON",
}  # fmt: skip
CEA = CRS.from_user_input("+proj=cea +lon_0=118 +lat_ts=0 +ellps=WGS84")


@pytest.fixture
def file(geopackage: Store) -> Path:
    """The file of a filled workspace that is closed."""
    geopackage.close()
    assert geopackage.path is not None
    return geopackage.path


@pytest.fixture
def database(file: Path) -> Iterator[sqlite3.Connection]:
    """A plain connection to it."""
    with closing(sqlite3.connect(file)) as connection:
        prepare(connection)
        yield connection


def test_gdal_lists_every_table_with_its_geometry(file: Path) -> None:
    tables = {table.name for table in Base.metadata.sorted_tables} - NOT_LAND
    tables |= {"layer_styles"}
    listed = dict(pyogrio.list_layers(file))
    assert listed == {name: LAYERS.get(name) for name in tables}
    assert set(fiona.listlayers(file)) == tables


@pytest.mark.parametrize("layer", [*LAYERS, "event", "workspace", "source"])
def test_gdal_reads_every_layer(file: Path, layer: str) -> None:
    frame = pyogrio.read_dataframe(file, layer=layer)
    with fiona.open(file, layer=layer) as opened:
        assert len(opened) == len(frame)
        if layer in LAYERS:
            assert CRS.from_user_input(opened.crs_wkt).to_epsg() == 32647
    if layer in LAYERS:
        assert frame.crs == UTM


def test_gdal_reads_values_as_they_are_meant(file: Path) -> None:
    segment = pyogrio.read_dataframe(file, layer="segment")
    assert segment.geometry.tolist() == [shapely.MultiLineString([[(100, 0), (100, 100)]])]
    assert segment["current"].dtype == bool
    assert segment["length_m"].tolist() == [100.0]
    events = pyogrio.read_dataframe(file, layer="event")
    assert (
        events["at"].dt.tz_convert("UTC").dt.strftime("%Y-%m-%d %H:%M").tolist()
        == ["2026-01-31 12:00"] * 2
    )


def test_box_is_answered_from_the_index(file: Path, database: sqlite3.Connection) -> None:
    """A holds x 0-100, B 100-200, C 200-300."""
    found = pyogrio.read_dataframe(file, layer="village", bbox=(120, 10, 180, 20))
    assert found["name"].tolist() == ["Buntu Pane"]
    database.execute("DELETE FROM rtree_village_geometry WHERE minx = 100")
    database.commit()
    assert len(pyogrio.read_dataframe(file, layer="village", bbox=(120, 10, 180, 20))) == 0


def test_index_follows_every_change(geopackage: Store) -> None:
    def boxes() -> list[tuple[float, ...]]:
        with geopackage.engine.connect() as connection:
            rows = connection.execute(text("SELECT minx, maxx FROM rtree_finding_geometry"))
            return sorted(tuple(row) for row in rows)

    assert boxes() == [(95, 105)]
    with Repository(geopackage) as repository:
        repository.get(Finding, "TT-1").geometry = shapely.box(90, 0, 110, 100)
        repository.add(a_finding(1, id="TT-2", geometry=shapely.box(0, 0, 1, 1)))
        repository.add(a_finding(1, id="TT-3", geometry=shapely.MultiPolygon()))
        repository.record(entry())
    assert boxes() == [(0, 1), (90, 110)]
    with Repository(geopackage) as repository:
        repository.get(Finding, "TT-2").geometry = shapely.MultiPolygon()
        repository.remove(Finding, id="TT-1")
        repository.record(entry())
    assert boxes() == []


def test_qgis_may_edit_beside_tapal(file: Path) -> None:
    """GDAL, which QGIS writes with, adds a junction; its triggers and ours keep one index."""
    frame = gpd.GeoDataFrame(
        {"id": ["SP-9"], "villages": ["[]"], "detection_id": [1], "current": [True],
         "version": [1]},
        geometry=[shapely.Point(5, 6)],
        crs=UTM,
    )  # fmt: skip
    pyogrio.write_dataframe(frame, file, layer="junction", append=True)
    with open_store(str(file)) as store, Repository(store) as repository:
        assert repository.get(Junction, "SP-9").geometry == shapely.Point(5, 6)
    assert len(pyogrio.read_dataframe(file, layer="junction", bbox=(4, 4, 6, 6))) == 1


def test_file_says_what_it_is(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
    assert database.execute("PRAGMA user_version").fetchone() == (10300,)
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_tables_keep_to_the_standard(database: sqlite3.Connection) -> None:
    """An integer key that is never given twice, types of the standard, one geometry at most."""
    for (table,) in database.execute("SELECT table_name FROM gpkg_contents").fetchall():
        columns = database.execute(f"PRAGMA table_info({table})").fetchall()
        assert {column[2] for column in columns} <= STANDARD_TYPES, table
        assert [column[2] for column in columns if column[5]] == ["INTEGER"], table
        assert sum(column[1] == "geometry" for column in columns) == (table in LAYERS)
        made = "SELECT sql FROM sqlite_master WHERE name = ?"
        assert "AUTOINCREMENT" in database.execute(made, (table,)).fetchone()[0]


def test_announcements_agree(database: sqlite3.Connection) -> None:
    contents = dict(database.execute("SELECT table_name, data_type FROM gpkg_contents").fetchall())
    assert {name for name, kind in contents.items() if kind == "features"} == set(LAYERS)
    assert set(contents.values()) == {"features", "attributes"}
    columns = database.execute("SELECT * FROM gpkg_geometry_columns").fetchall()
    assert sorted(columns) == [
        (name, "geometry", kind.upper().replace("UNKNOWN", "GEOMETRY"), 32647, 0, 0)
        for name, kind in LAYERS.items()
    ]
    indexed = database.execute("SELECT table_name, extension_name FROM gpkg_extensions").fetchall()
    assert sorted(indexed) == [(name, "gpkg_rtree_index") for name in LAYERS]
    known = database.execute("SELECT srs_id FROM gpkg_spatial_ref_sys ORDER BY srs_id").fetchall()
    assert known == [(-1,), (0,), (4326,), (32647,)]


def test_triggers_are_those_that_gdal_writes(database: sqlite3.Connection, tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(geometry=[shapely.MultiPolygon([shapely.box(0, 0, 1, 1)])], crs=UTM)
    pyogrio.write_dataframe(
        frame, tmp_path / "gdal.gpkg", layer="village", geometry_type="MultiPolygon",
        dataset_options={"VERSION": "1.3"}, layer_options={"GEOMETRY_NAME": "geometry"},
    )  # fmt: skip
    wanted = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'rtree_vi%'"

    def plain(rows: list[tuple[str, str]]) -> dict[str, str]:
        dense = str.maketrans("", "", ' "')
        return {
            name: sql.translate(dense).lower().replace("notnull", "not_null") for name, sql in rows
        }

    with closing(sqlite3.connect(tmp_path / "gdal.gpkg")) as other:
        theirs = plain(other.execute(wanted).fetchall())
    assert len(theirs) == 6
    assert plain(database.execute(wanted).fetchall()) == theirs


def test_crs_without_a_code(address: str) -> None:
    with create_store(address, crs=CEA) as store, Repository(store) as repository:
        detection = Detection(at=NOON, by="Ani", sources=[], parameters={}, figures={})
        repository.add(detection)
        repository.add(a_segment(detection.id))
        repository.record(entry())
    with open_store(address) as store, Repository(store) as repository:
        assert store.crs == CEA
        assert repository.frame(Segment).crs == CEA
        if store.path is not None:
            frame = pyogrio.read_dataframe(store.path, layer="segment")
            assert "Cylindrical" in frame.crs.to_wkt()
        else:
            with store.engine.connect() as connection:
                rows = connection.execute(
                    text(
                        "SELECT srtext FROM spatial_ref_sys WHERE srid = "
                        "(SELECT ST_SRID(geometry) FROM segment)"
                    )
                )
                assert "Cylindrical" in rows.scalar_one()


def test_postgis_knows_kind_crs_and_index(postgis_url: str) -> None:
    with create_store(postgis_url, crs=UTM) as store, store.engine.connect() as connection:
        fill(store)
        rows = connection.execute(
            text(
                "SELECT f_table_name, type, srid FROM geometry_columns "
                "WHERE f_table_schema = :schema ORDER BY f_table_name"
            ),
            {"schema": store.schema},
        )
        assert [tuple(row) for row in rows] == [
            (name, kind.upper().replace("UNKNOWN", "GEOMETRY"), 32647)
            for name, kind in LAYERS.items()
        ]
        indexes = connection.execute(
            text(
                "SELECT count(*) FROM pg_indexes "
                "WHERE schemaname = :schema AND indexdef LIKE '%gist%'"
            ),
            {"schema": store.schema},
        )
        assert indexes.scalar_one() == len(LAYERS)
        number = connection.execute(text("SELECT ST_SRID(geometry) FROM segment"))
        assert number.scalar_one() == 32647
