from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString

from boundaries.domain.tk_selection import PointRule, chosen_places
from boundaries.errors import ParameterError

HOOK = LineString([(0, 0), (100, 0), (200, 2), (300, 0), (300, 400)])
"""A line with a slight bend of 2 m at 200 and a corner at 300.

                     | 400 m
    +----+---^---+---+
    0   100 200 300
"""


def lines(*shapes: LineString) -> np.ndarray:
    return np.array(shapes, dtype=object)


def places(line: LineString, rule: PointRule) -> list[tuple[float, float]]:
    chosen = chosen_places(lines(line), rule)["geometry"].to_numpy()
    return [tuple(point) for point in shapely.get_coordinates(chosen).round(6).tolist()]


def test_bends_are_the_vertices_that_the_tolerance_keeps() -> None:
    far = {"least_m": 0, "greatest_m": 10_000}
    assert places(HOOK, PointRule(bend_m=5, **far)) == [(300, 0)]
    assert places(HOOK, PointRule(bend_m=1.5, **far)) == [(200, 2), (300, 0)]
    assert len(places(HOOK, PointRule(bend_m=0, **far))) == 3


def test_every_vertex_takes_all_vertices_and_no_other_place() -> None:
    rule = PointRule(every_vertex=True, greatest_m=100, least_m=50)
    assert places(HOOK, rule) == [(100, 0), (200, 2), (300, 0)]


def test_long_stretches_are_divided_into_equal_parts() -> None:
    straight = LineString([(0, 0), (1000, 0)])
    rule = PointRule(greatest_m=400, least_m=0)
    expected = [(333.333333, 0), (666.666667, 0)]
    assert places(straight, rule) == expected
    assert places(straight, PointRule(greatest_m=500, least_m=0)) == [(500, 0)]
    assert places(straight, PointRule(greatest_m=1000, least_m=0)) == []


def test_of_bends_too_near_to_each_other_the_sharper_stays() -> None:
    """A corner of 100 m at x 500, a bump of 10 m 30 m before it."""
    line = LineString([(0, 0), (470, 10), (500, 100), (1000, 0)])
    rule = PointRule(bend_m=5, least_m=100, greatest_m=10_000)
    assert places(line, rule) == [(500, 100)]
    near_end = LineString([(0, 0), (40, 30), (1000, 0)])
    assert places(near_end, rule) == []


def test_lines_are_kept_apart_and_in_order() -> None:
    rule = PointRule(bend_m=1, least_m=0, greatest_m=10_000)
    chosen = chosen_places(lines(HOOK, LineString([(0, 9), (5, 9)]), HOOK.reverse()), rule)
    assert chosen["line"].tolist() == [0, 0, 2, 2]
    assert chosen["at_m"].round(2).tolist() == [200.02, 300.04, 400.0, 500.02]


def test_no_lines_have_no_places() -> None:
    assert chosen_places(lines()).empty
    assert chosen_places(lines(), PointRule(every_vertex=True)).empty


@pytest.mark.parametrize(
    ("measures", "text"),
    [
        ({"bend_m": -1}, "must not be negative"),
        ({"greatest_m": 0}, "must not be negative"),
        ({"least_m": 51, "greatest_m": 100}, r"least spacing of points \(51 m\) is more than half"),
    ],
)
def test_impossible_rules_are_refused(measures: dict[str, float], text: str) -> None:
    with pytest.raises(ParameterError, match=text):
        PointRule(**measures)


@st.composite
def wandering(draw: st.DrawFn) -> LineString:
    """A line that goes east, so that it never crosses itself."""
    steps = draw(st.lists(st.tuples(st.integers(1, 300), st.integers(-200, 200)), min_size=1))
    moves = np.cumsum(np.array(steps, dtype=float), axis=0) + 0.123
    return LineString([(0.0, 0.0), *moves.tolist()])


rules = st.builds(
    PointRule,
    bend_m=st.sampled_from([0.0, 1.0, 5.0, 40.0]),
    least_m=st.sampled_from([0.0, 10.0, 100.0]),
    greatest_m=st.sampled_from([200.0, 500.0]),
    every_vertex=st.booleans(),
)


@given(wandering(), rules)
def test_points_lie_on_the_line_and_keep_their_distances(line: LineString, rule: PointRule) -> None:
    chosen = chosen_places(lines(line), rule)
    points = chosen["geometry"].to_numpy()
    printed = shapely.transform(points, lambda places: places.round(2))
    assert (shapely.distance(printed, line) <= 0.01).all()
    assert np.allclose(shapely.line_locate_point(line, points), chosen["at_m"], atol=1e-6)
    gaps = np.diff([0.0, *chosen["at_m"], line.length])
    if not rule.every_vertex:
        assert (gaps <= rule.greatest_m + 1e-6).all()
        assert len(chosen) == 0 or (gaps >= min(rule.least_m, rule.greatest_m / 2) - 1e-6).all()


@given(wandering(), rules)
def test_the_direction_of_drawing_changes_nothing(line: LineString, rule: PointRule) -> None:
    ahead = chosen_places(lines(line), rule)["geometry"].tolist()
    back = chosen_places(lines(line.reverse()), rule)["geometry"].tolist()
    assert ahead == back[::-1]
