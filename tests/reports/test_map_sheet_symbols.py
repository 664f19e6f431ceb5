"""Borders by state and by class."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from boundaries.domain.case import SETTLED, State
from boundaries.reports.map_sheet_canvas import Page
from boundaries.reports.map_sheet_symbols import (
    AGREED,
    DEFINITIVE,
    HANDED_OVER,
    INDICATIVE,
    NOT_AGREED,
    STYLE_NAMES,
    STYLE_OF_STATE,
    TICK_EVERY,
    VERIFIED,
    draw_borders,
    draw_style,
)


def borders(states: list[State], classes: list[int]) -> gpd.GeoDataFrame:
    """Level lines of 40 mm, 10 mm above each other."""
    lines = [shapely.LineString([(0, 10 * y), (40, 10 * y)]) for y in range(len(states))]
    return gpd.GeoDataFrame({"state": states, "border_class": classes}, geometry=lines)


def test_every_state_has_a_style() -> None:
    assert set(STYLE_OF_STATE) == {state.value for state in State}
    assert set(STYLE_OF_STATE.values()) == set(STYLE_NAMES)
    solid = {AGREED, VERIFIED, DEFINITIVE}
    assert {state for state in State if STYLE_OF_STATE[state.value] in solid} == set(SETTLED)
    assert STYLE_OF_STATE["LIMPAH_BATAS_DAERAH"] == HANDED_OVER
    assert STYLE_OF_STATE["TIDAK_SEPAKAT"] == STYLE_OF_STATE["MEDIASI_BUPATI"] == NOT_AGREED


def test_what_was_used_is_told() -> None:
    """Two borders of the subject, one other of a kecamatan, and a village border out of sight."""
    table = borders(
        [State.DITETAPKAN, State.INDIKATIF, State.SEPAKAT, State.SEPAKAT], [10, 8, 9, 10]
    )
    table.loc[3, "geometry"] = shapely.LineString()
    used = draw_borders(Page(100, 100), table, np.array([True, True, False, False]), 1.0)
    assert used.styles == (DEFINITIVE, INDICATIVE)
    assert used.classes == (8, 9)
    assert used.thin == (9,)


def test_village_borders_are_told_where_they_are_thin() -> None:
    table = borders([State.INDIKATIF, State.INDIKATIF], [10, 10])
    used = draw_borders(Page(100, 100), table, np.array([True, False]), 1.0)
    assert used.classes == used.thin == (10,)


@pytest.mark.parametrize("length", [3.0, 40.0, 41.9])
def test_verified_lines_bear_ticks_at_even_distances(length: float) -> None:
    page = Page(100, 100)
    line = np.array([shapely.LineString([(0, 5), (length, 5)])], dtype=object)
    draw_style(page, line, VERIFIED, 1.0)
    ticks = np.array(page.drawn[-1]().get_segments())  # type: ignore[attr-defined]
    assert len(ticks) == max(round(length / TICK_EVERY), 1)
    assert np.allclose(ticks[:, 0, 0], ticks[:, 1, 0])
    assert np.allclose(ticks[:, :, 1].mean(axis=1), 5)
    assert ticks[:, 0, 0].min() > 0
    assert ticks[:, 0, 0].max() < length
