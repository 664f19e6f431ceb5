"""Feet of points on lines against shapely, point by point."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, Point

from boundaries.geometry import feet
from boundaries.geometry.feet import feet_on_lines

places = st.tuples(*[st.integers(-30, 30)] * 2)
courses = st.lists(places, min_size=2, max_size=9).filter(lambda xy: len(set(xy)) > 1)


def distances(points: np.ndarray, found: np.ndarray) -> np.ndarray:
    return np.asarray(np.hypot(*(found - points).T))


def wiggly(seed: int, count: int) -> LineString:
    """A line that goes east by 7 m a step and hardly strays."""
    random = np.random.default_rng(seed)
    return LineString(np.column_stack((7.0 * np.arange(count), random.normal(0, 5, count))))


@given(st.lists(st.tuples(courses, courses), min_size=1, max_size=4))
def test_nearest_place(drawn: list[tuple[list[tuple[int, int]], list[tuple[int, int]]]]) -> None:
    lines = np.array([LineString(course) for course, _ in drawn])
    points = np.concatenate([np.array(asked, dtype=float) for _, asked in drawn])
    line = np.repeat(np.arange(len(drawn)), [len(asked) for _, asked in drawn])
    found = feet_on_lines(points, line, lines)
    exact = [
        Point(point).distance(lines[number]) for point, number in zip(points, line, strict=True)
    ]
    assert distances(points, found) == pytest.approx(exact, abs=1e-9)
    off = [Point(foot).distance(lines[number]) for foot, number in zip(found, line, strict=True)]
    assert off == pytest.approx([0] * len(off), abs=1e-9)


@pytest.mark.parametrize("batch", [1, 50, 100_000])
def test_long_lines_in_any_number_of_batches(batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines of 700 and 300 vertices, so that there are blocks of blocks of blocks."""
    monkeypatch.setattr(feet, "BATCH", batch)
    lines = np.array([wiggly(1, 300), wiggly(2, 200)])
    asked = [shapely.get_coordinates(wiggly(seed, count)) for seed, count in ((3, 700), (4, 300))]
    points, line = np.concatenate(asked), np.repeat([0, 1], [700, 300])
    exact = shapely.distance(shapely.points(points), lines[line])
    found = feet_on_lines(points, line, lines)
    assert distances(points, found) == pytest.approx(exact, abs=1e-9)


def test_far_pieces_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """2,000 points against 2,000 pieces: four million distances, if nothing were left out."""
    counted = []
    offsets = feet._offsets

    def counting(x: np.ndarray, *others: object) -> tuple[np.ndarray, ...]:
        counted.append(len(x))
        return offsets(x, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(feet, "_offsets", counting)
    points = shapely.get_coordinates(wiggly(5, 2000))
    feet_on_lines(points, np.zeros(2000, dtype=np.int64), np.array([wiggly(6, 2001)]))
    assert sum(counted) < 200_000


def test_the_first_of_equals() -> None:
    """The middle of a square ring is as near to all sides, the point below to two parts.

       (4,4)
    ┌────┐
    │ x  │
    └────┘ (0,0) first
    """
    ring = LineString([(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)])
    parts = MultiLineString([[(0, 9), (4, 9)], [(0, 1), (4, 1)]])
    points = np.array([(2.0, 2.0), (1.0, 5.0)])
    found = feet_on_lines(points, np.array([0, 1]), np.array([ring, parts]))
    assert found.tolist() == [[2, 0], [1, 9]]


def test_a_vertex_drawn_twice_and_a_line_of_one_place() -> None:
    lines = np.array([LineString([(0, 0), (5, 0), (5, 0), (9, 0)]), LineString([(3, 3), (3, 3)])])
    points = np.array([(5.0, 2.0), (20.0, 0.0), (0.0, 0.0)])
    found = feet_on_lines(points, np.array([0, 0, 1]), lines)
    assert found.tolist() == [[5, 0], [9, 0], [3, 3]]


def test_lines_that_nobody_asks_for() -> None:
    lines = np.array([LineString([(0, y), (9, y)]) for y in (0, 5, 8)])
    points = np.array([(1.0, 1.0), (2.0, 1.0)])
    assert feet_on_lines(points, np.array([0, 2]), lines).tolist() == [[1, 0], [2, 8]]


def test_no_point() -> None:
    nobody = np.empty(0, dtype=np.int64)
    assert feet_on_lines(np.empty((0, 2)), nobody, np.empty(0, dtype=object)).shape == (0, 2)
