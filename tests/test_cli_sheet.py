"""`tapal sheet` as a user calls it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from boundaries.cli_sheet import sheet_command
from boundaries.store.database import Store
from tests.workspace_fixture import A, B, segment_of
from tests.workspace_template import copied_workspace


@pytest.fixture
def file_workspace(tmp_path: Path) -> Iterator[Store]:
    """The workspace of `tests.workspace_fixture` in a file."""
    with copied_workspace(tmp_path) as store:
        yield store


def run(*words: object) -> Result:
    return CliRunner().invoke(sheet_command, [*map(str, words), "--lang", "en"])


def test_the_command(file_workspace: Store, tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    result = run(file_workspace.address, "--village", A, "-o", target, "--scale", 10_000)
    assert result.exit_code == 0, result.output
    assert "1:10,000 on A3, sheets: 1" in result.output
    assert target.read_bytes().startswith(b"%PDF")


def test_the_command_as_json(file_workspace: Store, tmp_path: Path) -> None:
    segment = segment_of(file_workspace, A, B).id
    words = ("--segment", segment, "-o", tmp_path / "s.png", "--paper", "A2", "--json")
    document = json.loads(run(file_workspace.address, *words).stdout)
    assert document["command"] == "sheet"
    assert (document["paper"], document["sheets"]) == ("A2", 1)
    assert len(document["sha256_of_content"]) == 64


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "give one of --village, --segment and --kecamatan"),
        (("--village", A, "--kecamatan", "12.09.20"), "this is about one village"),
        (("--village", A, "--scale", "500"), "do not fit on A3"),
        (("--village", "12.09.20.2999"), "there is no village 12.09.20.2999"),
    ],
)
def test_refusals(words: tuple[str, ...], told: str, file_workspace: Store, tmp_path: Path) -> None:
    result = run(file_workspace.address, *words, "-o", tmp_path / "a.pdf")
    assert result.exit_code == 2
    assert told in result.output
    assert not (tmp_path / "a.pdf").exists()
