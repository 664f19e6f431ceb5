"""The proof of the log, in both stores."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from boundaries.domain.local_time import WIB
from boundaries.errors import ParameterError
from boundaries.io.evidence import place_of
from boundaries.store.audit import Head
from boundaries.store.database import Store
from boundaries.workflows.evidence import VARIABLE, Subject, add_document, folder_of
from boundaries.workflows.history import head_from, head_text, prove, since_from
from tests.workspace_fixture import A, doer


def test_a_log_proves_itself(detected: Store) -> None:
    proof = prove(detected)
    assert proof.holds
    assert proof.head.seq > 8
    assert prove(detected, known=proof.head).holds


def test_a_head_from_elsewhere(detected: Store) -> None:
    head = prove(detected).head
    proof = prove(detected, known=Head(head.seq, "0" * 64))
    assert not proof.holds
    assert [fault.kind for fault in proof.faults] == ["rewritten"]


def test_missing_evidence_is_no_proof(
    detected: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "evidence"))
    paper = tmp_path / "ba.pdf"
    paper.write_bytes(b"%PDF-1.4")
    row, _ = add_document(detected, paper, Subject(kind="agreement", villages=[A]), doer())
    assert prove(detected).holds
    place_of(folder_of(detected), row.sha256).unlink()
    proof = prove(detected)
    assert (proof.holds, proof.faults, proof.documents) == (False, (), 1)


def test_heads_as_text() -> None:
    head = Head(12, "ab" * 32)
    assert head_text(head) == f"{'ab' * 32}:12"
    assert head_from(f" {head_text(head)}\n") == head
    with pytest.raises(ParameterError, match="'12' is no end of a log"):
        head_from("12")


def test_a_day_begins_at_the_place() -> None:
    day = datetime.date(2026, 1, 31)
    begun = since_from(day, WIB)
    assert begun is not None
    assert begun.astimezone(datetime.UTC).isoformat() == "2026-01-30T17:00:00+00:00"
    assert since_from(None, WIB) is None
