"""How files are named for GDAL, whatever characters their paths hold."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from boundaries.io.kinds import MAPINFO
from boundaries.io.postgis_address import address_of

_SPECIAL = frozenset("!;?{}")


def gdal_name(path: Path, *, driver: str = "") -> str:
    """The absolute path in a form that neither pyogrio nor GDAL takes for something else.

    pyogrio reads `!`, `;` and an ending `.zip` as parts of an address and drops tabs and newlines;
    a path with any of them, or with bytes that are no UTF-8, goes percent-encoded through GDAL's
    reading cache. `driver` is put before a path that its ending does not tell.
    """
    absolute = str(path.absolute())
    if driver and is_text(absolute) and not absolute.lower().endswith(".zip"):
        return f"{driver}:{absolute}"
    if is_plain(absolute):
        return absolute
    return f"/vsicached?file={quote(os.fsencode(absolute), safe='/:')}"


def is_text(path: str) -> bool:
    """Whether a path has no bytes that are no UTF-8."""
    return not any("\ud800" <= sign <= "\udfff" for sign in path)


def is_plain(path: str) -> bool:
    """Whether a path reads the same for pyogrio, GDAL and people."""
    ordinary = path.isprintable() and path == path.strip() and not _SPECIAL.intersection(path)
    return ordinary and not path.lower().endswith(".zip")


def can_be_renamed_for(format_: str) -> bool:
    """Whether GDAL's driver reads a file under the form of its path that `gdal_name` gives."""
    return format_ != MAPINFO


def shown(path: Path | str) -> str:
    """A path for people: bytes that are no UTF-8 appear as U+FFFD, passwords not at all."""
    address = address_of(path)
    if address is not None:
        return str(address)
    return os.fsencode(path).decode("utf-8", errors="replace")


def title(path: Path) -> str:
    """The own name of a file, or of the table at the address of a database."""
    address = address_of(path)
    return address.title if address is not None else shown(path.name)


def stem(path: Path) -> str:
    """As `title`, of a file without its ending."""
    return title(path) if address_of(path) is not None else shown(path.stem)


def folder(path: Path) -> str:
    """The name of the folder of a file, or of the database of a table."""
    address = address_of(path)
    return address.database if address is not None else shown(path.resolve().parent.name)
