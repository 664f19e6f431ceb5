"""Areas and widths of polygons."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Proj, Transformer

from boundaries.geometry.inscribed import inscribed_radii

WGS84 = CRS.from_epsg(4326)
WIDTH_TOLERANCE = 0.002
TRIANGLE = 4
"""Coordinates of a triangle, the first one counted twice."""
ROUGH_VERTICES = 64
ROUND_WIDTHS = 50
"""Polygons of more vertices, and a perimeter of fewer mean widths, are measured by subdivision."""

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

    Exact to two thousandths, and never less than the mean width; for triangles exact. Empty
    polygons have width 0. The circle is searched for along the outline, in compact polygons with
    many vertices by subdivision, which takes ages for thin ones.
    """
    means = mean_widths(polygons)
    vertices = shapely.get_num_coordinates(polygons)
    result = 2 * means
    measured = (means > 0) & (vertices > TRIANGLE)
    compact = measured & (vertices > ROUGH_VERTICES)
    compact &= shapely.length(polygons) < ROUND_WIDTHS * means
    circles = shapely.maximum_inscribed_circle(
        polygons[compact], tolerance=WIDTH_TOLERANCE * means[compact]
    )
    result[compact] = 2 * shapely.length(circles)
    other = measured & ~compact
    result[other] = 2 * inscribed_radii(polygons[other], tolerance=WIDTH_TOLERANCE)
    return np.maximum(result, means)
