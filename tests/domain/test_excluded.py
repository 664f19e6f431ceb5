"""Land that layers of excluded areas explain."""

from __future__ import annotations

import numpy as np
from shapely import Polygon, box

from boundaries.domain.excluded import Exclusion, explained

LAND = np.array([box(0, 0, 100, 10)])


def layer(label: str, *shapes: Polygon) -> Exclusion:
    return Exclusion(label, np.array(shapes, dtype=object))


def test_areas_of_several_layers_add_up() -> None:
    """A lake over 50 m and forest over 46 m of a strip of 100 m; either alone explains nothing.

    +-------------+------------+--+
    |    lake     |   forest   |  |
    +-------------+------------+--+
    0            50           96  100
    """
    lake, forest = layer("danau", box(0, 0, 50, 10)), layer("hutan", box(50, -5, 96, 15))
    assert explained(LAND, [forest, lake]) == [("danau", "hutan")]
    assert explained(LAND, [lake]) == explained(LAND, [forest]) == [()]


def test_areas_that_overlap_each_other_count_once() -> None:
    twice = layer("danau", box(0, 0, 60, 10), box(0, 0, 60, 10))
    assert explained(LAND, [twice]) == [()]
    assert explained(LAND, [twice, layer("sungai", box(40, 0, 100, 10))]) == [("danau", "sungai")]


def test_a_layer_that_only_touches_is_not_named() -> None:
    beside = layer("hutan", box(0, 10, 100, 20))
    assert explained(LAND, [layer("danau", LAND[0]), beside]) == [("danau",)]


def test_without_layers_or_without_areas_near_nothing_is_explained() -> None:
    far = layer("danau", box(500, 0, 600, 10))
    assert explained(LAND, []) == explained(LAND, [far]) == [()]
    assert explained(LAND[:0], [far]) == []
