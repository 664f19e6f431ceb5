"""`tapal paper`, `tapal team`, `tapal wording` and `tapal brief`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner, Result

from boundaries.cli_brief import brief_command
from boundaries.cli_paper import paper_command
from boundaries.cli_team import team_command, wording_command
from boundaries.store.database import Store
from tests.workspace_fixture import A, B, segment_of
from tests.workspace_template import copied_workspace


@pytest.fixture
def store(tmp_path: Path) -> Any:
    """The workspace of `tests.workspace_fixture`."""
    with copied_workspace(tmp_path) as made:
        yield made


def run(command: Any, *words: str) -> Result:
    return CliRunner().invoke(command, [*words, *([] if "--json" in words else ["--lang", "en"])])


def test_a_paper_and_what_was_left_blank(store: Store, tmp_path: Path) -> None:
    segment, path = segment_of(store, A, B).id, tmp_path / "p.docx"
    words = (store.address, "--kind", "tracing", "--segment", segment, "-o", str(path))
    result = run(paper_command, *words, "--date", "2023-09-25")
    assert result.exit_code == 0, result.output
    assert "was written" in result.output
    assert "the team table has no head of" in result.output
    text = "\n".join(each.text for each in docx.Document(str(path)).paragraphs)
    assert "Senin tanggal dua puluh lima bulan September tahun dua ribu dua puluh tiga" in text
    document = json.loads(run(paper_command, *words, "--json").stdout)
    assert {each["code"] for each in document["warnings"]} == {"paper-blank"}


def test_faults_of_papers_have_codes(store: Store, tmp_path: Path) -> None:
    words = (store.address, "--kind", "agreement", "-o", str(tmp_path / "p.docx"))
    result = run(paper_command, *words, "--segment", segment_of(store, A, B).id)
    assert (result.exit_code, "no line was proposed" in result.stderr) == (2, True)


def test_the_team_comes_and_goes(store: Store) -> None:
    words = ("--name", "Dodi", "--post", "Ketua", "--as", "team", "--nip", "19770817 200501 1 002")
    appointed = ("--decree", "12/2026", "--decreed", "2025-12-30", "--from", "2026-01-01")
    result = run(team_command, "add", store.address, *words, *appointed)
    assert (result.exit_code, result.stdout) == (0, "Dodi has number 1\n")
    listed = " ".join(run(team_command, "list", store.address).stdout.split())
    for text in ("Dodi", "1977081720", "12/2026", "December", "2026"):
        assert text in listed
    listed = json.loads(run(team_command, "list", store.address, "--json").stdout)["members"]
    assert [(each["number"], each["capacity"], each["since"]) for each in listed] == [
        (1, "team", "2026-01-01")
    ]
    assert "Dodi was removed" in run(team_command, "remove", store.address, "1").stdout
    assert "nobody is in the team table" in run(team_command, "list", store.address).stdout


def test_a_wrong_nip_is_refused(store: Store) -> None:
    words = ("--name", "Dodi", "--as", "team", "--nip", "123")
    result = run(team_command, "add", store.address, *words)
    assert (result.exit_code, "18 digits" in result.stderr) == (2, True)


def test_the_wording_goes_out_and_in(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "w.json"
    assert "kabupaten: Kabupaten Asahan" in run(wording_command, store.address).stdout
    shown = run(wording_command, store.address, "-o", str(path))
    assert f"{path} was written" in "".join(shown.stdout.splitlines())
    fields = json.loads(path.read_text(encoding="utf-8")) | {"capital": "Kisaran"}
    path.write_text(json.dumps(fields), encoding="utf-8")
    result = run(wording_command, store.address, "--from", str(path), "--json")
    assert json.loads(result.stdout)["wording"]["capital"] == "Kisaran"


def test_a_brief_as_a_document_and_as_a_file(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "b.pdf"
    words = (store.address, "--month", "2026-01", "-o", str(path))
    result = run(brief_command, *words, "--json")
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    assert [each["action"] for each in document["asks"]] == ["record-documents"]
    assert path.read_bytes().startswith(b"%PDF")
    assert run(brief_command, *words[:2], "soon", *words[3:]).exit_code == 2
