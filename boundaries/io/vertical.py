"""The height system of a shapefile, which drivers drop when they read its .prj."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path, PurePosixPath

from boundaries.io.kinds import SHAPEFILE
from boundaries.io.source import Source

MOST_BYTES = 10_000
_VERTICAL = re.compile(r'\bVERTCS\["([^"]+)"|\bVERT_CS\["([^"]+)"|\bVERTCRS\["([^"]+)"')


def vertical_name(source: Source) -> str:
    """The name of the height system beside the horizontal one; "" where there is none."""
    if source.format != SHAPEFILE:
        return ""
    match = _VERTICAL.search(_projection(source))
    return next((name for name in match.groups() if name), "") if match else ""


def _projection(source: Source) -> str:
    """The text of the .prj file of a shapefile, in a folder or a zip; "" where there is none."""
    inside = source.inside.replace("\\", "/")
    if source.path.is_file() and zipfile.is_zipfile(source.path):
        name = PurePosixPath(inside).with_suffix("").as_posix().casefold() + ".prj"
        with zipfile.ZipFile(source.path) as archive:
            found = [item for item in archive.namelist() if item.casefold().endswith(name)]
            return _text(archive.open(found[0]).read(MOST_BYTES)) if found else ""
    beside = Path(source.inside).with_suffix(".prj")
    return _text(beside.read_bytes()[:MOST_BYTES]) if beside.is_file() else ""


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="replace")
