"""What the first bytes of a file tell: its format, the type and the length of shapefiles."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from boundaries.errors import Notice
from boundaries.io.kinds import (
    DXF,
    FLATGEOBUF,
    GEOJSON,
    GEOPACKAGE,
    GEOPARQUET,
    GPX,
    KML,
    MAPINFO,
    SHAPEFILE,
    ZIP,
)
from boundaries.messages import Message, message

MAGIC = {
    b"SQLite format 3\0": GEOPACKAGE,
    b"PAR1": GEOPARQUET,
    b"fgb": FLATGEOBUF,
    b"\0\0\x27\x0a": SHAPEFILE,
    b"PK\3\4": ZIP,
    b"PK\5\6": ZIP,
    b"!table": MAPINFO,
}
UNPACK = message("unpack it and give the layer itself")
FOREIGN = {
    b"7z\xbc\xaf\x27\x1c": ("7-Zip", UNPACK),
    b"Rar!": ("RAR", UNPACK),
    b"\x1f\x8b": ("gzip", UNPACK),
    b"AC10": ("DWG", message("save the drawing as DXF (in AutoCAD: Save As, DXF)")),
    b"AutoCAD Binary DXF": ("binary DXF", message("save the drawing as DXF in text form (ASCII)")),
    b"\xd0\xcf\x11\xe0": ("Excel 97 (.xls)", message("save it as .xlsx or CSV")),
    b"\0\1\0\0Standard ": ("Access (.mdb)", message("save its layer as GeoPackage")),
    b"%PDF": ("PDF", message("ask for the layer itself, not its map")),
}
"""Formats that are met in practice but not read, with the remedy."""

POLYGON_TYPES = (5, 15, 25, 31)
POINT_TYPES = (1, 8, 11, 18, 21, 28)

_HEAD = 2048
_DXF = re.compile(rb"\s*(?:999\s*\r?\n|0\s*\r?\n\s*SECTION)")


def sniff(path: Path) -> str:
    """The format by the first bytes, "" when they are of none that can be read."""
    head = head_of(path)
    for magic, kind in MAGIC.items():
        if head.lower().startswith(magic) or head.startswith(magic):
            return kind
    if _DXF.match(head):
        return DXF
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head.decode("utf-16", errors="replace").encode()
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\x1e \t\r\n")
    if text.startswith((b"{", b"[")):
        return GEOJSON
    if text.startswith(b"<"):
        return KML if b"<kml" in head else GPX if b"<gpx" in head else ""
    return ""


def foreign(path: Path) -> tuple[str, Message] | None:
    """The name of a known format that cannot be read, with the remedy."""
    head = head_of(path)
    return next((found for magic, found in FOREIGN.items() if head.startswith(magic)), None)


def head_of(path: Path) -> bytes:
    """The first two kilobytes of a file."""
    with path.open("rb") as file:
        return file.read(_HEAD)


def shape_type(head: bytes) -> int:
    """The type of geometry by the header of a .shp, 0 when there is none."""
    return int.from_bytes(head[32:36], "little") if head.startswith(b"\0\0\x27\x0a") else 0


def shp_cut_short(head: bytes, size: int, name: str) -> tuple[Notice, ...]:
    """A notice when a .shp is shorter than its header says."""
    promised = 2 * int.from_bytes(head[24:28], "big")
    hint = message("copy or download the file again; outlines at its end are missing")
    text = message(
        "{file} is cut short: {size} of {promised} bytes", file=name, size=size, promised=promised
    )
    return (Notice("file-truncated", text, hint, Path(name).name),) if size < promised else ()


def dbf_cut_short(head: bytes, size: int, name: str) -> tuple[Notice, ...]:
    """A notice when the table of a shapefile is shorter than its header says."""
    records, header, length = (
        int.from_bytes(head[start:end], "little") for start, end in ((4, 8), (8, 10), (10, 12))
    )
    hint = message("copy or download the file again; attributes at its end are missing")
    rows = (size - header) // length if length else 0
    text = message(
        "{file} is cut short: {rows} of {records} rows", file=name, rows=rows, records=records
    )
    return (Notice("file-truncated", text, hint, Path(name).name),) if rows < records else ()
