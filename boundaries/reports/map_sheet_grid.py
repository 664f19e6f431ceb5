"""The two grids of a map sheet, UTM and geographic, and their labels around the map.

UTM lines are straight and as far apart as the scale says, to the last digit. Meridians and
parallels are drawn as they run in the grid, through places every few millimetres. Labels stand in
two lanes around the map: UTM beside it, degrees outside; none meets another one of its lane.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from boundaries.domain.notation import LATITUDE, LONGITUDE, format_dms
from boundaries.geometry.metrics import WGS84
from boundaries.messages import Gettext, message
from boundaries.reports.map_sheet_canvas import CENTRE, Box, Page, Pen, Words, text_width
from boundaries.reports.map_sheet_layout import Frame

UTM_STEPS = (50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
"""Metres between lines of the UTM grid."""
DEGREE_STEPS = (1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1_800, 3_600)
"""Seconds between meridians and parallels."""
LEAST_UTM_MM, LEAST_DEGREE_MM = 35.0, 45.0
UTM_PEN = Pen("#9aa7b0", 0.12)
DEGREE_PEN = Pen("#5b8fb9", 0.12, (2.0, 1.2))
NEAT_PEN, OUTER_PEN = Pen("#000000", 0.35), Pen("#000000", 0.7)
UTM_COLOUR, DEGREE_COLOUR = "#333333", "#1f5f8b"
UTM_SIZE, DEGREE_SIZE = 5.0, 5.5
UTM_LANE, DEGREE_LANE = 1.3, 4.7
"""Millimetres from the map to the base line of each lane."""
TICK = 1.0
SAMPLES = 24

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Crossing:
    """Where a line of a grid meets the edge of the map: `side` is one of `SIDES`."""

    side: str
    at: float
    text: str


SIDES = ("bottom", "top", "left", "right")
ACROSS = ("bottom", "top")


def draw_grids(page: Page, frame: Frame, crs: CRS, gettext: Gettext) -> None:
    """Draw both grids, the frame and the labels."""
    box, growth = frame.layout.map, frame.layout.growth
    degree_lines, degree_marks = graticule(frame, crs)
    utm_lines, utm_marks = utm_grid(frame, gettext)
    page.strokes(degree_lines, DEGREE_PEN)
    page.strokes(utm_lines, UTM_PEN)
    page.strokes(_ticks(utm_marks, box, 0.0, TICK * growth), Pen("#000000", 0.2))
    lane = DEGREE_LANE * growth
    page.strokes(_ticks(degree_marks, box, lane - 1.3, lane - 0.4), Pen(DEGREE_COLOUR, 0.2))
    page.outline(box, NEAT_PEN)
    page.outline(box.grown(8.0 * growth), OUTER_PEN)
    utm = _Lane(UTM_LANE * growth, UTM_SIZE * growth, UTM_COLOUR)
    degrees = _Lane(DEGREE_LANE * growth, DEGREE_SIZE * growth, DEGREE_COLOUR)
    page.write(*_labels(utm_marks, box, utm), *_labels(degree_marks, box, degrees))


def utm_step(scale: int) -> int:
    """Metres between lines of the UTM grid at a scale."""
    return next((s for s in UTM_STEPS if s * 1000 / scale >= LEAST_UTM_MM), UTM_STEPS[-1])


def degree_step(scale: int) -> int:
    """Seconds between meridians and parallels at a scale."""
    metres_per_second = 30.9
    wide = (s for s in DEGREE_STEPS if s * metres_per_second * 1000 / scale >= LEAST_DEGREE_MM)
    return next(wide, DEGREE_STEPS[-1])


def utm_grid(frame: Frame, gettext: Gettext) -> tuple[list[Floats], list[Crossing]]:
    """The lines of the UTM grid in millimetres, and where they meet the edges of the map."""
    west, south, east, north = frame.bounds
    box, step = frame.layout.map, utm_step(frame.scale)
    lines, marks = [], []
    for metres in _multiples(west, east, step):
        x = box.left + (metres - west) * frame.mm_per_m
        lines.append(np.array([[x, box.bottom], [x, box.top]]))
        text = message("{metres} mE", metres=int(metres)).render(gettext)
        marks += [Crossing(side, float(x), text) for side in ACROSS]
    for metres in _multiples(south, north, step):
        y = box.bottom + (metres - south) * frame.mm_per_m
        lines.append(np.array([[box.left, y], [box.right, y]]))
        text = message("{metres} mN", metres=int(metres)).render(gettext)
        marks += [Crossing(side, float(y), text) for side in SIDES[2:]]
    return lines, marks


def graticule(frame: Frame, crs: CRS) -> tuple[list[Floats], list[Crossing]]:
    """Meridians and parallels in millimetres, and where they meet the edges of the map."""
    to_degrees = Transformer.from_crs(crs, WGS84, always_xy=True)
    to_grid = Transformer.from_crs(WGS84, crs, always_xy=True)
    west, south, east, north = to_degrees.transform_bounds(*frame.bounds)
    step = degree_step(frame.scale) / 3600
    lines, marks = [], []
    for axis, low, high, other in (
        (LONGITUDE, west, east, (south, north)), (LATITUDE, south, north, (west, east)),
    ):  # fmt: skip
        values = _multiples(low, high, step)
        names = format_dms(values, axis, decimals=0)
        along = np.linspace(*other, SAMPLES)
        for value, name in zip(values, names, strict=True):
            fixed = np.full(SAMPLES, value)
            degrees = (fixed, along) if axis == LONGITUDE else (along, fixed)
            line = _clipped(np.column_stack(to_grid.transform(*degrees)), frame)
            if line is not None:
                lines.append(line)
                marks += _crossings(line, frame.layout.map, axis, name)
    return lines, marks


def _multiples(low: float, high: float, step: float) -> Floats:
    return np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step


def _clipped(metres: Floats, frame: Frame) -> Floats | None:
    """The part of a line within the map, in millimetres; None where there is none."""
    box = frame.layout.map
    corner = (box.left, box.bottom)
    places = (metres - (frame.west, frame.south)) * frame.mm_per_m + corner
    line = shapely.intersection(shapely.linestrings(places), box.polygon())
    is_line = shapely.get_type_id(line) == shapely.GeometryType.LINESTRING
    return shapely.get_coordinates(line) if is_line and not line.is_empty else None


def _crossings(line: Floats, box: Box, axis: str, name: str) -> list[Crossing]:
    """The ends of a line that lie on the sides where its axis is told."""
    marks = []
    for x, y in (line[0], line[-1]):
        if axis == LONGITUDE and min(abs(y - box.bottom), abs(y - box.top)) < 1e-6:
            marks.append(Crossing("bottom" if abs(y - box.bottom) < 1e-6 else "top", x, name))
        elif axis == LATITUDE and min(abs(x - box.left), abs(x - box.right)) < 1e-6:
            marks.append(Crossing("left" if abs(x - box.left) < 1e-6 else "right", y, name))
    return marks


def _ticks(marks: Sequence[Crossing], box: Box, start: float, end: float) -> list[Floats]:
    edge = {"bottom": box.bottom, "top": box.top, "left": box.left, "right": box.right}
    out = {"bottom": -1, "top": 1, "left": -1, "right": 1}
    ticks = []
    for mark in marks:
        ends = [edge[mark.side] + out[mark.side] * length for length in (start, end)]
        across = mark.side in ACROSS
        ticks.append(np.array([[mark.at, e] if across else [e, mark.at] for e in ends]))
    return ticks


@dataclass(frozen=True)
class _Lane:
    """Labels of one grid: millimetres from the map, size in points, colour."""

    away: float
    size: float
    colour: str


def _labels(marks: Sequence[Crossing], box: Box, lane: _Lane) -> list[Words]:
    """The labels of a lane that have room between the corners and beside each other."""
    words = []
    for side in SIDES:
        low, high = (box.left, box.right) if side in ACROSS else (box.bottom, box.top)
        free = low
        for mark in sorted((m for m in marks if m.side == side), key=lambda m: m.at):
            half = text_width(mark.text, lane.size) / 2
            if mark.at - half >= free and mark.at + half <= high:
                words.append(_label(mark, box, lane))
                free = mark.at + half + 1.0
    return words


def _label(mark: Crossing, box: Box, lane: _Lane) -> Words:
    """A label that stands in its lane; at the sides it reads upward."""
    height = lane.size * 0.26
    x, y = {
        "bottom": (mark.at, box.bottom - lane.away - height),
        "top": (mark.at, box.top + lane.away),
        "left": (box.left - lane.away, mark.at),
        "right": (box.right + lane.away + height, mark.at),
    }[mark.side]
    angle = 0.0 if mark.side in ACROSS else 90.0
    return Words(x, y, mark.text, lane.size, colour=lane.colour, align=CENTRE, angle=angle)
