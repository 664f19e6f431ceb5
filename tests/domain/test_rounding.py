"""Rounded coverages stay coverages, with a line on every edge."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS
from shapely import Polygon, box

from boundaries.domain.handed_over import Layers, topology_faults
from boundaries.domain.rounding import (
    NO_LINE,
    Rounded,
    displaced,
    in_degrees,
    rounded,
    rounded_points,
)
from boundaries.geometry.arcs import trace_arcs
from boundaries.geometry.edges import edges_of
from boundaries.geometry.mosaic import build_mosaic

UTM = CRS.from_epsg(32647)
HOME = (568_000.0, 329_000.0)


def frames(shapes: dict[str, shapely.Geometry]) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """A coverage and its lines, near Kisaran."""
    moved = shapely.transform(
        np.array(list(shapes.values()), dtype=object), lambda xy: np.add(xy, HOME)
    )
    arcs = trace_arcs(edges_of(moved), np.arange(len(moved)))
    keys = np.array([*shapes, ""], dtype=object)
    lines = gpd.GeoDataFrame(
        {"a": keys[arcs.left], "b": keys[arcs.right]}, geometry=arcs.lines, crs=UTM
    )
    return gpd.GeoDataFrame({"key": list(shapes)}, geometry=moved, crs=UTM), lines


def layers(result: Rounded, decimals: int) -> Layers:
    """The coverage and its lines as they are handed over."""
    segments = result.lines.assign(id=[f"L{place}" for place in range(len(result.lines))])
    nothing = result.coverage.iloc[:0].assign(code="")
    return Layers(result.coverage, segments, nothing, nothing, decimals)


TWO = {"a": box(0, 0, 100, 100), "b": box(100, 0, 200, 100)}


def test_vertices_are_rounded_and_lines_keep_their_number() -> None:
    result = rounded(*frames(TWO), decimals=7)
    corners = shapely.get_coordinates(result.coverage.geometry.to_numpy())
    assert (corners == corners.round(7)).all()
    assert sorted(result.lines["line"]) == [0, 1, 2]
    assert topology_faults(layers(result, 7), ()) == []


def test_lines_lie_where_they_were_drawn() -> None:
    coverage, lines = frames(TWO)
    result = rounded(coverage, lines, decimals=7)
    before = in_degrees(lines.geometry.to_numpy()[result.lines["line"]], UTM)
    away = shapely.hausdorff_distance(before, result.lines.geometry.to_numpy())
    assert away.max() <= 0.71e-7


def test_points_are_rounded_as_the_vertices_of_lines_are() -> None:
    coverage, lines = frames(TWO)
    result = rounded(coverage, lines, decimals=7)
    points = gpd.GeoSeries(shapely.points(np.add([(100, 0), (100, 100)], HOME)), crs=UTM)
    corners = set(map(tuple, shapely.get_coordinates(result.lines.geometry.to_numpy())))
    assert {(p.x, p.y) for p in rounded_points(points, 7)} <= corners


def test_a_spike_thinner_than_rounding_is_gone_and_its_neighbours_meet() -> None:
    """A spike of b, at most 2 mm wide, runs between a and c from x = 100 to x = 0.

    +-----------+---+  100
    |   c       |   |
    |-----------+   |
    <             b |  50
    |-----------+   |
    |   a       |   |
    +-----------+---+  0
    0          100 120
    """
    spike = [(100, 50.001), (0, 50), (100, 49.999)]
    shapes = {
        "a": Polygon([(0, 0), (100, 0), (100, 49.999), (0, 50)]),
        "b": Polygon([(100, 0), (120, 0), (120, 100), (100, 100), *spike]),
        "c": Polygon([(0, 50), (100, 50.001), (100, 100), (0, 100)]),
    }
    result = rounded(*frames(shapes), decimals=6)
    between = result.lines[(result.lines["a"] == "a") & (result.lines["b"] == "c")]
    assert between["line"].tolist() == [NO_LINE]
    assert topology_faults(layers(result, 6), ()) == []


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=3, max_size=40, unique=True
    ),
    st.sampled_from([5, 6, 7]),
)
def test_random_coverages_stay_coverages(seeds: list[tuple[int, int]], decimals: int) -> None:
    """Voronoi cells within 3 m, many of them thinner than a step of 5 decimals (1.1 m)."""
    points = shapely.multipoints(np.array(seeds) / 100)
    cells = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=box(0, 0, 3, 3)))
    faces = build_mosaic(cells).faces
    result = rounded(*frames({f"v{n:02}": face for n, face in enumerate(faces)}), decimals)
    left = result.coverage.geometry.to_numpy()
    assert shapely.is_valid(left).all()
    assert shapely.coverage_is_valid(left)
    faults = topology_faults(layers(result, decimals), ()) if len(left) else []
    assert {fault.code for fault in faults} <= {"gap"}
    assert not faults or decimals < 7


NEEDLE = {
    "a": Polygon([(0, 0), (10, 0), (10, 4.95), (0.5, 4.9975), (0, 5)]),
    "b": Polygon([(0, 5), (0.5, 4.9975), (10, 4.95), (10, 5.05)]),
    "c": Polygon([(0, 5), (10, 5.05), (10, 10), (0, 10)]),
}
"""b ends in a needle at J (0, 5); its lower side has a vertex half a metre before, 5 mm from the
upper one.

    +-----------+ 10
    |     c     |
    J-----------+ 5.05
    | `---.__ b |
    |     a  `--+ 4.95
    +-----------+ 0
    0          10
"""


def test_lines_that_do_not_end_at_their_junction_any_more_are_displaced() -> None:
    coverage, lines = frames(NEEDLE)
    coarse, fine = (rounded(coverage, lines, decimals) for decimals in (7, 9))
    drawn = lines[displaced(coarse, lines, 7)]
    assert sorted(zip(drawn["a"], drawn["b"], strict=True)) == [("a", "b"), ("b", "c")]
    assert not displaced(fine, lines, 9).any()


def test_lines_that_are_gone_are_displaced() -> None:
    coverage, lines = frames(TWO)
    result = rounded(coverage, lines, decimals=7)
    less = Rounded(result.coverage, result.lines[result.lines["line"] > 0])
    assert displaced(less, lines, 7).tolist() == [True, False, False]
