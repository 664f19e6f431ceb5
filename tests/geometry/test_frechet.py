"""Discrete Frechet distance against its definition."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString

from boundaries.geometry.frechet import (
    AT_ONCE,
    coupling_distances,
    evenly_spaced,
    frechet_distances,
)

points = st.lists(st.tuples(*[st.integers(0, 20)] * 2), min_size=1, max_size=8)


def by_definition(a: np.ndarray, b: np.ndarray) -> float:
    """The least leash over all couplings, cell by cell."""
    table = np.full((len(a) + 1, len(b) + 1), np.inf)
    table[0, 0] = 0
    for i, p in enumerate(a, start=1):
        for j, q in enumerate(b, start=1):
            reached = min(table[i - 1, j], table[i, j - 1], table[i - 1, j - 1])
            table[i, j] = max(reached, np.hypot(*(p - q)))
    return float(table[-1, -1])


@given(points, points)
def test_as_defined(a: list[tuple[int, int]], b: list[tuple[int, int]]) -> None:
    one, other = np.array(a, dtype=float), np.array(b, dtype=float)
    found = coupling_distances(one[np.newaxis], other[np.newaxis])
    assert found == pytest.approx([by_definition(one, other)], rel=1e-12)


def test_pairs_do_not_mix() -> None:
    """More pairs than are taken at a time."""
    random = np.random.default_rng(1)
    a, b = random.random((2, 300, 4, 2))
    assert len(a) > AT_ONCE
    expected = [by_definition(one, other) for one, other in zip(a, b, strict=True)]
    assert coupling_distances(a, b) == pytest.approx(expected, rel=1e-12)


def test_a_line_that_runs_to_and_fro() -> None:
    """When b is at 80, then at 20, a can wait at 50 at best.

    a ---------->
    b -------->
      <------
      ---------->
    """
    a = LineString([(0, 0), (100, 0)])
    b = LineString([(0, 0), (80, 0), (20, 0), (100, 0)])
    found = frechet_distances(np.array([a, a]), np.array([b, b.reverse()]))
    assert found == pytest.approx([30, 30], abs=220 / 127)


def test_the_way_of_drawing_is_free() -> None:
    a, b = LineString([(0, 4), (0, 0), (0, 5)]), LineString([(0, 5), (0, 0), (5, 5), (0, 1)])
    pairs = [(a, b), (a, b.reverse()), (a.reverse(), b), (b, a)]
    lines = np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs])
    found = frechet_distances(*lines)
    assert found == pytest.approx([found[0]] * 4, rel=1e-12)


@given(st.lists(points.filter(lambda course: len(course) > 1), min_size=1, max_size=4))
def test_evenly_spaced_places(courses: list[list[tuple[int, int]]]) -> None:
    """As many as asked for, with vertices drawn twice too; the ends exactly."""
    lines = np.array([LineString(course) for course in courses])
    shares = np.linspace(0, 1, 7)
    expected = shapely.line_interpolate_point(lines[:, np.newaxis], shares, normalized=True)
    found = evenly_spaced(lines, 7)
    assert found.reshape(-1, 2) == pytest.approx(shapely.get_coordinates(expected), abs=1e-9)
    assert found[:, 0].tolist() == [list(course[0]) for course in courses]
    assert found[:, -1].tolist() == [list(course[-1]) for course in courses]


def test_no_pair() -> None:
    none = np.array([], dtype=object)
    assert frechet_distances(none, none).tolist() == []
