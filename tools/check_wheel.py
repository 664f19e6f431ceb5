"""Verify that a wheel carries what a pip-only installation needs.

    python -m tools.check_wheel dist/tapal-*.whl

Each file of tools/vendor.json must be there with its SHA-256, their licences, and every translation
compiled.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from zipfile import ZipFile

from tools.vendor import ALLOW_LIST, LICENCES, ROOT, read_allow_list


def missing(wheel: ZipFile, root: Path) -> list[str]:
    """The files that the wheel lacks or holds with other content."""
    present = set(wheel.namelist())
    packages = read_allow_list(ALLOW_LIST)
    sums = {
        f"{package.folder}/{package.target(file).as_posix()}": digest
        for package in packages
        for file, digest in package.files.items()
    }
    catalogues = [
        path.with_suffix(".mo").relative_to(root).as_posix()
        for part in ("boundaries", "web")
        for path in sorted((root / part / "translations").glob("*/LC_MESSAGES/*.po"))
    ]
    plain = {*(f"{package.folder}/{LICENCES}" for package in packages), *catalogues}
    wrong = {
        name
        for name, digest in sums.items()
        if name in present and hashlib.sha256(wheel.read(name)).hexdigest() != digest
    }
    return sorted((plain | sums.keys()) - present | wrong)


def main() -> int:
    """Command line; 0 when nothing is missing, else 1."""
    for name in sys.argv[1:]:
        with ZipFile(name) as wheel:
            absent = missing(wheel, ROOT)
        if absent:
            listing = "\n  ".join(absent)
            print(f"{name} lacks or has other content in:\n  {listing}", file=sys.stderr)
            print("Run 'make clean' and 'make wheel' again", file=sys.stderr)
            return 1
        size = Path(name).stat().st_size / 1024
        print(f"{name} ({size:.0f} KiB) carries the browser files, the codes and the translations")
    return 0


if __name__ == "__main__":
    sys.exit(main())
