"""The map of a segment to scale on A4 or A3, as SVG in millimetres."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from web.segment_grounds import Line
from web.segment_page import SegmentPage

PAPERS = {"A4": (186.0, 150.0), "A3": (273.0, 290.0)}
"""Width and height of the map on each paper, upright, in millimetres."""
EDGE_MM = 8.0
SCALES = (500, 1000, 2000, 2500, 5000, 10_000, 25_000, 50_000, 100_000)
MM_PER_M = 1000.0
TICKS = 5


@dataclass(frozen=True)
class PrintedPath:
    """A path of the drawing: its class, and its course in millimetres from the top left."""

    kind: str
    course: str


@dataclass(frozen=True)
class PrintedText:
    """A text of the drawing at a place in millimetres."""

    kind: str
    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Drawing:
    """A map to scale; sizes in millimetres, `bar_m` the length of the scale bar in metres."""

    scale: int
    width: float
    height: float
    paths: list[PrintedPath]
    texts: list[PrintedText]
    bar_m: int
    bar_mm: float


def print_map(it: SegmentPage, line: Line, scale: int | None, paper: str) -> Drawing:
    """The map of a segment with a line; the largest scale at which it fits, or the given one."""
    site = it.ground.site
    size = PAPERS[paper]
    box = shapely.total_bounds(np.array([site.line, line.proposal.line], dtype=object))
    chosen = scale or _fitting(box, size)
    frame = _Frame(box, chosen, size)
    paths = [
        PrintedPath("desa", frame.course(shape)) for shape in shapely.boundary(site.land.geometry)
    ]
    letters = {site.a: "a", site.b: "b"}
    gains = line.consequence.gains
    for key, shape in zip(gains["village_to"], gains.geometry, strict=True):
        paths.append(PrintedPath(f"ke-{letters.get(key, '')}", frame.course(shape)))
    for name, shape in zip(site.candidates["drawn_by"], site.candidates.geometry, strict=True):
        paths.append(PrintedPath(f"garis-{name}", frame.course(shape)))
    paths.append(PrintedPath("terpilih", frame.course(line.proposal.line)))
    texts = [*_names(it, frame), *_simpul(line, frame), *_grid(frame)]
    bar = _bar(chosen)
    return Drawing(
        chosen, *size, [path for path in paths if path.course], texts, bar,
        bar * MM_PER_M / chosen,
    )  # fmt: skip


class _Frame:
    """The part of the land that the sheet shows, north up."""

    def __init__(self, box: NDArray[np.float64], scale: int, size: tuple[float, float]) -> None:
        self.unit = MM_PER_M / scale
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        half = size[0] / 2 / self.unit, size[1] / 2 / self.unit
        self.box = (x - half[0], y - half[1], x + half[0], y + half[1])

    def at(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Positions in millimetres from the top left."""
        return np.column_stack(
            ((points[:, 0] - self.box[0]) * self.unit, (self.box[3] - points[:, 1]) * self.unit)
        )

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


def _fitting(box: NDArray[np.float64], size: tuple[float, float]) -> int:
    extent = np.array([box[2] - box[0], box[3] - box[1]])
    room = np.array(size) - 2 * EDGE_MM
    least = float((extent * MM_PER_M / room).max())
    return next((scale for scale in SCALES if scale >= least), SCALES[-1])


def _names(it: SegmentPage, frame: _Frame) -> list[PrintedText]:
    """Names of the villages in the part of their land that the sheet shows."""
    texts = []
    letters = {it.a.key: "a", it.b.key: "b"}
    for key, shape in zip(it.ground.site.land["key"], it.ground.site.land.geometry, strict=True):
        cut = shapely.clip_by_rect(shape, *frame.box)
        if shapely.area(cut) * frame.unit**2 < 400:
            continue
        place = frame.at(shapely.get_coordinates(shapely.maximum_inscribed_circle(cut))[:1])[0]
        kind = f"nama-{letters.get(key, 'c')}"
        texts.append(PrintedText(kind, float(place[0]), float(place[1]), it.places.title(key)))
    return texts


def _simpul(line: Line, frame: _Frame) -> list[PrintedText]:
    ends = frame.at(shapely.get_coordinates(line.proposal.line)[[0, -1]])
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
        texts.append(PrintedText("bawah", float(place[0]), float(place[1]), f"{x:.0f}"))
    for y in np.arange(np.ceil(south / step) * step, north, step):
        place = frame.at(np.array([[west, y]]))[0]
        texts.append(PrintedText("tepi", float(place[0]), float(place[1]), f"{y:.0f}"))
    return texts


def _bar(scale: int) -> int:
    """A round length of about four centimetres."""
    return int(_round_step(40 * scale / MM_PER_M))


def _round_step(length: float) -> float:
    """The largest of 1, 2, 5 times a power of ten that is not longer."""
    power = 10.0 ** np.floor(np.log10(length))
    return float(next(factor for factor in (5, 2, 1) if factor * power <= length) * power)
