"""The table in which QGIS looks for styles."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text

from boundaries.store.database import Store, create_store
from boundaries.store.repository import Repository
from boundaries.store.styles import drop_styles, write_styles
from tests.store_fixture import UTM

HEAD = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
STYLE = HEAD + "<qgis><a>1</a></qgis>\n"


def write(store: Store, **styles: str) -> None:
    with Repository(store) as repository:
        write_styles(repository.connection(), styles)


def rows_of(store: Store) -> dict[tuple[str, str], tuple[str, bool]]:
    """Style and whether it is the default, by layer and name of the style."""
    with store.engine.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT f_table_name, styleName, styleQML, useAsDefault FROM layer_styles "
                "WHERE f_table_schema = :schema AND f_geometry_column = 'geometry' ORDER BY 1, 2"
            ),
            {"schema": store.schema or ""},
        ).all()
    return {(layer, name): (str(qml), bool(default)) for layer, name, qml, default in rows}


def test_styles_are_written_once_and_follow_changes(store: Store) -> None:
    write(store, segment=STYLE, tk=STYLE)
    write(store, segment=STYLE, tk=STYLE)
    found = rows_of(store)
    assert set(found) == {("segment", "Tapal"), ("tk", "Tapal")}
    assert all(default for _, default in found.values())
    write(store, segment=STYLE.replace("1", "2"))
    [(key, (qml, _))] = rows_of(store).items()
    assert key == ("segment", "Tapal")
    assert "<a>2</a>" in qml


def test_an_unchanged_style_keeps_its_row(store: Store) -> None:
    write(store, segment=STYLE)
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE layer_styles SET description = 'kept'"))
    write(store, segment=STYLE)
    with store.engine.connect() as connection:
        assert connection.execute(text("SELECT description FROM layer_styles")).scalar() == "kept"


def test_the_style_of_a_user_stays_the_default(store: Store) -> None:
    """QGIS leaves one default for each layer when a user saves a style as default."""
    write(store, segment=STYLE)
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE layer_styles SET useAsDefault = false"))
        connection.execute(
            text(
                "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
                "f_geometry_column, styleName, styleQML, useAsDefault) "
                "SELECT f_table_catalog, f_table_schema, 'tk', 'geometry', 'milik Budi', "
                "styleQML, true FROM layer_styles"
            )
        )
    write(store, segment=STYLE.replace("1", "3"), tk=STYLE)
    found = rows_of(store)
    assert found["tk", "milik Budi"][1]
    assert not found["tk", "Tapal"][1]
    assert not found["segment", "Tapal"][1]
    write(store)
    assert set(rows_of(store)) == {("tk", "milik Budi")}


def test_workspaces_of_one_database_keep_apart(postgis_url: str) -> None:
    with (
        create_store(postgis_url, crs=UTM) as one,
        create_store(f"{postgis_url}_b", crs=UTM) as other,
    ):
        write(one, segment=STYLE)
        write(other, segment=STYLE, tk=STYLE)
        write(one)
        assert rows_of(one) == {}
        assert len(rows_of(other)) == 2
        with other.engine.connect() as connection:
            where = connection.execute(text("SELECT to_regclass('public.layer_styles')::text"))
            assert where.scalar() is not None
        with Repository(other) as repository:
            drop_styles(repository.connection())
        assert rows_of(other) == {}


@pytest.fixture
def fenced(postgis_url: str) -> Iterator[tuple[Store, Connection]]:
    """A workspace whose user may not write to `public`, on a connection of that user."""
    with create_store(postgis_url, crs=UTM) as store, store.engine.connect() as connection:
        role = f"tamu_{store.schema}"
        connection.execute(text("DROP TABLE IF EXISTS public.layer_styles"))
        connection.execute(text("REVOKE CREATE ON SCHEMA public FROM PUBLIC"))
        connection.execute(text(f"CREATE ROLE {role}"))
        connection.execute(text(f"GRANT ALL ON SCHEMA {store.schema} TO {role}"))
        connection.execute(text(f"SET ROLE {role}"))
        yield store, connection
        connection.rollback()


def test_styles_are_in_the_workspace_where_public_is_closed(
    fenced: tuple[Store, Connection],
) -> None:
    store, connection = fenced
    write_styles(connection, {"segment": STYLE})
    wanted = text(f"SELECT count(*) FROM {store.schema}.layer_styles")
    assert connection.execute(wanted).scalar_one() == 1
    drop_styles(connection)
    gone = text("SELECT to_regclass(:table)")
    table = {"table": f"{store.schema}.layer_styles"}
    assert connection.execute(gone, table).scalar() is None
