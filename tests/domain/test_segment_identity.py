"""Segments known before, found again after the lines have moved."""

from __future__ import annotations

import geopandas as gpd
from shapely import LineString

from boundaries.domain.segment_identity import known_ids

Row = tuple[str, str, str, LineString]


def table(*rows: Row) -> gpd.GeoDataFrame:
    columns = ["id", "a", "b", "geometry"]
    return gpd.GeoDataFrame(
        {name: [row[place] for row in rows] for place, name in enumerate(columns)}, crs=32647
    )


def line(*points: tuple[float, float]) -> LineString:
    return LineString(points)


def test_equal_ids_come_first() -> None:
    """The line with the id of an earlier one is that one, wherever it runs."""
    before = table(("S1", "A", "B", line((0, 0), (100, 0))))
    now = table(
        ("N1", "A", "B", line((0, 0), (100, 0))), ("S1", "A", "B", line((500, 0), (600, 0)))
    )
    assert known_ids(before, now).to_list() == ["", "S1"]


def test_the_only_line_of_a_pair_is_known_however_far_it_moved() -> None:
    before = table(("S1", "A", "B", line((0, 0), (100, 0))))
    now = table(("N1", "A", "B", line((0, 900), (100, 900))))
    assert known_ids(before, now).to_list() == ["S1"]


def test_lines_of_other_villages_are_new() -> None:
    before = table(("S1", "A", "B", line((0, 0), (100, 0))))
    now = table(("N1", "A", "C", line((0, 0), (100, 0))))
    assert known_ids(before, now).to_list() == [""]


def test_of_several_the_one_beside_is_taken() -> None:
    """Two stretches of one pair, both moved by 10 m, in another order; a third is new.

    S1 ----------     S2 ----------
    N2 ----------     N1 ----------      N3 ------
    """
    before = table(
        ("S1", "A", "B", line((0, 0), (300, 0))), ("S2", "A", "B", line((900, 0), (1200, 0)))
    )
    now = table(
        ("N1", "A", "B", line((900, 10), (1200, 10))),
        ("N2", "A", "B", line((0, 10), (300, 10))),
        ("N3", "A", "B", line((2000, 0), (2100, 0))),
    )
    assert known_ids(before, now).to_list() == ["S2", "S1", ""]
    assert known_ids(before.iloc[::-1], now.iloc[::-1]).to_list() == ["", "S1", "S2"]


def test_half_of_the_length_must_run_along() -> None:
    """A line cut in three: only the piece that is more than half of the old one is known."""
    before = table(
        ("S1", "A", "B", line((0, 0), (1000, 0))), ("S2", "A", "B", line((5000, 0), (6000, 0)))
    )
    now = table(
        ("N1", "A", "B", line((0, 0), (700, 0))),
        ("N2", "A", "B", line((700, 0), (1000, 0))),
    )
    assert known_ids(before, now).to_list() == ["S1", ""]


def test_without_anything_before() -> None:
    now = table(("N1", "A", "B", line((0, 0), (1, 0))))
    assert known_ids(now.iloc[:0], now).to_list() == [""]
