"""What is wrong with a workspace, in one line that says what to do, in both languages."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from boundaries.store.database import create_store, open_store
from boundaries.store.models import Event
from boundaries.store.repository import Repository
from tests.cli_run import run
from tests.store_fixture import UTM, fill


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file of a small workspace."""
    with create_store(str(tmp_path / "w.gpkg"), crs=UTM) as store:
        fill(store)
    return tmp_path / "w.gpkg"


def make_newer(file: Path) -> None:
    """As a Tapal of a later year leaves it."""
    with closing(sqlite3.connect(file)) as database:
        database.execute("UPDATE workspace_format SET version_num = '0999'")
        database.commit()


def halve(file: Path) -> None:
    """As a copy that broke off leaves it."""
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])


def blank(file: Path) -> None:
    """As a copy leaves it that made room for the whole, and broke off."""
    content = file.read_bytes()
    half = len(content) // 2
    file.write_bytes(content[:half] + bytes(len(content) - half))


@pytest.mark.parametrize(
    ("harm", "words", "english", "indonesian"),
    [
        (
            make_newer, ("status", "{file}"), "has format 0999", "pasang Tapal terbaru",
        ),
        (
            make_newer, ("restore", "{file}", "{new}"), "install the newest Tapal",
            "berformat 0999",
        ),
        (
            halve, ("restore", "{file}", "{new}"),
            "is damaged or was copied only in part; copy it again", "salin ulang",
        ),
        (
            blank, ("restore", "{file}", "{new}"),
            "is damaged or was copied only in part; copy it again", "salin ulang",
        ),
        (
            halve, ("status", "{file}"), "or take the last snapshot: tapal restore", "salin ulang",
        ),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used(
    file: Path, harm: Callable[[Path], None], words: tuple[str, ...], english: str, indonesian: str
) -> None:
    harm(file)
    before = file.read_bytes()
    new = file.with_name("new.gpkg")
    given = [word.format(file=file, new=new) for word in words]
    for language, text in (("en", english), ("id", indonesian)):
        result = run(*given, "--lang", language)
        assert result.exit_code == 3
        assert str(file) in result.stderr
        assert text in result.stderr
        assert result.stderr.count("\n") == 1
    assert file.read_bytes() == before
    assert not new.exists()


def test_a_file_that_is_being_written(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("boundaries.store.database.WAIT_SECONDS", 0.1)
    words = ("target", file, "Air Batu", "2027-Q1", "--segments", 1)
    with closing(sqlite3.connect(file)) as other:
        other.execute("BEGIN IMMEDIATE")
        told = [run(*words, "--lang", language).stderr for language in ("en", "id")]
    assert "is being written by another program; end the editing in QGIS" in told[0]
    assert "sedang ditulis" in told[1]
    with open_store(str(file)) as store, Repository(store) as repository:
        assert len(repository.find(Event)) == 2
