"""Faces and their claims, against layouts counted by hand and against GEOS."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, Polygon, box

from boundaries.geometry.cycles import OUTSIDE
from boundaries.geometry.faces import Faces, trace_faces
from boundaries.geometry.noding import noded, outlines_of


def traced(*polygons: Polygon | MultiPolygon, grid: float = 1e-5) -> Faces:
    shapes = np.array(polygons, dtype=object)
    return trace_faces(noded(outlines_of(shapes, grid=grid)), grid=grid)


def listed(faces: Faces) -> list[tuple[float, tuple[int, ...]]]:
    """Each face as its area and its claims, sorted."""
    claims: list[list[int]] = [[] for _ in faces.polygons]
    for face, polygon in zip(faces.claim_face, faces.claim_polygon, strict=True):
        claims[face].append(int(polygon))
    areas = shapely.area(faces.polygons).round(6).tolist()
    return sorted(zip(areas, map(tuple, claims), strict=True))


def test_village_within_a_village() -> None:
    """B lies inside A without touching: a face of A with a hole, and a face of both."""
    assert listed(traced(box(0, 0, 10, 10), box(4, 4, 6, 6))) == [(4, (0, 1)), (96, (0,))]


def test_enclave_with_an_island_in_it() -> None:
    """A with a hole, in the hole the island B, in B a hole."""
    ring = box(0, 0, 10, 10).difference(box(2, 2, 8, 8))
    island = box(4, 4, 6, 6).difference(box(4.5, 4.5, 5.5, 5.5))
    assert listed(traced(ring, island)) == [(1, ()), (3, (1,)), (32, ()), (64, (0,))]


def test_the_same_outline_twice() -> None:
    assert listed(traced(box(0, 0, 2, 2), box(0, 0, 2, 2))) == [(4, (0, 1))]


def test_claims_reach_faces_without_an_edge_of_the_claimant() -> None:
    """In the big square three stripes, the middle one touching no edge of the square.

    +-----------------+
    |  +--+--+--+     |
    |  | 1| 2| 3|  0  |
    |  +--+--+--+     |
    +-----------------+
    """
    stripes = [box(2 * n, 2, 2 * n + 2, 4) for n in (1, 2, 3)]
    assert listed(traced(box(0, 0, 20, 20), *stripes)) == [
        (4, (0, 1)),
        (4, (0, 2)),
        (4, (0, 3)),
        (388, (0,)),
    ]


def test_hole_that_touches_the_outline_in_a_point() -> None:
    """The face comes through the point twice; it is one valid polygon with a hole."""
    pinched = box(0, 0, 10, 10).difference(Polygon([(0, 5), (4, 3), (4, 7)]))
    faces = traced(pinched)
    assert shapely.is_valid(faces.polygons).all()
    assert listed(faces) == [(8, ()), (92, (0,))]


def test_parts_that_meet_in_a_point_are_two_faces() -> None:
    meeting = MultiPolygon([box(0, 0, 1, 1), box(1, 1, 2, 2)])
    assert listed(traced(meeting)) == [(1, (0,)), (1, (0,))]


def test_edges_know_the_faces_on_both_sides() -> None:
    faces = traced(box(0, 0, 4, 4), box(4, 0, 8, 4))
    inner = (faces.left != OUTSIDE) & (faces.right != OUTSIDE)
    assert faces.length[inner].tolist() == [4]
    assert sorted(faces.length[~inner].tolist()) == [4, 4, 4, 4, 4, 4]


def test_outline_folded_by_rounding_claims_only_what_it_winds_round() -> None:
    """On a grid of 1 the spike of the first polygon falls on the far side of its own edge."""
    spiked = Polygon([(0, 0), (10, 0.4), (20, 0), (20, 10), (10, 0.6), (0, 10)])
    faces = traced(spiked, box(30, 0, 32, 2), grid=1.0)
    assert all(0 in claims for area, claims in listed(faces) if area > 4)
    assert (4, (1,)) in listed(faces)


def test_outline_turned_inside_out_by_rounding_claims_nothing() -> None:
    """A sliver of 0.26 m2 whose corners turn left; rounded to (2, 2), (1, 7), (1, 12) they turn
    right and enclose 2.5 m2."""
    turned = Polygon([(2.03, 2.18), (1.47, 7.21), (0.84, 11.92)])
    faces = traced(turned, box(-5, -5, 20, 20), grid=1.0)
    assert {claims for _, claims in listed(faces)} == {(1,)}


def test_nothing_gives_no_face() -> None:
    faces = traced(Polygon())
    assert len(faces.polygons) == len(faces.claim_face) == len(faces.left) == 0


def by_geos(polygons: list[Polygon], grid: float) -> list[tuple[float, tuple[int, ...]]]:
    """The same by GEOS: snap rounding, polygonize, and a point inside each face."""
    lines = shapely.union_all(shapely.boundary(polygons), grid_size=grid)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    inside = shapely.point_on_surface(faces)
    claims: list[list[int]] = [[] for _ in faces]
    for face, polygon in zip(*shapely.STRtree(polygons).query(inside, "within"), strict=True):
        claims[face].append(int(polygon))
    areas = shapely.area(faces).tolist()
    return sorted((area, tuple(sorted(found))) for area, found in zip(areas, claims, strict=True))


discs = st.lists(
    st.tuples(st.integers(0, 400), st.integers(0, 400), st.integers(20, 120), st.integers(3, 9)),
    min_size=1,
    max_size=7,
    unique_by=lambda disc: disc[:2],
).map(lambda all_: [Point(x / 7, y / 7).buffer(r / 7, quad_segs=n) for x, y, r, n in all_])


@given(discs)
@settings(max_examples=80)
def test_faces_are_those_of_geos(polygons: list[Polygon]) -> None:
    """Sizeable faces agree in claims and area; slivers near the grid may round differently."""
    ours, theirs = (
        sorted((claims, area) for area, claims in rows if area > 0.01)
        for rows in (listed(traced(*polygons)), by_geos(polygons, 1e-5))
    )
    assert [claims for claims, _ in ours] == [claims for claims, _ in theirs]
    assert [area for _, area in ours] == pytest.approx([area for _, area in theirs], abs=1e-3)


@given(discs)
@settings(max_examples=40)
def test_faces_of_any_claims_add_up_to_each_polygon(polygons: list[Polygon]) -> None:
    faces = traced(*polygons)
    sums = np.bincount(
        faces.claim_polygon,
        weights=shapely.area(faces.polygons)[faces.claim_face],
        minlength=len(polygons),
    )
    assert sums == pytest.approx(shapely.area(polygons), abs=1e-2)
    assert shapely.is_valid(faces.polygons).all()
