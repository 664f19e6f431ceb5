"""Tracks and routes of GPX files as lines, walks around an area closed; waypoints as labels."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pyproj
import shapely
from numpy.typing import NDArray

from boundaries.errors import Notice, place
from boundaries.io.faults import layer_unknown
from boundaries.io.ogr import read_one
from boundaries.io.source import Source
from boundaries.io.table import Table
from boundaries.messages import message

LINES = ("tracks", "routes")
WAYPOINTS = "waypoints"
JUMP_M = 25.0
"""Segments of a track no farther apart are one walk, and ends no farther apart close it."""

_GEOD = pyproj.Geod(ellps="WGS84")


def read_gpx(source: Source) -> Table:
    """Tracks, routes and waypoints in one table, the lines first.

    The segments of a track become one line where the receiver was only paused. A line that comes
    back to within `JUMP_M` of its start is closed, with a notice of the distance. `source.layer`
    chooses tracks or routes. Raises `InputError` when the file is damaged.
    """
    if source.layer not in (None, *LINES):
        raise layer_unknown(source.path, source.layer, LINES)
    chosen = LINES if source.layer is None else (source.layer,)
    tables = [read_one(source, name) for name in (*chosen, WAYPOINTS)]
    filled = [table for table in tables if len(table.attributes)]
    layer = source.layer or source.stem
    if not filled:
        return replace(tables[0], layer=layer)
    attributes = pd.concat([_used(table.attributes) for table in filled], ignore_index=True)
    outlines = np.concatenate([table.outlines for table in filled])
    lines, notices = _walks(outlines, source.stem)
    return Table(layer, attributes, lines, tables[0].crs, notices)


def _used(attributes: pd.DataFrame) -> pd.DataFrame:
    return attributes.dropna(axis="columns", how="all").astype(object)


def _walks(
    outlines: NDArray[np.object_], source: str
) -> tuple[NDArray[np.object_], tuple[Notice, ...]]:
    result = outlines.copy()
    notices = []
    for row in np.flatnonzero(np.isin(shapely.get_type_id(outlines), (1, 5))):
        line = _one_walk(outlines[row])
        apart = _closing_distance(line)
        if 0 < apart <= JUMP_M:
            coordinates = shapely.get_coordinates(line)
            line = shapely.linestrings(np.vstack([coordinates, coordinates[:1]]))
            text = message(
                "the track ends {distance} m from its start; it was closed with a straight line",
                distance=round(apart, 1),
            )
            hint = message("walk the last stretch again if the line matters there")
            notices.append(Notice("track-closed", text, hint, place(source, row)))
        result[row] = line
    return result, tuple(notices)


def _one_walk(line: shapely.Geometry) -> shapely.Geometry:
    """The pieces of a track strung together when none is far from the one before."""
    pieces = [part for part in shapely.get_parts(line) if not part.is_empty]
    steps = [_apart(a.coords[-1], b.coords[0]) for a, b in pairwise(pieces)]
    if not pieces or any(step > JUMP_M for step in steps):
        return shapely.force_2d(line)
    return shapely.linestrings(np.vstack([shapely.get_coordinates(part) for part in pieces]))


def _closing_distance(line: shapely.Geometry) -> float:
    """Metres between the ends; infinite for lines of several pieces and for short ones."""
    if shapely.get_type_id(line) != 1 or shapely.get_num_coordinates(line) < 3:
        return np.inf
    if _GEOD.geometry_length(line) < 4 * JUMP_M:
        return np.inf
    return _apart(line.coords[-1], line.coords[0])


def _apart(end: tuple[float, ...], start: tuple[float, ...]) -> float:
    return float(_GEOD.inv(end[0], end[1], start[0], start[1])[2])
