"""Making and opening workspaces, and what can be wrong with them."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pyogrio
import pytest
from sqlalchemy import event, text

from boundaries.errors import ParameterError, StoreError, TapalError
from boundaries.store import format, migrate
from boundaries.store.database import Store, create_store, open_store
from boundaries.store.models import Finding, Segment, Village
from boundaries.store.repository import Repository
from tests.dying import KILLED, Ask, program
from tests.store_fixture import UTM, a_finding, entry, fill, villages

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def file(geopackage: Store) -> Path:
    """The file of a filled workspace that is closed."""
    geopackage.close()
    assert geopackage.path is not None
    return geopackage.path


def fault_of(address: str) -> TapalError:
    """What opening says."""
    with pytest.raises(TapalError) as told:
        open_store(address)
    return told.value


def test_new_workspace(address: str) -> None:
    with create_store(address, crs=UTM, settings={"name": "Asahan"}) as store:
        assert store.crs == UTM
        with Repository(store) as repository:
            assert repository.setting("name") == "Asahan"
            assert repository.setting("crs") == "EPSG:32647"
            assert repository.verify() == []


def test_geopackage_is_one_file_when_closed(file: Path) -> None:
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_existing_workspace_is_not_overwritten(address: str, filled: Store) -> None:
    with pytest.raises(StoreError, match="there is something already"):
        create_store(address, crs=UTM)
    with Repository(filled) as repository:
        assert len(repository.find(Segment)) == 1


def test_other_file_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "x.gpkg"
    file.write_text("mine")
    with pytest.raises(StoreError, match="there is something already"):
        create_store(str(file), crs=UTM)
    assert file.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [file]


def test_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        create_store(str(tmp_path / "none" / "x.gpkg"), crs=UTM)


def test_workspace_that_is_not_there(address: str) -> None:
    fault = fault_of(address)
    assert fault.code == "workspace-missing"
    assert "tapal init" in str(fault.hint)


@pytest.mark.parametrize(
    "address", ["x.txt", "mysql://host/x", "workspace", "", "postgresql://host:port/x"]
)
def test_wrong_addresses(address: str) -> None:
    with pytest.raises(ParameterError, match="no address of a workspace"):
        open_store(address)


@pytest.mark.parametrize("schema", ["Asahan", "a-b", "pg_own", "1a", "a;drop"])
def test_wrong_schemas(schema: str) -> None:
    with pytest.raises(ParameterError, match="no name for a schema"):
        open_store(f"postgresql://host/x?schema={schema}")


def test_address_with_strange_signs(tmp_path: Path) -> None:
    address = str(tmp_path / "Air Batu #1 100%?.gpkg")
    create_store(address, crs=UTM).close()
    with open_store(address) as store:
        assert store.address == address
    assert [path.name for path in tmp_path.iterdir()] == ["Air Batu #1 100%?.gpkg"]


@pytest.mark.parametrize("content", [b"", b"text", b"SQLite format 3\0", bytes(4096)])
def test_file_of_another_kind(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.gpkg"
    file.write_bytes(content)
    assert fault_of(str(file)).code == "not-a-workspace"


def test_folder_is_no_workspace(tmp_path: Path) -> None:
    (tmp_path / "x.gpkg").mkdir()
    assert fault_of(str(tmp_path / "x.gpkg")).code == "not-a-workspace"


def test_layer_is_no_workspace(tmp_path: Path) -> None:
    pyogrio.write_dataframe(villages(), tmp_path / "x.gpkg", layer="village")
    fault = fault_of(str(tmp_path / "x.gpkg"))
    assert fault.code == "not-a-workspace"
    assert "tapal import" in str(fault.hint)


def test_schema_of_somebody_else(postgis_server: str) -> None:
    with psycopg.connect(postgis_server, autocommit=True) as server:
        server.execute("CREATE SCHEMA others CREATE TABLE village (name text)")
    address = f"{postgis_server}&schema=others"
    assert fault_of(address).code == "not-a-workspace"
    with pytest.raises(StoreError, match="there is something already"):
        create_store(address, crs=UTM)


def test_workspaces_in_two_schemas_do_not_mix(postgis_url: str) -> None:
    other = f"{postgis_url}_b"
    with create_store(postgis_url, crs=UTM) as first, create_store(other, crs=UTM) as second:
        fill(first)
        with Repository(second) as repository:
            assert repository.find(Segment) == []


def test_database_without_postgis(postgis_server: str) -> None:
    with psycopg.connect(postgis_server, autocommit=True) as server:
        server.execute("CREATE DATABASE bare")
        server.execute("CREATE ROLE nobody LOGIN")
        server.execute("GRANT CREATE ON DATABASE bare TO nobody")
    bare = postgis_server.replace("/tests?", "/bare?")
    with create_store(bare, crs=UTM) as store:
        assert store.schema == "tapal"
    with psycopg.connect(bare, autocommit=True) as server:
        server.execute("DROP SCHEMA tapal CASCADE")
        server.execute("DROP EXTENSION postgis")
    with pytest.raises(StoreError, match="has no PostGIS") as told:
        create_store(bare.replace("//tapal@", "//nobody@"), crs=UTM)
    assert "CREATE EXTENSION postgis" in str(told.value.hint)


def test_password_is_not_shown() -> None:
    fault = fault_of("postgresql://ani:secret@127.0.0.1:1/x?connect_timeout=1")
    assert fault.code == "workspace-gone"
    assert "secret" not in str(fault)
    assert "postgresql://ani:***@127.0.0.1:1/x" in str(fault)


def test_workspace_of_a_newer_version(address: str, filled: Store) -> None:
    with filled.engine.begin() as connection:
        connection.execute(text("UPDATE workspace_format SET version_num = '0999'"))
    fault = fault_of(address)
    assert fault.code == "workspace-newer"
    assert "format 0999, this Tapal knows formats up to " + format.newest() in str(fault)


@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_copy_that_is_not_whole(file: Path, kept: float) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * kept)])
    fault = fault_of(str(file))
    assert fault.code == "workspace-damaged"
    assert "tapal restore" in str(fault.hint)


def test_damage_inside_is_named_when_it_is_met(file: Path) -> None:
    with closing(sqlite3.connect(file)) as database:
        (page,) = database.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'village'"
        ).fetchone()
        (size,) = database.execute("PRAGMA page_size").fetchone()
    with file.open("r+b") as raw:
        raw.seek((page - 1) * size)
        raw.write(b"\xff" * size)
    with open_store(str(file)) as store, Repository(store) as repository:
        with pytest.raises(StoreError, match="is damaged") as told:
            repository.frame(Village)
        assert told.value.code == "workspace-damaged"


def test_file_that_another_program_is_writing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("boundaries.store.database.WAIT_SECONDS", 0.1)
    with open_store(str(file)) as store, closing(sqlite3.connect(file)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="written by another program") as told:
            change(store)
        assert told.value.code == "workspace-locked"
        other.rollback()
        change(store)


def change(store: Store) -> None:
    """Write something."""
    with Repository(store) as repository:
        repository.get(Segment, "SG-1").state = "agreed"
        repository.record(entry())


def test_row_that_another_one_is_writing(postgis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("boundaries.store.database.WAIT_SECONDS", 1)
    with create_store(postgis_url, crs=UTM) as store:
        fill(store)
        with store.engine.begin() as other:
            other.execute(text("UPDATE segment SET verdict = 'x'"))
            with pytest.raises(StoreError, match="written by another program"):
                change(store)


def test_full_disk(file: Path) -> None:
    with open_store(str(file)) as store:
        event.listen(
            store.engine.pool,
            "checkout",
            lambda connection, *_: connection.execute("PRAGMA max_page_count = 1"),
        )
        with pytest.raises(StoreError, match="disk is full") as told, Repository(store) as unit:  # noqa: PT012
            unit.add(*[a_finding(1, id=f"x{i}", kind="x" * 9999) for i in range(99)])
            unit.record(entry())
    assert told.value.code == "workspace-disk-full"
    assert counted(file) == 1


def counted(address: Path | str) -> int:
    """How many findings there are, in a workspace whose log proves itself."""
    with open_store(str(address)) as store, Repository(store) as repository:
        assert repository.verify() == []
        return len(repository.find(Finding))


def test_read_only_database(postgis_url: str) -> None:
    with create_store(postgis_url, crs=UTM) as store:
        fill(store)
    with open_store(f"{postgis_url}") as store:
        event.listen(
            store.engine,
            "begin",
            lambda connection: connection.execute(text("SET TRANSACTION READ ONLY")),
        )
        with pytest.raises(StoreError, match="may be read, not written") as told:
            change(store)
    assert told.value.code == "workspace-read-only"


OPEN_AND_CHANGE = """
import os, sys
from boundaries.errors import TapalError
from boundaries.store.database import create_store, open_store
from boundaries.store.repository import Repository
from tests.dying import KILLED, Ask, program
from tests.store_fixture import UTM, entry
address, other = sys.argv[1:]
create_store(other, crs=UTM).close()
if os.geteuid() == 0:
    os.setuid(65534)
try:
    with open_store(address) as store, Repository(store) as repository:
        repository.record(entry())
except TapalError as fault:
    print(fault.code)
"""


@pytest.fixture
def for_nobody(file: Path) -> Iterator[Path]:
    """A copy of the file in a folder that all may enter; root does not heed what a file allows."""
    folder = Path("/tmp") / f"tapal-nobody-{os.getpid()}"
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    yield Path(shutil.copy(file, folder))
    folder.chmod(0o777)
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("folder_mode", "file_mode", "code"),
    [
        (0o777, 0o444, "workspace-read-only"),
        (0o555, 0o444, "workspace-read-only"),
        (0o777, 0o000, "workspace-no-access"),
    ],
)
def test_file_without_rights(
    for_nobody: Path, tmp_path: Path, folder_mode: int, file_mode: int, code: str
) -> None:
    """Root becomes another user, once all is loaded that only root may read."""
    for_nobody.chmod(file_mode)
    for_nobody.parent.chmod(folder_mode)
    done = subprocess.run(
        [sys.executable, "-c", OPEN_AND_CHANGE, for_nobody, tmp_path / "other.gpkg"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert (done.stdout.strip(), done.stderr) == (code, "")


def test_file_that_vanished(file: Path) -> None:
    with open_store(str(file)) as store:
        store.engine.dispose()
        file.unlink()
        with pytest.raises(StoreError, match="does not answer"), Repository(store) as repository:
            repository.find(Segment)
    assert not file.exists()


def test_server_that_drops_the_connection(postgis_url: str, postgis_server: str) -> None:
    """The unit of work ends with a clear fault; the next one connects again."""

    def drop() -> None:
        with psycopg.connect(postgis_server, autocommit=True) as server:
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE pid != pg_backend_pid() AND datname = 'tests'"
            )

    with create_store(postgis_url, crs=UTM) as store:
        fill(store)
        with store.engine.connect() as connection:
            given = connection.connection.driver_connection.info.get_parameters()  # type: ignore[union-attr]
        assert given["tcp_user_timeout"] == "30000"
        with pytest.raises(StoreError, match="does not answer") as told, Repository(store) as unit:  # noqa: PT012
            unit.add(a_finding(1, id="TT-2"))
            unit.record(entry())
            drop()
        assert told.value.code == "workspace-gone"
        drop()
        with Repository(store) as repository:
            assert [finding.id for finding in repository.find(Finding)] == ["TT-1"]


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """Gives orders to the program that dies."""
    with program() as asked:
        yield asked


def test_killed_migration_leaves_the_workspace_as_it_was(
    ask: Ask, address: str, filled: Store
) -> None:
    with filled.engine.begin() as connection:
        if filled.path is not None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        migrate.downgrade(connection, schema=filled.schema, crs=UTM, target="0001")
    filled.close()
    assert ask(what="open", moment="tables made", address=address) == {"status": KILLED}
    assert counted(address) == 1


def test_killed_init_leaves_nothing(ask: Ask, address: str) -> None:
    assert ask(what="init", moment="tables made", address=address) == {"status": KILLED}
    assert fault_of(address).code == "workspace-missing"
    create_store(address, crs=UTM).close()
    assert counted(address) == 0
