"""One paper for the study of documents of many segments."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from boundaries.domain.roles import Action
from boundaries.errors import InputError
from boundaries.store.database import Store
from boundaries.store.models import Document, Event, Segment
from boundaries.store.repository import Repository
from boundaries.workflows.evidence import Subject
from boundaries.workflows.record_many import record_many, recordable
from boundaries.workflows.sign_many import Chosen
from tests.workspace_fixture import doer, head_of

DAY = datetime.date(2025, 12, 3)
SUBJECT = Subject(kind="minutes", dated=DAY)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """Minutes as a PDF."""
    path = tmp_path / "berita-acara.pdf"
    path.write_bytes(b"%PDF-1.4\n%%EOF\n")
    return path


def waiting(store: Store, action: Action) -> list[Chosen]:
    with Repository(store) as repository:
        return [Chosen(row.id, row.version, "") for row in recordable(repository, action, doer())]


def test_each_segment_keeps_the_paper_and_an_entry_of_its_own(store: Store, paper: Path) -> None:
    chosen = waiting(store, Action.RECORD_DOCUMENTS)
    assert len(chosen) > 1
    done = record_many(store, chosen, Action.RECORD_DOCUMENTS, (paper, SUBJECT), doer())
    assert [one.fault for one in done] == [None] * len(chosen)
    with Repository(store) as repository:
        ids = {one.segment for one in chosen}
        rows = repository.find(Segment, id=sorted(ids))
        papers = repository.find(Document)
        entries = repository.find(Event, action=Action.RECORD_DOCUMENTS.value)
        assert {row.state for row in rows} == {"DOKUMEN_DITELITI"}
        assert {row.segment_id for row in papers} == {row.subject_id for row in entries} == ids
        assert {(row.dated, row.kind) for row in papers} == {(DAY, "minutes")}
        assert len({row.sha256 for row in papers}) == 1
    assert waiting(store, Action.RECORD_DOCUMENTS) == []
    assert {one.segment for one in waiting(store, Action.RECORD_TRACING)} == ids


def test_one_that_moved_on_keeps_no_other_back(store: Store, paper: Path) -> None:
    first, *others = waiting(store, Action.RECORD_DOCUMENTS)
    record_many(store, [first], Action.RECORD_DOCUMENTS, (paper, SUBJECT), doer())
    done = record_many(store, [first, *others], Action.RECORD_DOCUMENTS, (paper, SUBJECT), doer())
    assert [one.fault is None for one in done] == [False] + [True] * len(others)


def test_a_file_that_is_not_kept_records_nothing(store: Store, tmp_path: Path) -> None:
    program = tmp_path / "minutes.exe"
    program.write_bytes(b"MZ\x90")
    chosen = waiting(store, Action.RECORD_DOCUMENTS)
    with pytest.raises(InputError):
        record_many(store, chosen, Action.RECORD_DOCUMENTS, (program, SUBJECT), doer())
    assert waiting(store, Action.RECORD_DOCUMENTS) == chosen


def test_heads_record_nothing(store: Store) -> None:
    with Repository(store) as repository:
        row = next(row for row in repository.find(Segment, current=True) if row.village_b)
        assert recordable(repository, Action.RECORD_DOCUMENTS, head_of(row.village_a)) == []
