"""Copying whole workspaces between the stores."""

from __future__ import annotations

from pathlib import Path

import pytest

from boundaries.store.audit import Head
from boundaries.store.database import Store, create_store, open_store
from boundaries.store.models import Detection, Event, Village
from boundaries.store.repository import Repository
from boundaries.store.snapshot import copy_file, keep_ready
from tests.store_fixture import NOON, UTM, copied_to, entry, fill


def head_of(store: Store) -> Head | None:
    with Repository(store) as repository:
        assert not repository.verify()
        return repository.head()


def test_all_tables_go_from_either_store_to_either(
    filled: Store, tmp_path: Path, postgis_server: str
) -> None:
    number = abs(hash(str(tmp_path)))
    for place in (str(tmp_path / "copy.gpkg"), f"{postgis_server}&schema=copy_{number}"):
        with copied_to(place, filled) as copy:
            assert head_of(copy) == head_of(filled)
            with Repository(copy) as repository, Repository(filled) as original:
                assert repository.setting("name") == original.setting("name")
                ours, theirs = repository.frame(Village), original.frame(Village)
            assert ours.geometry.geom_equals_exact(theirs.geometry, 0).all()


def test_numbers_go_on_behind_those_that_were_copied(
    filled: Store, tmp_path: Path, postgis_url: str
) -> None:
    for place in (str(tmp_path / "copy.gpkg"), f"{postgis_url}_on"):
        with copied_to(place, filled) as copy:
            with Repository(copy) as repository:
                new = Detection(at=NOON, by="Ani", sources=[1], parameters={}, figures={})
                repository.add(new)
                repository.record(entry())
            assert new.id == 2
            with Repository(copy) as repository:
                assert [row.seq for row in repository.find(Event)] == [1, 2, 3]


def test_a_file_is_copied_while_somebody_reads_it(tmp_path: Path) -> None:
    with create_store(str(tmp_path / "w.gpkg"), crs=UTM) as store:
        fill(store)
        with Repository(store) as reader:
            reader.head()
            copy_file(store, tmp_path / "copy.gpkg")
        assert not (tmp_path / "copy.gpkg-wal").exists()
        with open_store(str(tmp_path / "copy.gpkg")) as copy:
            assert head_of(copy) == head_of(store)
            keep_ready(copy)
            with copy.engine.connect() as connection:
                assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_a_database_is_no_file(postgis_url: str, tmp_path: Path) -> None:
    with create_store(postgis_url, crs=UTM) as store, pytest.raises(ValueError, match="is no file"):
        copy_file(store, tmp_path / "copy.gpkg")
