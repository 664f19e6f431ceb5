"""Files of evidence: what they are by their contents, and their place by the sum of the contents.

A file is kept as it is and never run; what it is called plays no part in where it lies.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import tempfile
from pathlib import Path

from boundaries.errors import InputError
from boundaries.io.archive import inner_path, members_of
from boundaries.io.names import shown, title
from boundaries.messages import message

MOST_BYTES = 50 * 2**20
PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV, GPX, GEOJSON = "text/csv", "application/gpx+xml", "application/geo+json"
MEDIA_TYPES = (PDF, JPEG, PNG, DOCX, XLSX, CSV, GPX, GEOJSON)

_BEGINNINGS = {b"%PDF-": PDF, b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG}
_ZIP = b"PK\x03\x04"
_OFFICE = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
_MACROS = ("vbaproject.bin", ".exe", ".dll", ".js", ".vbs")
_GEOJSON = {
    "FeatureCollection", "Feature", "GeometryCollection", "Point", "MultiPoint", "LineString",
    "MultiLineString", "Polygon", "MultiPolygon",
}  # fmt: skip


def read_evidence(path: Path, *, most: int = MOST_BYTES) -> tuple[bytes, str]:
    """The contents of a file and its media type.

    Raises `InputError` for one that is empty, larger than `most` bytes or of no type that is kept:
    PDF, JPEG, PNG, Word and Excel without macros, CSV, GPX and GeoJSON.
    """
    if not path.is_file():
        raise InputError(
            "file-missing",
            message("{file}: there is no such file", file=shown(path)),
            message("check the path"),
        )
    size = path.stat().st_size
    if not 0 < size <= most:
        raise InputError(
            "document-size",
            message("{file} has {size} bytes", file=shown(path), size=size)
            if size
            else message("{file} is empty", file=shown(path)),
            message("a document has up to {most} MiB; scan it coarser", most=most // 2**20),
        )
    content = path.read_bytes()
    kind = _media_type(path, content)
    if kind is None:
        raise InputError(
            "document-type",
            message("{file} is none of the kinds of documents that are kept", file=shown(path)),
            message("give a PDF, JPEG, PNG, DOCX, XLSX (no macros), CSV, GPX or GeoJSON"),
        )
    return content, kind


def sum_of(content: bytes) -> str:
    """The SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def place_of(folder: Path, sha256: str) -> Path:
    """Where the file with this sum lies: `ab/cdef...`."""
    return folder / sha256[:2] / sha256[2:]


def keep(content: bytes, folder: Path) -> bool:
    """Write contents to their place, whole or not at all; False when they were there already."""
    target = place_of(folder, sum_of(content))
    if target.is_file() and sum_of(target.read_bytes()) == target.parent.name + target.name:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as draft:
        draft.write(content)
        draft.flush()
        os.fsync(draft.fileno())
    Path(draft.name).chmod(0o440)
    Path(draft.name).replace(target)
    return True


def _media_type(path: Path, content: bytes) -> str | None:
    for beginning, kind in _BEGINNINGS.items():
        if content.startswith(beginning):
            return kind
    if content.startswith(_ZIP):
        return _office_type(path)
    return _text_type(title(path).lower(), content)


def _office_type(path: Path) -> str | None:
    """What a zip of the office formats is; None for other zips and for those with programs."""
    names = {inner_path(member).as_posix() for member in members_of(path)}
    if "[Content_Types].xml" not in names or any(name.lower().endswith(_MACROS) for name in names):
        return None
    found = [kind for part, kind in _OFFICE.items() if part in names]
    return found[0] if len(found) == 1 else None


def _text_type(name: str, content: bytes) -> str | None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    begun = text.lstrip()[:2000]
    if "\0" in text:
        return None
    if begun.startswith(("{", "[")):
        return GEOJSON if _is_geojson(text) else None
    if begun.startswith("<"):
        return GPX if "<gpx" in begun and "<!ENTITY" not in text else None
    return CSV if name.endswith(".csv") and _is_table(text) else None


def _is_geojson(text: str) -> bool:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(document, dict) and document.get("type") in _GEOJSON


def _is_table(text: str) -> bool:
    """Whether a text has at least two columns in its first row."""
    separator = ";" if ";" in text.partition("\n")[0] else ","
    row = next(csv.reader(io.StringIO(text), delimiter=separator), [])
    return len(row) > 1
