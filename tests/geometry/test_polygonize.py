"""Areas between lines."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from boundaries.geometry.polygonize import Enclosed, areas_of_rings, enclosed, merged, rings_of


def lines(*texts: str) -> NDArray[np.object_]:
    return np.array([shapely.from_wkt(f"LINESTRING ({text})") for text in texts], dtype=object)


def of(*texts: str, grid: float = 0.01, reach: float = 2.0) -> Enclosed:
    return enclosed(lines(*texts), grid=grid, reach=reach)


def test_two_halves_of_a_frame() -> None:
    """Line 0 is the frame, 1 its middle; the areas are 4 x 4 and 6 x 4.

    +--4-+---6---+
    | 0  1   1   |
    +----+-------+
    """
    found = of("0 0, 10 0, 10 4, 0 4, 0 0", "4 0, 4 4")
    assert shapely.area(found.areas).tolist() == [16, 24]
    area, line, length = found.borders
    assert list(zip(area.tolist(), line.tolist(), length.tolist(), strict=True)) == [
        (0, 0, 12), (0, 1, 4), (1, 0, 16), (1, 1, 4),
    ]  # fmt: skip
    assert len(found.open_ends) == 0
    assert len(found.unused) == 0


def test_open_ends_are_placed_and_measured() -> None:
    """Line 1 stops 1 m before the frame, line 2 lies far outside."""
    found = of("0 0, 10 0, 10 4, 0 4, 0 0", "4 0, 4 3", "50 50, 60 50")
    assert sorted(found.open_ends.tolist()) == [[4, 3], [50, 50], [60, 50]]
    at = found.open_ends.tolist().index([4, 3])
    assert found.misses[at] == 1
    assert found.open_lines[at] == 1
    assert np.isinf(np.delete(found.misses, at)).all()
    assert set(np.delete(found.open_lines, at)) == {2}
    assert found.unused.tolist() == [1, 2]


def test_lines_cross_without_a_common_vertex() -> None:
    found = of("0 1, 10 1", "0 3, 10 3", "1 0, 1 4", "9 0, 9 4")
    assert shapely.area(found.areas).tolist() == [16]
    assert len(found.open_ends) == 8
    assert set(found.misses) == {1}
    assert len(found.unused) == 0


def test_ends_nearer_than_the_grid_meet() -> None:
    found = of("0 0, 10 0, 10 4", "10 4.004, 0 4, 0 0.003")
    assert shapely.area(found.areas).tolist() == pytest.approx([40], abs=0.1)
    assert len(found.open_ends) == 0


def test_doubled_lines_and_missing_ones_change_nothing() -> None:
    twice = np.append(lines("0 0, 4 0, 4 4, 0 4, 0 0", "0 0, 4 0, 4 4"), [None])
    twice = np.append(twice, [shapely.LineString()])
    found = enclosed(twice, grid=0.01, reach=1)
    assert shapely.area(found.areas).tolist() == [16]
    assert found.borders[1].tolist() == [0, 1]
    assert found.borders[2].tolist() == [16, 8]


def test_nothing_enclosed() -> None:
    found = of("0 0, 10 0, 10 4")
    assert len(found.areas) == 0
    assert len(found.borders[0]) == 0
    assert len(found.open_ends) == 2
    assert found.unused.tolist() == [0]


def test_rings() -> None:
    given_lines = lines("0 0, 4 0, 4 4, 0 0", "0 0, 4 0, 4 4", "0 0, 1 1, 0 0")
    assert rings_of(given_lines).tolist() == [True, False, False]
    assert shapely.area(areas_of_rings(given_lines[:1])).tolist() == [8]


def test_pieces_end_to_end_are_one_line() -> None:
    pieces = shapely.from_wkt("MULTILINESTRING ((0 0, 4 0, 4 4), (4 4, 0 0))")
    assert rings_of(merged(np.array([pieces], dtype=object))).tolist() == [True]


@given(
    st.lists(st.integers(1, 19), max_size=6, unique=True),
    st.lists(st.integers(1, 19), max_size=6, unique=True),
    st.randoms(use_true_random=False),
)
def test_cuts_across_a_square_share_it_out(
    columns: list[int], rows: list[int], random: st.DataObject
) -> None:
    """Whatever the order of lines: (n + 1)(m + 1) areas that add up to the square."""
    texts = ["0 0, 20 0, 20 20, 0 20, 0 0"]
    texts += [f"{x} 0, {x} 20" for x in columns] + [f"0 {y}, 20 {y}" for y in rows]
    random.shuffle(texts)  # type: ignore[attr-defined]
    found = of(*texts)
    assert len(found.areas) == (len(columns) + 1) * (len(rows) + 1)
    assert shapely.area(found.areas).sum() == 400
    assert len(found.open_ends) == 0
    expected = shapely.length(shapely.boundary(found.areas))
    assert np.bincount(found.borders[0], found.borders[2]) == pytest.approx(expected)
