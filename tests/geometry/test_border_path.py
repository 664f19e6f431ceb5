"""Borders between two owners from junction to junction."""

from __future__ import annotations

import numpy as np
import shapely
from shapely import LineString, box

from boundaries.geometry.border_path import BorderPath, border_path

ENDS = (np.array([10.0, 0.0]), np.array([10.0, 30.0]))


def path(
    shapes: list[shapely.Polygon],
    owner: list[int],
    opened: list[int] | None = None,
    *,
    closed: bool = False,
) -> BorderPath | None:
    kind = np.array(opened or [0] * len(shapes))
    ends = None if closed else ENDS
    return border_path(np.array(shapes, dtype=object), np.array(owner), kind, ends)


def test_the_border_of_two_neighbours() -> None:
    """Owner 0 in the west, 1 in the east; the line runs north with 0 on its left."""
    found = path([box(0, 0, 10, 30), box(10, 0, 20, 30)], [0, 1])
    assert found is not None
    assert list(found.line.coords) == [(10, 0), (10, 30)]
    assert found.way.equals(found.line)


def test_rings_beside_the_way_are_left_out() -> None:
    """An island of 1 in the land of 0."""
    island = box(3, 3, 5, 5)
    found = path([box(0, 0, 10, 30) - island, island, box(10, 0, 20, 30)], [0, 1, 1])
    assert found is not None
    assert list(found.line.coords) == [(10, 0), (10, 30)]


def test_a_junction_moves_along_opened_land() -> None:
    """The square o was 1's and is 0's now; nobody's land lies south: the junction moves east.

    +-------+-------+ 30
    |   0   |   1   |
    |       +---+   | 10
    |       | o |   |
    +-------X---+---+ 0       X was the junction
    0      10  15  20
    """
    shapes = [
        shapely.Polygon([(0, 0), (10, 0), (10, 10), (10, 30), (0, 30)]),
        box(10, 0, 15, 10),
        shapely.Polygon([(15, 0), (20, 0), (20, 30), (10, 30), (10, 10), (15, 10)]),
    ]
    found = path(shapes, [0, 0, 1], [0, 2, 0])
    assert found is not None
    assert list(found.line.coords) == [(15, 0), (15, 10), (10, 10), (10, 30)]
    assert list(found.way.coords) == [(10, 0), *found.line.coords]


def test_others_between_the_two_leave_no_line() -> None:
    """Nobody's land from y = 10 to 20 comes between, and it is not opened."""
    shapes = [
        shapely.Polygon([(0, 0), (10, 0), (10, 10), (8, 10), (8, 20), (10, 20), (10, 30), (0, 30)]),
        shapely.Polygon([(10, 0), (20, 0), (20, 30), (10, 30), (10, 20), (10, 10)]),
    ]
    assert path(shapes, [0, 1]) is None


def test_no_junction_there() -> None:
    assert path([box(0, 0, 9, 30), box(9, 0, 20, 30)], [0, 1]) is None


def test_a_closed_border() -> None:
    enclave = box(3, 3, 5, 5)
    found = path([box(0, 0, 10, 30) - enclave, enclave], [1, 0], closed=True)
    assert found is not None
    assert shapely.Polygon(found.line).equals(enclave)
    assert shapely.is_ccw(shapely.LinearRing(found.line.coords)), "owner 0 lies inside"
    assert path([box(0, 0, 9, 30), box(9, 0, 20, 30)], [0, 1], closed=True) is None


def test_a_line_is_returned_from_its_start() -> None:
    found = border_path(
        np.array([box(0, 0, 10, 30), box(10, 0, 20, 30)], dtype=object),
        np.array([1, 0]),
        np.zeros(2, dtype=int),
        (ENDS[1], ENDS[0]),
    )
    assert found is not None
    assert found.line.equals(LineString([(10, 30), (10, 0)]))
    assert found.line.coords[0] == (10, 30)
