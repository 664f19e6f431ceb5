"""How borders look on a map sheet: by the state of a segment and by its class.

The segments that a sheet is about are drawn by their state; all others by a thin line. Borders of
kecamatan, kabupaten and provinces lie on a band, the broader the higher. `draw_borders` tells which
symbols it used, so that the legend shows these and no others.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from boundaries.domain.case import DISPUTED, SETTLED, State
from boundaries.domain.segment import KABUPATEN, KECAMATAN, PROVINCE, VILLAGE
from boundaries.messages import Message, message
from boundaries.reports.map_sheet_canvas import Page, Pen

DEFINITIVE, VERIFIED, AGREED, HANDED_OVER, NOT_AGREED, INDICATIVE = (
    "definitive", "verified", "agreed", "handed-over", "not-agreed", "indicative",
)  # fmt: skip
STYLE_OF_STATE: dict[str, str] = {
    **dict.fromkeys((state.value for state in State), INDICATIVE),
    **dict.fromkeys((state.value for state in DISPUTED), NOT_AGREED),
    **dict.fromkeys((state.value for state in SETTLED), AGREED),
    State.LIMPAH_BATAS_DAERAH.value: HANDED_OVER,
    State.TERVERIFIKASI.value: VERIFIED,
    State.DITETAPKAN.value: DEFINITIVE,
}
"""The line style of each state (values of `boundaries.domain.case.State`)."""
STYLE_NAMES: dict[str, Message] = {
    DEFINITIVE: message("Segment, definitive"),
    VERIFIED: message("Segment, verified by BIG"),
    AGREED: message("Segment, agreed or decided"),
    HANDED_OVER: message("Segment, regional boundary"),
    NOT_AGREED: message("Segment, not agreed"),
    INDICATIVE: message("Segment, indicative"),
}
CLASS_NAMES: dict[int, Message] = {
    PROVINCE: message("Border of the province"),
    KABUPATEN: message("Border of the kabupaten or kota"),
    KECAMATAN: message("Border of the kecamatan"),
    VILLAGE: message("Border of the desa or kelurahan"),
}
GREEN, VERMILION, GREY = "#009E73", "#D55E00", "#555555"
BANDS = {
    PROVINCE: Pen("#b9a6d3", 3.6), KABUPATEN: Pen("#e8bfd5", 2.8), KECAMATAN: Pen("#f3e08a", 2.0),
}  # fmt: skip
CLASS_PENS = {
    PROVINCE: Pen("#222222", 0.3, (4.0, 1.0, 0.3, 1.0, 0.3, 1.0, 0.3, 1.0)),
    KABUPATEN: Pen("#222222", 0.28, (4.0, 1.0, 0.3, 1.0)),
    KECAMATAN: Pen("#222222", 0.25, (3.0, 0.9, 0.3, 0.9, 0.3, 0.9)),
    VILLAGE: Pen("#444444", 0.2, (1.4, 0.8)),
}
STATE_PENS = {
    DEFINITIVE: Pen(GREEN, 1.2),
    VERIFIED: Pen(GREEN, 0.8),
    AGREED: Pen(GREEN, 0.8),
    HANDED_OVER: Pen(GREY, 0.5, (2.4, 0.8, 0.3, 0.8)),
    NOT_AGREED: Pen(VERMILION, 0.7, (2.4, 1.1)),
    INDICATIVE: Pen(GREY, 0.55, (0.01, 1.1), round=True),
}
CORE = Pen("#ffffff", 0.5)
"""What makes a double line of the definitive one."""
TICK = Pen(GREEN, 0.3)
TICK_EVERY, TICK_REACH = 4.0, 1.1
SIMPUL_SIZE, ORDINARY_SIZE = 1.5, 1.1

Shapes = NDArray[np.object_]


@dataclass(frozen=True)
class Used:
    """The symbols on a sheet: styles of segments, classes of borders, both from high to low.

    `thin` are the classes of which there are borders that the sheet is not about.
    """

    styles: tuple[str, ...]
    classes: tuple[int, ...]
    thin: tuple[int, ...]


def draw_borders(
    page: Page, segments: gpd.GeoDataFrame, about: NDArray[np.bool_], growth: float
) -> Used:
    """Draw segments: those that the sheet is `about` by state, the others by class.

    `segments` has the columns `state` and `border_class` and geometry in millimetres, cut to the
    map.
    """
    shapes = segments.geometry.to_numpy()
    seen = ~shapely.is_empty(shapes)
    classes = segments["border_class"].to_numpy()
    styles = segments["state"].map(STYLE_OF_STATE).to_numpy(dtype=object)
    for kind in BANDS:
        draw_band(page, shapes[seen & (classes == kind)], kind, growth)
    for kind in CLASS_PENS:
        draw_class(page, shapes[seen & ~about & (classes == kind)], kind, growth)
    for style in reversed(STYLE_NAMES):
        draw_style(page, shapes[seen & about & (styles == style)], style, growth)
    return Used(
        styles=tuple(style for style in STYLE_NAMES if (styles[seen & about] == style).any()),
        classes=tuple(
            kind
            for kind in CLASS_NAMES
            if (classes[seen & (~about | (kind in BANDS))] == kind).any()
        ),
        thin=tuple(kind for kind in CLASS_NAMES if (classes[seen & ~about] == kind).any()),
    )


def draw_band(page: Page, lines: Shapes, kind: int, growth: float) -> None:
    """The band under borders of a class; villages have none."""
    if kind in BANDS:
        page.lines(lines, _grown(BANDS[kind], growth))


def draw_class(page: Page, lines: Shapes, kind: int, growth: float) -> None:
    """Borders of a class as thin lines."""
    page.lines(lines, _grown(CLASS_PENS[kind], growth))


def draw_style(page: Page, lines: Shapes, style: str, growth: float) -> None:
    """Segments by the style of their state."""
    page.lines(lines, _grown(STATE_PENS[style], growth))
    if style == DEFINITIVE:
        page.lines(lines, _grown(CORE, growth))
    if style == VERIFIED:
        page.strokes(_ticks(lines, growth), _grown(TICK, growth))


def draw_points(page: Page, points: NDArray[np.float64], simpul: NDArray[np.bool_]) -> None:
    """Junctions as full dots, ordinary points as small rings."""
    page.dots(points[~simpul], ORDINARY_SIZE, fill="#ffffff", edge="#000000")
    page.dots(points[simpul], SIMPUL_SIZE, fill="#000000", edge="#ffffff")


def _grown(pen: Pen, growth: float) -> Pen:
    return Pen(pen.colour, pen.width * growth, tuple(d * growth for d in pen.dashes), pen.round)


def _ticks(lines: Shapes, growth: float) -> list[NDArray[np.float64]]:
    """Short strokes across lines, at even distances."""
    parts = shapely.get_parts(shapely.get_parts(lines))
    length, step = shapely.length(parts), TICK_EVERY * growth
    count = np.maximum(np.round(length / step), 1).astype(int)
    line = np.repeat(np.arange(len(parts)), count)
    place = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + 0.5
    at = place * length[line] / count[line]
    behind, ahead = (
        shapely.get_coordinates(shapely.line_interpolate_point(parts[line], np.maximum(at + by, 0)))
        for by in (-0.2, 0.2)
    )
    along = (ahead - behind) / np.maximum(np.hypot(*(ahead - behind).T), 1e-9)[:, None]
    middle, across = (ahead + behind) / 2, along[:, ::-1] * (-1, 1) * TICK_REACH * growth
    return list(np.stack((middle - across, middle + across), axis=1))
