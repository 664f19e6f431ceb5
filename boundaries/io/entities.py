"""Guard against XML that grows without bounds: entities, and documents beyond any map's size."""

from __future__ import annotations

from pathlib import Path

from boundaries.errors import InputError
from boundaries.io.names import shown
from boundaries.messages import message

MOST_BYTES = 2**30
CHUNK = 2**20

_DECLARATION = b"<!ENTITY"
_XML = (".kml", ".gpx", ".xml", ".rels")


def is_xml(name: str) -> bool:
    """Whether the ending is one of XML."""
    return name.lower().endswith(_XML)


def require_harmless(path: Path) -> None:
    """Raise `InputError` when an XML file declares entities or is larger than `MOST_BYTES`."""
    scan = EntityScan(shown(path))
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            scan.feed(piece)


class EntityScan:
    """Looks at an XML document piece by piece; `name` is what errors call it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.size = 0
        self.rest = b""

    def feed(self, piece: bytes) -> None:
        """Take the next piece; raises `InputError` at a declared entity or beyond the size."""
        text = self.rest + piece.replace(b"\0", b"")  # UTF-16 has a NUL beside each letter
        self.rest = text[-len(_DECLARATION) :]
        self.size += len(piece)
        if _DECLARATION in text:
            raise InputError(
                "xml-entities",
                message("{file} declares XML entities, which maps do not need", file=self.name),
                message("save the layer anew from QGIS or Google Earth; the file may be harmful"),
            )
        if self.size > MOST_BYTES:
            raise InputError(
                "xml-too-large",
                message("{file} is XML of more than {limit} GiB", file=self.name,
                        limit=MOST_BYTES // 2**30),
                message("save the layer as GeoPackage"),
            )  # fmt: skip
