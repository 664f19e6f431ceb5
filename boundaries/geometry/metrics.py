"""Areas and widths of polygons."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Proj, Transformer

from boundaries.geometry.inscribed import inscribed_radii

WGS84 = CRS.from_epsg(4326)
WIDTH_TOLERANCE = 0.01
LONG_WIDTHS = 300
"""Polygons with many vertices and a perimeter of more mean widths are measured by shrinking."""
TRIANGLE = 4
"""Coordinates of a triangle, the first one counted twice."""
FEW_VERTICES = 32
"""Up to so many the search along the outline is the fastest."""
MANY_VERTICES = 2000
"""Shrinking rougher outlines than this takes more memory than there is."""
DENSE_VERTICES = 16
"""GEOS may drop a shrunk ring of up to nine vertices too early; more vertices keep it."""

Polygons = NDArray[np.object_]
Floats = NDArray[np.float64]


def centroids_lonlat(polygons: Polygons, crs: CRS) -> tuple[Floats, Floats]:
    """Longitudes and latitudes (degrees, WGS 84) of the centroids of polygons in `crs`.

    NaN for empty and missing polygons.
    """
    points = shapely.centroid(polygons)
    points = np.where(shapely.is_empty(points), None, points)
    to_degrees = Transformer.from_crs(crs, WGS84, always_xy=True)
    lon, lat = to_degrees.transform(shapely.get_x(points), shapely.get_y(points))
    return np.asarray(lon), np.asarray(lat)


def ellipsoidal_areas(polygons: Polygons, crs: CRS) -> Floats:
    """Areas on the ellipsoid, in square metres, of polygons in the projected `crs` in metres.

    The planar area divided by the areal scale of the projection at the centroid. Unlike a detour
    through an equal-area projection this keeps long thin polygons exact, whose straight edges such
    a detour would bend by more than their width. For a polygon of 10 km the scale varies by less
    than 1e-6 in a UTM zone. Empty and missing polygons have area 0.
    """
    areas = shapely.area(polygons)
    measured = areas > 0
    result = np.zeros(len(polygons))
    if not measured.any():
        return result
    lon, lat = centroids_lonlat(polygons[measured], crs)
    scale = Proj(crs).get_factors(lon, lat).areal_scale
    result[measured] = areas[measured] / scale
    return result


def mean_widths(polygons: Polygons) -> Floats:
    """Mean widths 2 A / P, for a long strip its width, in the unit of the coordinates.

    Empty and missing polygons have width 0.
    """
    perimeters = shapely.length(polygons)
    result = np.zeros(len(polygons))
    np.divide(2 * shapely.area(polygons), perimeters, out=result, where=perimeters > 0)
    return result


def greatest_widths(polygons: Polygons) -> Floats:
    """Diameters of the largest inscribed circles, in the unit of the coordinates.

    Exact to a hundredth, and never less than the mean width; for triangles exact. Empty polygons
    have width 0. With few vertices the circle is searched for along the outline, with more, holes
    or parts by subdivision, or, in long thin polygons, where that takes ages, by shrinking.
    """
    means = mean_widths(polygons)
    vertices = shapely.get_num_coordinates(polygons)
    result = 2 * means
    whole = shapely.get_type_id(polygons) == shapely.GeometryType.POLYGON
    whole &= shapely.get_num_interior_rings(polygons) == 0
    few = (means > 0) & (vertices > TRIANGLE) & (vertices <= FEW_VERTICES) & whole
    result[few] = 2 * inscribed_radii(polygons[few], means[few] / 2, tolerance=WIDTH_TOLERANCE)
    many = (means > 0) & (vertices > TRIANGLE) & ~few
    longish = many & (vertices <= MANY_VERTICES)
    longish &= shapely.length(polygons) > LONG_WIDTHS * means
    compact = many & ~longish
    circles = shapely.maximum_inscribed_circle(
        polygons[compact], tolerance=WIDTH_TOLERANCE * means[compact]
    )
    result[compact] = 2 * shapely.length(circles)
    result[longish] = 2 * _vanishing_depths(polygons[longish], means[longish])
    return np.maximum(result, means)


def _vanishing_depths(polygons: Polygons, means: Floats) -> Floats:
    """By how much each polygon can be shrunk before nothing is left of it, by bisection."""
    outlines = shapely.segmentize(polygons, shapely.length(polygons) / DENSE_VERTICES)
    left, gone = means / 2, means.copy()
    at = np.arange(len(polygons))
    while len(at):
        at = at[~_vanishes(outlines[at], gone[at])]
        left[at], gone[at] = gone[at], 2 * gone[at]
    at = np.flatnonzero(gone - left > WIDTH_TOLERANCE * left)
    while len(at):
        middle = (left[at] + gone[at]) / 2
        vanished = _vanishes(outlines[at], middle)
        gone[at[vanished]] = middle[vanished]
        left[at[~vanished]] = middle[~vanished]
        at = at[gone[at] - left[at] > WIDTH_TOLERANCE * left[at]]
    return (left + gone) / 2


def _vanishes(polygons: Polygons, depths: Floats) -> NDArray[np.bool_]:
    return np.asarray(shapely.is_empty(shapely.buffer(polygons, -depths, quad_segs=4)))
