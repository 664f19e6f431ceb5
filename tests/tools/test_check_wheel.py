"""A wheel without browser files or translations is noticed."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest

from tools import check_wheel
from tools.vendor import Package

SUM_OF_EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
CATALOGUE = "boundaries/translations/id/LC_MESSAGES/messages"
SCRIPT = "web/static/vendor/maps/1.2.3/maps.js"
LICENCES = "web/static/vendor/THIRD_PARTY_LICENSES"
COMPLETE = {SCRIPT: b"", LICENCES: b"free", f"{CATALOGUE}.mo": b"x"}
CODES = "boundaries/vendor/codes/1/codes.csv"


def test_files_are_looked_for_in_the_folder_of_their_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = Package(
        "codes", "1", "LICENSE", {"data/codes.csv": SUM_OF_EMPTY}, "boundaries/vendor"
    )
    monkeypatch.setattr(check_wheel, "read_allow_list", lambda path: [package])
    with ZipFile(tmp_path / "tapal.whl", "w") as wheel:
        wheel.writestr(CODES, b"")
        assert check_wheel.missing(wheel, tmp_path) == ["boundaries/vendor/THIRD_PARTY_LICENSES"]
        wheel.writestr("boundaries/vendor/THIRD_PARTY_LICENSES", b"ODbL")
        assert check_wheel.missing(wheel, tmp_path) == []


@pytest.mark.parametrize(
    ("content", "absent"),
    [
        (COMPLETE, []),
        ({name: COMPLETE[name] for name in (SCRIPT, LICENCES)}, [f"{CATALOGUE}.mo"]),
        ({**COMPLETE, SCRIPT: b"other"}, [SCRIPT]),
        ({}, [f"{CATALOGUE}.mo", LICENCES, SCRIPT]),
    ],
)
def test_missing_files_are_listed(
    content: dict[str, bytes], absent: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = Package("maps", "1.2.3", "LICENSE", {"dist/maps.js": SUM_OF_EMPTY})
    monkeypatch.setattr(check_wheel, "read_allow_list", lambda path: [package])
    source = tmp_path / f"{CATALOGUE}.po"
    source.parent.mkdir(parents=True)
    source.touch()
    with ZipFile(tmp_path / "tapal.whl", "w") as wheel:
        for name, data in content.items():
            wheel.writestr(name, data)
    with ZipFile(tmp_path / "tapal.whl") as wheel:
        assert check_wheel.missing(wheel, tmp_path) == absent
