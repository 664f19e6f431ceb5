"""The blocks beside the map of a sheet: title, scale, system, location, legend, sources.

Each function gives a block (`boundaries.reports.map_sheet_cursor`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from boundaries.messages import Gettext, message
from boundaries.reports.map_sheet_canvas import CENTRE, RIGHT, Box, Page, Pen, Words
from boundaries.reports.map_sheet_cursor import TEXT_SIZE, Block, Cursor
from boundaries.reports.map_sheet_grid import DEGREE_PEN, UTM_PEN
from boundaries.reports.map_sheet_layout import MM_PER_M
from boundaries.reports.map_sheet_symbols import (
    CLASS_NAMES,
    STYLE_NAMES,
    Used,
    draw_band,
    draw_class,
    draw_points,
    draw_style,
)
from boundaries.reports.numbers import Numbers

Bounds = tuple[float, float, float, float]
Sample = Callable[[Page, Box], None]

SUBJECT_FILL, INSET_FILL = "#fff7e0", "#f5d06f"
BLACK, EXTENT_PEN = Pen("#000000", 0.2), Pen("#cc0000", 0.4)
BAR_STEPS = (
    10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000,
)  # fmt: skip
BAR_SHARE = 0.68
INSET_HEIGHT, LEAST_EXTENT = 44.0, 1.6
LEGEND_ROW, SAMPLE_WIDTH = 4.1, 11.0


def title_block(title: str, lines: Sequence[str], code: str, note: str) -> Block:
    """Title, what the sheet is about, its code, and whether it is law."""

    def draw(cursor: Cursor) -> None:
        cursor.text(title, 12, bold=True, align=CENTRE)
        cursor.down(1)
        for place, line in enumerate(lines):
            cursor.text(line, 10 if place == 0 else 7.5, bold=place == 0, align=CENTRE)
        cursor.down(1)
        cursor.text(code, 7, bold=True, align=CENTRE)
        cursor.down(0.8)
        top = cursor.y
        cursor.down(0.6)
        cursor.text(note, 7, bold=True, align=CENTRE)
        cursor.down(0.8)
        cursor.page.outline(Box(cursor.left, cursor.y, cursor.right, top), BLACK)

    return draw


def scale_block(scale: int, numbers: Numbers, gettext: Gettext) -> Block:
    """North arrow, scale in figures and as a bar."""

    def draw(cursor: Cursor) -> None:
        cursor.down(1)
        box = cursor.box(15)
        growth = cursor.growth
        arrow = Box(box.left + 4 * growth, box.bottom, box.left + 12 * growth, box.top)
        _north(cursor.page, arrow, gettext("N"), growth)
        left, right = box.left + 17 * growth, box.right
        text = message("Scale 1:{scale}", scale=numbers.integer(scale)).render(gettext)
        middle, top = (left + right) / 2, box.top - 4 * growth
        cursor.page.write(Words(middle, top, text, 9 * growth, bold=True, align=CENTRE))
        whole = bar_length(scale, (right - left) * BAR_SHARE)
        wide = whole * MM_PER_M / scale
        _bar(cursor.page, Box(middle - wide / 2, top - 6 * growth, middle + wide / 2,
                              top - 4.6 * growth), whole, numbers, growth)  # fmt: skip

    return draw


def bar_length(scale: int, room: float) -> int:
    """Metres of the scale bar: the longest round length within `room` millimetres."""
    fitting = [step for step in BAR_STEPS if step * MM_PER_M / scale <= room]
    return fitting[-1] if fitting else BAR_STEPS[0]


def _bar(page: Page, box: Box, metres: int, numbers: Numbers, growth: float) -> None:
    quarter = box.width / 4
    for place in range(4):
        part = Box(
            box.left + place * quarter, box.bottom, box.left + (place + 1) * quarter, box.top
        )
        page.fill(part, "#000000" if place % 2 == 0 else "#ffffff")
    page.outline(box, BLACK)
    unit, per = ("km", 1000) if metres >= 2000 else ("m", 1)
    below = box.bottom - 2.6 * growth
    for share in (0.0, 0.25, 0.5, 1.0):
        value = metres * share / per
        text = numbers.decimal(value, len(f"{value:g}".partition(".")[2]))
        text = f"{text} {unit}" if share == 1 else text
        x = box.left + share * box.width
        page.write(Words(x, below, text, TEXT_SIZE * growth, align=CENTRE))


def _north(page: Page, box: Box, letter: str, growth: float) -> None:
    """An arrow to the north of the grid."""
    x, _ = box.middle
    foot, tip, half = box.bottom, box.top - 4 * growth, 2.6 * growth
    notch = foot + 2.2 * growth
    dark = shapely.Polygon([(x, tip), (x - half, foot), (x, notch)])
    light = shapely.Polygon([(x, tip), (x + half, foot), (x, notch)])
    page.areas(np.array([dark], dtype=object), "#000000")
    page.lines(np.array([dark.exterior, light.exterior], dtype=object), BLACK)
    page.write(Words(x, box.top - 3 * growth, letter, 9 * growth, bold=True, align=CENTRE))


def lines_block(heading: str, lines: Sequence[str]) -> Block:
    """A heading and paragraphs."""

    def draw(cursor: Cursor) -> None:
        cursor.heading(heading)
        for line in lines:
            cursor.text(line)

    return draw


def inset_block(heading: str, land: gpd.GeoSeries, borders: gpd.GeoSeries, extent: Bounds) -> Block:
    """Where the sheet lies: the kecamatan (`land`), borders of kecamatan and above, the extent.

    All in metres of the grid.
    """

    def draw(cursor: Cursor) -> None:
        cursor.heading(heading)
        box = cursor.box(INSET_HEIGHT)
        cursor.page.outline(box, BLACK)
        everything = np.concatenate((borders.to_numpy(), land.to_numpy()))
        west, south, east, north = shapely.total_bounds([shapely.box(*extent), *everything])
        inner = box.grown(-2.0)
        per_m = min(inner.width / max(east - west, 1.0), inner.height / max(north - south, 1.0))
        middle = np.array([(west + east) / 2, (south + north) / 2])
        centre = np.array(box.middle)

        def placed(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
            small = shapely.simplify(shapes, 0.1 / per_m)
            return np.asarray(shapely.transform(small, lambda p: (p - middle) * per_m + centre))

        cursor.page.areas(placed(land.to_numpy()), INSET_FILL)
        cursor.page.lines(placed(borders.to_numpy()), Pen("#555555", 0.15))
        cursor.page.outline(_extent(extent, middle, per_m, centre, box), EXTENT_PEN)

    return draw


def _extent(
    extent: Bounds, middle: NDArray[np.float64], per_m: float, centre: NDArray[np.float64], box: Box
) -> Box:
    """The extent of the sheet within the inset, never too small to be seen."""
    corners = (np.array(extent).reshape(2, 2) - middle) * per_m + centre
    half = np.maximum((corners[1] - corners[0]) / 2, LEAST_EXTENT / 2)
    at = corners.mean(axis=0)
    low = np.maximum(at - half, (box.left, box.bottom))
    high = np.minimum(at + half, (box.right, box.top))
    return Box(*low.tolist(), *high.tolist())


def legend_block(
    used: Used, *, simpul: bool, ordinary: bool, numbered: bool, gettext: Gettext
) -> Block:
    """The symbols that the sheet shows, in two columns."""
    samples = legend_samples(used, simpul=simpul, ordinary=ordinary, gettext=gettext)

    def draw(cursor: Cursor) -> None:
        cursor.heading(gettext("Legend"))
        rows = -(-len(samples) // 2)
        box = cursor.box(LEGEND_ROW * rows)
        for number, (text, paint) in enumerate(samples):
            left = box.left + (number // rows) * box.width / 2
            top = box.top - (number % rows) * LEGEND_ROW * cursor.growth
            bottom = top - LEGEND_ROW * cursor.growth
            sample = Box(left, bottom, left + SAMPLE_WIDTH * cursor.growth, top)
            paint(cursor.page, sample)
            base = (top + bottom) / 2 - 0.7 * cursor.growth
            beside = sample.right + 1.5 * cursor.growth
            cursor.page.write(Words(beside, base, text, TEXT_SIZE * cursor.growth))
        if numbered:
            cursor.text(gettext("Numbers beside points are those of the list of points."))

    return draw


def legend_samples(
    used: Used, *, simpul: bool, ordinary: bool, gettext: Gettext
) -> list[tuple[str, Sample]]:
    """The words and the picture of each symbol that the sheet shows."""
    samples = [(STYLE_NAMES[each].render(gettext), _style(each)) for each in used.styles]
    samples += [(CLASS_NAMES[each].render(gettext), _class(each, used)) for each in used.classes]
    if simpul:
        samples.append((gettext("Cartometric point at a junction"), _point(True)))
    if ordinary:
        samples.append((gettext("Ordinary cartometric point"), _point(False)))
    samples.append((gettext("Area of this sheet"), _area))
    samples.append((gettext("UTM grid"), _stroke(UTM_PEN)))
    samples.append((gettext("Geographic grid"), _stroke(DEGREE_PEN)))
    return samples


def _row(box: Box) -> NDArray[np.object_]:
    y = box.middle[1]
    return np.array([shapely.LineString([(box.left + 1, y), (box.right, y)])], dtype=object)


def _style(style: str) -> Sample:
    return lambda page, box: draw_style(page, _row(box), style, box.height / LEGEND_ROW)


def _class(kind: int, used: Used) -> Sample:
    def paint(page: Page, box: Box) -> None:
        draw_band(page, _row(box), kind, box.height / LEGEND_ROW)
        if kind in used.thin:
            draw_class(page, _row(box), kind, box.height / LEGEND_ROW)

    return paint


def _point(simpul: bool) -> Sample:
    return lambda page, box: draw_points(page, np.array([box.middle]), np.array([simpul]))


def _stroke(pen: Pen) -> Sample:
    return lambda page, box: page.lines(_row(box), pen)


def _area(page: Page, box: Box) -> None:
    page.fill(Box(box.left + 1, box.bottom + 0.6, box.right, box.top - 0.6), SUBJECT_FILL)
    page.outline(Box(box.left + 1, box.bottom + 0.6, box.right, box.top - 0.6), Pen("#bbbbbb", 0.1))


def sheet_number(page: Page, sheet: Box, text: str) -> None:
    """The number of a sheet, below its lower right corner."""
    page.write(Words(sheet.right, sheet.bottom - 4.0, text, TEXT_SIZE, align=RIGHT))
