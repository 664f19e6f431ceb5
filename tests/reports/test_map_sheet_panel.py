"""What stands beside the map."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from boundaries.domain.segment import KECAMATAN
from boundaries.reports.map_sheet_canvas import Box, Page, text_width
from boundaries.reports.map_sheet_cursor import Cursor, flow, height_of
from boundaries.reports.map_sheet_layout import SCALES, layout_of
from boundaries.reports.map_sheet_panel import (
    BAR_STEPS,
    bar_length,
    inset_block,
    legend_samples,
    lines_block,
    scale_block,
    title_block,
)
from boundaries.reports.map_sheet_points import draw_list, draw_rows, further_pages
from boundaries.reports.map_sheet_symbols import NOT_AGREED, Used
from boundaries.reports.numbers import Numbers


def rows(count: int, name: str = "TK 12.09.20.2001-20.2002-001") -> pd.DataFrame:
    numbers = [str(number) for number in range(1, count + 1)]
    return pd.DataFrame({"No.": numbers, "Titik": [name] * count, "X (m)": ["500000,00"] * count})


@pytest.mark.parametrize("scale", SCALES)
def test_the_scale_bar_is_round_and_fits(scale: int) -> None:
    metres = bar_length(scale, 60.0)
    assert metres in BAR_STEPS
    assert 15 < metres * 1000 / scale <= 60


def test_the_legend_has_what_was_used() -> None:
    used = Used((NOT_AGREED,), (KECAMATAN,), ())
    texts = [text for text, _ in legend_samples(used, simpul=True, ordinary=False, gettext=str)]
    assert texts == [
        "Segment, not agreed", "Border of the kecamatan", "Cartometric point at a junction",
        "Area of this sheet", "UTM grid", "Geographic grid",
    ]  # fmt: skip


def test_blocks_flow_from_column_to_column() -> None:
    """Columns of 30 mm; two blocks of about 20 mm: one in each, a third at the foot."""
    columns = [Box(0, 0, 50, 30), Box(60, 0, 110, 30)]
    upper = [lines_block(heading, ["satu baris"] * 5) for heading in ("A", "B")]
    assert 12 < height_of(upper[0], 50, 1.0) < 20
    page = Page(120, 40)
    (room,) = flow(page, columns, upper, [lines_block("C", [])], 1.0)
    at = {words.text: (words.x, words.y) for words in page.words}
    assert (at["A"][0], at["B"][0], at["C"][0]) == (0, 60, 60)
    assert 0 < at["C"][1] < room.bottom < room.top < at["B"][1]
    rooms = flow(Page(120, 40), columns, upper[:1], [], 1.0)
    assert [(each.left, each.bottom) for each in rooms] == [(0, 0), (60, 0)]


def test_texts_stay_in_their_column() -> None:
    block = title_block("JUDUL PETA " * 8, ["Desa " + "Panjang " * 12], "12.09", "Catatan")
    page = Page(100, 100)
    cursor = Cursor(page, 20, 80, 90, 1.0)
    block(cursor)
    for words in page.words:
        start = words.start()[0]
        end = start + text_width(words.text, words.size, bold=words.bold)
        assert 20 - 1e-6 <= start <= end <= 80 + 1e-6
    assert cursor.y < min(words.y for words in page.words)


def test_the_extent_is_seen_in_the_inset_however_small() -> None:
    """100 m on land of 100 km."""
    land = gpd.GeoSeries([shapely.box(0, 0, 100_000, 100_000)])
    page = Page(120, 60)
    block = inset_block("Lokasi", land, land.boundary, (50_000, 50_000, 50_100, 50_100))
    block(Cursor(page, 5, 110, 55, 1.0))
    (frame,) = page.drawn[-1]().get_segments()  # type: ignore[attr-defined]
    assert frame[:, 0].max() - frame[:, 0].min() == pytest.approx(1.6)


def test_a_table_shrinks_to_its_room() -> None:
    page = Page(100, 100)
    draw_rows(page, Box(0, 0, 30, 90), rows(3, "TK " + "12.09.20.2001-" * 5), 1.0)
    ends = [w.x + text_width(w.text, w.size, bold=w.bold) for w in page.words]
    assert max(ends) <= 30


@pytest.mark.parametrize("count", [0, 3, 60, 2000])
def test_every_row_is_drawn_once(count: int) -> None:
    """On the first sheet as many as fit, the others on further ones."""
    layout = layout_of("A3", "landscape")
    table = rows(count)
    page = Page(layout.width, layout.height)
    drawn = draw_list(page, [Box(300, 100, 400, 150)], table, 1.0, str)
    pages = [page, *further_pages(table.iloc[drawn:], layout, "Judul", ["Datum"], str)]
    numbers = [words.text for each in pages for words in each.words if words.text.isdigit()]
    assert sorted(numbers, key=int) == [str(number) for number in range(1, count + 1)]
    lowest = min((words.y for each in pages[1:] for words in each.words), default=100)
    assert lowest > layout.sheet.bottom
    assert (len(pages) > 1) == (drawn < count)


def test_a_room_too_small_stays_empty() -> None:
    page = Page(100, 100)
    assert draw_list(page, [Box(0, 0, 90, 5)], rows(9), 1.0, str) == 0
    assert page.words == []


@pytest.mark.parametrize(
    ("scale", "texts"),
    [(40_000, ["0", "0,5", "1", "2 km"]), (100_000, ["0", "1,25", "2,5", "5 km"]),
     (20_000, ["0", "250", "500", "1.000 m"])],
)  # fmt: skip
def test_the_bar_has_the_decimals_that_it_needs(scale: int, texts: list[str]) -> None:
    page = Page(120, 60)
    scale_block(scale, Numbers("id"), str)(Cursor(page, 5, 110, 55, 1.0))
    assert [words.text for words in page.words if words.text in texts] == texts
