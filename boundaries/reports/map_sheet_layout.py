"""Papers, scales and the places of map and panel on a sheet.

On a sheet that lies on its side the panel stands right of the map, on an upright one below it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from boundaries.errors import ParameterError
from boundaries.messages import figure, message
from boundaries.reports.map_sheet_canvas import Box

PAPERS = {"A3": (420.0, 297.0), "A2": (594.0, 420.0), "A1": (841.0, 594.0)}
"""Width and height in millimetres of papers that lie on their side."""
GROWTH = {"A3": 1.0, "A2": 1.2, "A1": 1.5}
"""How much larger than on A3 texts and symbols are."""
LANDSCAPE, PORTRAIT = "landscape", "portrait"
ORIENTATIONS = (LANDSCAPE, PORTRAIT)
SCALES = (
    500, 1_000, 2_000, 2_500, 5_000, 7_500, 10_000, 15_000, 20_000, 25_000, 30_000, 40_000,
    50_000, 75_000, 100_000, 150_000, 200_000, 250_000, 500_000,
)  # fmt: skip
LEAST_SCALE, GREATEST_SCALE = 100, 1_000_000
MM_PER_M = 1000.0

MARGIN, BAND, SPACE = 8.0, 8.0, 3.0
"""Around the sheet; around the map, for the labels of its grids; between map and panel."""
PANEL_WIDTH, PANEL_HEIGHT, PANEL_COLUMNS, PADDING = 110.0, 120.0, 3, 2.0
AROUND = 10.0
"""Millimetres of land to be seen around the subject."""

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Layout:
    """Where things stand on a paper, in millimetres.

    `sheet` is what the margin leaves, `map` ends at the neat line, `panel` is beside it and has
    `columns`. `growth` enlarges texts and symbols.
    """

    paper: str
    orientation: str
    width: float
    height: float
    sheet: Box
    map: Box
    panel: Box
    columns: tuple[Box, ...]
    growth: float


def layout_of(paper: str, orientation: str) -> Layout:
    """The layout of a paper, one of `PAPERS`, in one of `ORIENTATIONS`."""
    width, height = PAPERS[paper] if orientation == LANDSCAPE else PAPERS[paper][::-1]
    growth = GROWTH[paper]
    sheet = Box(MARGIN, MARGIN, width - MARGIN, height - MARGIN)
    space, band = SPACE * growth, BAND * growth
    if orientation == LANDSCAPE:
        edge = sheet.right - PANEL_WIDTH * growth
        outer = Box(sheet.left, sheet.bottom, edge - space, sheet.top)
        panel = Box(edge, sheet.bottom, sheet.right, sheet.top)
        count = 1
    else:
        edge = sheet.bottom + PANEL_HEIGHT * growth
        outer = Box(sheet.left, edge + space, sheet.right, sheet.top)
        panel = Box(sheet.left, sheet.bottom, sheet.right, edge)
        count = PANEL_COLUMNS
    columns = tuple(_columns(panel.grown(-PADDING * growth), count, space))
    neat = outer.grown(-band)
    return Layout(paper, orientation, width, height, sheet, neat, panel, columns, growth)


def _columns(panel: Box, count: int, space: float) -> Iterator[Box]:
    wide = (panel.width - (count - 1) * space) / count
    for place in range(count):
        left = panel.left + place * (wide + space)
        yield Box(left, panel.bottom, left + wide, panel.top)


@dataclass(frozen=True)
class Frame:
    """The map of a sheet: metres of a grid to millimetres of paper, exactly at 1:`scale`.

    `west` and `south` are the metres at the lower left corner of `layout.map`.
    """

    layout: Layout
    scale: int
    west: float
    south: float

    @property
    def mm_per_m(self) -> float:
        """Millimetres of paper for a metre."""
        return MM_PER_M / self.scale

    @property
    def bounds(self) -> Bounds:
        """West, south, east, north of the map in metres."""
        box = self.layout.map
        return (
            self.west,
            self.south,
            self.west + box.width / self.mm_per_m,
            self.south + box.height / self.mm_per_m,
        )


def frame_for(
    bounds: Bounds, *, paper: str = "A3", orientation: str | None = None, scale: int | None = None
) -> Frame:
    """The map that shows what lies within `bounds` (metres) and some land around it.

    Without a scale it is the largest of `SCALES` at which it fits; without an orientation the one
    that allows the larger scale, lying on its side where both do. Raises `ParameterError` where it
    does not fit, with the scale and the paper that would do.
    """
    _require_known(paper, orientation, scale)
    choices = [layout_of(paper, each) for each in ORIENTATIONS if orientation in (None, each)]
    wanted = SCALES if scale is None else (scale,)
    fitting = [
        (denominator, place)
        for place, layout in enumerate(choices)
        for denominator in wanted
        if _room(layout, bounds, denominator) >= 0
    ]
    if not fitting:
        raise _does_not_fit(bounds, paper, orientation, scale)
    denominator, place = min(fitting)
    layout = choices[place]
    west, south, east, north = bounds
    box, per_m = layout.map, MM_PER_M / denominator
    return Frame(
        layout,
        denominator,
        (west + east) / 2 - box.width / per_m / 2,
        (south + north) / 2 - box.height / per_m / 2,
    )


def _room(layout: Layout, bounds: Bounds, scale: int) -> float:
    """Millimetres that are left beside or above what is to be shown; negative when too little."""
    west, south, east, north = bounds
    around = 2 * AROUND * layout.growth
    return min(
        layout.map.width - around - (east - west) * MM_PER_M / scale,
        layout.map.height - around - (north - south) * MM_PER_M / scale,
    )


def _require_known(paper: str, orientation: str | None, scale: int | None) -> None:
    if paper not in PAPERS or orientation not in (None, *ORIENTATIONS):
        raise ParameterError(
            "sheet-paper",
            message("{paper} {way} is no paper of a sheet", paper=paper, way=orientation or ""),
            message("use one of {papers}, landscape or portrait", papers=", ".join(PAPERS)),
        )
    if scale is not None and not LEAST_SCALE <= scale <= GREATEST_SCALE:
        raise ParameterError(
            "sheet-scale",
            message("1:{scale} is no scale of a sheet", scale=scale),
            message("use 1:{least} to 1:{most}", least=LEAST_SCALE, most=GREATEST_SCALE),
        )


def _does_not_fit(
    bounds: Bounds, paper: str, orientation: str | None, scale: int | None
) -> ParameterError:
    west, south, east, north = bounds
    denominator = scale or SCALES[-1]
    other = _smallest(bounds, paper, orientation)
    remedy = message("use another scale or paper: {choices}", choices=", ".join(other))
    if not other:
        remedy = message("make sheets of smaller units: of a village or a segment")
    return ParameterError(
        "sheet-does-not-fit",
        message(
            "{width} x {height} km at 1:{scale} do not fit on {paper}",
            width=figure((east - west) / 1000, ",.1f"),
            height=figure((north - south) / 1000, ",.1f"),
            scale=denominator,
            paper=paper,
        ),
        remedy,
    )


def _smallest(bounds: Bounds, paper: str, orientation: str | None) -> list[str]:
    """What fits instead: the largest scale of each paper, from this one on."""
    names = list(PAPERS)[list(PAPERS).index(paper) :]
    scales = {name: largest_scale(bounds, name, orientation) for name in names}
    return [f"1:{scale} {name}" for name, scale in scales.items() if scale]


def largest_scale(bounds: Bounds, paper: str, orientation: str | None = None) -> int | None:
    """The N of the largest of `SCALES` at which `bounds` (metres) fit on a paper; None for none."""
    layouts = [layout_of(paper, each) for each in ORIENTATIONS if orientation in (None, each)]
    fitting = (
        scale for scale in SCALES if any(_room(each, bounds, scale) >= 0 for each in layouts)
    )
    return next(fitting, None)
