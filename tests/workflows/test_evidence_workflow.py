"""Documents of a workspace, in both stores."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from boundaries.errors import ParameterError, StoreError
from boundaries.io.evidence import place_of
from boundaries.store.database import Store
from boundaries.store.models import Document, Event
from boundaries.store.repository import Repository
from boundaries.workflows.evidence import (
    VARIABLE,
    Subject,
    add_document,
    check_documents,
    documents_of,
    folder_of,
)
from tests.workspace_fixture import A, B, doer, segment_of


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "evidence"))
    return tmp_path


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "<b>BA.pdf"
    path.write_bytes(b"%PDF-1.4 berita acara")
    return path


def added(store: Store, paper: Path, **about: object) -> tuple[Document, bool]:
    subject = Subject(kind="agreement", villages=[A], dated=datetime.date(2026, 1, 2))
    return add_document(store, paper, Subject(**{**vars(subject), **about}), doer())  # type: ignore[arg-type]


def test_a_document_is_kept_by_its_sum(detected: Store, paper: Path) -> None:
    segment = segment_of(detected, A, B).id
    row, new = added(detected, paper, segment=segment)
    assert new
    assert (row.name, row.media_type, row.bytes) == ("<b>BA.pdf", "application/pdf", 21)
    assert place_of(folder_of(detected), row.sha256).read_bytes() == paper.read_bytes()
    with Repository(detected) as repository:
        [entry] = repository.find(Event, action="add-document")
        assert [one.id for one in documents_of(repository, segment=segment)] == [row.id]
        assert not documents_of(repository, kind="map")
    assert entry.after is not None
    assert entry.after["sha256"] == row.sha256
    assert entry.after["dated"] == "2026-01-02"


def test_the_same_file_twice(detected: Store, paper: Path) -> None:
    first, _ = added(detected, paper)
    again, new = added(detected, paper)
    assert (again.id, new) == (first.id, False)
    other, new = added(detected, paper, villages=[B])
    assert new
    assert other.sha256 == first.sha256
    files = [path for path in folder_of(detected).rglob("*") if path.is_file()]
    assert len(files) == 1


def test_missing_and_altered_files_are_found(detected: Store, paper: Path) -> None:
    row, _ = added(detected, paper)
    assert not check_documents(detected)
    file = place_of(folder_of(detected), row.sha256)
    file.chmod(0o640)
    file.write_bytes(b"%PDF-1.4 another text..")
    [fault] = check_documents(detected)
    assert (fault.kind, fault.document) == ("altered", row.id)
    file.unlink()
    [fault] = check_documents(detected)
    assert fault.kind == "missing"
    assert "is missing" in str(fault.message)


def test_what_is_unknown(file_workspace: Store, paper: Path) -> None:
    with pytest.raises(ParameterError, match="poem is no kind of document"):
        added(file_workspace, paper, kind="poem")
    with pytest.raises(ParameterError, match="99 is no village"):
        added(file_workspace, paper, villages=["99"])
    with pytest.raises(StoreError, match="SG-0 is not there"):
        added(file_workspace, paper, segment="SG-0")
    assert not folder_of(file_workspace).exists()


def test_a_database_needs_a_folder(
    postgis_url: str, file_workspace: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert folder_of(file_workspace).name == "workspace.documents"
    monkeypatch.delenv(VARIABLE)
    database = Store(postgis_url, None, "x", file_workspace.engine, file_workspace.crs)
    with pytest.raises(ParameterError, match="no folder for the documents"):
        folder_of(database)
