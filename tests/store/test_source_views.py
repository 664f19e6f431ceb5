"""The villages of each source as layers of their own."""

from __future__ import annotations

from pathlib import Path

import fiona
import geopandas as gpd
import pyogrio
import pytest
import shapely
from sqlalchemy import text

from boundaries.store.database import Store, create_store
from boundaries.store.models import Source, Village
from boundaries.store.repository import Repository
from boundaries.store.source_views import (
    MOST,
    SURVEYS,
    drop_source_views,
    make_source_views,
)
from tests.store_fixture import UTM, a_source, entry, fill, villages


def views_of(store: Store, roles: dict[str, str]) -> dict[str, tuple[str, ...]]:
    with Repository(store) as repository:
        return make_source_views(repository.connection(), roles, UTM)


def names_in(store: Store, view: str) -> list[tuple[object, ...]]:
    with store.engine.connect() as connection:
        rows = connection.execute(text(f"SELECT name, source, source_version FROM {view}"))
        return sorted(tuple(row) for row in rows)


def import_again(store: Store) -> None:
    """A second version of BIG's layer, with one village."""
    with Repository(store) as repository:
        repository.get(Source, 1).current = False
        source = a_source(number=2)
        repository.add(source)
        repository.add_frame(Village, villages().iloc[:1], source_id=source.id)
        repository.record(entry("import"))


def test_a_view_shows_the_newest_version_of_its_source(filled: Store) -> None:
    assert views_of(filled, {"BIG": "big"}) == {"village_big": ("BIG",)}
    assert [row[0] for row in names_in(filled, "village_big")] == [
        "Air Batu", "Buntu Pane", "Cinta Damai",
    ]  # fmt: skip
    import_again(filled)
    assert names_in(filled, "village_big") == [("Air Batu", "BIG", 2)]


def test_views_come_and_go_with_their_sources(filled: Store) -> None:
    views_of(filled, {"BIG": "big", "survei 1": "survey"})
    roles = {"BIG": "big", "Désa%'s": "survey", "d sa--s": "survey"}
    made = views_of(filled, roles)
    assert made == {
        "village_big": ("BIG",), "village_d_sa_s": ("Désa%'s",), "village_d_sa_s_2": ("d sa--s",),
    }  # fmt: skip
    assert names_in(filled, "village_d_sa_s") == []
    with filled.engine.connect() as connection, pytest.raises(Exception, match="village_survei_1"):
        connection.execute(text("SELECT 1 FROM village_survei_1"))
    with Repository(filled) as repository:
        drop_source_views(repository.connection())
        assert make_source_views(repository.connection(), {}, UTM) == {}


def test_a_view_that_means_another_source_by_now_is_made_anew(filled: Store) -> None:
    views_of(filled, {"big": "survey", "BIG": "survey"})
    assert len(names_in(filled, "village_big")) == 3
    assert views_of(filled, {"big": "survey"}) == {"village_big": ("big",)}
    assert names_in(filled, "village_big") == []


def test_many_surveys_are_one_layer(filled: Store) -> None:
    roles = {f"s{number}": "survey" for number in range(MOST + 1)} | {"BIG": "big"}
    made = views_of(filled, roles)
    assert set(made) == {"village_big", SURVEYS}
    assert len(made[SURVEYS]) == MOST + 1


def test_gdal_reads_a_view_as_a_layer(geopackage: Store) -> None:
    """A, B, C of 100 m by 100 m in a row; the box lies in B."""
    views_of(geopackage, {"BIG": "big"})
    path = Path(geopackage.address)
    geopackage.close()
    frame = pyogrio.read_dataframe(path, layer="village_big", fid_as_index=True)
    assert frame.index.tolist() == [1, 2, 3]
    assert frame.crs == UTM
    assert frame.geometry[1].equals(shapely.box(0, 0, 100, 100))
    boxed = pyogrio.read_dataframe(path, layer="village_big", bbox=(120, 10, 180, 20))
    assert boxed["name"].tolist() == ["Buntu Pane"]
    with fiona.open(path, layer="village_big") as opened:
        assert opened.schema["geometry"] == "MultiPolygon"


def test_a_view_is_announced_and_withdrawn_as_the_standard_wants(geopackage: Store) -> None:
    """What GDAL's validator asks: a known table, its geometry and CRS, and keys that are unique."""
    views_of(geopackage, {"BIG": "big"})
    announced = (
        "SELECT data_type, c.srs_id, geometry_type_name, g.srs_id, z, m FROM gpkg_contents c "
        "JOIN gpkg_geometry_columns g USING (table_name) WHERE table_name = 'village_big'"
    )
    keys = "SELECT count(OGC_FID), count(DISTINCT OGC_FID), count(*) FROM village_big"
    with geopackage.engine.connect() as connection:
        rows = connection.execute(text(announced)).all()
        assert [tuple(row) for row in rows] == [("features", 32647, "MULTIPOLYGON", 32647, 0, 0)]
        assert tuple(connection.execute(text(keys)).one()) == (3, 3, 3)
        first = connection.exec_driver_sql("PRAGMA table_info(village_big)").first()
        assert first is not None
        assert tuple(first[1:3]) == ("OGC_FID", "INTEGER")
    views_of(geopackage, {})
    with geopackage.engine.connect() as connection:
        assert connection.execute(text(announced)).all() == []
        left = text(
            "SELECT count(*) FROM gpkg_contents WHERE table_name LIKE 'village!_%' ESCAPE '!'"
        )
        assert connection.execute(left).scalar_one() == 0


def test_postgis_knows_the_kind_and_crs_of_a_view(postgis_url: str) -> None:
    with create_store(postgis_url, crs=UTM) as store, store.engine.connect() as connection:
        fill(store)
        views_of(store, {"BIG": "big"})
        wanted = text(
            "SELECT type, srid FROM geometry_columns "
            "WHERE f_table_name = 'village_big' AND f_table_schema = :schema"
        )
        assert connection.execute(wanted, {"schema": store.schema}).one() == (
            "MULTIPOLYGON", 32647,
        )  # fmt: skip
        frame = gpd.read_postgis("SELECT * FROM village_big", connection, geom_col="geometry")
    assert frame.crs == UTM
    assert len(frame) == 3


def test_views_and_tables_of_users_are_left_alone(filled: Store) -> None:
    with filled.engine.begin() as connection:
        connection.execute(text("CREATE VIEW village_mine AS SELECT name FROM village"))
        connection.execute(text("CREATE TABLE village_a (name text)"))
    assert views_of(filled, {"BIG": "big", "a": "survey"}) == {
        "village_big": ("BIG",), "village_a_2": ("a",),
    }  # fmt: skip
    with Repository(filled) as repository:
        drop_source_views(repository.connection())
    with filled.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM village_mine")).scalar() == 3
        assert connection.execute(text("SELECT count(*) FROM village_a")).scalar() == 0
