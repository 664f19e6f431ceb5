"""The map of a segment to scale on A4 or A3, as SVG in millimetres."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from boundaries.reports.map_sheet_canvas import Box
from boundaries.reports.map_sheet_labels import place_name
from boundaries.reports.map_sheet_layout import SCALES
from boundaries.workflows.paper_lines import along
from web.segment_grounds import Line
from web.segment_page import SegmentPage

PAPERS = {"A4": (186.0, 150.0), "A3": (273.0, 290.0)}
"""Width and height of the map on each paper, upright, in millimetres."""
EDGE_MM = 8.0
MM_PER_M = 1000.0
TICKS = 5
TICK_ROOM = Box(0.0, 0.0, 11.0, 3.0)
"""What a coordinate at the edge takes."""
NAME_HEIGHTS = {"a": (4.0, 3.0), "b": (4.0, 3.0), "": (3.0, 2.4)}
"""Heights of the names of the villages of the segment and of others, the better ones first."""
LETTER_WIDTH = 0.62
"""Width of a letter by its height."""
SIMPUL_MM = 2.2
SEEN_MM2 = 1.0
"""Land that changes sides is hatched from this size on paper on."""


@dataclass(frozen=True)
class PrintedPath:
    """A path of the drawing: its class, and its course in millimetres from the top left."""

    kind: str
    course: str


@dataclass(frozen=True)
class PrintedText:
    """A text of the drawing at a place in millimetres; `height` of names."""

    kind: str
    x: float
    y: float
    text: str
    height: float = 0.0


@dataclass(frozen=True)
class Drawing:
    """A map to scale; sizes in millimetres, `bar_m` the length of the scale bar in metres.

    `fits` is the largest scale at which the segment and the line are on the sheet, None for none.
    """

    scale: int
    fits: int | None
    width: float
    height: float
    paths: list[PrintedPath]
    texts: list[PrintedText]
    bar_m: int
    bar_mm: float

    @property
    def whole(self) -> bool:
        """Whether the segment and the line are on the sheet."""
        return self.fits is not None and self.scale >= self.fits

    @property
    def kinds(self) -> set[str]:
        """What is on the sheet, so that the legend shows this and nothing else."""
        return {path.kind for path in self.paths}


def print_map(it: SegmentPage, line: Line, scale: int | None, paper: str) -> Drawing:
    """The map of a segment with a line; the largest scale at which it fits, or the given one.

    Where they do not fit, the middle of the line is in the middle of the sheet.
    """
    site = it.ground.site
    size = PAPERS[paper]
    box = shapely.total_bounds(np.array([site.line, line.proposal.line], dtype=object))
    fits = _fitting(box, size)
    chosen = scale or fits or SCALES[-1]
    whole = fits is not None and chosen >= fits
    middle = shapely.linestrings(box.reshape(2, 2)) if whole else line.proposal.line
    frame = _Frame(shapely.line_interpolate_point(middle, 0.5, normalized=True), chosen, size)
    paths = [path for path in _paths(it, line, frame) if path.course]
    fixed = [*_simpul(it, line, frame), *_grid(frame)]
    lines = shapely.union_all([line.proposal.line, *site.candidates.geometry])
    texts = [*fixed, *_names(it, frame, lines, fixed)]
    bar = _bar(chosen)
    return Drawing(chosen, fits, *size, paths, texts, bar, bar * MM_PER_M / chosen)


def _paths(it: SegmentPage, line: Line, frame: _Frame) -> list[PrintedPath]:
    """Borders, land that changes sides, the candidate lines, and the chosen line over them."""
    site = it.ground.site
    letters = {site.a: "a", site.b: "b"}
    gains = line.consequence.gains
    return [
        *(PrintedPath("desa", frame.course(shape))
          for shape in shapely.boundary(site.land.geometry)),
        *(PrintedPath(f"ke-{letters.get(key, '')}", frame.course(shape))
          for key, shape in zip(gains["village_to"], gains.geometry, strict=True)
          if shapely.area(shape) * frame.unit**2 >= SEEN_MM2),
        *(PrintedPath(f"garis-{name}", frame.course(shape))
          for name, shape in zip(site.candidates["drawn_by"], site.candidates.geometry, strict=True)
          if name != line.name),
        PrintedPath("terpilih", frame.course(line.proposal.line)),
    ]  # fmt: skip


class _Frame:
    """The part of the land that the sheet shows, north up."""

    def __init__(self, middle: shapely.Point, scale: int, size: tuple[float, float]) -> None:
        self.unit = MM_PER_M / scale
        self.size = np.array(size)
        x, y = middle.x, middle.y
        half = size[0] / 2 / self.unit, size[1] / 2 / self.unit
        self.box = (x - half[0], y - half[1], x + half[0], y + half[1])

    def at(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Positions in millimetres from the top left."""
        return np.column_stack(
            ((points[:, 0] - self.box[0]) * self.unit, (self.box[3] - points[:, 1]) * self.unit)
        )

    def on_sheet(self, shape: BaseGeometry) -> BaseGeometry:
        """A geometry, cut to the sheet, in millimetres from the top left."""
        return shapely.transform(shapely.clip_by_rect(shape, *self.box), self.at)

    def course(self, shape: BaseGeometry) -> str:
        """A geometry, cut to the sheet, as the course of a path."""
        cut = shapely.clip_by_rect(shape, *self.box)
        if cut.geom_type in ("Polygon", "MultiPolygon"):
            rings = shapely.get_rings(shapely.get_parts(cut))
            return "".join(f"{self._run(ring)}Z" for ring in rings)
        parts = shapely.get_parts(cut)
        return "".join(self._run(part) for part in parts[shapely.get_type_id(parts) == 1])

    def _run(self, line: BaseGeometry) -> str:
        points = self.at(shapely.get_coordinates(line))
        return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points)


def _fitting(box: NDArray[np.float64], size: tuple[float, float]) -> int | None:
    extent = np.array([box[2] - box[0], box[3] - box[1]])
    room = np.array(size) - 2 * EDGE_MM
    least = float((extent * MM_PER_M / room).max())
    return next((scale for scale in SCALES if scale >= least), None)


def _names(
    it: SegmentPage, frame: _Frame, lines: BaseGeometry, fixed: list[PrintedText]
) -> list[PrintedText]:
    """Names of the villages in their land, those of the segment first; off lines and each other.

    A name that has no room in its land is left out, but not those of the two sides.
    """
    land, letters = it.ground.site.land, {it.a.key: "a", it.b.key: "b"}
    shapes = dict(zip(land["key"], land.geometry, strict=True))
    keep_off = shapely.buffer(frame.on_sheet(lines), 1.0)
    taken = [_room(text) for text in fixed]
    texts = []
    for key in sorted(shapes, key=lambda key: (letters.get(key, "c"), key)):
        own = frame.on_sheet(shapes[key])
        if shapely.area(own) == 0:
            continue
        letter, title = letters.get(key, ""), it.places.title(key)
        heights = NAME_HEIGHTS[letter]
        sizes = [(LETTER_WIDTH * height * len(title), 1.2 * height) for height in heights]
        found = place_name(own, sizes, taken=taken, keep_off=keep_off)
        if found is None and not letter:
            continue
        number, box = found or (len(sizes) - 1, _inside(own, sizes[-1], frame))
        taken.append(box)
        x, y = box.middle
        height = heights[number]
        texts.append(PrintedText(f"nama-{letter or 'c'}", x, y + height / 3, title, height))
    return texts


def _inside(land: BaseGeometry, size: tuple[float, float], frame: _Frame) -> Box:
    """A box in the middle of a land, moved so that it lies on the sheet."""
    half = np.array(size) / 2
    middle = shapely.get_coordinates(shapely.maximum_inscribed_circle(land))[0]
    x, y = np.clip(middle, half, np.maximum(frame.size - half, half)).tolist()
    return Box(x - half[0], y - half[1], x + half[0], y + half[1])


def _room(text: PrintedText) -> Box:
    """What a simpul or a coordinate takes."""
    if text.kind == "simpul":
        return Box(text.x, text.y, text.x, text.y).grown(SIMPUL_MM)
    up = TICK_ROOM.top
    left, width = (text.x if text.kind == "bawah" else 0.0), TICK_ROOM.right
    return Box(left, text.y - up, left + width, text.y)


def _simpul(it: SegmentPage, line: Line, frame: _Frame) -> list[PrintedText]:
    course = along(line.proposal.line, it.ground.site.line)
    ends = frame.at(shapely.get_coordinates(course)[[0, -1]])
    return [
        PrintedText("simpul", float(x), float(y), str(number))
        for number, (x, y) in enumerate(ends, start=1)
    ]


def _grid(frame: _Frame) -> list[PrintedText]:
    """Coordinates of the working system along the lower and the left edge."""
    west, south, east, north = frame.box
    step = _round_step((east - west) / TICKS)
    texts = []
    for x in np.arange(np.ceil(west / step) * step, east, step):
        place = frame.at(np.array([[x, south]]))[0]
        if place[0] > frame.size[0] - TICK_ROOM.right:
            continue
        texts.append(PrintedText("bawah", float(place[0]), float(place[1]), f"{x:.0f}"))
    for y in np.arange(np.ceil(south / step) * step, north, step):
        place = frame.at(np.array([[west, y]]))[0]
        if not TICK_ROOM.top < place[1] < frame.size[1] - 2 * TICK_ROOM.top:
            continue
        texts.append(PrintedText("tepi", float(place[0]), float(place[1]), f"{y:.0f}"))
    return texts


def _bar(scale: int) -> int:
    """A round length of about four centimetres."""
    return int(_round_step(40 * scale / MM_PER_M))


def _round_step(length: float) -> float:
    """The largest of 1, 2, 5 times a power of ten that is not longer."""
    power = 10.0 ** np.floor(np.log10(length))
    return float(next(factor for factor in (5, 2, 1) if factor * power <= length) * power)
