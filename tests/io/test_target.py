from __future__ import annotations

import os
from pathlib import Path

import pytest

from boundaries.errors import InputError, ParameterError
from boundaries.io.target import require_ending, require_other_than, require_writable
from boundaries.messages import message


def test_endings_are_alike_in_capitals(tmp_path: Path) -> None:
    require_ending(tmp_path / "a.GPKG", (".gpkg", ".csv"), message("odd"))
    with pytest.raises(ParameterError, match="odd") as caught:
        require_ending(tmp_path / "a.doc", (".gpkg", ".csv"), message("odd"))
    assert caught.value.code == "unknown-ending"
    assert str(caught.value.hint) == "use one of .gpkg .csv"


@pytest.mark.parametrize("name", ["a.gpkg", "x/../a.gpkg", "desa.gdb/new.gpkg"])
def test_what_is_read_is_not_written(tmp_path: Path, name: str) -> None:
    inputs = [tmp_path / "a.gpkg", tmp_path / "desa.gdb"]
    require_other_than(tmp_path / "b.gpkg", inputs)
    with pytest.raises(ParameterError, match="this file is read") as caught:
        require_other_than(tmp_path / name, inputs)
    assert caught.value.code == "output-is-input"


def test_the_folder_must_be_there(tmp_path: Path) -> None:
    require_writable(tmp_path / "a.gpkg")
    with pytest.raises(InputError, match=r"the folder .*none does not exist"):
        require_writable(tmp_path / "none" / "a.gpkg")


def test_folders_are_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "a.gpkg").mkdir()
    with pytest.raises(InputError, match="cannot be written"):
        require_writable(tmp_path / "a.gpkg")


def test_folders_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: (path, mode) != (tmp_path, os.W_OK))
    with pytest.raises(InputError, match="no permission"):
        require_writable(tmp_path / "a.gpkg")
