"""Waypoints, routes and tracks of GPX files as rows of texts.

The file is read in one pass and never as a whole tree. A document type declaration is refused:
no GPX file needs one, and entities that unfold without end are declared there.
"""

from __future__ import annotations

from pathlib import Path
from xml.parsers import expat

from boundaries.errors import InputError
from boundaries.messages import message

HEADING = ("name", "kind", "segment", "order", "lat", "lon", "ele", "time", "desc", "receiver")
POINTS = {"wpt": "waypoint", "rtept": "route", "trkpt": "track"}
LINES = {"rte", "trkseg"}
KEPT = {"name", "ele", "time", "desc", "cmt", "src"}
LONGEST_TEXT = 10_000

_CHUNK = 1 << 20


class _DoctypeError(Exception):
    """The document declares a type."""


def read_gpx(path: Path) -> list[list[str]]:
    """The points of a GPX file: `HEADING`, then a row per point in file order.

    Points of routes and tracks carry the name of their line and their order in it, from 1. Raises
    `InputError` for a file that is cut short or no GPX, and for one that declares a document type.
    """
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
    except _DoctypeError as refused:
        raise _doctype_refused(path) from refused
    except expat.ExpatError as fault:
        raise InputError(
            "file-damaged",
            message("{file} is no complete GPX file (line {line})", file=path, line=fault.lineno),
            message("copy it from the receiver again"),
        ) from fault
    return [list(HEADING), *reader.rows]


def _doctype_refused(path: Path) -> InputError:
    return InputError(
        "doctype-refused",
        message(
            "{file} declares a document type (DTD), which can hide endless entities", file=path
        ),
        message("save it again with a program that writes none"),
    )


def _refuse(*_: object) -> None:
    raise _DoctypeError


class _Reader:
    """Collects points while the parser walks through the file."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.path: list[str] = []
        self.point: dict[str, str] | None = None
        self.line_name = ""
        self.lines = 0
        self.order = 0
        self.words: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note where the parser is; begin a point, a line or a text."""
        tag = name.rpartition(" ")[2]
        self.path.append(tag)
        if tag in {"rte", "trk"}:
            self.line_name = ""
        if tag in LINES:
            self.lines += 1
            self.order = 0
        if tag in POINTS:
            self.order += 1
            self.point = {"lat": attributes.get("lat", ""), "lon": attributes.get("lon", "")}
        self.words = [] if tag in KEPT else None

    def text(self, words: str) -> None:
        """Keep the text of a tag that counts, up to a length no remark has."""
        if self.words is not None and sum(map(len, self.words)) < LONGEST_TEXT:
            self.words.append(words)

    def end(self, name: str) -> None:
        """Finish a text or a point."""
        tag = name.rpartition(" ")[2]
        self.path.pop()
        if self.words is not None:
            words = " ".join("".join(self.words).split())
            if self.point is not None:
                self.point[tag] = words
            elif tag == "name" and self.path and self.path[-1] in {"rte", "trk"}:
                self.line_name = words
        self.words = None
        if tag in POINTS and self.point is not None:
            self.rows.append(self._row(tag, self.point))
            self.point = None

    def _row(self, tag: str, point: dict[str, str]) -> list[str]:
        line = "" if tag == "wpt" else (self.line_name or POINTS[tag])
        if line:
            line = f"{line} {self.lines}"
        return [
            point.get("name", ""),
            POINTS[tag],
            line,
            str(self.order) if line else "",
            point["lat"],
            point["lon"],
            point.get("ele", ""),
            point.get("time", ""),
            point.get("desc") or point.get("cmt", ""),
            point.get("src", ""),
        ]
