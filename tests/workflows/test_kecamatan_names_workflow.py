"""What the kecamatan of a workspace are called: after its layers, else after the table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from boundaries.errors import Notice
from boundaries.store.database import Store
from boundaries.store.models import Village
from boundaries.store.repository import Repository
from boundaries.workflows.compare_workspace import villages_of
from boundaries.workflows.detect_workspace import detect
from boundaries.workflows.kecamatan_names import kecamatan_names, naming_notices
from boundaries.workflows.village_names import names_of
from tests.cli_layers import layer
from tests.workspace_fixture import BIG, A, B, doer, take

EAST, NORTH = "12.09.20", "12.09.21"


def codes_of(notices: Sequence[Notice]) -> list[str]:
    return [notice.code for notice in notices if notice.code.startswith("kecamatan-")]


def test_without_any_name_one_notice_says_what_is_missing(file_workspace: Store) -> None:
    with Repository(file_workspace) as repository:
        assert kecamatan_names(repository) == {EAST: "", NORTH: ""}
        [notice] = naming_notices(repository)
    assert str(notice.message) == f"2 kecamatan have no name: {EAST}, {NORTH}"
    assert "WADMKC, KECAMATAN or district" in str(notice.hint)


def test_the_table_names_what_no_layer_names(file_workspace: Store, official_names: None) -> None:
    """The source keeps its empty attribute; lists, packages and papers have the name."""
    with Repository(file_workspace) as repository:
        assert kecamatan_names(repository) == {EAST: "Kota Kisaran Timur", NORTH: "Aek Songsongan"}
        assert set(villages_of(repository)["kecamatan"]) == {"Kota Kisaran Timur", "Aek Songsongan"}
        assert set(repository.frame(Village)["kecamatan"]) == {""}
        [notice] = naming_notices(repository)
    assert str(notice.message).startswith("2 kecamatan have the official names of idn-area-data")


def test_a_survey_names_the_kecamatan_of_its_village(
    file_workspace: Store, official_names: None
) -> None:
    """Before the table, and for the neighbours in the same kecamatan too."""
    with Repository(file_workspace) as repository:
        for row in repository.find(Village, known_as=A):
            row.kecamatan = "" if row.source_id == 1 else "Kisaran Timur"
        for row in repository.find(Village, known_as=[A, B], source_id=1):
            row.name = "Suka Damai"
        repository.record(doer().entry("import", ("source", "BIG")))
        assert kecamatan_names(repository) == {EAST: "Kisaran Timur", NORTH: "Aek Songsongan"}
        table = villages_of(repository).drop_duplicates("key").set_index("key")
        assert table.at[B, "kecamatan"] == "Kisaran Timur"
        assert names_of(repository)[B] == "Suka Damai (Kisaran Timur)"


def test_import_and_detection_tell_it_once(empty: Store, tmp_path: Path) -> None:
    done = take(empty, layer(tmp_path / "big.gpkg", BIG), role="big")
    assert codes_of(done.notices) == ["kecamatan-without-name"]
    assert codes_of(detect(empty, doer()).notices) == ["kecamatan-without-name"]
