"""The two grids of a sheet."""

from __future__ import annotations

import numpy as np
import pytest
from pyproj import CRS, Transformer

from boundaries.domain.notation import parse_angle
from boundaries.reports.map_sheet_canvas import Page, text_width
from boundaries.reports.map_sheet_grid import (
    UTM_STEPS,
    degree_step,
    draw_grids,
    graticule,
    utm_grid,
    utm_step,
)
from boundaries.reports.map_sheet_layout import SCALES, Frame, frame_for

UTM = CRS.from_epsg(32647)


def frame(scale: int = 20_000) -> Frame:
    return frame_for((567_000, 328_000, 569_000, 330_000), scale=scale)


@pytest.mark.parametrize("scale", SCALES)
def test_steps_are_neither_too_near_nor_too_far(scale: int) -> None:
    assert utm_step(scale) in UTM_STEPS
    assert 35 <= utm_step(scale) * 1000 / scale <= 100
    metres = degree_step(scale) * 30.9
    assert 45 <= metres * 1000 / scale <= 280


def test_utm_lines_stand_at_round_metres() -> None:
    shown = frame()
    lines, marks = utm_grid(shown, str)
    box = shown.layout.map
    west, south, *_ = shown.bounds
    for mark in marks:
        metres, axis = mark.text.split()
        start, corner = (west, box.left) if axis == "mE" else (south, box.bottom)
        assert int(metres) % 1000 == 0
        assert mark.at == pytest.approx(corner + (int(metres) - start) * 1000 / 20_000)
    assert len(marks) == 2 * len(lines)


def test_meridians_and_parallels_meet_the_edge_where_their_label_says() -> None:
    """The place of each label, taken back to degrees, reads as the label."""
    shown = frame()
    _, marks = graticule(shown, UTM)
    back = Transformer.from_crs(UTM, 4326, always_xy=True)
    west, south, east, north = shown.bounds
    box = shown.layout.map
    assert {mark.side for mark in marks} == {"bottom", "top", "left", "right"}
    for mark in marks:
        along = mark.at - (box.left if mark.side in ("bottom", "top") else box.bottom)
        metres = along * 20_000 / 1000
        x = {"left": west, "right": east}.get(mark.side, west + metres)
        y = {"bottom": south, "top": north}.get(mark.side, south + metres)
        angle = parse_angle(mark.text)
        assert angle
        degrees = back.transform(x, y)[1 if mark.side in ("left", "right") else 0]
        assert degrees == pytest.approx(angle.degrees, abs=1e-7)


def test_south_of_the_equator_is_told() -> None:
    """Across the equator, in the zone of the south."""
    south = frame_for((561_000, 9_999_000, 563_000, 10_001_000))
    _, marks = graticule(south, CRS.from_epsg(32750))
    letters = {mark.text.split()[-1] for mark in marks}
    assert letters == {"LU", "LS", "BT"}


@pytest.mark.parametrize("scale", [10_000, 25_000, 200_000])
def test_labels_of_a_lane_stand_apart(scale: int) -> None:
    shown = frame(scale)
    page = Page(shown.layout.width, shown.layout.height)
    draw_grids(page, shown, UTM, str)
    box = shown.layout.map
    level = [each for each in page.words if each.angle == 0]
    assert len(level) >= 6
    for y in {each.y for each in level}:
        lane = sorted((each.x, text_width(each.text, each.size)) for each in level if each.y == y)
        ends = np.array([[x - wide / 2, x + wide / 2] for x, wide in lane])
        assert (ends[1:, 0] > ends[:-1, 1]).all()
        assert ends[0, 0] >= box.left
        assert ends[-1, 1] <= box.right
    assert all(not box.bottom < each.y < box.top for each in level)
