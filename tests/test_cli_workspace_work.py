"""`tapal log`, `snapshot`, `restore`, `document`, `impact`, `target`, `except` as a user calls."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from boundaries.store.database import open_store
from boundaries.store.models import Finding
from boundaries.store.repository import Repository
from tests.cli_run import run
from tests.workspace_fixture import A, B, segment_of
from tests.workspace_template import copied_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """The workspace of `tests.workspace_fixture` in a file."""
    with copied_workspace(tmp_path) as store:
        return Path(store.address)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "ba.pdf"
    path.write_bytes(b"%PDF-1.4")
    return path


def document(*words: object) -> dict[str, Any]:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    parsed: dict[str, Any] = json.loads(result.stdout)
    return parsed


def refused(result: Result, code: int, text: str) -> bool:
    """Whether a command ended with a code and one line that says this."""
    [line] = result.stderr.splitlines()
    return result.exit_code == code and text in line


def test_the_log(workspace: Path) -> None:
    entries = document("log", workspace, "--limit", "3")
    assert [entry["action"] for entry in entries["entries"]] == ["detect", "begin", "begin"]
    assert entries["following"] == entries["entries"][-1]["seq"]
    [made] = document("log", workspace, "--subject", "Asahan")["entries"]
    assert (made["action"], made["who"]) == ("create", "sari")
    assert made["at"] == "2026-01-01T02:00:00Z"
    assert not document("log", workspace, "--since", "2026-01-02")["entries"]
    shown = run("log", workspace, "--limit", "2", "--lang", "en")
    assert "2026-01-01 09:00" in shown.stdout
    assert "take up the segment" in " ".join(shown.stdout.split())
    assert "older entries: raise --limit" in shown.stdout
    assert "none" in run("log", workspace, "--since", "2030-01-01", "--lang", "en").stdout


def test_the_log_proves_itself(workspace: Path) -> None:
    proof = document("log", workspace, "--verify")
    assert (proof["verified"], proof["faults"]) == (True, [])
    assert document("log", workspace, "--verify", "--head", proof["head"])["verified"]
    other = run("log", workspace, "--head", f"{'0' * 64}:3", "--lang", "en")
    assert other.exit_code == 3
    assert "row 3 has not the hash that was noted elsewhere" in other.stdout
    assert refused(run("log", workspace, "--head", "x", "--lang", "en"), 2, "no end of a log")


def test_an_altered_log_is_found(workspace: Path) -> None:
    with closing(sqlite3.connect(workspace)) as connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'event'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE event SET reason = 'x' WHERE seq = 4")
        connection.commit()
    result = run("log", workspace, "--verify", "--lang", "en")
    assert result.exit_code == 3
    assert "fault: row 4 was altered" in result.stdout
    assert "does not prove itself" in result.stdout


def test_a_snapshot_and_back(workspace: Path, tmp_path: Path) -> None:
    copy, back = tmp_path / "copy.gpkg", tmp_path / "back.gpkg"
    made = document("snapshot", workspace, "-o", copy)
    assert made["head"]["seq"] == document("log", workspace, "--verify")["entries"]
    again = run("snapshot", workspace, "-o", copy, "--lang", "en")
    assert refused(again, 3, "there is something already")
    assert run("snapshot", workspace, "-o", copy, "--force").exit_code == 0
    shown = run("restore", copy, back, "--as-person", "budi", "--lang", "en")
    assert shown.exit_code == 0
    assert "The log proves itself" in shown.stdout
    [entry] = document("log", back, "--limit", "1")["entries"]
    assert (entry["action"], entry["who"]) == ("restore", "budi")
    assert entry["after"]["hash"] == made["head"]["hash"]
    assert refused(run("restore", copy, back, "--lang", "en"), 3, "there is something already")
    nowhere = tmp_path / "none.gpkg"
    result = run("restore", nowhere, tmp_path / "x.gpkg", "--lang", "en")
    assert refused(result, 3, "there is no workspace")


def test_documents(workspace: Path, paper: Path, tmp_path: Path) -> None:
    with open_store(str(workspace)) as store:
        segment = segment_of(store, A, B).id
    words = ("document", "add", workspace, paper, "--kind", "agreement")
    about = ("--segment", segment, "--village", A, "--village", B, "--date", "2026-01-02")
    added = document(*words, *about)
    assert added["new"]
    assert added["document"]["dated"] == "2026-01-02"
    assert not document(*words, *about)["new"]
    assert "was kept already as document 1" in run(*words, *about, "--lang", "en").stdout
    [row] = document("document", "list", workspace, "--segment", segment)["documents"]
    assert row["villages"] == [A, B]
    shown = run("document", "list", workspace, "--lang", "en")
    assert "ba.pdf" in shown.stdout
    assert "agreement" in shown.stdout
    script = tmp_path / "x.pdf"
    script.write_text("#!/bin/sh")
    result = run("document", "add", workspace, script, "--kind", "map", "--lang", "en")
    assert refused(result, 3, "none of the kinds of documents")
    [kept] = (path for path in (workspace.with_suffix(".documents")).rglob("*") if path.is_file())
    kept.unlink()
    proof = run("log", workspace, "--verify", "--lang", "en")
    assert proof.exit_code == 3
    assert "of document 1 (ba.pdf) is missing" in " ".join(proof.stdout.split())


def test_impact_layers(workspace: Path, tmp_path: Path) -> None:
    words = ("impact", "add", workspace, tmp_path / "big.gpkg", "--name", "Blocks", "--kind")
    added = document(*words, "other", "--field", "nama")
    assert (added["new"], added["objects"], added["skipped"]) == (True, 4, 0)
    assert "Blocks: nothing new (4 objects)" in run(*words, "other", "--lang", "en").stdout
    [row] = document("impact", "list", workspace)["layers"]
    assert (row["name"], row["objects"]) == ("Blocks", 4)
    assert "Blocks" in run("impact", "list", workspace, "--lang", "en").stdout
    assert run(*words, "ufo").exit_code == 2


def test_targets(workspace: Path) -> None:
    words = ("target", workspace, "12.09.20", "2027-Q1", "--segments", "5", "--km", "12.5")
    set_ = document(*words, "--villages", "2")
    assert (set_["new"], set_["target"]["km"]) == (True, 12.5)
    shown = run(*words, "--villages", "2", "--lang", "en").stdout
    assert "12.09.20, 2027-Q1: segments 5, km 12.5, villages 2" in shown
    result = run("target", workspace, "12.09.20", "2027", "--lang", "en")
    assert refused(result, 2, "'2027' is no quarter")
    assert run("target", workspace, "12.09.20", "2027-Q1", "--km", "-1").exit_code == 2


def test_exceptions(workspace: Path) -> None:
    with open_store(str(workspace)) as store, Repository(store) as repository:
        [finding] = repository.find(Finding)
    words = ("except", workspace, finding.id, "--reason", "ditch", "--until", "2099-12-31")
    assert refused(run(*words, "--role", "camat", "--lang", "en"), 3, "may not except")
    granted = document(*words)["exception"]
    assert (granted["finding_id"], granted["state"]) == (finding.id, "valid")
    assert refused(run(*words, "--lang", "en"), 3, "is excepted already")
    assert document("status", workspace)["excepted"] == 1


def test_groups_speak_the_language() -> None:
    assert run("document", "--lang", "en").exit_code == 2
    result = run("document", "add", "--help")
    assert result.exit_code == 0
    assert "--village" in result.stdout
