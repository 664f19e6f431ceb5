"""Packages that prove themselves: whatever is changed in one is told."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundaries.errors import InputError, ParameterError
from boundaries.io.package import MANIFEST, SEAL, read_package, sealed, write_package

FILES = {"b.json": b'{"b": 1}', "x.gdb/a1": bytes(range(256)), "a.txt": "désa".encode()}
SAID = {"kind": "test", "note": "désa", "count": 3}


def written(target: Path) -> Path:
    """The files as a package."""
    write_package(FILES, sealed(FILES, SAID), target)
    return target


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as a folder."""
    return written(tmp_path_factory.mktemp("package") / "p")


@pytest.mark.parametrize("name", ["p.zip", "p"])
def test_a_package_is_read_as_it_was_written(tmp_path: Path, name: str) -> None:
    package = read_package(written(tmp_path / name))
    assert dict(package.files) == FILES
    assert package.manifest["note"] == "désa"
    assert package.faults == ()


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    one, other = written(tmp_path / "1.zip"), tmp_path / "2.zip"
    write_package(dict(reversed(FILES.items())), sealed(FILES, SAID), other)
    assert one.read_bytes() == other.read_bytes()


@given(st.data())
def test_any_changed_byte_of_any_file_is_told(folder: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([*FILES, MANIFEST]))
    path = folder / name
    content = path.read_bytes()
    place = data.draw(st.integers(0, len(content) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != content[place]))
    try:
        path.write_bytes(content[:place] + bytes([byte]) + content[place + 1 :])
        found = read_package(folder).faults
    finally:
        path.write_bytes(content)
    assert [(fault.code, fault.feature) for fault in found if fault.feature == name]


@given(st.data())
def test_a_changed_byte_of_a_zip_is_told_or_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = written(tmp_path_factory.mktemp("zip") / "p.zip")
    content = path.read_bytes()
    place = data.draw(st.integers(0, len(content) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != content[place]))
    path.write_bytes(content[:place] + bytes([byte]) + content[place + 1 :])
    try:
        package = read_package(path)
    except InputError:
        return
    assert package.faults or dict(package.files) == FILES


def test_files_that_are_missing_or_added_are_told(tmp_path: Path) -> None:
    target = written(tmp_path / "p")
    (target / "a.txt").unlink()
    (target / "c.txt").write_text("new")
    assert [(fault.code, fault.feature) for fault in read_package(target).faults] == [
        ("file-missing", "a.txt"),
        ("file-added", "c.txt"),
    ]


def test_a_manifest_with_other_statements_is_told(tmp_path: Path) -> None:
    target = written(tmp_path / "p")
    said = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
    text = json.dumps({**said, "count": 4}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (target / MANIFEST).write_text(text, encoding="utf-8")
    [fault] = read_package(target).faults
    assert fault.code == "file-altered"
    assert "manifest.json was altered" in str(fault.message)


def test_the_seal_depends_on_every_file() -> None:
    other = {**FILES, "a.txt": b"other"}
    assert sealed(FILES, SAID)[SEAL] != sealed(other, SAID)[SEAL]


def test_a_folder_with_something_in_it_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("mine")
    with pytest.raises(ParameterError, match="there is something already"):
        written(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


def test_an_empty_folder_is_written_to(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    assert read_package(written(tmp_path / "p")).faults == ()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        written(tmp_path / "no" / "p.zip")


def test_what_is_no_package_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"is no package: it has no manifest\.json"):
        read_package(tmp_path)
    with pytest.raises(InputError, match="does not exist"):
        read_package(tmp_path / "p.zip")


def test_names_that_lead_out_of_the_package_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../evil.txt", "x")
        archive.writestr(MANIFEST, "{}")
    with pytest.raises(InputError, match="lead elsewhere"):
        read_package(path)
