"""Outlines cut at each other on a grid of 1."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon, box

from boundaries.geometry.noding import Outlines, noded, outlines_of

Edge = tuple[tuple[int, int], tuple[int, int]]


def edges_of(outlines: Outlines, owner: int) -> list[Edge]:
    """The directed edges of one polygon as pairs of points, sorted."""
    mine = outlines.owner == owner
    tails = map(tuple, outlines.points[outlines.tail[mine]].tolist())
    heads = map(tuple, outlines.points[outlines.head[mine]].tolist())
    return sorted(zip(tails, heads, strict=True))  # type: ignore[arg-type]


def cut(*polygons: Polygon) -> Outlines:
    return noded(outlines_of(np.array(polygons, dtype=object), grid=1.0))


def test_the_interior_is_on_the_left_whatever_way_the_ring_runs() -> None:
    square = box(0, 0, 2, 2)
    assert edges_of(cut(square), 0) == edges_of(cut(square.reverse()), 0)
    assert ((0, 0), (2, 0)) in edges_of(cut(square), 0)


def test_edges_are_cut_where_they_cross() -> None:
    """A diamond over a square, corner over corner: each side is cut at whole places.

           4
         / | \\
    +---/--+
    |  0 2 |  ...
    """
    square, diamond = box(0, 0, 4, 4), Polygon([(2, 2), (6, 2), (6, 6), (2, 6)])
    found = cut(square, diamond)
    assert edges_of(found, 0) == [
        ((0, 0), (4, 0)),
        ((0, 4), (0, 0)),
        ((2, 4), (0, 4)),
        ((4, 0), (4, 2)),
        ((4, 2), (4, 4)),
        ((4, 4), (2, 4)),
    ]
    assert ((2, 2), (4, 2)) in edges_of(found, 1)


def test_a_vertex_on_an_edge_cuts_it() -> None:
    found = cut(box(0, 0, 4, 4), box(4, 1, 6, 3))
    assert {((4, 0), (4, 1)), ((4, 1), (4, 3)), ((4, 3), (4, 4))} <= set(edges_of(found, 0))
    assert ((4, 3), (4, 1)) in edges_of(found, 1)


def test_a_vertex_within_its_grid_cell_of_an_edge_cuts_it() -> None:
    """The edge from (0, 0) to (9, 1) passes 0.44 above (5, 0)... and takes that vertex in."""
    found = cut(Polygon([(0, 0), (9, 1), (0, 9)]), Polygon([(5, 0), (6, -4), (4, -4)]))
    assert ((0, 0), (5, 0)) in edges_of(found, 0)
    assert ((5, 0), (9, 1)) in edges_of(found, 0)


def test_edges_that_run_along_each_other_end_up_equal() -> None:
    found = cut(box(0, 0, 10, 1), box(3, 1, 7, 2))
    assert ((7, 1), (3, 1)) in edges_of(found, 0)
    assert ((3, 1), (7, 1)) in edges_of(found, 1)


def test_missing_and_empty_polygons_have_no_edges() -> None:
    nothing = outlines_of(np.array([None, Polygon()], dtype=object), grid=1.0)
    assert len(noded(nothing).tail) == 0


corner = st.tuples(st.integers(0, 60), st.integers(0, 60))
triangles = st.lists(
    st.tuples(corner, corner, corner).map(Polygon).filter(lambda shape: shape.area > 0),
    min_size=2,
    max_size=6,
)


@given(triangles)
@settings(max_examples=150)
def test_cut_outlines_meet_in_vertices_only(polygons: list[Polygon]) -> None:
    """On a coarse grid, where rounding moves lines by as much as they lie apart."""
    found = cut(*polygons)
    pairs = np.unique(np.sort(np.column_stack((found.tail, found.head)), axis=1), axis=0)
    lines = shapely.linestrings(found.points[pairs])
    first, second = shapely.STRtree(lines).query(lines, predicate="intersects")
    first, second = first[first < second], second[first < second]
    shared = shapely.intersection(lines[first], lines[second])
    assert (shapely.get_type_id(shared) == 0).all()
    ends = shapely.multipoints(found.points[pairs])
    assert shapely.intersects(shared, ends[first]).all()
    assert shapely.intersects(shared, ends[second]).all()


@given(triangles)
@settings(max_examples=60)
def test_every_outline_stays_closed(polygons: list[Polygon]) -> None:
    found = cut(*polygons)
    for owner in range(len(polygons)):
        mine = found.owner == owner
        assert sorted(found.tail[mine]) == sorted(found.head[mine])
