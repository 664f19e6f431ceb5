"""Faults of input files, each with its remedy."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from boundaries.errors import InputError, Notice
from boundaries.io.kinds import CSV, GEOJSON, MAPINFO, READABLE, SHAPEFILE
from boundaries.io.names import shown
from boundaries.messages import message

MOST_JSON_BYTES = 2**25


def not_readable(path: Path, expected: str, found: str) -> InputError:
    """The content of a file is not what it should be, or nothing that is known."""
    if path.suffix.lower() in {".dbf", ".shx", ".prj", ".cpg"}:
        return InputError(
            "file-beside",
            message("{file} is a part of a shapefile, not the layer itself", file=shown(path)),
            message("give the file that ends in .shp"),
        )
    if found == SHAPEFILE:
        return InputError(
            "ending-wrong",
            message("{file} is a shapefile with another ending", file=shown(path)),
            message("rename it to end in .shp, with its .shx, .dbf and .prj beside it"),
        )
    if expected and expected != CSV:
        return InputError(
            "format-wrong",
            message("{file} is no {expected} file, whatever its ending", file=shown(path),
                    expected=expected),
            message("save the layer again; readable are: {formats}", formats=READABLE),
        )  # fmt: skip
    return InputError(
        "format-unknown",
        message("{file} is no spatial file that can be read", file=shown(path)),
        message("save the layer as one of: {formats}", formats=READABLE),
    )


def absent(path: Path) -> InputError:
    """There is no file where a small table or list is said to be."""
    return InputError(
        "file-missing",
        message("{file}: there is no such file", file=shown(path)),
        message("check the path and the spelling"),
    )


def several_layers(path: Path, names: Sequence[str]) -> InputError:
    """The file holds several layers; one must be chosen."""
    example = f'"{names[0]}"' if " " in names[0] else names[0]
    return InputError(
        "layer-several",
        message(
            "{file} holds several layers: {layers}",
            file=shown(path),
            layers=", ".join(shown(name) for name in names),
        ),
        message("choose one with --layer, for example: --layer {layer}", layer=example),
    )


def layer_unknown(path: Path, layer: str, names: Sequence[str]) -> InputError:
    """No layer has the name that was asked for."""
    return InputError(
        "layer-unknown",
        message("{file} has no layer {layer}", file=shown(path), layer=layer),
        message("its layers are: {layers}", layers=", ".join(shown(name) for name in names)),
    )


def web_address(path: Path) -> InputError:
    """An address on the web where a file is needed."""
    return InputError(
        "address-web",
        message("{file} is an address on the web, not a file", file=shown(path)),
        message("download the file first"),
    )


def odd_name(path: Path, format_: str) -> InputError:
    """The driver of the format cannot open a path with such characters."""
    return InputError(
        "name-odd",
        message(
            "{file}: {format} files cannot be opened under this name",
            file=shown(path), format=format_,
        ),
        message("rename the file and its folders without ! ; ? {signs} and line breaks",
                signs="{ }"),
    )  # fmt: skip


def wrong_encoding(path: Path) -> Notice:
    """Text does not decode in the encoding that the file declares."""
    return Notice(
        "encoding-wrong",
        message("the text of {file} is not in the encoding it declares", file=shown(path)),
        message("it was read as ISO-8859-1; look at names with accents"),
        shown(path.name),
    )


def no_crs(path: Path, outlines: NDArray[np.object_]) -> InputError:
    """No coordinate system is declared; the values tell which is likely."""
    bounds = np.abs(shapely.total_bounds(outlines))
    degrees = bounds[[0, 2]].max() <= 180 and bounds[[1, 3]].max() <= 90
    return InputError(
        "crs-missing",
        message("{file} does not say its coordinate system", file=shown(path)),
        message("its values look like degrees: --crs EPSG:4326")
        if degrees
        else message("its values look like metres; name the zone, for example: --crs EPSG:32647"),
    )


def unreadable(path: Path, format_: str, told: str) -> InputError:
    """Reading failed; what GDAL `told` names a fault other than damage in one case."""
    if "Too many characters" not in told:
        return damaged(path, format_)
    return InputError(
        "field-huge",
        message("{file} holds a value of more than 10 million characters", file=shown(path)),
        message("empty that field (pictures or documents do not belong there) and save again"),
    )


def damaged(path: Path, format_: str) -> InputError:
    """The format is known, but reading fails."""
    if format_ == GEOJSON and path.is_file() and _is_other_json(path):
        return not_readable(path, format_, "")
    if format_ == SHAPEFILE and path.is_file() and not path.with_suffix(".shx").exists():
        hint = message("copy all of its files together: .shp, .shx, .dbf, .prj")
    elif format_ == MAPINFO and path.is_file():
        hint = message("copy all of its files together: .tab, .dat, .map, .id")
    else:
        hint = message("copy or download the file again, or save the layer anew")
    text = message("{file} cannot be read as {format}: it is damaged or incomplete",
                   file=shown(path), format=format_)  # fmt: skip
    return InputError("file-damaged", text, hint)


def _is_other_json(path: Path) -> bool:
    """Whether a file of a sane size is whole JSON, so that only its meaning is at fault."""
    if path.stat().st_size > MOST_JSON_BYTES:
        return False
    try:
        document = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return False
    return not (
        isinstance(document, dict) and document.get("type") in ("FeatureCollection", "Feature")
    )


def no_layers(path: Path) -> InputError:
    """A container without any layer."""
    return InputError(
        "layer-none",
        message("{file} holds no layer", file=shown(path)),
        message("save the layer into the file again"),
    )


def attributes_only(path: Path) -> InputError:
    """A table where outlines are needed."""
    return InputError(
        "outlines-missing",
        message("{file} is a table without outlines", file=shown(path)),
        message("give the layer that holds the polygons of the villages"),
    )


def no_polygons(path: Path, found: str) -> InputError:
    """Outlines, but of points; `found` tells how many of which type."""
    return InputError(
        "polygons-missing",
        message("{file} holds no polygons, but {found}", file=shown(path), found=found),
        message("give the layer of areas (in BIG's files its name ends in _AR)"),
    )


def nothing_enclosed(path: Path, lines: int, open_ends: int) -> InputError:
    """Lines that do not close to any area."""
    return InputError(
        "lines-open",
        message(
            "the {lines} lines of {file} enclose no area; {open_ends} ends meet no other line",
            lines=lines, file=shown(path), open_ends=open_ends,
        ),
        message("close the lines (snap their ends in QGIS), or give the layer of areas"),
    )  # fmt: skip
