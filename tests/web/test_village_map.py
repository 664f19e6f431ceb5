"""How much the map of a village shows, and where the names of its neighbours go."""

from __future__ import annotations

import pytest
from shapely import box
from shapely.geometry.base import BaseGeometry

from web.places import Place, Places
from web.village_map import bounds_around, names_around

LANDS: dict[str, BaseGeometry] = {
    "a": box(10, 10, 20, 20), "b": box(20, 0, 60, 30), "c": box(0, 20, 20, 90),
    "far": box(60, 0, 70, 30),
}  # fmt: skip
"""
        +----+                  90
        | c  |
        |    +-----------+-----+ 30
        +----+           |     |
   20   | a  |     b     | far |
   10   +----+           |     |
             +-----------+-----+ 0
       0 10 20          60    70
"""


@pytest.fixture
def places() -> Places:
    """Four villages with names of one letter or more."""
    return Places({key: Place(key, key, key, "desa", "k") for key in LANDS}, LANDS, {}, {"k": "K"})


def test_some_land_is_shown_around_the_village(places: Places) -> None:
    """An eighth or so of its 10 degrees on each side."""
    assert bounds_around("a", places) == pytest.approx([8.8, 8.8, 21.2, 21.2])


def test_names_of_neighbours_lie_in_their_land_and_in_view(places: Places) -> None:
    """East and north of the village, within 1.2 degrees of it; a far village has no place."""
    found = names_around("a", ["b", "c", "far", "b", "nobody"], places)
    assert list(found) == ["b", "c"]
    [[east, middle, _]] = found["b"]
    assert 20 < east < 21.2
    assert 8.8 < middle < 21.2
    [[_, north, half]] = found["c"]
    assert 20 < north < 21.2
    assert half > 0
