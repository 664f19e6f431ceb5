"""`tapal source` as a user calls it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from boundaries.cli_sources import source_command
from boundaries.store.database import open_store
from tests.workspace_fixture import import_all, survey_of_a, take
from tests.workspace_template import NAME, copied_workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with BIG's layer and the surveys of A, in two versions, and of C."""
    folder = tmp_path_factory.mktemp("sources")
    with copied_workspace(folder, filled=import_all) as store:
        take(store, survey_of_a(folder / "a.gpkg", wider=50))
    return folder / NAME


def source(*words: object) -> Result:
    return CliRunner().invoke(source_command, [str(word) for word in words])


def error_of(*words: object) -> tuple[int, str]:
    result = source(*words, "--json")
    return result.exit_code, json.loads(result.stdout)["error"]["code"]


def test_faults_are_told(workspace: Path) -> None:
    assert error_of(workspace, "--retire", "BIG", "--reason", "x") == (2, "reference-stays")
    assert error_of(workspace, "--retire", "z", "--reason", "x") == (3, "not-found")
    assert error_of(workspace, "--retire", "a") == (2, "reason")
    assert error_of(workspace, "--reason", "x") == (2, "reason")


def test_a_survey_is_withdrawn_and_listed(workspace: Path) -> None:
    words = ("--retire", "c", "--reason", "wrong village", "--as-person", "budi", "--lang", "en")
    result = source(workspace, *words)
    assert result.exit_code == 0, result.output
    shown = " ".join(result.stdout.split())
    assert "c is withdrawn; run tapal detect" in shown
    assert "in force" in shown
    assert "earlier" in shown
    listed = json.loads(source(workspace, "--json").stdout)
    assert [
        (one["name"], [(row["number"], row["current"]) for row in one["versions"]])
        for one in listed["sources"]
    ] == [("BIG", [(1, True)]), ("a", [(2, True), (1, False)]), ("c", [(1, False)])]
    gone = listed["sources"][2]["retired"]
    assert (gone["by"], gone["reason"]) == ("budi", "wrong village")
    assert listed["sources"][0]["retired"] is None


def test_dates_are_those_of_the_place(workspace: Path) -> None:
    """What came in at half past eight in the evening in UTC came in the next day in Asahan."""
    with closing(sqlite3.connect(workspace)) as connection:
        moment = "2025-03-09T20:30:00.000Z"
        connection.execute("UPDATE source SET imported_at = ? WHERE name = 'BIG'", (moment,))
        connection.commit()
    shown = " ".join(source(workspace, "--lang", "en").stdout.split())
    assert "10 March 2025" in shown


def test_names_are_never_cut(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--retire` asks for the name, so it is shown whole, in a line as wide as asked for."""
    name = "12.09.20.2001_survei-lapangan-kedua"
    with open_store(str(workspace)) as store:
        take(store, survey_of_a(workspace.parent / "b.gpkg", wider=51), name=name)
    assert name in source(workspace).stdout
    assert max(map(len, source(workspace).stdout.splitlines())) <= 100
    monkeypatch.setenv("COLUMNS", "180")
    assert any(name in line and "b.gpkg" in line for line in source(workspace).stdout.splitlines())
