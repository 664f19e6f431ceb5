"""`tapal export`, `tapal verify` and `tapal precheck` as a user calls them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from boundaries.cli_export import export_command, precheck_command, verify_command
from boundaries.cli_language import speaking
from boundaries.store.database import Store
from tests.agreed_workspace import A


@pytest.fixture
def agreed(agreed_store: Store) -> str:
    """The address of a workspace in which everything is agreed on."""
    return str(agreed_store.path)


@pytest.fixture
def partial(partial_store: Store) -> str:
    """The address of a workspace in which only A is finished."""
    return str(partial_store.path)


def run(command: click.Command, *words: object) -> Result:
    """The command in English."""
    with speaking("en"):
        return CliRunner().invoke(command, [*map(str, words), "--lang", "en"])


def test_export_and_verify(agreed: str, tmp_path: Path) -> None:
    made = run(export_command, agreed, "-o", tmp_path / "p.zip")
    assert made.exit_code == 0, made.output
    assert "3 villages, 6 segments, 8 points, 2 kecamatan" in made.stdout
    assert "partial" not in made.stdout
    proof = run(verify_command, tmp_path / "p.zip")
    assert proof.exit_code == 0, proof.output
    assert "The package proves itself." in proof.stdout
    told = " ".join(proof.stdout.split())
    seal = made.stdout.split("Its seal, to be noted on paper:")[1].split()[0]
    assert f"to be compared with the one noted when it was made: {seal}" in told
    digest = hashlib.sha256((tmp_path / "p.zip").read_bytes()).hexdigest()
    assert f"SHA-256 of the zip file: {digest}" in told


def test_export_as_json(agreed: str, tmp_path: Path) -> None:
    made = run(
        export_command, agreed, "-o", tmp_path / "p", "--format", "kugi", "--village", A, "--json"
    )
    document = json.loads(made.stdout)
    assert (document["villages"], document["segments"], document["partial"]) == (1, 3, False)
    assert len(document["seal"]) == 64
    assert "garis.json" in document["files"]


def test_unfinished_villages(partial: str, tmp_path: Path) -> None:
    refused = run(export_command, partial, "-o", tmp_path / "p")
    assert refused.exit_code == 3
    assert "2 villages have segments that are not settled" in refused.stderr
    assert "--unfinished leave-out" in refused.stderr
    made = run(export_command, partial, "-o", tmp_path / "p", "--unfinished", "leave-out")
    assert "0 villages are not finished, 2 were left out" in made.stdout
    proof = run(verify_command, tmp_path / "p")
    assert proof.exit_code == 0
    assert "The package is partial, and says so." in proof.stdout


def test_an_altered_package_ends_with_code_1(agreed: str, tmp_path: Path) -> None:
    run(export_command, agreed, "-o", tmp_path / "p")
    path = tmp_path / "p" / "titik.geojson"
    path.write_bytes(path.read_bytes().replace(b"TK 12", b"TK 13", 1))
    proof = run(verify_command, tmp_path / "p")
    assert proof.exit_code == 1
    assert "titik.geojson was altered" in proof.stdout
    found = json.loads(run(verify_command, tmp_path / "p", "--json").stdout)
    assert found["verified"] is False
    assert {fault["code"] for fault in found["faults"]} >= {"file-altered", "point-name"}


def test_what_is_no_package_ends_with_code_3(tmp_path: Path) -> None:
    assert run(verify_command, tmp_path).exit_code == 3


def test_precheck_passes(agreed: str) -> None:
    found = run(precheck_command, agreed)
    assert found.exit_code == 0, found.output
    assert found.stdout.count("Sesuai") == 4
    assert found.stdout.count("Lengkap") == 4
    assert "All eight items pass." in found.stdout


def test_precheck_tells_faults_with_their_remedy(partial: str, tmp_path: Path) -> None:
    found = run(precheck_command, partial, "-o", tmp_path / "p.html")
    assert "Not ready for BIG: items 3" in found.stdout
    page = (tmp_path / "p.html").read_text(encoding="utf-8")
    assert "Cinta Damai: indicative" in page
    assert "bring both villages to an agreement" in page
    assert "<script" not in page
    document = json.loads(run(precheck_command, partial, "--json").stdout)
    assert [item["number"] for item in document["items"] if not item["passed"]] == [3]
    assert document["items"][2]["faults"][0]["code"] == "not-settled"


def test_the_page_ends_in_html(agreed: str, tmp_path: Path) -> None:
    assert run(precheck_command, agreed, "-o", tmp_path / "p.pdf").exit_code == 2
