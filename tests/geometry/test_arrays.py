"""Numbering and looking up against plain Python."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boundaries.geometry import arrays
from boundaries.geometry.components import components

numbers = st.lists(st.integers(-50, 50), max_size=30).map(lambda v: np.array(v, dtype=np.int64))


@given(numbers)
def test_distinct_values_and_their_places(values: np.ndarray) -> None:
    found, place = arrays.distinct(values)
    assert found.tolist() == sorted(set(values.tolist()))
    assert found[place].tolist() == values.tolist()
    assert arrays.distinct_sorted(values).tolist() == found.tolist()


points = st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3)), max_size=30)


@given(points)
def test_distinct_points_do_not_depend_on_order(rows: list[tuple[int, int]]) -> None:
    given_rows = np.array(rows, dtype=np.int64).reshape(-1, 2)
    found, number = arrays.distinct_points(given_rows)
    assert sorted(map(tuple, found.tolist())) == sorted(set(rows))
    assert found[number].tolist() == given_rows.tolist()
    backwards, _ = arrays.distinct_points(given_rows[::-1].copy())
    assert backwards.tolist() == found.tolist()


def test_points_that_share_a_hash_are_still_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """With multipliers of zero every point has the same hash."""
    monkeypatch.setattr(arrays, "_MULTIPLIERS", np.zeros(2, dtype=np.uint64))
    found, number = arrays.distinct_points(np.array([[2, 1], [1, 2], [2, 1]]))
    assert found.tolist() == [[1, 2], [2, 1]]
    assert number.tolist() == [1, 0, 1]


@given(numbers, numbers)
def test_is_among(values: np.ndarray, others: np.ndarray) -> None:
    known = np.sort(others)
    assert arrays.is_among(values, known).tolist() == np.isin(values, others).tolist()


def test_ranges() -> None:
    assert arrays.ranges(np.array([5, 0, 9]), np.array([2, 0, 3])).tolist() == [5, 6, 9, 10, 11]
    empty = np.empty(0, dtype=np.int64)
    assert arrays.ranges(empty, empty).tolist() == []


def test_components_and_the_first_of_each() -> None:
    """0-1  2  3-4-5."""
    number = components(np.array([0, 3, 4]), np.array([1, 4, 5]), 6)
    assert len(set(number.tolist())) == 3
    assert arrays.first_of_each(number).tolist() == [0, 2, 3]


@given(numbers, st.sampled_from([1, 2**40, 2**57]))
def test_ascending_values_know_their_places(values: np.ndarray, factor: int) -> None:
    """Large values do not fit into one number with their places."""
    ordered, order = arrays.ascending(values * factor)
    assert ordered.tolist() == sorted((values * factor).tolist())
    assert order.tolist() == sorted(range(len(values)), key=lambda place: values[place])
