"""Zip files: which layers they hold, and that they are sound and of a sane size.

Nothing is ever unpacked to the disk; what is read is bounded before and proved by its checksums.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from boundaries.errors import InputError
from boundaries.io.entities import EntityScan, is_xml
from boundaries.io.names import shown
from boundaries.messages import message

ZIPPED = (
    ".shp", ".gpkg", ".geojson", ".json", ".geojsonl", ".geojsonseq", ".kml", ".gpx", ".dxf",
    ".tab", ".mif", ".fgb",
)  # fmt: skip
MOST_BYTES = 8 * 2**30
MOST_RATIO = 200
HARMLESS = 64 * 2**20
"""Members up to this size are read whatever their ratio."""
CHUNK = 2**20

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1 | 0x40
_PATCH = 0x20
"""Flags of an entry: encrypted in the old or the strong way; a difference to another file."""
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, UnicodeDecodeError)
"""What reading a damaged zip raises. `OSError` is none of it: there the system refuses access."""


def members_of(path: Path) -> list[zipfile.ZipInfo]:
    """The entries of a zip.

    Raises `InputError` when it is damaged or locked, `OSError` when the system refuses to open it.
    An entry of a version of the format that does not exist, for which zipfile raises a
    `RuntimeError`, is damage, and so is one that begins outside the file.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (*_DAMAGED, RuntimeError) as fault:
        raise _damaged(path) from fault
    size = path.stat().st_size
    if not all(0 <= member.header_offset < size for member in members):
        raise _damaged(path)
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise InputError(
            "zip-locked",
            message("{file} is locked with a password", file=shown(path)),
            message("unpack it and give the unlocked layer"),
        )
    return members


def inner_path(member: zipfile.ZipInfo) -> PurePosixPath:
    """The path of an entry inside its zip."""
    return PurePosixPath(member.filename.replace("\\", "/"))


def layers_in(members: Iterable[zipfile.ZipInfo]) -> list[str]:
    """Paths of the layers in a zip; names that lead out of it are ignored."""
    found = set()
    for member in members:
        inner = inner_path(member)
        if inner.is_absolute() or ".." in inner.parts or "__MACOSX" in inner.parts:
            continue
        databases = [at for at, part in enumerate(inner.parts) if part.lower().endswith(".gdb")]
        if databases:
            found.add("/".join(inner.parts[: databases[0] + 1]))
        elif inner.suffix.lower() in ZIPPED and not member.is_dir():
            found.add(inner.as_posix())
    return sorted(found)


def belonging(members: Iterable[zipfile.ZipInfo], inner: str) -> list[zipfile.ZipInfo]:
    """The entries that a layer consists of: a folder, or the files of one name."""
    whole = PurePosixPath(inner)
    stem = whole.with_suffix("").as_posix().casefold()
    return [
        member
        for member in members
        if not member.is_dir()
        and (
            whole in inner_path(member).parents
            or inner_path(member).with_suffix("").as_posix().casefold() == stem
        )
    ]


def beginning(path: Path, inner: str, size: int) -> bytes:
    """The first bytes of an entry, none when it cannot be read."""
    member = next(m for m in members_of(path) if inner_path(m).as_posix() == inner)
    if not _can_unpack(member):
        return b""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(member) as file:
            return file.read(size)
    except _DAMAGED:
        return b""


def require_bounded(path: Path, members: Sequence[zipfile.ZipInfo]) -> None:
    """Raise `InputError` when entries would unpack to more than anyone's layer needs."""
    for member in members:
        ratio = member.file_size / max(member.compress_size, 1)
        if member.file_size > HARMLESS and ratio > MOST_RATIO:
            raise InputError(
                "zip-bomb",
                message(
                    "{member} in {file} would grow to {ratio} times its size",
                    member=shown(member.filename), file=shown(path), ratio=round(ratio),
                ),
                message("this is no ordinary layer; ask for the file again from its owner"),
            )  # fmt: skip
    total = sum(member.file_size for member in members)
    if total > MOST_BYTES:
        raise InputError(
            "zip-too-large",
            message(
                "{file} would unpack to {size} GiB, more than the {limit} GiB that are read",
                file=shown(path), size=round(total / 2**30), limit=MOST_BYTES // 2**30,
            ),
            message("unpack it and give the layer itself"),
        )  # fmt: skip


def require_sound(path: Path, names: Iterable[str]) -> None:
    """Read entries once in small pieces.

    Raises `InputError` when a checksum is wrong, when an entry is compressed in a way that cannot
    be read, and when XML declares entities.
    """
    with zipfile.ZipFile(path) as archive:
        for name in names:
            member = archive.getinfo(name)
            if not _can_unpack(member):
                raise _odd_method(path, member)
            scan = EntityScan(f"{shown(path)}/{shown(name)}")
            for piece in _pieces(path, archive, member):
                if is_xml(name):
                    scan.feed(piece)


def _can_unpack(member: zipfile.ZipInfo) -> bool:
    return member.compress_type in _METHODS and not member.flag_bits & _PATCH


def _pieces(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterable[bytes]:
    try:
        with archive.open(member) as file:
            while piece := file.read(CHUNK):
                yield piece
    except _DAMAGED as fault:
        raise InputError(
            "zip-member-damaged",
            message(
                "{file} is damaged: the checksum of {member} is wrong",
                file=shown(path), member=shown(member.filename),
            ),
            message("copy or download the zip file again"),
        ) from fault  # fmt: skip


def _damaged(path: Path) -> InputError:
    return InputError(
        "zip-damaged",
        message("{file} is cut short or damaged", file=shown(path)),
        message("copy or download the file again"),
    )


def _odd_method(path: Path, member: zipfile.ZipInfo) -> InputError:
    return InputError(
        "zip-method",
        message(
            "{member} in {file} is compressed in a way that cannot be read",
            member=shown(member.filename), file=shown(path),
        ),
        message("unpack it and give the layer itself"),
    )  # fmt: skip
