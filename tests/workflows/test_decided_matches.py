"""Decisions about matches hold in a workspace."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from click.testing import CliRunner

from boundaries.cli_take_in import detect_command
from boundaries.domain.match_table import COLUMNS
from boundaries.store.database import Store
from boundaries.store.models import Event, Village
from boundaries.store.repository import Repository
from boundaries.workflows.detect_workspace import detect
from tests.workspace_fixture import A, B, doer
from tests.workspace_template import NAME


def known_as(store: Store, source: str) -> list[str | None]:
    with Repository(store) as repository:
        number = next(s.id for s in repository.current_sources() if s.name == source)
        return [row.known_as for row in repository.find(Village, source_id=number)]


def decided(village: str) -> pd.DataFrame:
    row = {"source": "a", "row": "0", "name": "Desa 1", "decision": village}
    return pd.DataFrame([row]).reindex(columns=list(COLUMNS), fill_value="")


def test_a_decision_holds_in_later_detections(detected: Store) -> None:
    assert known_as(detected, "a") == [A]
    found = detect(detected, doer(), decisions=decided(B))
    assert known_as(detected, "a") == [B]
    assert found.matches.loc[found.matches["source"] == "a", "decision"].tolist() == [B]
    detect(detected, doer(), decisions=decided(B))
    detect(detected, doer())
    assert known_as(detected, "a") == [B]
    with Repository(detected) as repository:
        [entry] = repository.find(Event, action="decide-matches")
    assert entry.after is not None
    assert [row["decision"] for row in entry.after["decisions"]] == [B]
    detect(detected, doer(), decisions=decided(""))
    assert known_as(detected, "a") == [A]


def test_the_command_writes_a_table_to_decide_in(file_workspace: Store, tmp_path: Path) -> None:
    table = tmp_path / "cocok.csv"
    words = [str(tmp_path / NAME), "--write-matches", str(table)]
    done = CliRunner().invoke(detect_command, words)
    assert done.exit_code == 0, done.output
    text = table.read_text("utf-8-sig")
    assert f"a,0,Desa 1,,,{A}" in text
    table.write_text(text.replace(f"a,0,Desa 1,,,{A}", f"a,0,Desa 1,,{B},{A}"), "utf-8")
    done = CliRunner().invoke(detect_command, [*words, "--matches", str(table)])
    assert done.exit_code == 0, done.output
    assert known_as(file_workspace, "a") == [B]
