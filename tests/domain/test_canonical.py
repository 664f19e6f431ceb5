"""The same line has the same hash, another line another one."""

from __future__ import annotations

import hashlib
import struct

import hypothesis.strategies as st
import numpy as np
import pytest
import shapely
from hypothesis import assume, given

from boundaries.domain.canonical import canonical, line_hash

BEND = shapely.LineString([(0, 0), (10, 0), (10, 5)])
RING = [(0, 0), (4, 0), (4, 3), (0, 3)]
"""A rectangle of 4 by 3, not closed."""
UNITS = st.integers(-(10**12), 10**12) | st.integers(0, 2)
"""Coordinates in units of 0.01 mm, up to 10,000 km; the small ones make parts that meet."""


def ring(start: int, *, back: bool = False) -> shapely.LineString:
    points = RING[start:] + RING[:start]
    points = [*points, points[0]]
    return shapely.LineString(points[::-1] if back else points)


def test_the_hash_is_that_of_documented_bytes() -> None:
    """One line of two points: little-endian WKB, MultiLineString (5) of one LineString (2)."""
    text = struct.pack("<BII", 1, 5, 1) + struct.pack("<BII4d", 1, 2, 2, 0.0, 0.0, 0.1, 2.0)
    line = shapely.LineString([(0.1, 2), (0, 0)])
    assert line_hash(line) == hashlib.sha256(text).hexdigest()


def test_direction_does_not_matter() -> None:
    assert line_hash(BEND) == line_hash(shapely.reverse(BEND))


@pytest.mark.parametrize("start", range(4))
@pytest.mark.parametrize("back", [False, True])
def test_where_a_ring_begins_does_not_matter(start: int, back: bool) -> None:
    assert line_hash(ring(start, back=back)) == line_hash(ring(0))
    assert line_hash(shapely.LinearRing(RING)) == line_hash(ring(0))


def test_a_ring_that_passes_its_first_point_twice_has_one_start() -> None:
    """An eight: two loops that meet at the origin, which comes first in both orders."""
    eight = [(0, 0), (2, 1), (2, 0), (0, 0), (3, -1), (1, -2), (0, 0)]
    turned = [*eight[3:], *eight[1:4]]
    assert turned[0] == turned[-1] == (0, 0)
    for other in (turned, eight[::-1], turned[::-1]):
        assert line_hash(shapely.LineString(other)) == line_hash(shapely.LineString(eight))


def test_parts_in_any_order_and_direction_are_one_line() -> None:
    one, two = [(0, 0), (1, 0)], [(5, 5), (6, 5), (7, 7)]
    hashes = {
        line_hash(shapely.MultiLineString(parts))
        for parts in ([one, two], [two, one], [one[::-1], two], [two[::-1], one[::-1]])
    }
    assert len(hashes) == 1


def test_parts_that_touch_end_to_end_are_one_line() -> None:
    parts = shapely.MultiLineString([[(10, 5), (10, 0)], [(0, 0), (10, 0)]])
    assert line_hash(parts) == line_hash(BEND)


def test_heights_and_repeated_vertices_do_not_matter() -> None:
    raised = shapely.LineString([(0, 0, 7), (10, 0, 8), (10, 0, 9), (10, 5, 9)])
    assert line_hash(raised) == line_hash(BEND)


def test_zero_has_no_sign() -> None:
    below = shapely.LineString([(-1e-9, -0.0), (10, 0), (10, 5)])
    assert line_hash(below) == line_hash(BEND)


@pytest.mark.parametrize(("moved", "same"), [(0.4e-5, True), (1e-5, False)])
def test_the_grid_decides_what_is_moved(moved: float, same: bool) -> None:
    other = shapely.LineString([(0, 0), (10, moved), (10, 5)])
    assert (line_hash(other) == line_hash(BEND)) is same


def test_a_coarser_grid_may_be_asked_for() -> None:
    other = shapely.LineString([(0, 0), (10, 0.0004), (10, 5)])
    assert line_hash(other) != line_hash(BEND)
    assert line_hash(other, grid=0.001) == line_hash(BEND, grid=0.001)


@pytest.mark.parametrize("vertices", [[(0, 0), (10, 5)], [(0, 0), (5, 0), (10, 0), (10, 5)]])
def test_a_vertex_less_or_more_is_another_line(vertices: list[tuple[float, float]]) -> None:
    assert line_hash(shapely.LineString(vertices)) != line_hash(BEND)


@st.composite
def lines(draw: st.DrawFn) -> shapely.MultiLineString:
    points = st.lists(st.tuples(UNITS, UNITS), min_size=2, max_size=6, unique=True)
    parts = draw(st.lists(points, min_size=1, max_size=3))
    closed = draw(st.lists(st.booleans(), min_size=3, max_size=3))
    rows = [
        [*part, part[0]] if close and len(part) > 2 else part
        for part, close in zip(parts, closed, strict=False)
    ]
    return shapely.MultiLineString([[(x / 1e5, y / 1e5) for x, y in row] for row in rows])


@given(lines())
def test_the_canonical_form_is_its_own(line: shapely.MultiLineString) -> None:
    once = canonical(line)
    assert canonical(once).wkb == once.wkb
    assert line_hash(once) == line_hash(line)


@given(lines(), st.randoms(use_true_random=False))
def test_order_and_direction_never_matter(line: shapely.MultiLineString, random: object) -> None:
    parts = list(shapely.get_parts(line))
    random.shuffle(parts)  # type: ignore[attr-defined]
    turned = [shapely.reverse(part) if random.random() < 0.5 else part for part in parts]  # type: ignore[attr-defined]
    assert line_hash(shapely.multilinestrings(turned)) == line_hash(line)


@given(lines(), st.data())
def test_a_moved_vertex_always_matters(line: shapely.MultiLineString, data: st.DataObject) -> None:
    parts = [shapely.get_coordinates(part) for part in shapely.get_parts(line)]
    part = data.draw(st.integers(0, len(parts) - 1))
    vertex = data.draw(st.integers(0, len(parts[part]) - 1))
    before = places(parts)
    parts[part][vertex] += (data.draw(st.sampled_from([1e-5, 5e7])), 0.0)
    assume(places(parts) != before)
    assume(all(len(places([each])) > 1 for each in parts))
    assert line_hash(shapely.multilinestrings([shapely.linestrings(p) for p in parts])) != (
        line_hash(line)
    )


def places(parts: list[np.ndarray]) -> set[tuple[int, int]]:
    """The grid points on which vertices lie."""
    units = np.rint(np.concatenate(parts) * 1e5).astype(np.int64)
    return {(x, y) for x, y in units.tolist()}


@pytest.mark.parametrize(
    ("geometry", "text"),
    [
        (shapely.Point(0, 0), "a line is needed, not Point"),
        (None, "a line is needed, not None"),
        (shapely.LineString(), "nothing is left of the line"),
        (shapely.LineString([(0, 0), (1e-7, 0)]), "nothing is left of the line"),
        (shapely.LineString([(0, 0), (np.inf, 0)]), "a line needs finite coordinates"),
    ],
)
def test_what_is_no_line_has_no_hash(geometry: object, text: str) -> None:
    with pytest.raises(ValueError, match=text):
        line_hash(geometry)
