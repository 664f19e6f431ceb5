"""Tiles: who owns what, and that nothing falls between them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from boundaries.geometry.tiling import Tile, tiles_of

TILE = Tile(west=0, south=0, east=80, north=80, margin=10)


def boxes(*rows: tuple[float, float, float, float]) -> np.ndarray:
    return np.array(rows, dtype=float)


def test_a_tile_owns_its_west_and_south_edge_only() -> None:
    corners = np.array([(0, 0), (80, 0), (0, 80), (79.9, 40), (-0.1, 3)])
    assert TILE.owns(corners).tolist() == [True, False, False, True, False]


def test_a_window_sees_what_meets_it_and_holds_what_lies_inside() -> None:
    """
    -10    0      80   90
     |  .  +------+  .  |
    """
    rows = boxes((-9, 0, 1, 1), (-10, 0, 1, 1), (-20, 0, -10, 1), (95, 0, 99, 1))
    assert TILE.sees(rows).tolist() == [True, True, True, False]
    assert TILE.holds(rows).tolist() == [True, False, False, False]
    assert TILE.touches(rows).tolist() == [True, True, False, False]


def test_few_polygons_are_one_tile_that_holds_them_all() -> None:
    rows = boxes((0, 0, 5000, 3000), (-700, 10, 20, 30))
    (tile,) = tiles_of(rows, most=2)
    assert tile.holds(rows).all()


def test_no_polygons_no_tiles() -> None:
    assert tiles_of(np.full((3, 4), np.nan), most=5) == []


def test_polygons_on_top_of_each_other_do_not_cut_for_ever() -> None:
    assert len(tiles_of(np.tile([0.0, 0, 10, 10], (50, 1)), most=5)) <= 16


def test_halves_have_the_same_work() -> None:
    """Of eight squares in a row the first two cost as much as all the others."""
    rows = boxes(*((x * 1000, 0, x * 1000 + 900, 900) for x in range(8)))
    west, east = tiles_of(rows, most=5, work=np.array([3, 3, 1, 1, 1, 1, 1, 1]))
    assert west.touches(rows).tolist() == [True] * 3 + [False] * 5
    assert east.touches(rows).tolist() == [False] * 2 + [True] * 6


def test_tiles_do_not_depend_on_the_order_of_polygons() -> None:
    rows = np.random.default_rng(1).integers(0, 9000, (60, 4)).astype(float)
    rows[:, 2:] = rows[:, :2] + 700
    work = np.arange(60)
    assert tiles_of(rows, most=9, work=work) == tiles_of(rows[::-1], most=9, work=work[::-1])


places = st.tuples(st.floats(-1e5, 1e5), st.floats(-1e5, 1e5))


@given(st.lists(places, min_size=1, max_size=40), st.integers(1, 5))
def test_every_corner_belongs_to_one_tile(corners: list[tuple[float, float]], most: int) -> None:
    points = np.array(corners)
    rows = np.hstack((points, points + 300))
    tiles = tiles_of(rows, most=most)
    owners = np.sum([tile.owns(points) for tile in tiles], axis=0)
    assert owners.tolist() == [1] * len(points)
    assert (np.sum([tile.owns(rows[:, 2:]) for tile in tiles], axis=0) == 1).all()
