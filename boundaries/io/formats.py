"""Which format a file has, by its content, and where its layers are.

Frames are read with pyogrio through Arrow; GeoParquet, which the GDAL of the wheels does not read,
with pyarrow; tables of text with pandas and openpyxl. Nothing is ever unpacked: layers in a zip
are read in place.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from boundaries.errors import InputError, Notice
from boundaries.io.archive import (
    ZIPPED,
    beginning,
    belonging,
    inner_path,
    layers_in,
    members_of,
    require_bounded,
)
from boundaries.io.choice import Candidate, choose_data_set
from boundaries.io.faults import not_readable, odd_name, web_address
from boundaries.io.headers import (
    dbf_cut_short,
    foreign,
    head_of,
    shape_type,
    shp_cut_short,
    sniff,
)
from boundaries.io.kinds import (
    CSV,
    ENDINGS,
    GEODATABASE,
    GEOJSON,
    GEOJSONSEQ,
    KML,
    POSTGIS,
    SHAPEFILE,
    XLSX,
    ZIP,
)
from boundaries.io.names import can_be_renamed_for, gdal_name, is_plain, shown
from boundaries.io.postgis_address import address_of
from boundaries.io.source import Source
from boundaries.messages import message

FOLDER = (".shp", ".gdb", ".tab")
"""Endings of what is looked for in a folder; all others that can be read when there is none."""

SAMPLE = ("data", "sample")
"""Where the sample kecamatan lies in a checkout; a script makes it."""
_ADDRESS = re.compile(r"(?:https?|ftp|s3):/", re.IGNORECASE)


def locate(path: Path, *, layer: str | None = None) -> Source:
    """Find the data set in a file, folder or zip by its content.

    `layer` chooses among several data sets of a folder or zip, by their stem, or by their path
    where stems are equal. The address of a database is not asked here, and a table in it counts
    before `layer`. Raises `InputError` for a missing or empty file, one that is not spatial
    or not what its ending says, a damaged, locked or overblown zip, and a folder or zip with no
    layer or several.
    """
    address = address_of(path)
    if address is not None:
        return Source(path, str(address), POSTGIS, address.title, address.table or layer)
    _require_file(path)
    if path.is_dir():
        return _in_folder(path, layer)
    if sniff(path) == ZIP:
        return _in_zip(path, layer)
    return _plain(path, layer)


def _require_file(path: Path) -> None:
    if _ADDRESS.match(str(path)):
        raise web_address(path)
    if not path.exists():
        raise InputError(
            "file-missing",
            message("{file} does not exist", file=shown(path)),
            message("make the sample first: python data/make_sample.py")
            if path.parts[:2] == SAMPLE
            else message("check the path; quote names that contain spaces"),
        )
    if path.is_file() and path.stat().st_size == 0:
        raise InputError(
            "file-empty",
            message("{file} is empty (0 bytes)", file=shown(path)),
            message("copy or download the file again"),
        )


def _plain(path: Path, layer: str | None) -> Source:
    found = sniff(path)
    expected = ENDINGS.get(path.suffix.lower(), "")
    other = foreign(path) if found == "" else None
    if other is not None:
        kind, hint = other
        text = message(
            "{file} is of a format that is not read: {kind}", file=shown(path), kind=kind
        )
        raise InputError("format-foreign", text, hint)
    if expected == GEOJSONSEQ and found == GEOJSON:
        found = GEOJSONSEQ
    if found == "" and (expected == CSV or path.suffix.lower() == ".mif"):
        found = expected
    if found == "" or (SHAPEFILE in (found, expected) and found != expected):
        raise not_readable(path, expected, found)
    if not can_be_renamed_for(found) and not is_plain(str(path.absolute())):
        raise odd_name(path, found)
    unusual = found == GEOJSONSEQ or (found == GEOJSON and found != expected)
    dataset = gdal_name(path, driver=found if unusual else "")
    notices = _cut_short(path) if found == SHAPEFILE else _wrong_ending(path, expected, found)
    return Source(path, dataset, found, str(path), layer, notices=notices)


def _wrong_ending(path: Path, expected: str, found: str) -> tuple[Notice, ...]:
    if expected in ("", found):
        return ()
    text = message(
        "{file} is in fact a {found} file and was read as such", file=shown(path), found=found
    )
    hint = message("give it the usual ending of {found} files", found=found)
    return (Notice("ending-wrong", text, hint, shown(path.name)),)


def _cut_short(path: Path) -> tuple[Notice, ...]:
    """Notices about a shapefile whose parts are shorter than they say."""
    beside = [path.with_suffix(ending) for ending in (".dbf", ".DBF")]
    table = next((item for item in beside if item.exists()), None)
    notices = shp_cut_short(head_of(path), path.stat().st_size, shown(path))
    if table is None:
        text = message("{file} has no .dbf beside it, so its attributes are missing",
                       file=shown(path))  # fmt: skip
        hint = message("copy all of its files together: .shp, .shx, .dbf, .prj")
        return (*notices, Notice("file-incomplete", text, hint, shown(path.name)))
    return (*notices, *dbf_cut_short(head_of(table), table.stat().st_size, shown(table)))


def _in_folder(path: Path, layer: str | None) -> Source:
    if any(path.glob("a0000000*.gdbtable")):
        return Source(path, gdal_name(path), GEODATABASE, str(path), layer)
    items = sorted(path.iterdir())
    usual = [item for item in items if item.suffix.lower() in FOLDER]
    inside = usual or [item for item in items if item.suffix.lower() in ZIPPED]
    found = [Candidate(item.relative_to(path).as_posix(), _type_in_folder(item)) for item in inside]
    choice = choose_data_set(path, found, layer)
    chosen = path / choice.inner
    if chosen.is_dir():
        source = Source(path, gdal_name(chosen), GEODATABASE, str(chosen), choice.layer)
    else:
        source = replace(_plain(chosen, choice.layer), path=path)
    beside = tuple(gdal_name(path / inner) for inner in choice.points)
    return replace(source, labels=beside, notices=(*source.notices, *choice.notices))


def _type_in_folder(item: Path) -> int:
    return shape_type(head_of(item)) if item.suffix.lower() == ".shp" else 0


def _in_zip(path: Path, layer: str | None) -> Source:
    members = members_of(path)
    names = {inner_path(member).as_posix() for member in members}
    if "xl/workbook.xml" in names:
        require_bounded(path, members)
        everything = tuple(member.filename for member in members if not member.is_dir())
        notices = _wrong_ending(path, ENDINGS.get(path.suffix.lower(), ""), XLSX)
        return Source(path, str(path), XLSX, str(path), layer, everything, notices=notices)
    found = layers_in(members)
    if path.suffix.lower() == ".kmz" and found:
        return _kmz(path, members, layer)
    types = {
        inner: shape_type(beginning(path, inner, 100)) if inner.lower().endswith(".shp") else 0
        for inner in found
    }
    choice = choose_data_set(path, [Candidate(inner, types[inner]) for inner in found], layer)
    inner = choice.inner
    parts = belonging(members, inner)
    require_bounded(path, parts)
    ending = Path(inner).suffix.lower()
    root = _root(path)
    return Source(
        path,
        f"{'GeoJSONSeq:' if ENDINGS[ending] == GEOJSONSEQ else ''}{root}/{inner}",
        ENDINGS[ending],
        inner,
        choice.layer,
        tuple(member.filename for member in parts),
        tuple(f"{root}/{point}" for point in choice.points),
        (*_cut_in_zip(path, parts), *choice.notices),
    )


def _root(path: Path) -> str:
    """How GDAL calls the inside of a zip."""
    absolute = str(path.absolute())
    plain = is_plain(absolute.removesuffix(path.suffix))
    return f"/vsizip/{{{absolute if plain else gdal_name(path)}}}"


def _kmz(path: Path, members: Sequence[zipfile.ZipInfo], layer: str | None) -> Source:
    documents = [member for member in members if member.filename.lower().endswith(".kml")]
    require_bounded(path, documents)
    names = tuple(member.filename for member in documents)
    return Source(path, gdal_name(path), KML, str(path), layer, names)


def _cut_in_zip(path: Path, parts: Sequence[zipfile.ZipInfo]) -> tuple[Notice, ...]:
    """Notices about a shapefile that was cut short before it was packed."""
    checks = {".shp": shp_cut_short, ".dbf": dbf_cut_short}
    notices: list[Notice] = []
    for member in parts:
        check = checks.get(inner_path(member).suffix.lower())
        if check is None:
            continue
        head = beginning(path, inner_path(member).as_posix(), 100)
        notices += check(head, member.file_size, f"{shown(path)}/{shown(member.filename)}")
    return tuple(notices)


__all__ = ["Source", "locate", "sniff"]
