"""Tables of a PostGIS database as layers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import shapely
from click.testing import CliRunner, Result

from boundaries.cli import main
from boundaries.errors import InputError
from boundaries.io import postgis
from boundaries.io.read import RawLayer, list_layers, read_layer
from boundaries.io.read_lines import read_lines

SCHEMA = "batas desa"
VILLAGES = f"""
CREATE SCHEMA "{SCHEMA}";
CREATE TABLE "{SCHEMA}".desa (
    nomor int PRIMARY KEY, kode text, nama varchar(40), luas numeric, diubah date, foto bytea,
    geom geometry(MultiPolygon, 32647));
INSERT INTO "{SCHEMA}".desa
SELECT n, '12.09.20.200' || n, 'Desa ' || n, n + 0.5, date '2026-01-01' + n - 1, '\\x00',
       ST_Multi(ST_MakeEnvelope(568000 + 980 * n, 329000, 569000 + 980 * n, 330000, 32647))
FROM unnest(ARRAY[2, 1]) n;
"""


@pytest.fixture
def server(postgis_server: str) -> Iterator[psycopg.Connection]:
    """A connection of the owner; the schema and all in it are gone afterwards."""
    with psycopg.connect(postgis_server, autocommit=True) as connection:
        connection.execute(VILLAGES)
        try:
            yield connection
        finally:
            connection.execute(f'DROP SCHEMA "{SCHEMA}" CASCADE')


@pytest.fixture
def address(server: psycopg.Connection, postgis_server: str) -> str:
    """The address of the schema: two villages that overlap by 20 m, in a table with a key."""
    return f"{postgis_server}&schema={SCHEMA}"


def read(address: str, table: str = "", layer: str | None = None) -> RawLayer:
    return read_layer(Path(address + (f"&table={table}" if table else "")), layer=layer)


@pytest.mark.parametrize("table", ["desa", f"{SCHEMA}.desa", ""])
def test_a_table_is_a_layer(address: str, table: str) -> None:
    raw = read(address, table)
    assert (raw.driver, raw.layer) == ("PostGIS", f"{SCHEMA}.desa")
    assert raw.crs == "EPSG:32647"
    assert raw.notices == ()
    assert list(raw.frame.columns) == ["nomor", "kode", "nama", "luas", "diubah", "geometry"]
    assert raw.frame["nomor"].tolist() == [1, 2]
    assert raw.frame["luas"].tolist() == [1.5, 2.5]
    assert raw.frame["diubah"].tolist() == ["2026-01-01", "2026-01-02"]
    assert shapely.area(raw.frame.geometry.to_numpy()).tolist() == [1e6, 1e6]


def test_the_layer_option_names_a_table_too(address: str) -> None:
    assert read(address, layer=f"{SCHEMA}.desa").layer == f"{SCHEMA}.desa"


def test_the_hash_tells_contents_not_order(address: str, server: psycopg.Connection) -> None:
    before = read(address).sha256
    assert before.startswith("rows:")
    server.execute(f'CREATE TABLE "{SCHEMA}".lain AS SELECT * FROM "{SCHEMA}".desa ORDER BY 1 DESC')
    assert read(address, "lain").sha256 == before
    server.execute(f'UPDATE "{SCHEMA}".lain SET nama = nama || $$ $$ WHERE nomor = 1')
    assert read(address, "lain").sha256 != before


def test_batches_leave_nothing_out(
    address: str, server: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = read(address)
    monkeypatch.setattr(postgis, "BATCH", 1)
    assert read(address).sha256 == whole.sha256
    assert len(read(address).frame) == 2


def test_several_tables_are_listed_to_choose_from(address: str, server: psycopg.Connection) -> None:
    server.execute(f"""
        CREATE VIEW "{SCHEMA}".hasil AS SELECT nama, geom FROM "{SCHEMA}".desa;
        CREATE TABLE "{SCHEMA}".pilar (p geometry(Point, 32647), g geography(Point, 4326));
    """)
    layers = {info.name: info.geometry_type for info in list_layers(Path(address))}
    assert layers == {
        f"{SCHEMA}.desa": "MULTIPOLYGON",
        f"{SCHEMA}.hasil": "MULTIPOLYGON",
        f"{SCHEMA}.pilar.g": "Point",
        f"{SCHEMA}.pilar.p": "POINT",
    }
    with pytest.raises(InputError, match="holds several layers") as fault:
        read(address)
    assert f'--layer "{SCHEMA}.desa"' in str(fault.value.hint)
    assert len(read(address, "hasil").frame) == 2
    with pytest.raises(InputError, match=r"holds several layers: .*pilar\.g.*pilar\.p"):
        read(address, "pilar")


def test_outlines_say_their_crs_where_the_column_does_not(
    address: str, server: psycopg.Connection
) -> None:
    server.execute(f"""
        CREATE TABLE "{SCHEMA}".bebas AS SELECT nama, ST_Force3D(geom)::geometry AS g
        FROM "{SCHEMA}".desa;
        CREATE TABLE "{SCHEMA}".tanpa AS SELECT nama, ST_SetSRID(geom, 0)::geometry AS g
        FROM "{SCHEMA}".desa;
    """)
    free = read(address, "bebas")
    assert free.crs == "EPSG:32647"
    assert free.frame.geometry.has_z.all()
    with pytest.raises(InputError, match="does not say its coordinate system"):
        read(address, "tanpa")


def test_arcs_become_straight_pieces_and_geography_degrees(
    address: str, server: psycopg.Connection
) -> None:
    """A circle of 100 m around a point of zone 47N; a square of 0.01 degrees."""
    server.execute(f"""
        CREATE TABLE "{SCHEMA}".busur AS SELECT ST_SetSRID(ST_GeomFromText(
            'CURVEPOLYGON(CIRCULARSTRING(500000 0, 500200 0, 500000 0))'), 32647) AS g;
        CREATE TABLE "{SCHEMA}".bola (g geography(Polygon, 4326));
        INSERT INTO "{SCHEMA}".bola SELECT ST_MakeEnvelope(99, 3, 99.01, 3.01, 4326)::geography;
    """)
    circle = read(address, "busur").frame.geometry.iloc[0]
    assert circle.area == pytest.approx(31_416, rel=1e-3)
    globe = read(address, "bola")
    assert globe.crs == "EPSG:4326"
    assert globe.frame.geometry.iloc[0].bounds == (99, 3, 99.01, 3.01)


def test_lines_of_a_table(address: str, server: psycopg.Connection) -> None:
    server.execute(f"""
        CREATE TABLE "{SCHEMA}".garis AS
        SELECT ST_GeomFromText('LINESTRING(500000 0, 500100 0)', 32647) AS g""")
    raw = read(address, "desa")
    [line] = read_lines(Path(f"{address}&table=garis"), working=raw.crs)
    assert line.length == 100


def test_tables_that_cannot_be_read(address: str, server: psycopg.Connection) -> None:
    server.execute(f'CREATE TABLE "{SCHEMA}".warga (nama text)')
    with pytest.raises(InputError, match=r"warga has no column of geometry"):
        read(address, "warga")
    with pytest.raises(InputError, match="has no layer") as fault:
        read(address, "tiada")
    assert str(fault.value.hint) == f"its layers are: {SCHEMA}.desa"


def test_a_table_of_somebody_else(address: str, server: psycopg.Connection) -> None:
    server.execute("CREATE ROLE tamu LOGIN")
    theirs = address.replace("//tapal@", "//tamu@")
    try:
        with pytest.raises(InputError, match=r"this user may not read .*desa") as fault:
            read(theirs, "desa")
        assert "GRANT SELECT ON" in str(fault.value.hint)
        server.execute(f'GRANT SELECT ON "{SCHEMA}".desa TO tamu')
        with pytest.raises(InputError, match=r"this user may not read .*desa"):
            read(theirs)
    finally:
        server.execute("DROP OWNED BY tamu; DROP ROLE tamu")


def test_a_database_without_postgis(postgis_server: str) -> None:
    with pytest.raises(InputError, match="the database has no PostGIS"):
        read(postgis_server.replace("/tests?", "/postgres?"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("postgresql://budi:rahasia@127.0.0.1:1/desa", "no connection .*(refused|denied)"),
        ("postgresql://budi:rahasia@127.0.0.1:70000/desa", "no connection"),
        ("postgresql://budi:rahasia/1@host/desa", "cannot be understood"),
        ("postgresql://budi:rahasia@host/desa?unknown=1", "cannot be understood"),
    ],
)
def test_servers_that_are_not_there(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as fault:
        read_layer(Path(text))
    assert "rahasia" not in f"{fault.value.message} {fault.value.hint}"


def test_a_server_that_goes_away(
    address: str, server: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> tuple[object, ...]:
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name = 'tapal'"
        )
        return original(*_)

    original = postgis._columns
    monkeypatch.setattr(postgis, "_columns", gone)
    with pytest.raises(InputError, match="does not answer the question") as fault:
        read(address)
    assert "run the same command again" in str(fault.value.hint)


def run(*words: str) -> Result:
    return CliRunner().invoke(main, [*words, "--lang", "en"])


def test_commands_take_a_table_where_they_take_a_file(address: str, tmp_path: Path) -> None:
    secret = address.replace("//tapal@", "//tapal:rahasia@") + "&table=desa"
    written = str(tmp_path / "x.json")
    for words in (
        ("inspect", secret), ("inspect", secret, "--reference", secret), ("check", secret),
        ("compare", secret, secret), ("report", secret, "-o", written),
        ("segments", secret, secret), ("check", secret, "--json"),
    ):  # fmt: skip
        result = run(*words)
        assert result.exit_code == 0, result.output
        assert "rahasia" not in result.output
    assert "2.00 ha" in run("check", secret).output
    assert "rahasia" not in Path(written).read_text(encoding="utf-8")
