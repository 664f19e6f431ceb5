"""The sides of disputed patches."""

from __future__ import annotations

import numpy as np
import shapely
from shapely import LineString, Polygon, box

from boundaries.geometry.patch_sides import PatchSides, patch_sides

WEST, EAST = (
    Polygon([(0, 0), (10, 0), (10, 10), (10, 20), (0, 20)]),
    Polygon([(15, 0), (20, 0), (20, 20), (10, 20), (10, 10), (15, 10)]),
)
PATCH = box(10, 0, 15, 10)


def sides(*junctions: tuple[float, float]) -> PatchSides:
    """a in the west, b in the east; b's land from x = 10 to 15, y = 0 to 10 is disputed.

    +-------+-------+ 20
    |   a   |   b   |
    |       +---+   | 10
    |       | p |   |
    +-------+---+---+ 0    nobody's land in the south
    0      10  15  20
    """
    return patch_sides(
        np.array([WEST, EAST, PATCH], dtype=object),
        np.array([0, 1, 1]),
        np.array([-1, -1, 0]),
        np.array(junctions).reshape(-1, 2),
    )


def test_outline_beside_others_goes_to_the_side_away_from_the_junction() -> None:
    """With the junction at (10, 0) the southern edge adjoins b's side."""
    found = sides((10, 0), (10, 20))
    assert found.side.tolist() == [0, 1]
    assert found.lines[0].equals(LineString([(10, 0), (10, 10)]))
    assert found.lines[1].equals(LineString([(10, 10), (15, 10), (15, 0), (10, 0)]))
    assert not found.through.any()


def test_outline_from_side_to_side_without_junction() -> None:
    found = sides()
    assert found.through.tolist() == [True]
    assert found.lines[1].equals(LineString([(10, 10), (15, 10), (15, 0)]))


def test_no_patch() -> None:
    found = patch_sides(
        np.array([WEST], dtype=object), np.array([0]), np.array([-1]), np.empty((0, 2))
    )
    assert len(found.of) == len(found.lines) == len(found.through) == 0


def test_the_order_of_the_faces_plays_no_part() -> None:
    turned = patch_sides(
        np.array([PATCH, EAST, WEST], dtype=object),
        np.array([1, 1, 0]),
        np.array([0, -1, -1]),
        np.array([[10.0, 0.0]]),
    )
    assert shapely.equals(turned.lines, sides((10, 0)).lines).all()
