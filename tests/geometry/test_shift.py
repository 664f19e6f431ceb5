"""The common shift of one drawing from another.

Villages are rough rings of 24 corners, 1 km apart, so that lines run in every direction.
"""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from boundaries.geometry.shift import shift_from


def rings(count: int = 12, *, seed: int = 7, noise_m: float = 0) -> np.ndarray:
    rng, wrong = np.random.default_rng(seed), np.random.default_rng(3)
    turn = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    found = []
    for n in range(count):
        far = 300 + 150 * rng.random(24) + wrong.normal(0, noise_m, 24)
        found.append(shapely.Polygon(np.column_stack(
            [1000 * n + far * np.cos(turn), far * np.sin(turn)])))  # fmt: skip
    return np.array(found)


def moved(shapes: np.ndarray, east: float, north: float) -> np.ndarray:
    return np.asarray(shapely.transform(shapes, lambda xy: xy + np.array([east, north])))


def test_the_same_drawing_is_not_shifted() -> None:
    found = shift_from(rings(), rings())
    assert found is not None
    assert found.length == pytest.approx(0, abs=1e-6)
    assert (found.before, found.after, found.places) == (1, 1, 12 * 24)


@settings(max_examples=20)
@given(st.floats(-35, 35), st.floats(-35, 35))
def test_a_shift_is_found_and_undone(east: float, north: float) -> None:
    found = shift_from(moved(rings(), -east, -north), rings())
    assert found is not None
    assert (found.east, found.north) == pytest.approx((east, north), abs=0.05)
    assert found.after == 1


def test_lines_drawn_anew_hardly_count() -> None:
    """A third of the villages is another drawing altogether; the others lie 27 m to the west."""
    drawn = moved(rings(), -27, 0)
    drawn[::3] = rings(seed=8)[::3]
    found = shift_from(drawn, rings())
    assert found is not None
    assert (found.east, found.north) == pytest.approx((27, 0), abs=1.5)
    assert found.before < 0.2
    assert found.after > 0.6


def test_noise_on_both_sides_is_no_shift() -> None:
    found = shift_from(rings(noise_m=5), rings())
    assert found is not None
    assert found.length < 2


def test_without_places_there_is_no_shift() -> None:
    nothing = np.array([], dtype=object)
    assert shift_from(nothing, nothing) is None
