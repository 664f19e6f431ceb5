"""Unmatched vertices on layouts of a few rectangles, in metres."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import Polygon, box

from boundaries.domain.claims import labels_of
from boundaries.domain.unmatched import unmatched_vertices

ORIGIN = np.array([568_000.0, 329_000.0])


def found(*shapes: tuple[str, Polygon]) -> list[tuple[str, tuple[float, float]]]:
    """Parties as one word, and place, of each unmatched vertex."""
    rows = vertices(*shapes)
    places = shapely.get_coordinates(rows.geometry.to_numpy()) - ORIGIN
    return [
        ("".join(keys), (round(x, 3), round(y, 3)))
        for keys, (x, y) in zip(rows["villages"], places.tolist(), strict=True)
    ]


def vertices(*shapes: tuple[str, Polygon]) -> gpd.GeoDataFrame:
    moved = shapely.transform(np.array([shape for _, shape in shapes]), lambda xy: xy + ORIGIN)
    keys = [key for key, _ in shapes]
    villages = gpd.GeoDataFrame({"key": keys, "source": "big"}, geometry=moved, crs=32647)
    return unmatched_vertices(villages, labels_of(villages))


WEST = ("A", box(0, 0, 100, 100))
SOUTH_EAST, NORTH_EAST = ("B", box(100, 0, 200, 50)), ("C", box(100, 50, 200, 100))
"""The corner of B and C on the side of A.

    100 +---------+---------+
        |         |    C    |
     50 |    A    o---------+
        |         |    B    |
      0 +---------+---------+
"""


def test_a_corner_of_two_on_the_side_of_a_third() -> None:
    assert found(WEST, SOUTH_EAST, NORTH_EAST) == [("ABC", (100, 50))]
    row = vertices(WEST, SOUTH_EAST, NORTH_EAST).iloc[0]
    assert row["claims"] == {"big": ("B", "C")}
    assert (row["kind"], row["sources"]) == ("unmatched", ("big",))
    assert row["max_width_m"] == pytest.approx(0, abs=1e-9)


def test_with_a_vertex_of_its_own_nothing_is_unmatched() -> None:
    matched = ("A", Polygon([(0, 0), (100, 0), (100, 50), (100, 100), (0, 100)]))
    assert found(matched, SOUTH_EAST, NORTH_EAST) == []


def test_a_vertex_of_its_own_nearly_there_counts_too() -> None:
    for offset, unmatched in ((0.04, 0), (0.06, 2)):
        near = ("A", Polygon([(0, 0), (100, 0), (100, 50 + offset), (100, 100), (0, 100)]))
        assert len(found(near, SOUTH_EAST, NORTH_EAST)) == unmatched


@pytest.mark.parametrize(("offset", "count"), [(0.0, 1), (0.045, 1), (-0.045, 1), (0.06, 0)])
def test_up_to_five_centimetres_from_the_side(offset: float, count: int) -> None:
    """B's outline has one more vertex, beside A's side."""
    bent = ("B", Polygon([(100, 0), (200, 0), (200, 100), (100, 100), (100 + offset, 50)]))
    rows = vertices(WEST, bent)
    assert len(rows) == count
    assert rows["max_width_m"].tolist() == pytest.approx([abs(offset)] * count, abs=1e-6)


def test_a_corner_at_the_end_of_a_side_is_none() -> None:
    assert found(WEST, ("B", box(100, 100, 200, 200)), ("C", box(100.04, 0, 200, 100))) == []


def test_parts_of_one_village_are_one() -> None:
    assert found(WEST, ("A", box(100, 25, 200, 75))) == []
    assert [keys for keys, _ in found(WEST, ("B", box(100, 25, 200, 75)))] == ["AB", "AB"]


def test_order_of_villages_plays_no_part() -> None:
    rows = [WEST, SOUTH_EAST, NORTH_EAST, ("D", box(20, 100, 60, 140))]
    assert found(*rows) == found(*reversed(rows)) == [
        ("ABC", (100, 50)), ("AD", (20, 100)), ("AD", (60, 100)),
    ]  # fmt: skip


def test_one_village_and_none() -> None:
    assert found(WEST) == []
    empty = gpd.GeoDataFrame({"key": [], "source": []}, geometry=[], crs=32647)
    assert unmatched_vertices(empty, {}).empty
