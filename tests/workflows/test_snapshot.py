"""Copies of a workspace: made from both stores, and brought back to both."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pandas as pd
import pyogrio
import pytest

from boundaries.errors import InputError, ParameterError, StoreError
from boundaries.store.base import Base
from boundaries.store.database import Store, open_store
from boundaries.store.models import Detection
from boundaries.store.repository import Repository
from boundaries.workflows.detect_workspace import detect
from boundaries.workflows.evidence import VARIABLE, Subject, add_document, check_documents
from boundaries.workflows.snapshot import restore, snapshot
from tests.workspace_fixture import A, B, agree, doer


def contents(store: Store) -> dict[str, pd.DataFrame]:
    """All rows by table."""
    models = [mapper.class_ for mapper in Base.registry.mappers]
    with Repository(store) as repository:
        return {model.__tablename__: pd.DataFrame(repository.frame(model)) for model in models}


def assert_same(one: Store, other: Store) -> None:
    ours, theirs = contents(one), contents(other)
    for table, frame in ours.items():
        pd.testing.assert_frame_equal(frame, theirs[table], obj=table)


def test_a_copy_is_the_same_in_every_row(detected: Store, tmp_path: Path) -> None:
    agree(detected, A, B, "equal-area")
    target = tmp_path / "copy.gpkg"
    made = snapshot(detected, target)
    assert made.bytes == target.stat().st_size
    with open_store(str(target)) as copy, Repository(copy) as repository:
        assert not repository.verify()
        assert repository.head() == made.head
        assert_same(detected, copy)
    assert sorted(path.name for path in tmp_path.glob("copy*")) == ["copy.gpkg"]
    layers = dict(pyogrio.list_layers(target))
    assert {"segment", "finding", "village"} <= layers.keys()
    assert len(pyogrio.read_dataframe(target, layer="segment")) == 8


@pytest.mark.parametrize("into", ["geopackage", "postgis"])
def test_a_copy_comes_back(detected: Store, tmp_path: Path, into: str, postgis_server: str) -> None:
    target = tmp_path / "copy.gpkg"
    made = snapshot(detected, target)
    before = target.read_bytes()
    address = str(tmp_path / "back.gpkg")
    if into == "postgis":
        number = abs(hash(str(tmp_path)))
        address = f"{postgis_server}&schema=back_{number}"
    store, back = restore(target, address, doer(day=4))
    with store:
        assert back.head == made.head
        assert target.read_bytes() == before
        with Repository(store) as repository:
            assert not repository.verify(known=made.head)
            head = repository.head()
        assert head is not None
        assert head.seq == made.head.seq + 1
        again = detect(store, doer(day=5))
        assert again.segments.unchanged == 8
        with Repository(store) as repository:
            assert [row.id for row in repository.find(Detection)] == [1, 2]


def test_nothing_is_overwritten(file_workspace: Store, tmp_path: Path) -> None:
    target = tmp_path / "copy.gpkg"
    target.write_bytes(b"mine")
    with pytest.raises(StoreError, match="there is something already"):
        snapshot(file_workspace, target)
    assert target.read_bytes() == b"mine"
    snapshot(file_workspace, target, replace=True)
    with pytest.raises(StoreError, match="there is something already"):
        restore(target, file_workspace.address, doer())
    assert not list(tmp_path.glob(".tapal-*"))


def test_a_target_must_be_another_geopackage(file_workspace: Store, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="a snapshot is a GeoPackage"):
        snapshot(file_workspace, tmp_path / "copy.zip")
    with pytest.raises(ParameterError, match="cannot also be written"):
        snapshot(file_workspace, tmp_path / "workspace.gpkg", replace=True)
    with pytest.raises(InputError, match="does not exist"):
        snapshot(file_workspace, tmp_path / "none" / "copy.gpkg")


def test_a_copy_whose_log_was_altered_is_not_restored(
    file_workspace: Store, tmp_path: Path
) -> None:
    target = tmp_path / "copy.gpkg"
    snapshot(file_workspace, target)
    with closing(sqlite3.connect(target)) as connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'event'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE event SET who = 'nobody' WHERE seq = 2")
        connection.commit()
    with pytest.raises(StoreError, match=r"copy\.gpkg: the log does not prove itself: row 2"):
        restore(target, str(tmp_path / "back.gpkg"), doer())
    assert not (tmp_path / "back.gpkg").exists()


def test_what_is_no_snapshot(file_workspace: Store, tmp_path: Path) -> None:
    text = tmp_path / "text.gpkg"
    text.write_text("hello")
    with pytest.raises(StoreError, match=r"text\.gpkg is no workspace"):
        restore(text, str(tmp_path / "back.gpkg"), doer())
    with pytest.raises(StoreError, match=r"none\.gpkg: there is no workspace"):
        restore(tmp_path / "none.gpkg", str(tmp_path / "back.gpkg"), doer())
    half = tmp_path / "half.gpkg"
    snapshot(file_workspace, half)
    content = half.read_bytes()
    half.write_bytes(content[: len(content) // 2])
    with pytest.raises(StoreError, match=r"half\.gpkg is damaged"):
        restore(half, str(tmp_path / "back.gpkg"), doer())
    assert file_workspace.path is not None
    if file_workspace.path.with_name("workspace.gpkg-wal").exists():
        with pytest.raises(StoreError, match="is being worked with"):
            restore(file_workspace.path, str(tmp_path / "back.gpkg"), doer())


def test_evidence_goes_along(
    detected: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "evidence"))
    paper = tmp_path / "ba.pdf"
    paper.write_bytes(b"%PDF-1.4")
    add_document(detected, paper, Subject(kind="agreement", villages=[A]), doer())
    plain = snapshot(detected, tmp_path / "plain.gpkg")
    assert (plain.documents, plain.missing) == (0, 0)
    made = snapshot(detected, tmp_path / "copy.gpkg", with_documents=True)
    assert (made.documents, made.missing) == (1, 0)
    store, back = restore(tmp_path / "copy.gpkg", str(tmp_path / "back.gpkg"), doer())
    with store:
        assert (back.documents, back.missing) == (1, 0)
        assert not check_documents(store)
    store, back = restore(tmp_path / "plain.gpkg", str(tmp_path / "bare.gpkg"), doer())
    with store:
        assert (back.documents, back.missing) == (0, 1)
        assert [fault.kind for fault in check_documents(store)] == ["missing"]
