"""Which format a file has, by its content, and where its layers are.

Frames are read with pyogrio through Arrow; GeoParquet, which the GDAL of the wheels does not read,
with pyarrow. Nothing is ever unpacked: layers in a zip are read in place.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from boundaries.errors import InputError, Notice
from boundaries.io.faults import not_readable, several_layers
from boundaries.io.kinds import (
    ENDINGS,
    FLATGEOBUF,
    GEODATABASE,
    GEOJSON,
    GEOPACKAGE,
    GEOPARQUET,
    KML,
    READABLE,
    SHAPEFILE,
    ZIP,
)
from boundaries.messages import message

ZIPPED = (".shp", ".gpkg", ".geojson", ".json", ".kml", ".fgb")
MAGIC = {
    b"SQLite format 3\0": GEOPACKAGE,
    b"PAR1": GEOPARQUET,
    b"fgb": FLATGEOBUF,
    b"\0\0\x27\x0a": SHAPEFILE,
    b"PK": ZIP,
}

_HEAD = 2048


@dataclass(frozen=True)
class Source:
    """Where the layers of a file are: what GDAL opens, the format, and notices on the way."""

    dataset: str
    format: str
    notices: tuple[Notice, ...] = ()

    @property
    def stem(self) -> str:
        """The name of the data set itself, without ending: of the shapefile in a zip."""
        return PurePosixPath(self.dataset.replace("\\", "/")).stem


def locate(path: Path, *, layer: str | None = None) -> Source:
    """Find the data set in a file, folder or zip by its content.

    `layer` chooses among several shapefiles of a folder or files of a zip, by their stem. Raises
    `InputError` for a missing or empty file, one that is not spatial or not what its ending says,
    a damaged zip, and a folder or zip with no layer or several.
    """
    if not path.exists():
        raise InputError(
            "file-missing",
            message("{file} does not exist", file=path),
            message("check the path; quote names that contain spaces"),
        )
    if path.is_dir():
        return _in_folder(path, layer)
    if path.stat().st_size == 0:
        raise InputError(
            "file-empty",
            message("{file} is empty (0 bytes)", file=path),
            message("copy or download the file again"),
        )
    found = sniff(path)
    if found == ZIP:
        return _in_zip(path, layer)
    return _plain(path, found)


def sniff(path: Path) -> str:
    """The format by the first bytes, "" when they are of none that can be read."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    for magic, kind in MAGIC.items():
        if head.startswith(magic):
            return kind
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\x1e \t\r\n")
    if text.startswith((b"{", b"[")):
        return GEOJSON
    return KML if text.startswith(b"<") and b"<kml" in head else ""


def _plain(path: Path, found: str) -> Source:
    expected = ENDINGS.get(path.suffix.lower(), "")
    if found == "" or (SHAPEFILE in (found, expected) and found != expected):
        raise not_readable(path, expected, found)
    if found == expected:
        dataset = str(path)
        return Source(dataset, found, _cut_short(path) if found == SHAPEFILE else ())
    dataset = f"GeoJSON:{path}" if found == GEOJSON else str(path)
    if expected == "":
        return Source(dataset, found)
    notice = Notice(
        "ending-wrong",
        message("{file} is in fact a {found} file and was read as such", file=path, found=found),
        message("give it the usual ending of {found} files", found=found),
        path.name,
    )
    return Source(dataset, found, (notice,))


def _cut_short(path: Path) -> tuple[Notice, ...]:
    """A notice when a shapefile is shorter than its header says."""
    with path.open("rb") as file:
        promised = 2 * int.from_bytes(file.read(28)[24:28], "big")
    size = path.stat().st_size
    if size >= promised:
        return ()
    text = message(
        "{file} is cut short: {size} of {promised} bytes", file=path, size=size, promised=promised
    )
    hint = message("copy or download the file again; outlines at its end are missing")
    return (Notice("file-truncated", text, hint, path.name),)


def _in_folder(path: Path, layer: str | None) -> Source:
    if any(path.glob("a0000000*.gdbtable")):
        return Source(str(path), GEODATABASE)
    inside = [item for item in path.iterdir() if item.suffix.lower() in {".shp", ".gdb"}]
    chosen = Path(_only(path, [str(item) for item in sorted(inside)], layer))
    if chosen.is_dir():
        return Source(str(chosen), GEODATABASE)
    return _plain(chosen, sniff(chosen))


def _in_zip(path: Path, layer: str | None) -> Source:
    damaged = InputError(
        "zip-damaged",
        message("{file} is cut short or damaged", file=path),
        message("copy or download the zip file again"),
    )
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, NotImplementedError) as fault:
        raise damaged from fault
    if any(member.flag_bits & 1 for member in members):
        raise InputError(
            "zip-locked",
            message("{file} is locked with a password", file=path),
            message("unpack it and give the unlocked layer"),
        )
    found = _layers_in_zip(members)
    if path.suffix.lower() == ".kmz" and found:
        return Source(str(path), KML)
    inner = _only(path, found, layer)
    suffix = PurePosixPath(inner).suffix.lower()
    return Source(f"/vsizip/{{{path.resolve()}}}/{inner}", ENDINGS[suffix])


def _layers_in_zip(members: list[zipfile.ZipInfo]) -> list[str]:
    """Paths of the layers in a zip; names that lead out of it are ignored."""
    found = set()
    for member in members:
        inner = PurePosixPath(member.filename.replace("\\", "/"))
        if inner.is_absolute() or ".." in inner.parts or "__MACOSX" in inner.parts:
            continue
        databases = [at for at, part in enumerate(inner.parts) if part.lower().endswith(".gdb")]
        if databases:
            found.add("/".join(inner.parts[: databases[0] + 1]))
        elif inner.suffix.lower() in ZIPPED and not member.is_dir():
            found.add(member.filename)
    return sorted(found)


def _only(path: Path, found: list[str], layer: str | None) -> str:
    """The one layer file of a folder or zip, or the one whose stem is `layer`."""
    stems = [PurePosixPath(item.replace("\\", "/")).stem for item in found]
    if not found:
        raise InputError(
            "layer-none",
            message("{file} holds no layer", file=path),
            message("give a file or zip with one of: {formats}", formats=READABLE),
        )
    if len(found) == 1:
        return found[0]
    if layer in stems:
        return found[stems.index(layer)]
    raise several_layers(path, stems)
