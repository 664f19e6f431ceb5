"""Images out of an MBTiles file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

SIGNATURES = {
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"RIFF": "image/webp",
}


def read_tile(path: Path, *, zoom: int, column: int, row: int) -> tuple[bytes, str] | None:
    """The image of a tile, `row` counted from the north, and its media type.

    None where the file holds no such tile, or something that is no image.
    """
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as database:
        found = database.execute(
            "SELECT tile_data FROM tiles WHERE zoom_level=? AND tile_column=? AND tile_row=?",
            (zoom, column, 2**zoom - 1 - row),
        ).fetchone()
    data = bytes(found[0]) if found else b""
    for signature, media in SIGNATURES.items():
        if data.startswith(signature):
            return data, media
    return None
