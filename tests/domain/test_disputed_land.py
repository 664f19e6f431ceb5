"""Land that reference and surveys give to different villages, by pair."""

from __future__ import annotations

import pyproj
import pytest
import shapely
from shapely import box

from boundaries.domain.disputed_land import disputed_land
from tests.domain.village_grid import CRS, SCALE, two_sources

REFERENCE = {"a": box(0, 0, 100, 100), "b": box(100, 0, 200, 100)}


def disputed(surveys: dict[str, shapely.Geometry]) -> dict[tuple[str, str], dict[str, float]]:
    """Square metres in the plane, those that are not zero."""
    given = two_sources(REFERENCE, surveys)
    found = disputed_land(given.mosaic, given.reference, given.local, pyproj.CRS(CRS))
    plane = {
        pair: {what: round(amount * SCALE**2, 2) for what, amount in sums.items() if amount > 1e-6}
        for pair, sums in found.items()
    }
    return {pair: sums for pair, sums in plane.items() if sums}


def test_equal_sources_dispute_nothing() -> None:
    assert disputed(REFERENCE) == {}


@pytest.mark.parametrize(
    ("a_ends", "b_begins", "sums"),
    [
        (110, 110, {"to_a": 1000.0}),
        (90, 90, {"to_b": 1000.0}),
        (110, 100, {"to_a": 1000.0, "both": 1000.0}),
        (90, 100, {"unclaimed": 1000.0}),
        (95, 105, {"unclaimed": 1000.0}),
    ],
)
def test_moved_lines(a_ends: float, b_begins: float, sums: dict[str, float]) -> None:
    surveys = {"a": box(0, 0, a_ends, 100), "b": box(b_begins, 0, 200, 100)}
    assert disputed(surveys) == {("a", "b"): sums}


def test_what_a_single_survey_leaves_falls_to_the_neighbour() -> None:
    assert disputed({"a": box(0, 0, 90, 100)}) == {("a", "b"): {"to_b": 1000.0}}
    assert disputed({"b": box(110, 0, 200, 100)}) == {("a", "b"): {"to_a": 1000.0}}


def test_villages_that_are_no_neighbours_in_the_reference() -> None:
    surveys = {"a": REFERENCE["a"], "x": box(150, 0, 200, 100)}
    assert disputed(surveys) == {("b", "x"): {"to_b": 5000.0}}
