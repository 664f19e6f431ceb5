"""The canonical form of a line and its hash, so that everybody can tell whether a line changed.

A signature names a line by this hash. The same line gives the same hash whichever end it was drawn
from, wherever a ring begins, and whether or not it comes in parts that touch end to end, in any
order. A vertex that is moved to another grid point, added or removed gives another hash.
"""

from __future__ import annotations

import hashlib

import numpy as np
import shapely
from numpy.typing import NDArray

from boundaries.geometry.mosaic import GRID_M

Coordinates = NDArray[np.float64]


def canonical(line: shapely.Geometry, *, grid: float = GRID_M) -> shapely.MultiLineString:
    """The canonical form of a LineString, LinearRing or MultiLineString in a projected CRS.

    Vertices lie on the grid (metres; its inverse is a whole number), heights are dropped, vertices
    that fall together count once. Parts that meet end to end are joined. Every part runs in the
    direction in which its coordinates come first in order, a ring from the vertex at which they
    do; parts are sorted by their coordinates. The canonical form is its own canonical form.

    Raises `ValueError` for other geometries, for coordinates that are not finite, and where nothing
    is left on the grid.
    """
    kinds = (shapely.LineString, shapely.LinearRing, shapely.MultiLineString)
    if not isinstance(line, kinds):
        raise ValueError(f"a line is needed, not {getattr(line, 'geom_type', line)}")
    if not np.isfinite(shapely.get_coordinates(line)).all():
        raise ValueError("a line needs finite coordinates")
    parts = [_on_grid(shapely.get_coordinates(part), grid) for part in shapely.get_parts(line)]
    parts = [part for part in parts if len(part) > 1]
    if not parts:
        raise ValueError("nothing is left of the line on the grid")
    joined = shapely.line_merge(shapely.multilinestrings([shapely.linestrings(p) for p in parts]))
    drawn = [_directed(shapely.get_coordinates(part)) for part in shapely.get_parts(joined)]
    drawn.sort(key=lambda part: part.tolist())
    return shapely.multilinestrings([shapely.linestrings(part) for part in drawn])


def line_hash(line: shapely.Geometry, *, grid: float = GRID_M) -> str:
    """SHA-256, in hexadecimal, of the WKB (little endian, two dimensions) of the canonical form."""
    text = shapely.to_wkb(
        canonical(line, grid=grid), output_dimension=2, byte_order=1, include_srid=False
    )
    return hashlib.sha256(text).hexdigest()


def _on_grid(points: Coordinates, grid: float) -> Coordinates:
    """Points moved to the grid, without repetitions in sequence and without negative zeros."""
    cells = round(1 / grid)
    snapped = np.rint(points * cells) / cells + 0.0
    kept = np.ones(len(snapped), dtype=bool)
    kept[1:] = (snapped[1:] != snapped[:-1]).any(axis=1)
    return snapped[kept]


def _directed(points: Coordinates) -> Coordinates:
    """The part in its canonical direction, a ring from its canonical start."""
    if (points[0] != points[-1]).any():
        return min(points, points[::-1], key=lambda part: part.tolist())
    ring = points[:-1]
    least = ring[np.lexsort((ring[:, 1], ring[:, 0]))[0]]
    turned = [
        np.roll(way, -start, axis=0)
        for way in (ring, ring[::-1])
        for start in np.flatnonzero((way == least).all(axis=1))
    ]
    first = min(turned, key=lambda part: part.tolist())
    return np.concatenate((first, first[:1]))
