"""Arcs between owners, on grids of unit squares."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Polygon, box

from boundaries.geometry.arcs import NOBODY, Arcs, trace_arcs
from boundaries.geometry.edges import edges_of


def grid(rows: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Unit squares and their owners from a drawing, north at the top; "." is nobody."""
    faces, owners = [], []
    for y, row in enumerate(reversed(rows)):
        for x, letter in enumerate(row):
            faces.append(box(x, y, x + 1, y + 1))
            owners.append(NOBODY if letter == "." else ord(letter) - ord("a"))
    return np.array(faces), np.array(owners)


def traced(rows: list[str]) -> Arcs:
    faces, owners = grid(rows)
    return trace_arcs(edges_of(faces), owners)


def pairs(arcs: Arcs) -> list[tuple[int, int, float]]:
    lengths = shapely.length(arcs.lines).tolist()
    return list(zip(arcs.left.tolist(), arcs.right.tolist(), lengths, strict=True))


def test_two_neighbours() -> None:
    """One inner arc and two outer ones between two junctions, whatever faces are inside.

    +-+-+-+-+
    |a a|b b|
    |a a|b b|
    +-+-+-+-+
    """
    arcs = traced(["aabb", "aabb"])
    assert pairs(arcs) == [(0, 1, 2.0), (0, NOBODY, 6.0), (1, NOBODY, 6.0)]
    assert arcs.junctions.tolist() == [[2.0, 0.0], [2.0, 2.0]]
    assert arcs.degree.tolist() == [3, 3]
    assert shapely.get_coordinates(arcs.lines[0]).tolist() == [[2, 2], [2, 1], [2, 0]][::-1]
    assert (arcs.start[0], arcs.end[0]) == (0, 1)


def test_four_corners() -> None:
    """Five junctions: the middle with four arcs, and one at each end of the cross."""
    arcs = traced(["ab", "cd"])
    assert sorted(arcs.degree.tolist()) == [3, 3, 3, 3, 4]
    assert [pair[:2] for pair in pairs(arcs)] == [
        (0, 1), (0, 2), (0, NOBODY), (1, 3), (1, NOBODY), (2, 3), (2, NOBODY), (3, NOBODY),
    ]  # fmt: skip


def test_an_enclave_is_one_closed_arc_from_its_south_western_corner() -> None:
    """The owner outside is on the left, so the ring runs clockwise around the enclave.

    a a a
    a b a
    a a a
    """
    arcs = traced(["aaa", "aba", "aaa"])
    assert pairs(arcs) == [(0, 1, 4.0), (0, NOBODY, 12.0)]
    assert arcs.lines[0].equals_exact(LineString([(1, 1), (1, 2), (2, 2), (2, 1), (1, 1)]))
    assert arcs.start.tolist() == arcs.end.tolist() == [-1, -1]
    assert len(arcs.junctions) == 0


def test_an_arc_may_return_to_its_junction() -> None:
    """The two parts of b touch in a point, where four arcs ends meet: a junction of two owners.

    a a a a
    a b a a
    a a b a
    a a a a
    """
    arcs = traced(["aaaa", "abaa", "aaba", "aaaa"])
    inner = [pair for pair in pairs(arcs) if pair[1] == 1]
    assert inner == [(0, 1, 4.0), (0, 1, 4.0)]
    assert arcs.junctions.tolist() == [[2.0, 2.0]]
    assert arcs.degree.tolist() == [4]
    assert all(line.coords[0] == line.coords[-1] == (2.0, 2.0) for line in arcs.lines[:2])


def test_a_gap_counts_as_outside() -> None:
    assert pairs(traced(["aaa", "a.a", "aaa"])) == [(0, NOBODY, 12.0), (0, NOBODY, 4.0)]


def test_nothing_to_trace() -> None:
    assert len(traced(["..", ".."]).lines) == 0
    assert len(trace_arcs(edges_of(np.array([], dtype=object)), np.array([], dtype=int)).lines) == 0


def test_long_rings_end() -> None:
    """A ring of many vertices without junction, the worst case for ranking."""
    circle = shapely.Point(0, 0).buffer(1000, quad_segs=5000)
    arcs = trace_arcs(edges_of(np.array([circle])), np.array([0]))
    assert shapely.get_num_coordinates(arcs.lines).tolist() == [20001]
    assert arcs.lines[0].coords[0] == min(circle.exterior.coords)
    assert Polygon(arcs.lines[0]).equals(circle)


drawings = st.integers(1, 6).flatmap(
    lambda width: st.lists(st.text("abcd.", min_size=width, max_size=width), min_size=1, max_size=6)
)


@given(drawings)
@settings(max_examples=100)
def test_arcs_around_an_owner_are_its_perimeter(rows: list[str]) -> None:
    faces, owners = grid(rows)
    arcs = trace_arcs(edges_of(faces), owners)
    for owner in set(owners.tolist()) - {NOBODY}:
        around = (arcs.left == owner) | (arcs.right == owner)
        perimeter = shapely.union_all(faces[owners == owner]).length
        assert shapely.length(arcs.lines[around]).sum() == perimeter


@given(drawings)
@settings(max_examples=100)
def test_owners_lie_on_their_sides(rows: list[str]) -> None:
    faces, owners = grid(rows)
    arcs = trace_arcs(edges_of(faces), owners)
    owner_at = {
        (x, y): owner
        for (x, y), owner in zip(
            shapely.get_coordinates(shapely.centroid(faces)).tolist(), owners.tolist(), strict=True
        )
    }
    for line, left, right in zip(arcs.lines, arcs.left, arcs.right, strict=True):
        for (x0, y0), (x1, y1) in zip(line.coords[:-1], line.coords[1:], strict=True):
            x, y, dx, dy = (x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) / 2, (y1 - y0) / 2
            assert owner_at.get((x - dy, y + dx), NOBODY) == left
            assert owner_at.get((x + dy, y - dx), NOBODY) == right


@given(drawings, st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_order_of_faces_does_not_matter(rows: list[str], random: object) -> None:
    faces, owners = grid(rows)
    order = list(range(len(faces)))
    random.shuffle(order)  # type: ignore[attr-defined]
    straight = trace_arcs(edges_of(faces), owners)
    shuffled = trace_arcs(edges_of(faces[order]), owners[order])
    assert shapely.equals_exact(straight.lines, shuffled.lines).all()
    for name in ("left", "right", "start", "end", "junctions", "degree"):
        assert getattr(straight, name).tolist() == getattr(shuffled, name).tolist()


@pytest.mark.parametrize("label", [-1, -7])
def test_any_negative_label_is_nobody(label: int) -> None:
    faces, owners = grid(["ab", "a."])
    owners[owners == NOBODY] = label
    assert NOBODY in trace_arcs(edges_of(faces), owners).right
