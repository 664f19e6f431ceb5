"""`tapal coordinates` as a user calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from boundaries.cli_coordinates import coordinates_command
from boundaries.store.database import Store
from tests.agreed_workspace import A


@pytest.fixture
def workspace(partial_store: Store) -> str:
    """A workspace in which not all segments are agreed on."""
    return str(partial_store.path)


def run(*words: object) -> Result:
    return CliRunner().invoke(coordinates_command, [*map(str, words), "--lang", "en"])


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".docx", ".pdf"])
def test_a_list_is_written(workspace: str, tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"a{ending}"
    made = run(workspace, "--village", A, "-o", target)
    assert made.exit_code == 0, made.output
    assert "tables: 1, rows: " in made.stdout
    assert target.stat().st_size > 0


def test_the_command_as_json(workspace: str, tmp_path: Path) -> None:
    made = run(workspace, "--kecamatan", "12.09.20", "-o", tmp_path / "k.csv", "--json")
    document = json.loads(made.stdout)
    assert (document["command"], document["tables"]) == ("coordinates", 2)
    assert any("not settled" in each for each in document["statements"])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("-o", "a.csv"), "give one of --village, --segment and --kecamatan"),
        (("--village", A, "--segment", "SG-1", "-o", "a.csv"), "this is about one village"),
        (("--village", A, "-o", "a.odt"), "not written as .odt"),
        (("--village", "12.09.20.2999", "-o", "a.csv"), "there is no village 12.09.20.2999"),
    ],
)
def test_refusals(
    workspace: str, words: tuple[str, ...], told: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    result = run(workspace, *words)
    assert result.exit_code == 2
    assert told in result.output
