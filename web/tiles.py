"""Images out of an MBTiles file, and what the file says of itself."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

SIGNATURES = {
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"RIFF": "image/webp",
}
USUAL_ZOOM = 19


@dataclass(frozen=True)
class TileFile:
    """What a file says: its name, where it comes from, its greatest zoom.

    `bounds` are west, south, east and north in degrees; None where the file does not tell.
    """

    name: str
    credit: str
    max_zoom: int
    bounds: tuple[float, ...] | None


def read_tile(path: Path, *, zoom: int, column: int, row: int) -> tuple[bytes, str] | None:
    """The image of a tile, `row` counted from the north, and its media type.

    None where the file holds no such tile, or something that is no image.
    """
    with closing(_opened(path)) as database:
        found = database.execute(
            "SELECT tile_data FROM tiles WHERE zoom_level=? AND tile_column=? AND tile_row=?",
            (zoom, column, 2**zoom - 1 - row),
        ).fetchone()
    data = bytes(found[0]) if found else b""
    for signature, media in SIGNATURES.items():
        if data.startswith(signature):
            return data, media
    return None


@lru_cache(32)
def about(path: Path) -> TileFile:
    """What a file says of itself; the name of the file where it says nothing."""
    with closing(_opened(path)) as database:
        try:
            told = dict(database.execute("SELECT name, value FROM metadata"))
        except sqlite3.OperationalError:
            told = {}
        (deepest,) = database.execute("SELECT max(zoom_level) FROM tiles").fetchone()
    return TileFile(
        name=str(told.get("name") or path.name),
        credit=str(told.get("attribution") or ""),
        max_zoom=USUAL_ZOOM if deepest is None else int(deepest),
        bounds=_bounds(str(told.get("bounds", ""))),
    )


def _bounds(text: str) -> tuple[float, ...] | None:
    try:
        sides = tuple(float(part) for part in text.split(","))
    except ValueError:
        return None
    return sides if len(sides) == 4 else None


def _opened(path: Path) -> sqlite3.Connection:
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True)
