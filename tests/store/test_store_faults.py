"""What the database says, in words; the program's own faults pass."""

from __future__ import annotations

from typing import NoReturn

import pytest
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import IntegrityError

from boundaries.errors import ConflictError, StoreError
from boundaries.store.database import Store
from boundaries.store.models import Segment, Village
from boundaries.store.repository import Repository
from tests.store_fixture import a_segment, a_source, entry, villages


def test_row_without_its_parent_is_a_fault_of_the_program(filled: Store) -> None:
    with pytest.raises(IntegrityError), Repository(filled) as repository:
        repository.add(a_segment(99, id="SG-2"))


def test_row_without_a_value_is_a_fault_of_the_program(filled: Store) -> None:
    with pytest.raises(IntegrityError), Repository(filled) as repository:
        repository.add(a_source(number=2, sha256=None))


def test_row_that_is_there_already_is_a_conflict(filled: Store) -> None:
    with pytest.raises(ConflictError, match="at the same time") as told:  # noqa: PT012, SIM117
        with Repository(filled) as repository:
            repository.add(a_source())
            repository.record(entry())
    assert told.value.code == "conflict"
    with pytest.raises(ConflictError), Repository(filled) as repository:
        repository.add_frame(Village, villages(), source_id=1)


def changed(store: Store) -> None:
    """Change the segment."""
    with Repository(store) as repository:
        repository.get(Segment, "SG-1").state = "agreed"
        repository.record(entry("sign"))


def broken_off(store: Store, monkeypatch: pytest.MonkeyPatch, *, after: bool) -> None:
    """The connection is lost at the first commit: before the store has done it, or after."""
    dialect = store.engine.dialect
    commit = dialect.do_commit

    def lost(connection: DBAPIConnection) -> NoReturn:
        monkeypatch.setattr(dialect, "do_commit", commit)
        if after:
            commit(connection)
        raise dialect.loaded_dbapi.OperationalError("the connection is lost")

    monkeypatch.setattr(dialect, "do_commit", lost)


def test_a_commit_that_was_done_counts_though_nobody_was_told(
    filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken_off(filled, monkeypatch, after=True)
    changed(filled)
    with Repository(filled) as repository:
        assert repository.get(Segment, "SG-1").state == "agreed"
        assert not repository.verify()


def test_a_commit_that_was_not_done_is_a_fault(
    filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken_off(filled, monkeypatch, after=False)
    with pytest.raises(StoreError, match="does not answer; nothing was changed"):
        changed(filled)
    with Repository(filled) as repository:
        assert repository.get(Segment, "SG-1").state == "indicative"
        assert not repository.verify()
    changed(filled)


def test_a_commit_of_which_nobody_knows(geopackage: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is gone when the program looks whether it holds what was written."""
    assert geopackage.path is not None
    broken_off(geopackage, monkeypatch, after=True)
    path, away = geopackage.path, geopackage.path.with_name("away")
    with pytest.raises(StoreError, match="whether the last step was kept is not known") as told:  # noqa: SIM117, PT012
        with Repository(geopackage) as repository:
            repository.get(Segment, "SG-1").state = "agreed"
            repository.record(entry("sign"))
            event.listen(geopackage.engine, "commit", lambda _: path.rename(away))
    assert told.value.code == "workspace-unsure"
    assert "tapal log" in str(told.value.hint)


def test_a_unit_of_work_does_not_go_on_after_a_fault(filled: Store) -> None:
    with pytest.raises(ValueError, match="does not go on"), Repository(filled) as repository:  # noqa: PT012
        repository.get(Segment, "SG-1").state = "agreed"
        with pytest.raises(ConflictError):
            repository.add(a_source())
        repository.record(entry())
    with Repository(filled) as repository:
        assert repository.get(Segment, "SG-1").state == "indicative"
