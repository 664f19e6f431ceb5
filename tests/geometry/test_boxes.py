"""Places in boxes, against looking at every pair."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from boundaries.geometry.boxes import places_in_boxes

NUMBERS = st.integers(-9, 9).map(float)


def pairs(places: list[list[float]], boxes: list[list[float]]) -> set[tuple[int, int]]:
    """Every place compared with every box."""
    return {
        (place, box)
        for place, (x, y) in enumerate(places)
        for box, (west, south, east, north) in enumerate(boxes)
        if west <= x <= east and south <= y <= north
    }


def test_borders_belong_to_a_box() -> None:
    """Places o, boxes 0 and 1; the last place is nowhere.

    2 o-----+--o
      |  0  | 1|     o
    0 +-----o--+
      0     2  3     9
    """
    places = np.array([[0.0, 2.0], [2.0, 0.0], [3.0, 2.0], [9.0, 1.0]])
    boxes = np.array([[0.0, 0.0, 2.0, 2.0], [2.0, 0.0, 3.0, 2.0]])
    place, box = places_in_boxes(places, boxes)
    assert list(zip(place.tolist(), box.tolist(), strict=True)) == [(0, 0), (1, 0), (1, 1), (2, 1)]


@given(
    arrays(np.float64, st.tuples(st.integers(0, 30), st.just(2)), elements=NUMBERS),
    arrays(np.float64, st.tuples(st.integers(0, 8), st.just(4)), elements=NUMBERS),
)
def test_every_pair_is_found_once(places: np.ndarray, corners: np.ndarray) -> None:
    boxes = np.hstack((
        np.minimum(corners[:, :2], corners[:, 2:]), np.maximum(corners[:, :2], corners[:, 2:])
    ))  # fmt: skip
    place, box = places_in_boxes(places, boxes)
    found = list(zip(place.tolist(), box.tolist(), strict=True))
    assert len(found) == len(set(found))
    assert set(found) == pairs(places.tolist(), boxes.tolist())


def test_boxes_far_larger_and_far_away() -> None:
    places = np.array([[5.0, 5.0], [6.0, 7.0]])
    boxes = np.array([[-1e9, -1e9, 1e9, 1e9], [1e8, 1e8, 2e8, 2e8], [-2e8, 0.0, -1e8, 9.0]])
    place, box = places_in_boxes(places, boxes)
    assert sorted(zip(place.tolist(), box.tolist(), strict=True)) == [(0, 0), (1, 0)]
