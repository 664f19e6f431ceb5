"""Outlines of surveys divided among the neighbours."""

from __future__ import annotations

import pytest
import shapely
from shapely import box

from boundaries.domain.neighbour_lines import NeighbourLines, neighbour_lines
from boundaries.geometry.edges import edges_of
from tests.domain.village_grid import CENTRE, EQUATOR_M, two_sources

REFERENCE = {"a": box(0, 50, 100, 100), "b": box(100, 50, 200, 100), "c": box(0, 0, 200, 50)}
"""Three villages.

    +---+---+  y 100
    | a | b |
    +---+---+  y 50
    |   c   |
    +-------+
"""


def divided(surveys: dict[str, shapely.Geometry]) -> NeighbourLines:
    given = two_sources(REFERENCE, surveys)
    return neighbour_lines(edges_of(given.mosaic.faces), given.local, given.borders)


def lengths(drawn: NeighbourLines) -> dict[tuple[str, str], float]:
    return {(row.key, row.other): round(row.geometry.length, 3) for row in drawn.lines.itertuples()}


def test_equal_surveys_give_every_line_from_both_sides() -> None:
    assert lengths(divided(REFERENCE)) == {
        ("a", ""): 150, ("a", "b"): 50, ("a", "c"): 100,
        ("b", ""): 150, ("b", "a"): 50, ("b", "c"): 100,
        ("c", ""): 300, ("c", "a"): 100, ("c", "b"): 100,
    }  # fmt: skip


def test_a_survey_alone_is_divided_by_the_nearest_segments() -> None:
    """a ends ten metres farther west than the reference has it, and nobody else was surveyed."""
    assert lengths(divided({"a": box(0, 50, 90, 100)})) == {
        ("a", ""): 140, ("a", "b"): 50, ("a", "c"): 90,
    }  # fmt: skip


def test_each_side_of_an_overlap_is_the_line_of_one_village() -> None:
    """a reaches to x = 110, b to x = 95: the line of a runs in b's land, and the other way."""
    drawn = divided({"a": box(0, 50, 110, 100), "b": box(95, 50, 200, 100), "c": REFERENCE["c"]})
    lines = drawn.lines.set_index(["key", "other"]).geometry
    for key, other, x in (("a", "b", 110), ("b", "a", 95)):
        line = lines.loc[(key, other)]
        assert {round(place - CENTRE, 3) for place, _ in line.coords} == {x}
        assert line.length == pytest.approx(50)


def test_corners_lie_where_the_neighbour_changes() -> None:
    drawn = divided({"a": box(0, 50, 90, 100), "b": box(100, 50, 200, 100)})
    between = drawn.corners[(drawn.corners["first"] != "") & (drawn.corners["second"] != "")]
    found = {
        (row.key, row.first, row.second): (
            round(row.geometry.x - CENTRE, 3),
            row.geometry.y - EQUATOR_M,
        )
        for row in between.itertuples()
    }
    assert found == {("a", "b", "c"): (90, 50), ("b", "a", "c"): (100, 50)}


def test_a_village_unknown_to_the_reference_has_outer_border_where_nobody_answers() -> None:
    drawn = divided({"x": box(300, 0, 350, 50), "y": box(350, 0, 400, 50)})
    assert lengths(drawn) == {("x", ""): 150, ("x", "y"): 50, ("y", ""): 150, ("y", "x"): 50}
