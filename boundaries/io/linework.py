"""Areas out of layers of lines, named by the labels inside them or by what the lines say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pyproj
import shapely
from numpy.typing import NDArray

from boundaries.domain.sides import names_of_areas, side_names
from boundaries.errors import Notice, place
from boundaries.geometry.polygonize import Enclosed, areas_of_rings, enclosed, merged, rings_of
from boundaries.io.area_labels import named_by_labels
from boundaries.io.faults import nothing_enclosed
from boundaries.io.kinds import DXF, GPX
from boundaries.io.names import shown, title
from boundaries.io.source import Source
from boundaries.io.table import AREAS, LINES, MOST_NOTICES, POINTS, Table, holds
from boundaries.messages import message

GRID_M = 0.01
"""Ends nearer than this meet; drawings in degrees are rounded about as coarsely."""
REACH_M = 25.0
METRES_PER_DEGREE = 111_320.0
"""At the equator; east of it in Indonesia a degree of longitude is at most 2 % shorter."""


def with_areas(table: Table, source: Source, crs: pyproj.CRS, labels: Table | None = None) -> Table:
    """The table of the areas that the lines of a table enclose.

    Lines that each return to their start are areas one by one, which may overlap; else all lines
    together are cut at their crossings and every area between them is one row, from north to
    south. Points of the table, else of `labels`, give their attributes to the area around them;
    without any, names come from the sides that the lines state. Every open end is a notice with
    its place. Raises `InputError` when nothing is enclosed.
    """
    rows = np.flatnonzero(holds(table.outlines, LINES))
    lines = merged(shapely.force_2d(table.outlines[rows]))
    rings = rings_of(lines)
    areal = holds(table.outlines, AREAS)
    notices: tuple[Notice, ...] = ()
    if areal.any():
        areas = table.outlines[areal]
        attributes = table.attributes[areal]
    elif rings.any() and (source.format in (DXF, GPX) or rings.sum() * 2 >= len(rings)):
        areas = areas_of_rings(lines[rings])
        attributes = table.attributes.iloc[rows[rings]]
        notices = _not_closed(source, rows[~rings], lines[~rings])
    else:
        unit = METRES_PER_DEGREE if crs.is_geographic else 1.0
        found = enclosed(lines, grid=GRID_M / unit, reach=REACH_M / unit)
        if not len(found.areas):
            raise nothing_enclosed(source.path, len(lines), len(found.open_ends))
        areas = found.areas
        attributes = _named_by_sides(found, table.attributes.iloc[rows])
        notices = (*_polygonised(source, found), *_open_ends(source, found, rows, unit, crs))
    points = holds(table.outlines, POINTS)
    if points.any() or labels is None:
        labels = replace(
            table, attributes=table.attributes[points], outlines=table.outlines[points]
        )
    attributes, about_names = named_by_labels(
        attributes.reset_index(drop=True), areas, labels, source.stem
    )
    return replace(
        table, attributes=attributes, outlines=areas,
        notices=(*table.notices, *notices, *about_names),
    )  # fmt: skip


def _named_by_sides(found: Enclosed, lines: pd.DataFrame) -> pd.DataFrame:
    names = names_of_areas(len(found.areas), found.borders, side_names(lines))
    return pd.DataFrame({"nama": names}) if (names != "").any() else pd.DataFrame(
        index=pd.RangeIndex(len(names))
    )  # fmt: skip


def _polygonised(source: Source, found: Enclosed) -> tuple[Notice, ...]:
    text = message(
        "{file} holds lines; the {areas} areas that they enclose were taken as villages",
        file=shown(source.path), areas=len(found.areas),
    )  # fmt: skip
    hint = message("give the layer of areas if there is one; areas cannot overlap when lines "
                   "enclose them")  # fmt: skip
    return (Notice("lines-enclosed", text, hint, title(source.path)),)


def _open_ends(
    source: Source, found: Enclosed, rows: NDArray[np.int64], unit: float, crs: pyproj.CRS
) -> tuple[Notice, ...]:
    """A notice for each open end, the nearest misses first, and for lines that enclose nothing."""
    notices = []
    decimals = 6 if crs.is_geographic else 2
    hint = message("snap the end to the line that it should meet (in QGIS: Snap geometries)")
    order = _once(found, decimals)
    for at in order[:MOST_NOTICES]:
        x, y = (str(round(float(value), decimals)) for value in found.open_ends[at])
        miss = found.misses[at] * unit
        text = (
            message("a line ends at {x}, {y} and meets no other", x=x, y=y)
            if not np.isfinite(miss)
            else message(
                "a line ends at {x}, {y}, {distance} m before another", x=x, y=y,
                distance=round(float(miss), 3),
            )
        )  # fmt: skip
        where = place(source.stem, rows[found.open_lines[at]])
        notices.append(Notice("line-open-end", text, hint, where))
    rest = len(order) - MOST_NOTICES
    if rest > 0:
        text = message("{count} more ends of lines meet no other line", count=rest)
        notices.append(Notice("line-open-end", text, hint, title(source.path)))
    if len(found.unused):
        text = message("{count} lines enclose no area and were left out: rows {rows}",
                       count=len(found.unused), rows=_listed(rows[found.unused]))  # fmt: skip
        notices.append(Notice("line-unused", text, hint, title(source.path)))
    return tuple(notices)


def _once(found: Enclosed, decimals: int) -> NDArray[np.int64]:
    """The open ends, the nearest misses first; several at one place of a line count once."""
    places = np.column_stack([found.open_lines, found.open_ends.round(decimals)])
    _, first = np.unique(places, axis=0, return_index=True)
    kept = np.sort(first)
    return kept[np.argsort(found.misses[kept], kind="stable")]


def _not_closed(
    source: Source, rows: NDArray[np.int64], lines: NDArray[np.object_]
) -> tuple[Notice, ...]:
    if not len(lines):
        return ()
    text = message(
        "{count} lines do not return to their start and were left out: rows {rows}",
        count=len(rows), rows=_listed(rows),
    )  # fmt: skip
    hint = message("close them in the file if they outline villages")
    return (Notice("line-open", text, hint, title(source.path)),)


def _listed(rows: NDArray[np.int64]) -> str:
    more = ", ..." if len(rows) > 10 else ""
    return ", ".join(str(row) for row in rows[:10]) + more
