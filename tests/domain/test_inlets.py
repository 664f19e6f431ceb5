"""Inlets on layouts of a few rectangles, in metres."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import Polygon, box, union_all

from boundaries.domain.claims import labels_of
from boundaries.domain.inlets import inlets

ORIGIN = np.array([568_000.0, 329_000.0])
NOTHING = np.empty(0, dtype=object)

PAIR = {"A": box(0, 0, 100, 200), "B": box(102, 0, 200, 200)}
"""A and B are 2 m apart; C closes the gap in the south, and it opens to the north.

    200 +-----+ +-----+
        |  A  | |  B  |
      0 +-----+-+-----+
        |      C      |
    -50 +-------------+
        0   100 102  200
"""
LAID = {**PAIR, "C": box(0, -50, 200, 0)}


def layer(shapes: dict[str, Polygon]) -> gpd.GeoDataFrame:
    moved = shapely.transform(np.array(list(shapes.values())), lambda xy: xy + ORIGIN)
    return gpd.GeoDataFrame({"key": list(shapes), "source": "big"}, geometry=moved, crs=32647)


def found(
    shapes: dict[str, Polygon], *, width: float = 5.0, silent: np.ndarray = NOTHING
) -> gpd.GeoDataFrame:
    villages = layer(shapes)
    return inlets(villages, labels_of(villages), width=width, silent=silent)


def test_a_gap_that_is_open_at_one_end() -> None:
    (row,) = found(LAID).itertuples()
    assert row.kind == "inlet"
    assert row.villages == ("A", "B", "C")
    assert row.sources == ("big",)
    assert row.claims == {"big": ()}
    assert row.geometry.area == pytest.approx(400, abs=2)
    assert not [each for each in layer(LAID).geometry if each.intersection(row.geometry).area > 0.1]


def test_the_mouth_has_to_be_narrower_than_the_width() -> None:
    assert len(found(LAID, width=2.1)) == 1
    assert found(LAID, width=1.9).empty


def test_a_gap_that_is_open_at_both_ends_is_an_inlet_of_two() -> None:
    (row,) = found(PAIR).itertuples()
    assert row.villages == ("A", "B")


def test_a_gap_that_is_closed_is_none() -> None:
    assert found({**LAID, "D": box(0, 200, 200, 250)}).empty


def test_a_basin_behind_a_narrow_mouth_belongs_to_the_inlet() -> None:
    """A pond of 40 x 60 m in the middle of the gap."""
    pond = box(80, 70, 120, 130)
    shapes = {key: shape.difference(pond) for key, shape in LAID.items()}
    (row,) = found(shapes).itertuples()
    assert row.geometry.area == pytest.approx(400 + 38 * 60, abs=2)


def test_land_that_opens_widely_is_none() -> None:
    """The same pond with a channel of 10 m to the north."""
    open_land = union_all([box(80, 70, 120, 130), box(96, 70, 106, 200)])
    shapes = {key: shape.difference(open_land) for key, shape in LAID.items()}
    shapes["C"] = shapes["C"].union(box(100, 0, 102, 70))
    assert found(shapes).empty


def test_a_slit_in_one_village_is_none() -> None:
    slit = box(50, 100, 52, 200)
    assert found({"A": box(0, 0, 100, 200).difference(slit), "B": box(100, 0, 200, 200)}).empty


def test_corners_where_two_villages_meet_on_the_rim_are_none() -> None:
    """A step, and a wedge of 90 degrees: what the width closes there is no deeper than wide."""
    step = {"A": box(0, 0, 100, 100), "B": box(100, 0, 200, 150)}
    wedge = {
        "A": Polygon([(0, 0), (100, 0), (0, 100)]),
        "B": Polygon([(100, 0), (200, 0), (200, 100)]),
    }
    assert found(step).empty
    assert found(wedge, width=20).empty


def test_land_of_a_village_that_the_source_does_not_contain_is_none() -> None:
    tongue = shapely.transform(np.array([box(100, 150, 102, 300)]), lambda xy: xy + ORIGIN)
    assert found(LAID, silent=tongue).empty
    beside = shapely.transform(np.array([box(0, 200, 200, 300)]), lambda xy: xy + ORIGIN)
    assert len(found(LAID, silent=beside)) == 1


def test_order_of_villages_plays_no_part() -> None:
    turned = found(dict(reversed(LAID.items())))
    assert turned["villages"].tolist() == found(LAID)["villages"].tolist()
    assert turned.geometry.area.tolist() == pytest.approx(found(LAID).geometry.area.tolist())


def test_one_village_and_none() -> None:
    assert found({"A": PAIR["A"]}).empty
    villages = layer(LAID).iloc[:0]
    assert inlets(villages, {}, width=5, silent=NOTHING).empty
