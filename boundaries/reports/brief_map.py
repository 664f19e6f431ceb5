"""The map of the brief: segments by group of states, with kecamatan and villages by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from boundaries.domain.brief import Brief
from boundaries.domain.case import State
from boundaries.domain.segment import KECAMATAN
from boundaries.domain.state_groups import GROUP_NAMES, GROUP_OF
from boundaries.messages import Gettext, message
from boundaries.reports.labels import clean
from boundaries.reports.map_sheet_canvas import (
    CENTRE,
    POINTS_PER_MM,
    Box,
    Page,
    Pen,
    Words,
    text_width,
)
from boundaries.reports.map_sheet_labels import Placed as PlacedLabels
from boundaries.reports.map_sheet_labels import place_labels, place_name
from boundaries.reports.map_sheet_symbols import BANDS, CLASS_NAMES, CORE

WIDTH_MM = 182.0
KEY_MM, KEYS_A_ROW, KEY_STEP, KEY_PT = 8.0, 3, 4.2, 7.5
FILLED = 0.96
"""Share of the room that the land takes."""
SIMPLIFIED_MM = 0.05
OUTER = "luar"
PENS = {
    OUTER: Pen("#9aabb8", 0.25),
    "belum": Pen("#6b7680", 0.4, (0.01, 0.9), round=True),
    "dilacak": Pen("#9c4f80", 0.5),
    "sengketa": Pen("#c25400", 0.8, (2.2, 1.2)),
    "limpah": Pen("#1c2733", 0.5, (2.4, 0.9, 0.5, 0.9)),
    "sepakat": Pen("#007a58", 0.9),
    "big": Pen("#007a58", 1.1, (0.6, 0.8)),
    "tetap": Pen("#005c42", 1.3),
}
"""As on the map of the board; "tetap" is double, "luar" the border to land outside."""
KECAMATAN_PT, FEW, VILLAGE_PT = (9.0, 6.5), 8, (6.0, 5.0, 4.2)
"""Sizes of names: of few kecamatan or many, of villages the largest that has room."""
MOST_NAMED = 0.8
"""Villages are named where this share of them has room for its name."""
LEADER = Pen("#666666", 0.12)
BAND = Pen(BANDS[KECAMATAN].colour, 1.3)
NAME_COLOUR = "#44505a"

Shapes = NDArray[np.object_]
Key = tuple[str, tuple[Pen, ...]]


def draw_map(page: Page, box: Box, brief: Brief, gettext: Gettext) -> None:
    """The segments, north up, with names and with their legend below, within a box.

    Segments of the outer border are drawn but not counted.
    """
    groups, between = _groups(brief), brief.segments["between"].to_numpy(dtype=bool)
    keys = _keys(groups, between, gettext)
    rows = -(-len(keys) // KEYS_A_ROW)
    room = Box(box.left, box.bottom + rows * KEY_STEP + 2, box.right, box.top)
    shapes, lands = _placed(brief, room)
    page.lines(shapes[between], BAND)
    for group, pen in PENS.items():
        page.lines(shapes[groups == group], pen)
    page.lines(shapes[groups == "tetap"], CORE)
    _write_names(page, room, brief, lands, gettext)
    _write_keys(page, Box(box.left, box.bottom, box.right, room.bottom - 2), keys)


def brief_map(brief: Brief, gettext: Gettext, height: float) -> Page:
    """The map by itself."""
    page = Page(WIDTH_MM, height)
    draw_map(page, Box(0, 0, WIDTH_MM, height), brief, gettext)
    return page


def _groups(brief: Brief) -> NDArray[np.object_]:
    """The group of each segment's state, `OUTER` where no village lies on the other side."""
    states = brief.segments["state"].map(lambda state: GROUP_OF[State(state)])
    return np.where(brief.segments["outer"], OUTER, states.to_numpy(dtype=object))


def _keys(groups: Shapes, between: NDArray[np.bool_], gettext: Gettext) -> list[Key]:
    """What is on the map, in words, with its pens; segments with their number."""
    found: list[Key] = []
    for group, name in GROUP_NAMES.items():
        count = int(np.count_nonzero(groups == group))
        if count:
            pens = (PENS[group], *((CORE,) if group == "tetap" else ()))
            found.append((f"{_capital(name.render(gettext))} ({count})", pens))
    if (groups == OUTER).any():
        name = message("outer border")
        found.append((_capital(name.render(gettext)), (PENS[OUTER],)))
    if between.any():
        found.append((CLASS_NAMES[KECAMATAN].render(gettext), (BAND,)))
    return found


def _placed(brief: Brief, room: Box) -> tuple[Shapes, Shapes]:
    """Segments and lands in millimetres of the page, as large as the room lets them be."""
    lines, lands = brief.segments.geometry.to_numpy(), brief.land.geometry.to_numpy()
    west, south, east, north = shapely.total_bounds(lines)
    scale = FILLED * min(room.width / max(east - west, 1.0), room.height / max(north - south, 1.0))
    middle = np.array([(west + east) / 2, (south + north) / 2])

    def moved(shapes: Shapes) -> Shapes:
        placed = shapely.transform(
            shapes, lambda points: (points - middle) * scale + np.array(room.middle)
        )
        return np.asarray(shapely.simplify(placed, SIMPLIFIED_MM), dtype=object)

    return moved(lines), np.asarray(shapely.buffer(moved(lands), 0), dtype=object)


def _write_names(page: Page, room: Box, brief: Brief, lands: Shapes, gettext: Gettext) -> None:
    """Names of kecamatan, beside their land where it has no room; of villages if most have room."""
    taken: list[Box] = []
    kecamatan = _kecamatan(brief, lands, gettext)
    found = [_placed_name(one, taken) for one in kecamatan]
    left = [one for one, placed in zip(kecamatan, found, strict=True) if placed is None]
    for label in _beside(left, room, taken).labels:
        page.fill(label.box, "#ffffff")
        if label.leader is not None:
            page.strokes([label.leader], LEADER)
        one = left[label.point]
        _write(page, Placed(one.name, one.sizes[-1], label.box), bold=True)
        taken.append(label.box)
    for placed in filter(None, found):
        page.fill(placed.box, "#ffffff")
        _write(page, placed, bold=True)
    villages = [
        _placed_name(Named(name, VILLAGE_PT, land), taken)
        for name, land in zip(brief.land["name"], lands, strict=True)
    ]
    shown = [one for one in villages if one is not None]
    for placed in shown if len(shown) >= MOST_NAMED * len(villages) else ():
        _write(page, placed, bold=False)


@dataclass(frozen=True)
class Named:
    """A land with a name, in one of `sizes` (points); `lines` (kecamatan) had better stay free."""

    name: str
    sizes: Sequence[float]
    land: shapely.Geometry
    lines: shapely.Geometry | None = None

    def extent(self, size: float) -> tuple[float, float]:
        """Width and height of the name in millimetres."""
        width = text_width(clean(self.name), size, bold=self.lines is not None)
        return width + 0.8, 1.1 * size / POINTS_PER_MM


def _kecamatan(brief: Brief, lands: Shapes, gettext: Gettext) -> list[Named]:
    """The kecamatan by name, called so where there are few."""
    units = brief.land["kecamatan"].to_numpy(dtype=object)
    names = sorted({*units} - {""})
    few = len(names) <= FEW
    found = []
    for name in names:
        own = lands[units == name]
        lines = shapely.buffer(shapely.union_all(shapely.boundary(own)), 0.2)
        called = message("Kecamatan {name}", name=name).render(gettext) if few else name
        size = KECAMATAN_PT[not few]
        found.append(Named(called, (size,), shapely.union_all(own), lines))
    return found


@dataclass(frozen=True)
class Placed:
    """A name that has its place; `size` in points."""

    name: str
    size: float
    box: Box


def _placed_name(named: Named, taken: list[Box]) -> Placed | None:
    """A name within its land, off its lines if it can; its place is taken then."""
    extents = [named.extent(size) for size in named.sizes]
    found = place_name(named.land, extents, taken=taken, keep_off=named.lines)
    if found is None and named.lines is not None:
        found = place_name(named.land, extents, taken=taken)
    if found is None:
        return None
    taken.append(found[1])
    return Placed(named.name, named.sizes[found[0]], found[1])


def _beside(left: Sequence[Named], room: Box, taken: Sequence[Box]) -> PlacedLabels:
    """Places beside their lands for the names that have no room inside."""
    lands = np.array([one.land for one in left], dtype=object)
    middles = shapely.get_coordinates(shapely.point_on_surface(lands)).reshape(-1, 2)
    extents = np.array([one.extent(one.sizes[-1]) for one in left]).reshape(-1, 2)
    return place_labels(middles, extents, room, taken=taken)


def _write(page: Page, placed: Placed, *, bold: bool) -> None:
    x, y = placed.box.middle
    base = y - 0.36 * placed.size / POINTS_PER_MM
    colour = "#000000" if bold else NAME_COLOUR
    page.write(Words(x, base, clean(placed.name), placed.size, bold, colour, align=CENTRE))


def _write_keys(page: Page, box: Box, keys: Sequence[Key]) -> None:
    for number, (text, pens) in enumerate(keys):
        row, column = divmod(number, KEYS_A_ROW)
        left = box.left + column * box.width / KEYS_A_ROW
        y = box.top - (row + 0.5) * KEY_STEP
        for pen in pens:
            page.strokes([np.array([[left, y], [left + KEY_MM, y]])], pen)
        base = y - 0.35 * KEY_PT / POINTS_PER_MM
        page.write(Words(left + KEY_MM + 2, base, text, KEY_PT))


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
