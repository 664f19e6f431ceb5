"""Lines through points: a square of 0.01 degrees at the equator, about 1.1 km wide.

4 --- 3
|     |
1 --- 2      1 is at 99.00 E, 0.00 N
"""

from __future__ import annotations

import geopandas as gpd
import pytest

from boundaries.domain.survey import SurveyOptions, locate_points
from boundaries.domain.survey_lines import draw_lines
from boundaries.errors import Notice
from tests.domain.survey_list import survey_list

SQUARE = {1: ("0.00", "99.00"), 2: ("0.00", "99.01"), 3: ("0.01", "99.01"), 4: ("0.01", "99.00")}
AREA = 111_319.49 * 0.01 * 110_574.28 * 0.01
"""Metres of a degree of longitude and of latitude at the equator, on WGS 84."""


def square(*order: int, heading: str = "titik | urutan | lat | lon") -> str:
    rows = [f"P{n} | {at} | {' | '.join(SQUARE[n])}" for at, n in enumerate(order, start=1)]
    return "\n".join([heading, *rows])


def drawn(text: str, **options: bool) -> tuple[gpd.GeoDataFrame, dict[str, Notice]]:
    table = survey_list(text)
    points, _ = locate_points(table, SurveyOptions())
    lines, notices = draw_lines(points, table.heading.roles, **options)
    return lines, {notice.code: notice for notice in notices}


@pytest.mark.parametrize("order", [(1, 2, 3, 4), (1, 2, 3, 4, 1), (4, 3, 2, 1)])
def test_an_order_makes_a_closed_outline(order: tuple[int, ...]) -> None:
    lines, notices = drawn(square(*order))
    assert len(lines) == 1
    assert not notices
    line = lines.iloc[0]
    assert (line["points"], line["left_out"], line["closed"]) == (4, 0, True)
    assert line.geometry.geom_type == "Polygon"
    assert line.geometry.exterior.is_ccw
    assert line["area_m2"] == pytest.approx(AREA, rel=1e-4)
    assert line["length_m"] == pytest.approx(2 * (1113.1949 + 1105.7428), rel=1e-4)


def test_the_order_counts_and_not_the_row() -> None:
    head, *rows = square(1, 2, 3, 4).splitlines()
    lines, _ = drawn("\n".join([head, rows[2], rows[0], rows[3], rows[1]]))
    assert lines["area_m2"].iloc[0] == pytest.approx(AREA, rel=1e-4)


def test_an_outline_that_crosses_itself_stays_a_line() -> None:
    lines, notices = drawn(square(1, 3, 2, 4))
    assert lines.geometry.iloc[0].geom_type == "LineString"
    assert lines.geometry.iloc[0].is_closed
    assert "Self-intersection" in str(notices["outline-crosses"].message)


def test_points_in_doubt_are_left_out_and_counted() -> None:
    text = square(1, 2, 3, 4, heading="titik | urutan | lat | lon") + "\nX | 5 | rusak | 99"
    lines, notices = drawn(text)
    assert lines["left_out"].iloc[0] == 1
    assert "1 of 5 points are left out of the line (X)" in str(notices["line-incomplete"].message)


def test_suspects_take_part_when_the_user_says_so() -> None:
    text = square(1, 2, 3, 4) + "\nX | 5 | 3.0 | 98.0"
    assert drawn(text)[0]["points"].iloc[0] == 4
    assert drawn(text, keep_suspects=True)[0]["points"].iloc[0] == 5


def test_an_outline_per_village() -> None:
    rows = [f"{v} | {n} | {' | '.join(SQUARE[n])}" for v in ("A", "B") for n in SQUARE]
    lines, _ = drawn("\n".join(["Desa | Urutan_TK | Lat | Long", *rows]))
    assert lines["name"].tolist() == ["A", "B"]


def test_segments_are_open_lines() -> None:
    rows = [f"A - B | {n} | {' | '.join(SQUARE[n])}" for n in (1, 2, 3)]
    lines, _ = drawn("\n".join(["Segmen | No_Urut | Lintang | Bujur", *rows]))
    line = lines.iloc[0]
    assert (line["name"], line["closed"], line.geometry.geom_type) == ("A - B", False, "LineString")
    assert line["length_m"] == pytest.approx(1113.1949 + 1105.7428, rel=1e-4)


def test_running_numbers_close_only_what_returns() -> None:
    heading = "titik | no | lat | lon"
    assert drawn(square(1, 2, 3, 4, heading=heading))[0].empty
    assert len(drawn(square(1, 2, 3, 4, 1, heading=heading))[0]) == 1


def test_too_few_points_and_unclear_orders_are_told_of() -> None:
    lines, notices = drawn(square(1, 2))
    assert lines.empty
    assert "2 points are too few" in str(notices["line-short"].message)
    text = square(1, 2, 3, 4).replace("| 4 | 0.01", "| 3 | 0.01")
    assert "missing or repeated" in str(drawn(text)[1]["order-unclear"].message)


def test_a_list_without_order_makes_no_line() -> None:
    lines, notices = drawn("titik | lat | lon\nA | 0 | 99\nB | 1 | 99\nC | 1 | 98")
    assert lines.empty
    assert not notices
    assert lines.crs == "EPSG:4326"
