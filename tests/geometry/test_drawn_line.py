"""Lines that somebody drew, laid onto junctions and checked."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import LineString, MultiLineString, Point, box

from boundaries.geometry.drawn_line import DrawnLine, Limits, drawn_line

LIMITS = Limits()
REFERENCE = LineString([(100, 0), (100, 200)])
WEST, EAST, NORTH = box(0, 0, 100, 200), box(100, 0, 200, 200), box(0, 200, 200, 300)


def checked(drawn: shapely.Geometry, *, closed: bool = False, limits: Limits = LIMITS) -> DrawnLine:
    """A line between two villages in the west and in the east; the corridor is 40 m wide.

    +-----------+ 300
    |   north   |
    +-----X-----+ 200     X, Y: the junctions; the reference line leads from Y to X
    |  w  |  e  |
    +-----Y-----+ 0
    0    100   200
    """
    reference = LineString(box(80, 80, 120, 120).exterior.coords) if closed else REFERENCE
    return drawn_line(
        drawn,
        reference,
        corridor=box(80, -1, 120, 201),
        land=np.array([WEST, EAST], dtype=object),
        others=np.array([NORTH], dtype=object),
        names=("North",),
        closed=closed,
        limits=limits,
    )


def codes(found: DrawnLine) -> list[str]:
    return [fault.code for fault in found.faults]


def test_ends_are_laid_onto_the_junctions() -> None:
    found = checked(LineString([(103, 4), (110, 100), (100, 195)]))
    assert list(found.line.coords) == [(100, 0), (110, 100), (100, 200)]
    assert found.moved_m == (5, 5)
    assert found.faults == ()


def test_a_line_drawn_backwards_is_turned() -> None:
    found = checked(LineString([(100, 200), (110, 100), (100, 0)]))
    assert list(found.line.coords) == [(100, 0), (110, 100), (100, 200)]


def test_repeated_vertices_and_heights_are_dropped() -> None:
    found = checked(LineString([(100, 0, 5), (110, 100, 5), (110, 100, 5), (100, 200, 5)]))
    assert list(found.line.coords) == [(100, 0), (110, 100), (100, 200)]


def test_parts_that_follow_each_other_are_one_line() -> None:
    found = checked(MultiLineString([[(110, 100), (100, 200)], [(100, 0), (110, 100)]]))
    assert list(found.line.coords) == [(100, 0), (110, 100), (100, 200)]


@pytest.mark.parametrize(
    ("drawn", "code", "text"),
    [
        (LineString(), "no-line", "there is no line"),
        (box(0, 0, 1, 1), "no-line", "there is no line"),
        (
            MultiLineString([[(100, 0), (100, 50)], [(100, 60), (100, 200)]]),
            "several-lines",
            "in 2 parts",
        ),
    ],
)
def test_what_cannot_be_used(drawn: shapely.Geometry, code: str, text: str) -> None:
    found = checked(drawn)
    assert codes(found) == [code]
    assert text in str(found.faults[0].message)
    assert found.line.is_empty


def test_coordinates_that_are_no_numbers() -> None:
    with np.errstate(invalid="ignore"):
        broken = LineString([(100, 0), (np.nan, 5), (100, 200)])
    found = checked(broken)
    assert codes(found) == ["not-finite"]
    assert "is no number" in str(found.faults[0].message)


@pytest.mark.parametrize(
    ("points", "code", "text"),
    [
        ([(100, 40), (100, 200)], "far-from-junction", "40.0 m from its junction"),
        ([(100, 0), (110, 150), (90, 150), (110, 50), (100, 200)], "self-crossing", "itself"),
        ([(100, 0), (90, 210), (100, 200)], "third-village", "m through North"),
        ([(100, 0), (110, -5), (100, 200)], "outside-land", "leaves the land"),
        ([(100, 0), (150, 100), (100, 200)], "outside-corridor", "leaves the disputed land"),
    ],
)
def test_faults(points: list[tuple[float, float]], code: str, text: str) -> None:
    found = checked(LineString(points))
    assert code in codes(found)
    fault = next(fault for fault in found.faults if fault.code == code)
    assert text in str(fault.message)
    assert fault.excusable == (code == "outside-corridor")
    assert fault.place is not None


def test_a_far_end_is_joined_all_the_same() -> None:
    found = checked(LineString([(100, 40), (100, 200)]))
    assert list(found.line.coords) == [(100, 0), (100, 40), (100, 200)]
    assert found.faults[0].place == Point(100, 0)


def test_a_line_along_the_border_of_a_third_village_is_not_through_it() -> None:
    found = checked(LineString([(100, 0), (110, 200), (100, 200)]))
    assert codes(found) == []


def test_most_vertices_and_least_length() -> None:
    line = LineString([(100, y) for y in range(0, 201, 2)])
    assert codes(checked(line, limits=Limits(vertices=100))) == ["too-many-vertices"]
    assert codes(checked(line, limits=Limits(least_m=201))) == ["too-short"]
    assert codes(checked(line, limits=Limits(least_m=200, vertices=101))) == []


def test_a_closed_line_must_return() -> None:
    ring = LineString([(85, 85), (85, 115), (115, 115), (115, 85), (85, 85)])
    assert codes(checked(ring, closed=True)) == []
    turned = [checked(line, closed=True).line for line in (ring, shapely.reverse(ring))]
    assert turned[0].equals(turned[1])
    senses = {shapely.is_ccw(shapely.LinearRing(line.coords)) for line in turned}
    assert len(senses) == 1, "the direction is that of the reference"
    assert codes(checked(LineString(ring.coords[:-1]), closed=True)) == ["not-closed"]


def test_a_line_without_length() -> None:
    found = drawn_line(
        LineString([(5, 5), (5.000001, 5)]), LineString([(5, 5), (9, 9), (5, 5)]),
        corridor=WEST, land=np.array([WEST]), others=np.array([], dtype=object), names=(),
        closed=True, limits=Limits(),
    )  # fmt: skip
    assert codes(found) == ["too-short"]
