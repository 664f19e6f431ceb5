"""Vertices that were drawn come back as they were drawn."""

from __future__ import annotations

import numpy as np
import shapely
from pyproj import CRS
from shapely import MultiPolygon, Polygon, box

from boundaries.geometry.crs import to_working
from boundaries.geometry.restore import in_drawn_coordinates

UTM, DEGREES = CRS.from_epsg(32647), CRS.from_epsg(4326)


def test_drawn_vertices_return_bit_by_bit_and_new_ones_are_projected() -> None:
    drawn = np.array([Polygon([(99.1, 2.9), (99.2, 2.9), (99.2, 3.1), (99.1, 3.1)])])
    placed = to_working(drawn, DEGREES, UTM)
    corners = shapely.get_coordinates(placed)
    middle = (corners[0] + corners[1]) / 2
    rounded = np.round(np.vstack((corners[:1], middle, corners[1:-1])), 5)
    [back] = in_drawn_coordinates(np.array([Polygon(rounded)]), drawn, DEGREES, UTM)
    points = shapely.get_coordinates(back)
    assert points[[0, 2, 3, 4]].tolist() == shapely.get_coordinates(drawn)[:4].tolist()
    assert np.abs(points[1] - (99.15, 2.9)).max() < 1e-4


def test_vertices_drawn_a_hair_apart_become_one() -> None:
    """Both squares draw the corner (10, 0), one of them off by a thousandth of a millimetre."""
    drawn = np.array([box(0, 0, 10, 10), Polygon([(10.000001, 0), (20, 0), (20, 10), (10, 10)])])
    outlines = np.array([box(0, 0, 10, 10), box(10, 0, 20, 10)])
    back = in_drawn_coordinates(outlines, drawn, UTM, UTM)
    assert (10.0, 0.0) in back[1].exterior.coords
    assert shapely.intersection(*back).length == 10


def test_missing_and_empty_outlines_stay() -> None:
    drawn = np.array([box(0, 0, 1, 1), None])
    back = in_drawn_coordinates(np.array([MultiPolygon(), None]), drawn, UTM, UTM)
    assert back[0].is_empty
    assert back[1] is None


def test_coordinates_that_would_break_an_outline_are_not_restored() -> None:
    """The point (5, 0) was drawn below the opposite edge, nearer than the unit."""
    outline = Polygon([(0, 0), (10, 0), (10, 0.00001), (5, 0.00001), (0, 0.00001)])
    drawn = Polygon([(0, 0), (10, 0), (10, 0.00001), (5, 0.0000051), (0, 0.00001)])
    crossing = Polygon([(0, 0.0000049), (10, 0), (5, -0.0000049), (9, 9)])
    back = in_drawn_coordinates(np.array([outline]), np.array([drawn, crossing]), UTM, UTM)
    assert shapely.is_valid(back).all()
