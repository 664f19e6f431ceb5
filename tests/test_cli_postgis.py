"""What is handed over comes from a PostGIS workspace as well."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from boundaries.cli_brief import brief_command
from boundaries.cli_coordinates import coordinates_command
from boundaries.cli_export import export_command, precheck_command, verify_command
from boundaries.cli_paper import paper_command
from boundaries.cli_sheet import sheet_command
from boundaries.io.package import read_package
from boundaries.store.database import open_store
from tests.agreed_workspace import A, B, agreed_workspace
from tests.workspace_fixture import segment_of


@pytest.fixture
def address(postgis_url: str, tmp_path: Path) -> str:
    """A workspace in a database in which everything is agreed on."""
    agreed_workspace(tmp_path, address=postgis_url).close()
    return postgis_url


def run(command: click.Command, *words: object) -> str:
    """What a command prints that ends well."""
    done = CliRunner().invoke(command, [*map(str, words), "--lang", "en"])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_everything_that_is_handed_over(address: str, tmp_path: Path) -> None:
    segment = agreed_segment(address)
    package = tmp_path / "p.zip"
    told = run(export_command, address, "-o", package, "--papers")
    assert "3 villages, 6 segments, 8 points, 2 kecamatan" in told
    assert "The package proves itself." in run(verify_command, package)
    assert f"berita-acara/{segment}.docx" in read_package(package).files
    assert "All eight items pass." in run(precheck_command, address)
    for command, words, name in (
        (sheet_command, ("--village", A), "a.pdf"),
        (coordinates_command, ("--segment", segment), "s.xlsx"),
        (paper_command, ("--kind", "agreement", "--segment", segment), "ba.docx"),
        (brief_command, ("--month", "2026-01"), "b.pdf"),
    ):
        run(command, address, *words, "-o", tmp_path / name)
        assert (tmp_path / name).stat().st_size > 1000


def agreed_segment(address: str) -> str:
    with open_store(address) as store:
        return segment_of(store, A, B).id
