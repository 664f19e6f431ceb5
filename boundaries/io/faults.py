"""Faults of input files, each with its remedy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from boundaries.errors import InputError, Notice
from boundaries.io.kinds import READABLE, SHAPEFILE
from boundaries.messages import message


def not_readable(path: Path, expected: str, found: str) -> InputError:
    """The content of a file is not what it should be, or nothing that is known."""
    if path.suffix.lower() in {".dbf", ".shx", ".prj", ".cpg"}:
        return InputError(
            "file-beside",
            message("{file} is a part of a shapefile, not the layer itself", file=path),
            message("give the file that ends in .shp"),
        )
    if found == SHAPEFILE:
        return InputError(
            "ending-wrong",
            message("{file} is a shapefile with another ending", file=path),
            message("rename it to end in .shp, with its .shx, .dbf and .prj beside it"),
        )
    if expected:
        return InputError(
            "format-wrong",
            message("{file} is no {expected} file, whatever its ending", file=path,
                    expected=expected),
            message("save the layer again; readable are: {formats}", formats=READABLE),
        )  # fmt: skip
    return InputError(
        "format-unknown",
        message("{file} is no spatial file that can be read", file=path),
        message("save the layer as one of: {formats}", formats=READABLE),
    )


def several_layers(path: Path, names: list[str]) -> InputError:
    """The file holds several layers; one must be chosen."""
    example = f'"{names[0]}"' if " " in names[0] else names[0]
    return InputError(
        "layer-several",
        message("{file} holds several layers: {layers}", file=path, layers=", ".join(names)),
        message("choose one with --layer, for example: --layer {layer}", layer=example),
    )


def wrong_encoding(path: Path) -> Notice:
    """Text does not decode in the encoding that the file declares."""
    return Notice(
        "encoding-wrong",
        message("the text of {file} is not in the encoding it declares", file=path),
        message("it was read as ISO-8859-1; look at names with accents"),
        path.name,
    )


def no_crs(path: Path, outlines: NDArray[np.object_]) -> InputError:
    """No coordinate system is declared; the values tell which is likely."""
    bounds = np.abs(shapely.total_bounds(outlines))
    degrees = bounds[[0, 2]].max() <= 180 and bounds[[1, 3]].max() <= 90
    return InputError(
        "crs-missing",
        message("{file} does not say its coordinate system", file=path),
        message("its values look like degrees: --crs EPSG:4326")
        if degrees
        else message("its values look like metres; name the zone, for example: --crs EPSG:32647"),
    )


def damaged(path: Path, format_: str) -> InputError:
    """The format is known, but reading fails."""
    if format_ == SHAPEFILE and path.is_file() and not path.with_suffix(".shx").exists():
        hint = message("copy all of its files together: .shp, .shx, .dbf, .prj")
    else:
        hint = message("copy or download the file again, or save the layer anew")
    text = message("{file} cannot be read as {format}: it is damaged or incomplete",
                   file=path, format=format_)  # fmt: skip
    return InputError("file-damaged", text, hint)


def no_layers(path: Path) -> InputError:
    """A container without any layer."""
    return InputError(
        "layer-none",
        message("{file} holds no layer", file=path),
        message("save the layer into the file again"),
    )


def attributes_only(path: Path) -> InputError:
    """A table where outlines are needed."""
    return InputError(
        "outlines-missing",
        message("{file} is a table without outlines", file=path),
        message("give the layer that holds the polygons of the villages"),
    )


def no_polygons(path: Path, found: str) -> InputError:
    """Outlines, but of lines or points; `found` tells how many of which type."""
    return InputError(
        "polygons-missing",
        message("{file} holds no polygons, but {found}", file=path, found=found),
        message("give the layer of areas (in BIG's files its name ends in _AR)"),
    )
