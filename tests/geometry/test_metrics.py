"""Areas and widths against figures worked out by hand or by another method."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS, Geod, Transformer
from shapely import Point, Polygon, box

from boundaries.geometry.metrics import (
    ROUGH_VERTICES,
    centroids_lonlat,
    ellipsoidal_areas,
    greatest_widths,
    mean_widths,
)

ASAHAN = CRS.from_epsg(32647)
KISARAN = (568899.15, 329401.90)
"""99.62 E, 2.98 N in zone 47N."""


def geodesic_area(polygon: Polygon, crs: CRS) -> float:
    """Area by geodesics between the vertices, one polygon at a time (Karney 2013)."""
    dense = shapely.segmentize(polygon, 20.0)
    to_degrees = Transformer.from_crs(crs, CRS.from_epsg(4326), always_xy=True)
    lonlat = shapely.transform(dense, lambda xy: np.column_stack(to_degrees.transform(*xy.T)))
    return abs(Geod(ellps="WGS84").geometry_area_perimeter(lonlat)[0])


@pytest.mark.parametrize(
    "polygon",
    [
        box(0, 0, 3000, 2000),
        box(0, 0, 8000, 0.5),
        Polygon([(0, 0), (9000, 4000), (9000, 4001)]),
    ],
    ids=["village", "strip of half a metre", "sliver triangle"],
)
@pytest.mark.parametrize("crs", [ASAHAN, CRS.from_epsg(23832)], ids=["UTM 47N", "TM-3 47.2"])
def test_area_equals_the_geodesic_one(polygon: Polygon, crs: CRS) -> None:
    origin = Transformer.from_crs(ASAHAN, crs, always_xy=True).transform(*KISARAN)
    placed = shapely.transform(polygon, lambda xy: xy + origin)
    area = ellipsoidal_areas(np.array([placed]), crs)[0]
    assert area == pytest.approx(geodesic_area(placed, crs), rel=1e-6)


def test_equal_area_projection_keeps_planar_areas() -> None:
    country = CRS.from_user_input("+proj=cea +lon_0=118 +lat_ts=0 +ellps=WGS84")
    assert ellipsoidal_areas(np.array([box(0, 0, 1000, 1000)]), country)[0] == pytest.approx(
        1e6, rel=1e-9
    )


def test_missing_and_empty_polygons_have_no_area_and_no_width() -> None:
    nothing = np.array([None, Polygon()], dtype=object)
    assert ellipsoidal_areas(nothing, ASAHAN).tolist() == [0, 0]
    assert mean_widths(nothing).tolist() == [0, 0]
    assert greatest_widths(nothing).tolist() == [0, 0]


def test_widths_of_a_long_strip_are_its_width() -> None:
    strip = np.array([box(0, 0, 10_000, 2)])
    assert mean_widths(strip)[0] == pytest.approx(2 * 20_000 / 20_004)
    assert greatest_widths(strip)[0] == pytest.approx(2, rel=0.011)


def test_greatest_width_finds_the_bulge() -> None:
    """A strip of 1 m with a square of 20 m in its middle."""
    bulge = shapely.union(box(0, 0, 1000, 1), box(490, -10, 510, 10))
    widths = np.array([bulge])
    assert mean_widths(widths)[0] < 1.4
    assert greatest_widths(widths)[0] == pytest.approx(20, rel=0.02)


def test_greatest_width_of_a_disc_is_its_diameter() -> None:
    disc = np.array([Point(0, 0).buffer(50, quad_segs=64)])
    assert greatest_widths(disc)[0] == pytest.approx(100, rel=0.01)


def test_centroids_in_degrees() -> None:
    square = shapely.transform(box(-5, -5, 5, 5), lambda xy: xy + KISARAN)
    lon, lat = centroids_lonlat(np.array([square]), ASAHAN)
    assert (lon[0], lat[0]) == pytest.approx((99.62, 2.98), abs=1e-7)


def test_no_polygon_has_no_centroid() -> None:
    lon, lat = centroids_lonlat(np.array([], dtype=object), ASAHAN)
    assert lon.shape == lat.shape == (0,)


def test_greatest_width_of_a_bent_hairline() -> None:
    """Two strips of 3 km, 2 mm and 6 mm wide, that meet at a right angle."""
    hairline = shapely.union(box(0, 0, 3000, 0.002), box(2999.994, 0, 3000, 3000))
    assert greatest_widths(np.array([hairline]))[0] == pytest.approx(0.006, rel=0.02)


@pytest.mark.parametrize("width", [3.0, 0.003])
def test_greatest_width_of_a_triangle_is_exact(width: float) -> None:
    """Twice the radius of the inscribed circle, 2 A / P, however thin."""
    needle = Polygon([(0, 0), (4000, 0), (1000, width)])
    exact = 2 * 4000 * width / (4000 + np.hypot(3000, width) + np.hypot(1000, width))
    assert greatest_widths(np.array([needle]))[0] == pytest.approx(exact, rel=1e-6)


def test_greatest_width_of_land_around_a_hole_and_of_parts() -> None:
    """Of few vertices too: a frame 3 m wide, its corners wider, and two triangles.

    The circle in a corner, r away from both outer sides and from the corner (3, 3) of the hole,
    has r = 3 (2 - √2).
    """
    frame = Polygon(box(0, 0, 20, 20).exterior, [box(3, 3, 17, 17).exterior])
    small, large = (Polygon([(x, 0), (x + size, 0), (x, size)]) for x, size in ((0, 1), (9, 8)))
    found = greatest_widths(np.array([frame, shapely.MultiPolygon([small, large])]))
    assert found == pytest.approx([6 * (2 - np.sqrt(2)), 8 * (2 - np.sqrt(2))], rel=0.01)


courses = st.lists(st.tuples(*[st.integers(0, 40)] * 2), min_size=3, max_size=14, unique=True)


@settings(max_examples=60)
@given(st.lists(courses, min_size=1, max_size=4), st.sampled_from([1.0, 0.01, 1e-5]))
def test_greatest_widths_do_not_depend_on_the_number_of_vertices(
    drawn: list[list[tuple[int, int]]], flat: float
) -> None:
    """The same land, also flattened into slivers, with more vertices is searched in another way."""
    whole = [shapely.make_valid(Polygon(course)) for course in drawn]
    parts = shapely.get_parts(np.array(whole, dtype=object))
    land = np.array([part for part in parts if part.area > 0], dtype=object)
    land = shapely.transform(land, lambda xy: xy * [1, flat])
    dense = shapely.segmentize(land, shapely.length(land) / (2 * ROUGH_VERTICES))
    assert (shapely.get_num_coordinates(dense) > ROUGH_VERTICES).all()
    widths = greatest_widths(land)
    assert widths == pytest.approx(greatest_widths(dense), rel=0.02)
    assert [greatest_widths(land[n : n + 1])[0] for n in range(len(land))] == widths.tolist()
