"""`tapal init`, `import`, `detect` and `status` as a user calls them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli_layers import layer
from tests.cli_run import run
from tests.workspace_fixture import BIG, A, B, C, D, survey_of_a, survey_of_c


def document(*words: object) -> dict[str, Any]:
    """What a command prints with --json."""
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    parsed: dict[str, Any] = json.loads(result.stdout)
    assert parsed["schema_version"] == 1
    return parsed


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a workspace with BIG's layer and the surveys of A and C."""
    folder = tmp_path_factory.mktemp("taken-in")
    path = folder / "asahan.gpkg"
    assert run("init", path, "--kabupaten", "12.09").exit_code == 0
    big = layer(folder / "big.gpkg", BIG)
    assert run("import", path, big, "--as", "big").exit_code == 0
    surveys = [survey_of_a(folder / "a.gpkg"), survey_of_c(folder / "c.gpkg")]
    assert run("import", path, *surveys, "--as", "survey").exit_code == 0
    return folder


@pytest.fixture
def workspace(taken_in: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(taken_in, tmp_path, dirs_exist_ok=True) / "asahan.gpkg"


@pytest.fixture(scope="module")
def compared(taken_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same folder after a detection."""
    folder = tmp_path_factory.mktemp("compared")
    shutil.copytree(taken_in, folder, dirs_exist_ok=True)
    assert run("detect", folder / "asahan.gpkg").exit_code == 0
    return folder


@pytest.fixture
def detected(compared: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(compared, tmp_path, dirs_exist_ok=True) / "asahan.gpkg"


def test_a_workspace_is_made(tmp_path: Path) -> None:
    path = tmp_path / "w.gpkg"
    made = document("init", path, "--kabupaten", "12.09", "--min-area", "5")
    assert made["working_crs"] == "EPSG:32647"
    again = run("init", path, "--kabupaten", "12.09", "--lang", "en")
    assert again.exit_code == 3
    assert "there is something already" in again.stderr
    assert len(again.stderr.splitlines()) == 1


def test_a_workspace_needs_a_place(tmp_path: Path) -> None:
    result = run("init", tmp_path / "w.gpkg", "--lang", "en")
    assert result.exit_code == 2
    assert "needs a working coordinate system" in result.stderr
    result = run("init", tmp_path / "w.gpkg", "--crs", "EPSG:4326", "--json")
    assert result.exit_code in (2, 3)
    assert json.loads(result.stdout)["error"]["code"]
    assert not (tmp_path / "w.gpkg").exists()


def test_an_import_tells_what_changed(workspace: Path, tmp_path: Path) -> None:
    path = survey_of_a(tmp_path / "a.gpkg", wider=200)
    parts = document("import", workspace, path, "--as", "survey")
    [file] = parts["files"]
    assert (file["source"], file["version"], file["new"]) == ("a", 2, True)
    assert [change["key"] for change in file["changes"]] == [A]
    again = run("import", workspace, path, "--as", "survey", "--lang", "en")
    assert "a: nothing new, version 2 stands (1 villages)" in again.stdout
    shown = run("import", workspace, survey_of_a(path), "--as", "survey", "--lang", "en")
    words = " ".join(shown.stdout.split())
    assert "a: version 3 (1 villages) What changed in a" in words
    assert f"Desa 1 {A} outline moved 100 m" in words


def test_an_import_by_another_name_and_person(workspace: Path, tmp_path: Path) -> None:
    path = survey_of_a(tmp_path / "x.gpkg")
    options = ("--source", "tim 2", "--as-person", "budi", "--role", "gis")
    assert document("import", workspace, path, "--as", "survey", *options)["files"][0]["new"]
    [entry] = document("log", workspace, "--subject", "tim 2")["entries"]
    assert (entry["who"], entry["role"], entry["action"]) == ("budi", "gis", "import")


def test_faults_of_an_import(workspace: Path, tmp_path: Path) -> None:
    missing = run("import", workspace, tmp_path / "none.gpkg", "--as", "survey")
    assert missing.exit_code == 3
    role = run("import", workspace, survey_of_a(tmp_path / "a.gpkg"), "--lang", "en")
    assert role.exit_code == 2
    nowhere = run("import", tmp_path / "w.gpkg", tmp_path / "a.gpkg", "--as", "survey")
    assert nowhere.exit_code == 3
    assert len(nowhere.stderr.splitlines()) == 1
    wrong = run("import", workspace, tmp_path / "a.gpkg", "--as", "survey", "--source", "BIG",
                "--lang", "en")  # fmt: skip
    assert wrong.exit_code == 2
    assert "give the source another name with --source" in wrong.stderr


def test_a_detection(workspace: Path) -> None:
    first = document("detect", workspace)
    assert (first["findings"], first["kinds"]) == (1, {"mismatch": 1})
    assert len(first["segments"]["new"]) == 8
    shown = run("detect", workspace, "--jobs", "1", "--lang", "en")
    assert shown.exit_code == 0
    words = " ".join(shown.stdout.split())
    assert "Detection 2 Number" in words
    assert "Mismatch 1 Findings 1 Cases 1" in words
    assert "new 0" in words
    assert "unchanged 8" in words


def test_a_detection_without_big(tmp_path: Path) -> None:
    path = tmp_path / "w.gpkg"
    run("init", path, "--kabupaten", "12.09")
    result = run("detect", path, "--lang", "en")
    assert result.exit_code == 3
    assert "import one: tapal import" in result.stderr


def test_the_status(detected: Path) -> None:
    run("target", detected, "12.09.20", "2026-Q1", "--segments", "3", "--km", "2.5")
    words = ("status", detected, "--date", "2026-01-31")
    status = document(*words)
    assert status["workspace"]["quarter"] == "2026-Q1"
    [state] = status["states"]
    assert (state["state"], state["segments"]) == ("INDIKATIF", 4)
    assert {row["kecamatan"] for row in status["kecamatan"]} == {"12.09.20", "12.09.21"}
    assert status["kecamatan"][0]["target_km"] == 2.5
    assert status["kecamatan"][1]["target_km"] is None
    assert [row["action"] for row in status["waiting"]] == ["record-documents"]
    assert len(status["log"]["head"]) == 64
    shown = run(*words, "--lang", "en")
    assert shown.exit_code == 0
    text = " ".join(shown.stdout.split())
    assert "indicative 4" in text
    assert "0 / 3" in text
    assert "Every line is indicative until the regulation of the bupati." in text
    assert max(len(line) for line in shown.stdout.splitlines()) <= 100


def test_the_status_before_anything(tmp_path: Path) -> None:
    path = tmp_path / "w.gpkg"
    run("init", path, "--kabupaten", "12.09", "--name", "Percobaan")
    shown = run("status", path, "--lang", "en")
    assert shown.exit_code == 0
    assert "Percobaan · 12.09" in shown.stdout
    assert "Nothing was detected yet: tapal detect" in shown.stdout


def test_the_same_on_a_server(postgis_url: str, tmp_path: Path) -> None:
    assert run("init", postgis_url, "--kabupaten", "12.09").exit_code == 0
    big = layer(tmp_path / "big.gpkg", BIG)
    assert document("import", postgis_url, big, "--as", "big")["files"][0]["features"] == 4
    assert len(document("detect", postgis_url)["segments"]["new"]) == 8
    assert document("status", postgis_url)["states"][0]["segments"] == 4
    assert document("log", postgis_url, "--verify")["verified"]


def test_the_ids_that_commands_ask_for_are_listed(detected: Path) -> None:
    lists = document("status", detected, "--villages", "--segments", "--findings")
    assert [row["key"] for row in lists["villages"]] == [A, B, D, C]
    assert all(row["id"].startswith("SG-") for row in lists["segments"])
    assert {tuple(row["villages"]) for row in lists["segments"]} >= {(A, B), (A,)}
    assert all(row["id"] and row["segment"] for row in lists["findings"])
    assert "clocks" not in lists
    shown = run("status", detected, "--segments", "--limit", "3", "--lang", "en").stdout
    assert lists["segments"][0]["id"] in shown
    assert "... and 5 more" in shown
    hint = run("except", detected, "BG-ZZZ", "--reason", "x", "--until", "2030-01-01",
               "--lang", "en").stderr  # fmt: skip
    assert "finding BG-ZZZ is not there; tapal status WORKSPACE --findings lists" in hint
