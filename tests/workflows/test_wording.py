"""The wording of papers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from boundaries.domain.paper_wording import LocalWord, Wording
from boundaries.errors import InputError, ParameterError
from boundaries.store.database import Store
from boundaries.store.repository import Repository
from boundaries.workflows.wording import set_wording, wording_of, write_wording
from boundaries.workflows.workspace import create_workspace
from tests.workspace_fixture import doer


def test_a_nagari_has_a_wali(file_workspace: Store, tmp_path: Path) -> None:
    path = tmp_path / "w.json"
    path.write_text(json.dumps({"desa": {"village": "Nagari", "head": "Wali Nagari"}}))
    wording, new = set_wording(file_workspace, path, doer())
    assert (wording.word("desa"), new) == (LocalWord("Nagari", "Wali Nagari"), True)
    assert wording.word("kelurahan").head == "Lurah"
    assert wording.kabupaten == "Kabupaten Asahan"
    assert not set_wording(file_workspace, path, doer())[1]
    with Repository(file_workspace) as repository:
        assert wording_of(repository) == wording
        assert not repository.verify()


def test_what_is_written_can_be_taken_in(file_workspace: Store, tmp_path: Path) -> None:
    written = Wording(kabupaten="Kabupaten X", letterhead=("a", "b"))
    write_wording(written, tmp_path / "w.json")
    assert set_wording(file_workspace, tmp_path / "w.json", doer())[0] == written


def test_part_of_a_nested_field(file_workspace: Store, tmp_path: Path) -> None:
    (tmp_path / "w.json").write_text('{"offices": {"signatures": "DPMPD"}}')
    wording, _ = set_wording(file_workspace, tmp_path / "w.json", doer())
    assert (wording.offices.signatures, wording.offices.checking) == ("DPMPD", "BIG")


def test_a_kota_has_a_wali_kota(tmp_path: Path) -> None:
    address = str(tmp_path / "k.gpkg")
    with (
        create_workspace(address, doer(), kabupaten="12.75") as store,
        Repository(store) as repository,
    ):
        wording = wording_of(repository)
    assert (wording.kabupaten, wording.regent) == ("Kota Binjai", "Wali Kota")


@pytest.mark.parametrize(
    "given",
    [
        '{"kabupatn": "x"}', '{"kabupaten": 3}', '{"legal_base": "one"}', '{"legal_base": [1]}',
        '{"desa": "Nagari"}', '{"desa": {"kepala": "x"}}', '{"kabupaten": null}',
    ],
)  # fmt: skip
def test_fields_that_are_none(file_workspace: Store, tmp_path: Path, given: str) -> None:
    (tmp_path / "w.json").write_text(given)
    with pytest.raises(ParameterError, match="is no field, or not of its kind"):
        set_wording(file_workspace, tmp_path / "w.json", doer())


@pytest.mark.parametrize("given", ["{", "[]"])
def test_what_is_no_json_of_fields(file_workspace: Store, tmp_path: Path, given: str) -> None:
    (tmp_path / "w.json").write_text(given)
    with pytest.raises(InputError, match=r"w\.json"):
        set_wording(file_workspace, tmp_path / "w.json", doer())
