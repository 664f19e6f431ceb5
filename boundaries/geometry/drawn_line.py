"""A line that somebody drew between two junctions: laid onto them, and checked.

Coordinates in a projected CRS in metres.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from boundaries.geometry.mosaic import GRID_M
from boundaries.messages import Message, figure, message

Geometries = NDArray[np.object_]
Floats = NDArray[np.float64]

TOUCH_M = 0.01
"""A line may run so far through land it must not touch before it counts: rounding."""


@dataclass(frozen=True)
class Limits:
    """What a drawn line must keep to, in metres.

    `snap_m`: an end this near to its junction is moved onto it; from farther away, a straight piece
    leads there and the line has a fault. `corridor_m`: how far the corridor is widened. `least_m`:
    the least length. `vertices`: the most vertices.
    """

    snap_m: float = 25.0
    corridor_m: float = 50.0
    least_m: float = 1.0
    vertices: int = 20_000


@dataclass(frozen=True)
class LineFault:
    """What is wrong with a line: a short code, the reason, and where (a geometry, maybe None).

    An `excusable` fault is none if a reason for it is stated; the others must be corrected.
    """

    code: str
    message: Message
    place: shapely.Geometry | None
    excusable: bool = False


NOT_FINITE = LineFault("not-finite", message("a coordinate of the line is no number"), None)


@dataclass(frozen=True)
class DrawnLine:
    """A drawn line from junction to junction, without repeated vertices, on the grid.

    Attributes
    ----------
    line : LineString in the direction of the reference line; empty where nothing can be used
    faults : all faults that were found
    moved_m : how far its start and its end were moved
    """

    line: shapely.LineString
    faults: tuple[LineFault, ...]
    moved_m: tuple[float, float]


def drawn_line(
    drawn: shapely.Geometry,
    reference: shapely.LineString,
    *,
    corridor: shapely.Geometry,
    land: Geometries,
    others: Geometries,
    names: tuple[str, ...],
    closed: bool = False,
    limits: Limits,
) -> DrawnLine:
    """A drawn line laid onto the ends of the reference line, and checked.

    `land` is that of the two villages, `others` that of the villages around, `names` what these are
    called in messages. With `closed` the line surrounds an enclave: it must return to its start,
    and has no junctions to be moved onto. Parts that follow each other are joined; heights are
    dropped.
    """
    finite = bool(np.isfinite(shapely.get_coordinates(drawn)).all())
    parts = _parts(drawn if finite else shapely.LineString())
    fault = _unusable(parts, limits) if finite else NOT_FINITE
    if fault is not None:
        return DrawnLine(shapely.LineString(), (fault,), (0.0, 0.0))
    points = shapely.get_coordinates(parts[0])
    laid, moved = (points, (0.0, 0.0)) if closed else _laid(points, reference, limits)
    kept = _distinct(laid)
    if len(kept) < 2:
        fault = LineFault("too-short", message("the line has no length"), None)
        return DrawnLine(shapely.LineString(), (fault,), moved)
    line = shapely.LineString(kept)
    if closed and _turns(line) != _turns(reference):
        line = shapely.reverse(line)
    faults = [
        *_end_faults(line, moved, closed, limits),
        *_shape_faults(line, limits),
        *_third_villages(line, others, names),
        *_outside(line, corridor, np.concatenate((land, others))),
    ]
    return DrawnLine(line, tuple(faults), moved)


def _parts(drawn: shapely.Geometry) -> Geometries:
    """The lines of a geometry, joined where they follow each other."""
    flat = shapely.get_parts(shapely.force_2d(drawn))
    lines = flat[np.isin(shapely.get_type_id(flat), [1, 2]) & ~shapely.is_empty(flat)]
    merged = shapely.line_merge(shapely.multilinestrings(lines))
    return np.asarray(shapely.get_parts(merged), dtype=object)


def _unusable(parts: Geometries, limits: Limits) -> LineFault | None:
    if not len(parts):
        return LineFault("no-line", message("there is no line"), None)
    if len(parts) > 1:
        text = message("the line is in {count} parts; one line is needed", count=len(parts))
        return LineFault("several-lines", text, shapely.multilinestrings(parts))
    count = int(shapely.get_num_coordinates(parts[0]))
    if count > limits.vertices:
        text = message(
            "the line has {count} vertices; {most} are the most", count=count, most=limits.vertices
        )
        return LineFault("too-many-vertices", text, None)
    return None


def _laid(
    points: Floats, reference: shapely.LineString, limits: Limits
) -> tuple[Floats, tuple[float, float]]:
    """The vertices from junction to junction, and how far the ends were from them."""
    ends = shapely.get_coordinates(reference)[[0, -1]]

    def away(line: Floats) -> Floats:
        return np.asarray(np.hypot(*(line[[0, -1]] - ends).T))

    if away(points[::-1]).sum() < away(points).sum():
        points = points[::-1]
    distance = away(points)
    near = distance <= limits.snap_m
    inner = points[int(near[0]) : len(points) - int(near[1])]
    return np.concatenate((ends[:1], inner, ends[1:])), (float(distance[0]), float(distance[1]))


def _distinct(points: Floats) -> Floats:
    """The vertices on the grid without repetitions."""
    cells = np.rint(points / GRID_M)
    again = np.zeros(len(points), dtype=bool)
    again[1:] = (cells[1:] == cells[:-1]).all(axis=1)
    return np.asarray(cells[~again] / round(1 / GRID_M))


def _turns(line: shapely.LineString) -> bool:
    return bool(shapely.is_ccw(shapely.linearrings(shapely.get_coordinates(line))))


def _end_faults(
    line: shapely.LineString, moved: tuple[float, float], closed: bool, limits: Limits
) -> list[LineFault]:
    if closed:
        if shapely.is_closed(line):
            return []
        return [LineFault("not-closed", message("the line does not return to its start"), None)]
    return [
        LineFault(
            "far-from-junction",
            message(
                "an end of the line is {distance} m from its junction",
                distance=figure(metres, ",.1f"),
            ),
            shapely.get_point(line, place),
        )
        for place, metres in zip((0, -1), moved, strict=True)
        if metres > limits.snap_m
    ]


def _shape_faults(line: shapely.LineString, limits: Limits) -> list[LineFault]:
    faults = []
    if shapely.length(line) < limits.least_m:
        text = message(
            "the line is {length} m long; {least} m are the least",
            length=figure(shapely.length(line), ",.2f"), least=limits.least_m,
        )  # fmt: skip
        faults.append(LineFault("too-short", text, None))
    if not shapely.is_simple(line):
        text = message("the line crosses or touches itself")
        faults.append(LineFault("self-crossing", text, line))
    return faults


def _beside(line: shapely.LineString, land: Geometries) -> Geometries:
    """The land within the box around the line."""
    window = shapely.box(*np.add(shapely.bounds(line), [-1, -1, 1, 1]))
    return np.asarray(shapely.intersection(land, window), dtype=object)


def _third_villages(
    line: shapely.LineString, others: Geometries, names: tuple[str, ...]
) -> list[LineFault]:
    inside = shapely.intersection(line, shapely.buffer(_beside(line, others), -TOUCH_M / 10))
    length = shapely.length(inside)
    return [
        LineFault(
            "third-village",
            message(
                "the line runs {length} m through {village}",
                length=figure(length[place], ",.1f"), village=names[place],
            ),
            inside[place],
        )
        for place in np.flatnonzero(length > TOUCH_M).tolist()
    ]  # fmt: skip


def _outside(
    line: shapely.LineString, corridor: shapely.Geometry, land: Geometries
) -> list[LineFault]:
    faults = []
    around = shapely.union_all(_beside(line, land))
    beyond = shapely.difference(line, shapely.buffer(around, TOUCH_M / 10))
    if shapely.length(beyond) > TOUCH_M:
        text = message(
            "the line leaves the land of the villages over {length} m",
            length=figure(shapely.length(beyond), ",.1f"),
        )
        faults.append(LineFault("outside-land", text, beyond))
    off = shapely.difference(line, corridor)
    if shapely.length(off) > TOUCH_M:
        text = message(
            "the line leaves the disputed land over {length} m",
            length=figure(shapely.length(off), ",.1f"),
        )
        faults.append(LineFault("outside-corridor", text, off, excusable=True))
    return faults
