"""Figures of two lines on layouts that can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyproj import CRS, Geod, Transformer
from shapely import LineString, MultiLineString, Point

from boundaries.geometry.lines import (
    LineFigures,
    compare_lines,
    ellipsoidal_lengths,
    farthest,
    offsets,
)

UTM = CRS.from_epsg(32647)

coordinates = st.tuples(st.integers(0, 50), st.integers(0, 50))
lines = st.lists(coordinates, min_size=2, max_size=6, unique=True).map(LineString)


def figures(a: object, b: object, tolerance: float = 1.0, step: float = 1.0) -> LineFigures:
    return compare_lines(np.array([a]), np.array([b]), tolerance=tolerance, step=step)


def one(values: np.ndarray) -> float:
    assert values.shape == (1,)
    return float(values[0])


def test_parallel_lines() -> None:
    """a runs east, b ten metres north of it: to its left.

    b -----------------
    a -----------------
    """
    found = figures(LineString([(0, 0), (100, 0)]), LineString([(0, 10), (100, 10)]))
    assert one(found.length_a) == one(found.length_b) == 100
    assert [one(v) for v in (found.mean, found.p90, found.greatest)] == pytest.approx([10] * 3)
    assert one(found.side) == pytest.approx(10)
    assert [one(found.hausdorff), one(found.frechet)] == pytest.approx([10, 10])
    assert one(found.within) == 0
    assert one(found.matched_a) == pytest.approx(0.99, abs=0.01)


def test_side_follows_the_direction_of_the_first_line() -> None:
    east, north = LineString([(0, 0), (100, 0)]), LineString([(0, 10), (100, 10)])
    assert one(figures(east, shapely.reverse(north)).side) == pytest.approx(10)
    assert one(figures(shapely.reverse(east), north).side) == pytest.approx(-10)
    assert one(figures(east, shapely.reverse(north)).frechet) == pytest.approx(10)


def test_a_tenth_of_the_line_bulges() -> None:
    """b leaves a for ten of a hundred metres, by a triangle five metres high.

    The distances from a to the legs grow from 0 to 5 / sqrt(2): 1.77 on the mean over a tenth.

             /\\
    --------/  \\------
    """
    a = LineString([(0, 0), (100, 0)])
    b = LineString([(0, 0), (45, 0), (50, 5), (55, 0), (100, 0)])
    found = figures(a, b, tolerance=0.5, step=0.1)
    assert one(found.greatest) == pytest.approx(5)
    assert one(found.hausdorff) == pytest.approx(5)
    assert one(found.side) == pytest.approx(0.177, abs=0.005)
    assert 0.89 < one(found.within) < 0.95
    assert [one(found.matched_a), one(found.matched_b)] == pytest.approx([1, 1])


def test_what_goes_on_beyond_the_end_is_not_matched() -> None:
    """b is the first quarter of a: the figures look at that quarter, Hausdorff at all."""
    found = figures(LineString([(0, 0), (100, 0)]), LineString([(0, 0), (25, 0)]))
    assert one(found.matched_a) == pytest.approx(0.26, abs=0.01)
    assert one(found.matched_b) == 1
    assert one(found.greatest) <= 1
    assert one(found.hausdorff) == 75


@pytest.mark.parametrize(
    ("other", "metres"),
    [
        ([(0, 3), (100, 3)], 3),
        ([(0, 0), (50, 0), (50, 40), (60, 40), (60, 0), (100, 0)], 40),
        ([(0, 0), (100, 0), (100, 5), (900, 5)], 0),
        ([(0, 7), (25, 7)], 7),
    ],
    ids=["beside", "turns away", "goes on", "partly"],
)
def test_the_farthest_is_measured_from_both(other: list[tuple[int, int]], metres: float) -> None:
    """A turn of the other line counts, also where no place of the first has it as its nearest."""
    a, b = np.array([LineString([(0, 0), (100, 0)])]), np.array([LineString(other)])
    assert one(farthest(a, b)) == one(farthest(b, a)) == pytest.approx(metres)


def test_lines_that_only_follow_each_other_have_no_figures() -> None:
    found = figures(LineString([(0, 0), (10, 0)]), LineString([(20, 0), (30, 0)]))
    assert one(found.matched_a) == one(found.matched_b) == 0
    assert np.isnan([one(found.mean), one(found.p90), one(found.greatest), one(found.side)]).all()
    assert one(found.hausdorff) == 20


def test_the_90th_percentile_is_weighted_by_length() -> None:
    """Two parts of 80 m and 20 m, 1 m and 9 m away; vertices are much denser on the first."""
    a = MultiLineString(
        [[(x, 0) for x in range(81)], [(0, 1000), (20, 1000)]],
    )
    b = MultiLineString([[(-50, 1), (130, 1)], [(-50, 1009), (70, 1009)]])
    found = figures(a, b, step=100)
    places = offsets(np.array([a]), np.array([b]), step=100)
    assert places.weight.sum() == pytest.approx(100)
    assert (places.weight * places.distance).sum() == pytest.approx(80 * 1 + 20 * 9)
    assert one(found.matched_a) == 1
    assert one(found.p90) == pytest.approx(9)
    assert np.isnan(one(found.frechet))


def test_closed_lines_have_no_end() -> None:
    ring, wider = (shapely.box(*b).exterior for b in ((0, 0, 10, 10), (-1, -1, 11, 11)))
    found = figures(LineString(ring), LineString(wider))
    assert [one(found.matched_a), one(found.matched_b)] == pytest.approx([1, 1])
    assert one(found.greatest) == pytest.approx(np.sqrt(2))


def by_shapely(line: LineString, other: LineString, step: float) -> list[tuple[float, bool]]:
    """Distance and whether it leads to an end of the other, for each place along the line."""
    dense = shapely.segmentize(line, min(step, line.length / 10))
    places = [Point(xy) for xy in dense.coords]
    found = []
    for place in places:
        foot = Point(shapely.shortest_line(place, other).coords[1])
        distance = place.distance(other)
        found.append((distance, distance > 1e-6 and foot.distance(other.boundary) <= 1e-6))
    return found


@settings(max_examples=60)
@given(lines, lines)
def test_offsets_place_by_place(line: LineString, other: LineString) -> None:
    assume(other.boundary)
    found = offsets(np.array([line]), np.array([other]), step=3.0)
    expected = by_shapely(line, other, 3.0)
    assert found.distance == pytest.approx([distance for distance, _ in expected], abs=1e-9)
    assert found.beyond.tolist() == [beyond for _, beyond in expected]
    assert found.weight.sum() == pytest.approx(line.length)


def test_pairs_are_independent() -> None:
    lines = np.array([LineString([(0, y), (50, y)]) for y in (0, 3, 8)])
    single = [figures(lines[i], lines[(i + 1) % 3]).mean[0] for i in range(3)]
    together = compare_lines(lines, np.roll(lines, -1), tolerance=1, step=1).mean
    assert together.tolist() == pytest.approx(single)
    assert together.tolist() == pytest.approx([3, 5, 8])


def test_no_pairs() -> None:
    none = np.array([], dtype=object)
    assert compare_lines(none, none, tolerance=1).mean.tolist() == []


@given(lines, lines)
def test_figures_do_not_depend_on_which_line_is_first(a: LineString, b: LineString) -> None:
    there, back = figures(a, b), figures(b, a)
    for name in ("mean", "p90", "greatest", "within", "hausdorff", "frechet"):
        assert one(getattr(there, name)) == pytest.approx(one(getattr(back, name)), nan_ok=True)
    assert one(there.matched_a) == pytest.approx(one(back.matched_b))
    if not np.isnan(one(there.greatest)):
        assert one(there.mean) <= one(there.greatest) <= one(there.hausdorff) + 1e-9
        assert one(there.p90) <= one(there.greatest)


@given(lines)
def test_a_line_is_the_same_as_itself(line: LineString) -> None:
    found = figures(line, line)
    assert [one(found.matched_a), one(found.within)] == pytest.approx([1, 1])
    offset = [one(found.greatest), one(found.hausdorff), one(found.frechet)]
    assert offset == pytest.approx([0, 0, 0], abs=1e-9)


def test_lengths_on_the_ellipsoid() -> None:
    """On the central meridian a UTM zone shrinks by 0.9996; empty and missing have no length."""
    north = LineString([(500_000, 300_000), (500_000, 300_999.6)])
    rows = np.array([north, None, LineString(), MultiLineString([north, north])], dtype=object)
    assert ellipsoidal_lengths(rows, UTM) == pytest.approx([1000, 0, 0, 2000], abs=1e-4)


def test_lengths_in_a_projection_that_stretches_one_way() -> None:
    """Equal area at latitude 6: distances in x and y are distorted differently, lengths not."""
    wide = CRS.from_user_input("+proj=cea +lon_0=118 +lat_ts=0 +ellps=WGS84")
    east, north = LineString([(99, 6), (99.01, 6)]), LineString([(99, 6), (99, 6.01)])
    to_metres = Transformer.from_crs(4326, wide, always_xy=True)
    planar = shapely.transform(np.array([east, north]), to_metres.transform, interleaved=False)
    exact = [Geod(ellps="WGS84").geometry_length(line) for line in (east, north)]
    assert ellipsoidal_lengths(planar, wide) == pytest.approx(exact, rel=1e-9)
    assert shapely.length(planar) != pytest.approx(exact, rel=1e-3)
