"""The page of a map sheet: strokes, areas and texts in millimetres, drawn as PDF or PNG.

Millimetres count from the lower left corner, y up. Things are drawn in the order in which they are
added, texts on top of all of them.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

import matplotlib as mpl
import numpy as np
import shapely
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.collections import Collection, LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.path import Path
from numpy.typing import NDArray

from boundaries.reports.pdf_text import font, known, width

MM_PER_INCH = 25.4
POINTS_PER_MM = 72 / MM_PER_INCH
DOT_EDGE = 0.25
LINES = (shapely.GeometryType.LINESTRING, shapely.GeometryType.LINEARRING)
LEFT, CENTRE, RIGHT = "left", "centre", "right"

Shapes = NDArray[np.object_]


@dataclass(frozen=True)
class Box:
    """A rectangle in millimetres."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom

    @property
    def middle(self) -> tuple[float, float]:
        """The centre."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def grown(self, by: float) -> Box:
        """The box with its sides moved outward."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def polygon(self) -> shapely.Polygon:
        """The box as a shape."""
        return shapely.box(self.left, self.bottom, self.right, self.top)


@dataclass(frozen=True)
class Pen:
    """How a stroke looks: colour, width and dash lengths in millimetres; dots have round ends."""

    colour: str
    width: float
    dashes: tuple[float, ...] = ()
    round: bool = False


@dataclass(frozen=True)
class Words:
    """A text of one line on its base line; `size` in points, `angle` in degrees about its place."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    colour: str = "#000000"
    align: str = LEFT
    angle: float = 0.0

    def start(self) -> tuple[float, float]:
        """Where its first letter begins."""
        share = {LEFT: 0.0, CENTRE: 0.5, RIGHT: 1.0}[self.align]
        along = share * text_width(self.text, self.size, bold=self.bold)
        turn = np.deg2rad(self.angle)
        return self.x - along * float(np.cos(turn)), self.y - along * float(np.sin(turn))


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a text in millimetres; `size` in points."""
    return width(known(text), size, bold=bold) / POINTS_PER_MM


@dataclass
class Page:
    """One page of a sheet, of `width` and `height` millimetres."""

    width: float
    height: float
    words: list[Words] = field(default_factory=list)
    drawn: list[Callable[[], Collection]] = field(default_factory=list)

    def strokes(self, lines: Iterable[NDArray[np.float64]], pen: Pen) -> None:
        """Lines given by their vertices (rows of x and y)."""
        scale = POINTS_PER_MM / (pen.width * POINTS_PER_MM)
        style = (0.0, tuple(dash * scale for dash in pen.dashes)) if pen.dashes else "solid"
        cap = "round" if pen.round else "butt"
        self.drawn.append(
            partial(
                LineCollection,
                list(lines),
                colors=pen.colour,
                linewidths=pen.width * POINTS_PER_MM,
                linestyles=[style],
                capstyle=cap,
                joinstyle="round",
            )
        )

    def lines(self, shapes: Shapes, pen: Pen) -> None:
        """LineStrings, rings and MultiLineStrings; other shapes are left out."""
        parts = shapely.get_parts(shapely.get_parts(shapes))
        parts = parts[np.isin(shapely.get_type_id(parts), LINES)]
        points, line = shapely.get_coordinates(parts, return_index=True)
        if len(points):
            self.strokes(np.split(points, np.flatnonzero(np.diff(line)) + 1), pen)

    def areas(self, shapes: Shapes, fill: str) -> None:
        """Polygons and MultiPolygons, filled, without an edge; other shapes are left out."""
        parts = shapely.get_parts(shapely.get_parts(shapes))
        parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
        paths = [
            Path.make_compound_path(
                *(Path(ring.coords, closed=True) for ring in (part.exterior, *part.interiors))
            )
            for part in shapely.orient_polygons(parts)
        ]
        self.drawn.append(partial(PathCollection, paths, facecolors=fill, edgecolors="none"))

    def outline(self, box: Box, pen: Pen) -> None:
        """The edge of a box."""
        self.lines(np.array([box.polygon().exterior], dtype=object), pen)

    def fill(self, box: Box, colour: str) -> None:
        """A box, filled."""
        self.areas(np.array([box.polygon()], dtype=object), colour)

    def dots(self, points: NDArray[np.float64], size: float, *, fill: str, edge: str) -> None:
        """Circles of `size` millimetres across."""
        circles = shapely.buffer(shapely.points(points), size / 2, quad_segs=6)
        self.areas(circles, fill)
        self.lines(shapely.boundary(circles), Pen(edge, DOT_EDGE))

    def write(self, *words: Words) -> None:
        """Texts."""
        self.words.extend(words)


class _Texts(Artist):
    """Texts set one by one by the renderer, without the layout that matplotlib gives each."""

    def __init__(self, words: Sequence[Words]) -> None:
        super().__init__()
        self.set_zorder(len(words) + 10_000)
        self.words = words

    def draw(self, renderer: RendererBase) -> None:
        """Set the texts."""
        per_mm = float(np.asarray(renderer.points_to_pixels(POINTS_PER_MM), dtype=np.float64))
        height = renderer.get_canvas_width_height()[1]
        for words in self.words:
            context = renderer.new_gc()
            context.set_foreground(words.colour)
            x, y = (place * per_mm for place in words.start())
            if renderer.flipy():
                y = height - y
            face = font(words.bold, words.size)
            text = known(words.text)
            renderer.draw_text(context, x, y, text, face, words.angle, ismath=False)
            context.restore()


def pdf_of(pages: Sequence[Page], title: str) -> bytes:
    """The pages as PDF, fonts embedded, without a date: the same pages give the same bytes."""
    content = io.BytesIO()
    about = {"Title": title, "CreationDate": None, "Producer": None, "Creator": None}
    with (
        mpl.rc_context({"pdf.fonttype": 42, "path.simplify": False}),
        PdfPages(content, metadata=about) as file,
    ):
        for page in pages:
            file.savefig(_figure(page))
    return content.getvalue()


def png_of(page: Page, dots_per_inch: float) -> bytes:
    """The page as a picture."""
    content = io.BytesIO()
    with mpl.rc_context({"pdf.fonttype": 42, "path.simplify": False}):
        _figure(page).savefig(content, format="png", dpi=dots_per_inch, metadata={"Software": None})
    return content.getvalue()


def _figure(page: Page) -> Figure:
    figure = Figure(figsize=(page.width / MM_PER_INCH, page.height / MM_PER_INCH))
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, page.width), ylim=(0, page.height))
    axes.set_axis_off()
    for order, make in enumerate(page.drawn, start=1):
        artist = make()
        artist.set_zorder(order)
        axes.add_collection(artist, autolim=False)
    figure.add_artist(_Texts([words for words in page.words if words.text]))
    return figure
