"""Read layers of lines as lines."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from boundaries.errors import InputError
from boundaries.geometry.crs import to_working
from boundaries.io.declared_crs import declared_crs, given_crs
from boundaries.io.faults import no_crs
from boundaries.io.names import shown
from boundaries.io.read import read_table
from boundaries.io.table import AREAS, LINES, holds
from boundaries.messages import message


def read_lines(
    path: Path, *, working: pyproj.CRS, layer: str | None = None, crs: str | None = None
) -> NDArray[np.object_]:
    """The lines of a file, and the outlines of its areas, in the working CRS.

    `layer` is needed when several layers may hold some; `crs` replaces the declared CRS. Raises
    `InputError` for a file that cannot be used or holds neither, `ParameterError` for a `crs` that
    cannot be understood.
    """
    _, table = read_table(path, layer=layer)
    lines = table.outlines[holds(table.outlines, LINES)]
    areas = table.outlines[holds(table.outlines, AREAS)]
    together = np.concatenate((lines, shapely.boundary(areas)))
    if not len(together):
        raise InputError(
            "lines-missing",
            message("{file} holds neither lines nor areas", file=shown(path)),
            message("choose the file or the layer that holds the lines to be kept"),
        )
    effective = given_crs(crs) or declared_crs(table.crs)
    if effective is None:
        raise no_crs(path, table.outlines)
    return to_working(together, effective, working)
