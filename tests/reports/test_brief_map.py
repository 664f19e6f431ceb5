"""The map of the brief: names find a place, segments are drawn as on the board."""

from __future__ import annotations

import datetime
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import LineString, box

from boundaries.domain.brief import Brief
from boundaries.domain.case import State
from boundaries.reports.brief_map import FEW, PENS, brief_map
from boundaries.reports.map_sheet_canvas import Page, text_width

CRS = "EPSG:32647"
DAY = datetime.date(2026, 11, 22)
EMPTY = pd.DataFrame()


@pytest.fixture
def brief() -> Brief:
    """Two kecamatan of two villages each, 1 km wide; one segment per state that is told apart.

    ::

        +---+---+
        | 3 | 4 |  Hulu
        +===+===+
        | 1 | 2 |  Hilir
        +---+---+
    """
    squares = [box(x, y, x + 1000, y + 1000) for y in (0, 1000) for x in (0, 1000)]
    lines = [
        LineString([(1000, 0), (1000, 1000)]),
        LineString([(1000, 1000), (1000, 2000)]),
        LineString([(0, 1000), (1000, 1000)]),
        LineString([(1000, 1000), (2000, 1000)]),
        box(0, 0, 2000, 2000).exterior,
    ]
    states = [State.DILACAK, State.TIDAK_SEPAKAT, State.DITETAPKAN, State.DILACAK, State.INDIKATIF]
    return Brief(
        name="Contoh", month=DAY, day=DAY, until=DAY, quarter="2026-Q4", kecamatan=EMPTY, whole={},
        segments=gpd.GeoDataFrame(
            {
                "state": [state.value for state in states],
                "outer": [False, False, False, False, True],
                "between": [False, False, True, True, False],
            },
            geometry=lines, crs=CRS,
        ),
        land=gpd.GeoDataFrame(
            {"name": [f"Desa {n}" for n in range(1, 5)],
             "kecamatan": ["Hilir", "Hilir", "Hulu", "Hulu"]},
            geometry=squares, crs=CRS,
        ),
        clocks=EMPTY, disputes=EMPTY, asks=EMPTY, names={},
    )  # fmt: skip


def texts(page: Page) -> list[str]:
    return [words.text for words in page.words]


def test_names_and_legend(brief: Brief) -> None:
    """Outer borders are not counted; what is not on the map is not in the legend."""
    shown = texts(brief_map(brief, str, 200.0))
    assert {"Kecamatan Hilir", "Kecamatan Hulu", *brief.land["name"]} <= {*shown}
    assert "Traced, to be agreed on (2)" in shown
    assert "Disputed (1)" in shown
    assert "Stipulated (1)" in shown
    assert "Outer border" in shown
    assert "Border of the kecamatan" in shown
    assert not any(text.startswith(("Not yet traced", "With BIG")) for text in shown)


def test_kecamatan_without_room_are_named_beside_their_land(brief: Brief) -> None:
    """Twelve cells, narrower than their names: none covers another, villages are not named then."""
    count = FEW + 4
    cells = [box(x * 300, y * 400, x * 300 + 300, y * 400 + 400)
             for y in range(3) for x in range(4)]  # fmt: skip
    names = [f"Kecamatan Panjang {n}" for n in range(count)]
    land = gpd.GeoDataFrame(
        {"name": [f"Desa Panjang Sekali {n}" for n in range(count)], "kecamatan": names},
        geometry=cells, crs=CRS,
    )  # fmt: skip
    page = brief_map(replace(brief, land=land), str, 120.0)
    named = [words for words in page.words if words.text in names]
    assert sorted(words.text for words in named) == sorted(names)
    assert not {*land["name"]} & {*texts(page)}
    boxes = []
    for words in named:
        x, y = words.start()
        wide = text_width(words.text, words.size, bold=True)
        boxes.append(box(x, y, x + wide, y + 0.25 * words.size))
    crossing = shapely.intersects(np.array(boxes)[:, None], np.array(boxes)[None, :])
    assert crossing.sum() == len(boxes)


def test_every_group_has_a_pen_of_its_own() -> None:
    assert len({(pen.colour, pen.width, pen.dashes) for pen in PENS.values()}) == len(PENS)
