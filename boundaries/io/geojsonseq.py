"""GeoJSON text sequences: one feature per line, or per record separator."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from typing import IO

from boundaries.errors import Notice, place
from boundaries.io.source import Source
from boundaries.io.table import MOST_NOTICES
from boundaries.messages import message

SEPARATOR = b"\x1e"


def lost_records(source: Source, read: int) -> tuple[Notice, ...]:
    """Notices about records that are no JSON, when fewer features were `read` than are there."""
    with _opened(source) as file:
        if sum(1 for _ in _records(file)) <= read:
            return ()
    with _opened(source) as file:
        lost = [row for row, record in enumerate(_records(file)) if not _is_json(record)]
    text = message("the record cannot be read: it is cut short or no JSON; it was left out")
    hint = message("copy or download the file again, or correct the line")
    return tuple(
        Notice("record-damaged", text, hint, place(source.stem, row)) for row in lost[:MOST_NOTICES]
    )


def _opened(source: Source) -> IO[bytes]:
    if source.members:
        return zipfile.ZipFile(source.path).open(source.members[0])
    return source.path.open("rb")


def _records(file: IO[bytes]) -> Iterator[bytes]:
    """Records one after the other; those of several lines begin with a separator."""
    gathered = b""
    separated = False
    for line in file:
        if line.startswith(SEPARATOR):
            separated = True
            if gathered.strip():
                yield gathered
            gathered = line[1:]
        elif separated:
            gathered += line
        elif line.strip():
            yield line
    if gathered.strip():
        yield gathered


def _is_json(record: bytes) -> bool:
    try:
        json.loads(record)
    except ValueError:
        return False
    return True
