"""Edges that come near each other, against comparing all with all."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boundaries.geometry import near

Edge = tuple[int, int, int, int]

small = st.integers(-40, 40)
large = st.integers(-4000, 4000)
edges = st.tuples(small, small, small, small) | st.tuples(large, large, large, large)


def pairs_of(rows: list[Edge], fresh: list[bool]) -> set[tuple[int, int]]:
    x, y, dx, dy = np.array(rows, dtype=float).reshape(-1, 4).T
    first, second = near.near_pairs(x, y, dx, dy, np.array(fresh, dtype=bool))
    found = list(zip(first.tolist(), second.tolist(), strict=True))
    assert len(found) == len(set(found))
    assert all(a < b for a, b in found)
    return set(found)


def distance_is_small(one: Edge, other: Edge) -> bool:
    """Whether points of both edges, taken at every hundredth, come within one unit."""
    share = np.linspace(0, 1, 101)[:, None]
    a, b = (np.array(edge[:2]) + share * np.array(edge[2:]) for edge in (one, other))
    return bool((np.abs(a[:, None] - b[None]).max(axis=2) <= 1).any())


@given(st.lists(st.tuples(edges, st.booleans()), min_size=1, max_size=12))
@settings(deadline=None)
def test_no_near_pair_is_missed(rows: list[tuple[Edge, bool]]) -> None:
    lines, fresh = [edge for edge, _ in rows], [flag for _, flag in rows]
    found = pairs_of(lines, fresh)
    for a, one in enumerate(lines):
        for b in range(a + 1, len(lines)):
            if not (fresh[a] or fresh[b]):
                assert (a, b) not in found
            elif distance_is_small(one, lines[b]):
                assert (a, b) in found


def test_far_edges_are_not_paired() -> None:
    """Two short edges a long way apart, and a long one that passes the first."""
    rows = [(0, 0, 3, 0), (1000, 1000, 3, 0), (-500, -500, 1000, 1000)]
    assert pairs_of(rows, [True] * 3) == {(0, 2)}


def test_batches_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(x, 0, 5, 5) for x in range(0, 40, 3)]
    whole = pairs_of(rows, [True] * len(rows))
    monkeypatch.setattr(near, "BATCH", 1)
    assert pairs_of(rows, [True] * len(rows)) == whole
    assert whole


def test_nothing_fresh_nothing_found() -> None:
    assert pairs_of([(0, 0, 3, 3), (3, 0, -3, 3)], [False, False]) == set()
