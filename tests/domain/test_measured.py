"""Lengths and areas between places, and how far they may be off.

Places are given in metres of UTM zone 47 about its central meridian (scale 0.9996), where a metre
of the ground is 0.9996 m on the grid.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Geod, Transformer

from boundaries.domain.measured import (
    CE90_TO_AXIS,
    NINE_OF_TEN,
    measured_area,
    measured_length,
)
from boundaries.errors import ParameterError

UTM = CRS.from_epsg(32647)
SCALE = 0.9996
ORIGIN = np.array([500_000.0, 330_000.0])


def places(*metres: tuple[float, float]) -> np.ndarray:
    """Degrees of places that lie so many metres on the ground from the origin."""
    grid = ORIGIN + np.array(metres) * SCALE
    return np.column_stack(Transformer.from_crs(UTM, 4326, always_xy=True).transform(*grid.T))


def test_a_straight_length_is_as_exact_as_its_two_ends() -> None:
    found = measured_length(places((0, 0), (0, 500)), UTM, ce90_m=2.5)
    assert found.value == pytest.approx(500, abs=0.001)
    assert found.tolerance == pytest.approx(NINE_OF_TEN * CE90_TO_AXIS * 2.5 * np.sqrt(2))


def test_a_place_on_the_way_adds_nothing_but_a_corner_does() -> None:
    straight = measured_length(places((0, 0), (0, 200), (0, 500)), UTM, ce90_m=1)
    corner = measured_length(places((0, 0), (0, 500), (500, 500)), UTM, ce90_m=1)
    assert corner.value == pytest.approx(1000, abs=0.002)
    assert straight.tolerance == pytest.approx(NINE_OF_TEN * CE90_TO_AXIS * np.sqrt(2), rel=1e-3)
    assert corner.tolerance == pytest.approx(NINE_OF_TEN * CE90_TO_AXIS * 2, rel=1e-3)


def test_a_square_of_four_hectares() -> None:
    """200 m each way: each corner moves the area by 100 m across and along, 141 m in all."""
    square = places((0, 0), (200, 0), (200, 200), (0, 200))
    found = measured_area(square, UTM, ce90_m=1)
    assert found.value == pytest.approx(40_000, rel=1e-6)
    expected = NINE_OF_TEN * CE90_TO_AXIS * np.sqrt(4 * 100**2 * 2)
    assert found.tolerance == pytest.approx(expected, rel=1e-3)
    assert measured_length(square, UTM, ce90_m=1, closed=True).value == pytest.approx(800, abs=0.01)


@pytest.mark.parametrize(
    "metres",
    [((0, 0), (10, 0)), ((0, 0), (10, 0), (20, 0)), ((0, 0), (10, 10), (10, 0), (0, 10))],
)
def test_what_encloses_nothing_or_crosses_itself(metres: tuple[tuple[float, float], ...]) -> None:
    with pytest.raises(ParameterError, match="no area, or their outline crosses") as fault:
        measured_area(places(*metres), UTM, ce90_m=1)
    assert "in their order around the land" in str(fault.value.hint)


def test_places_that_fall_together_are_no_fault() -> None:
    found = measured_length(places((0, 0), (0, 0), (0, 0)), UTM, ce90_m=1)
    assert (found.value, found.tolerance) == (0, 0)


@given(st.integers(3, 9), st.floats(20, 5_000), st.floats(0, 6.28))
def test_polygons_agree_with_the_geodesic_area(corners: int, radius: float, turn: float) -> None:
    angles = turn + np.linspace(0, 2 * np.pi, corners, endpoint=False)
    ring = places(*zip(radius * np.cos(angles), radius * np.sin(angles), strict=True))
    area, outline = Geod(ellps="WGS84").polygon_area_perimeter(*ring.T)
    assert measured_area(ring, UTM, ce90_m=1).value == pytest.approx(abs(area), rel=1e-5)
    length = measured_length(ring, UTM, ce90_m=1, closed=True)
    assert length.value == pytest.approx(outline, rel=1e-9)
    backwards = measured_length(ring[::-1], UTM, ce90_m=1, closed=True)
    assert backwards.tolerance == pytest.approx(length.tolerance)
