"""Packages of files that prove themselves: a folder or a zip with `manifest.json`.

The manifest names every other file with its SHA-256 and bears a seal, the SHA-256 of its own
content. The same files and the same statements give the same bytes: names sorted, dates fixed.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from boundaries.errors import InputError, Notice, ParameterError
from boundaries.io.archive import members_of, require_bounded, require_sound
from boundaries.io.names import shown
from boundaries.io.packed import FIXED_ZIP_DATE
from boundaries.io.target import require_writable
from boundaries.io.write import replacing
from boundaries.messages import message

MANIFEST = "manifest.json"
ZIP = ".zip"
FILES, SEAL = "files", "seal"
MOST_FILES = 10_000


@dataclass(frozen=True)
class Package:
    """The content of a package: its files by name, and what its manifest says ({} for none)."""

    files: Mapping[str, bytes]
    manifest: Mapping[str, Any]
    faults: tuple[Notice, ...]


def sealed(files: Mapping[str, bytes], statements: Mapping[str, object]) -> dict[str, object]:
    """The manifest: the statements, the sum and size of every file, and the seal."""
    listed = {
        name: {"sha256": _sum(content), "bytes": len(content)}
        for name, content in sorted(files.items())
    }
    manifest = {**statements, FILES: listed}
    return {**manifest, SEAL: _sum(_text(manifest))}


def require_package_place(target: Path) -> None:
    """Raise where no package can be written: `InputError`, or `ParameterError` for a full folder.

    A target that ends in .zip is a file, any other a folder that is empty or not there yet.
    """
    if target.suffix.lower() == ZIP:
        require_writable(target)
    elif target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise ParameterError(
            "folder-not-empty",
            message("{path}: there is something already", path=target),
            message("choose a new or empty folder, or a name that ends in .zip"),
        )
    elif not target.exists():
        require_writable(target)


def write_package(files: Mapping[str, bytes], manifest: Mapping[str, object], target: Path) -> None:
    """Write files and their manifest as a zip or into a folder, see `require_package_place`."""
    require_package_place(target)
    content = {**files, MANIFEST: _text(manifest)}
    if target.suffix.lower() == ZIP:
        with replacing(target) as draft:
            draft.write_bytes(_zipped(content))
        return
    with replacing(target) as draft:
        unpack(content, draft)
        if target.is_dir():
            target.rmdir()


def read_package(path: Path) -> Package:
    """The files of a package, and what the manifest finds wrong with them.

    Faults tell of files that are missing, added or altered, and of a manifest that was altered.
    Raises `InputError` for a path that is no package, or a damaged zip.
    """
    files = _of_zip(path) if path.is_file() else _of_folder(path)
    written = files.pop(MANIFEST, None)
    if written is None:
        raise InputError(
            "no-package",
            message("{path} is no package: it has no {name}", path=shown(path), name=MANIFEST),
            message("give a zip or folder that tapal export has written"),
        )
    manifest = _parsed(written)
    if manifest is None:
        return Package(files, {}, (_altered(MANIFEST),))
    return Package(files, manifest, tuple(_faults(files, manifest, written)))


def unpack(files: Mapping[str, bytes], folder: Path) -> None:
    """Write the files of a package into a folder, for programs that read files only."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _faults(
    files: Mapping[str, bytes], manifest: Mapping[str, Any], written: bytes
) -> list[Notice]:
    """What differs from the manifest, sorted by name of the file."""
    faults = []
    stated = {name: value for name, value in manifest.items() if name != SEAL}
    if manifest.get(SEAL) != _sum(_text(stated)) or _text(manifest) != written:
        faults.append(_altered(MANIFEST))
    listed = manifest.get(FILES)
    listed = listed if isinstance(listed, dict) else {}
    for name in sorted({*listed, *files}):
        if name not in files:
            faults.append(
                Notice("file-missing", message("{file} is missing", file=name), AGAIN, name)
            )
        elif name not in listed:
            faults.append(
                Notice("file-added", message("{file} does not belong here", file=shown(name)),
                       AGAIN, name)
            )  # fmt: skip
        elif not isinstance(listed[name], dict) or listed[name].get("sha256") != _sum(files[name]):
            faults.append(_altered(name))
    return faults


AGAIN = message("ask for the package again from whoever made it")


def _altered(name: str) -> Notice:
    told = message("{file} was altered after the package was made", file=name)
    return Notice("file-altered", told, AGAIN, name)


def _parsed(written: bytes) -> dict[str, Any] | None:
    try:
        manifest = json.loads(written)
    except (ValueError, RecursionError):
        return None
    return manifest if isinstance(manifest, dict) else None


def _text(manifest: Mapping[str, object]) -> bytes:
    return (json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode(
        errors="surrogatepass"
    )


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _zipped(content: Mapping[str, bytes]) -> bytes:
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as archive:
        for name, data in sorted(content.items()):
            entry = zipfile.ZipInfo(name, FIXED_ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return result.getvalue()


def _of_zip(path: Path) -> dict[str, bytes]:
    members = [member for member in members_of(path) if not member.is_dir()]
    require_bounded(path, members)
    names = [member.filename for member in members]
    if len(names) > MOST_FILES or len(set(names)) < len(names) or not all(map(_is_inner, names)):
        raise InputError(
            "no-package",
            message("{path} is no package: its names lead elsewhere or repeat", path=shown(path)),
            message("give a zip or folder that tapal export has written"),
        )
    require_sound(path, names)
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in names}


def _of_folder(path: Path) -> dict[str, bytes]:
    if not path.is_dir():
        raise InputError(
            "no-file",
            message("{path} does not exist", path=shown(path)),
            message("give a zip or folder that tapal export has written"),
        )
    found = sorted(part for part in path.rglob("*") if part.is_file())[: MOST_FILES + 1]
    return {part.relative_to(path).as_posix(): part.read_bytes() for part in found}


def _is_inner(name: str) -> bool:
    """Whether a name stays inside the package."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name
