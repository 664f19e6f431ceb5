"""One zoo of geometries, in metres about Kisaran (UTM zone 47N), for all of `boundaries.geometry`.

`ZOO` holds what files bring: sound outlines, faulty ones, and what is no outline at all.
"""

from __future__ import annotations

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray
from shapely import (
    GeometryCollection,
    LinearRing,
    LineString,
    MultiLineString,
    MultiPoint,
    MultiPolygon,
    Point,
    Polygon,
    box,
)

Array = NDArray[np.object_]

CRS = pyproj.CRS.from_epsg(32647)
EAST, NORTH = 568_900.0, 329_400.0

SQUARE = box(EAST, NORTH, EAST + 100, NORTH + 100)
VERTICES = 100_000


def at(*places: tuple[float, ...]) -> list[tuple[float, ...]]:
    """Places in metres east and north of (EAST, NORTH), and Z or M as they are."""
    return [(EAST + place[0], NORTH + place[1], *place[2:]) for place in places]


def many_vertices() -> Polygon:
    """A regular polygon of 100,000 vertices on a circle of 1 km: n / 2 · r² · sin(2 pi / n)."""
    angles = np.linspace(0, 2 * np.pi, VERTICES, endpoint=False)
    return Polygon(np.column_stack([EAST + 1000 * np.cos(angles), NORTH + 1000 * np.sin(angles)]))


def not_a_number() -> Polygon:
    with np.errstate(invalid="ignore"):
        return shapely.polygons(at((0, 0), (100, np.nan), (100, 100), (0, 0)))


SOUND = {
    "square": SQUARE,
    "square clockwise": Polygon(SQUARE.exterior.coords[::-1]),
    "two parts": MultiPolygon([SQUARE, box(EAST + 200, NORTH, EAST + 300, NORTH + 50)]),
    "parts that touch at a point": MultiPolygon(
        [SQUARE, box(EAST + 100, NORTH + 100, EAST + 200, NORTH + 200)]
    ),
    "with hole": Polygon(SQUARE.exterior, [at((40, 40), (60, 40), (60, 60), (40, 60))]),
    "hole that touches its outline": Polygon(SQUARE.exterior, [at((0, 50), (30, 40), (30, 60))]),
    "with Z": Polygon(at((0, 0, 7), (100, 0, 8), (100, 100, 9), (0, 100, 7))),
    "with M": shapely.from_wkt(
        f"POLYGON M (({EAST} {NORTH} 1, {EAST + 100} {NORTH} 2, {EAST + 100} {NORTH + 100} 3, "
        f"{EAST} {NORTH} 1))"
    ),
    "sliver of 1 mm": Polygon(at((0, 0), (1000, 0), (1000, 0.001))),
    "many vertices": many_vertices(),
    "coordinates of ten million": box(1e7, 1e7, 1e7 + 100, 1e7 + 100),
}
"""Valid polygons; their areas are in `AREAS`."""

AREAS = {
    "square": 10_000,
    "square clockwise": 10_000,
    "two parts": 15_000,
    "parts that touch at a point": 20_000,
    "with hole": 9_600,
    "hole that touches its outline": 9_700,
    "with Z": 10_000,
    "with M": 5_000,
    "sliver of 1 mm": 0.5,
    "many vertices": VERTICES / 2 * 1000**2 * np.sin(2 * np.pi / VERTICES),
    "coordinates of ten million": 10_000,
}

FAULTY = {
    "bow-tie": Polygon(at((0, 0), (100, 100), (100, 0), (0, 100))),
    "spike": Polygon(at((0, 0), (100, 0), (100, 100), (100, 900), (100, 100), (0, 100))),
    "ring that occurs twice": Polygon(
        SQUARE.exterior,
        [at((40, 40), (60, 40), (60, 60), (40, 60))] * 2,
    ),
    "part that occurs twice": MultiPolygon([SQUARE, SQUARE]),
    "polygon beside a point": GeometryCollection([SQUARE, Point(EAST, NORTH)]),
}
"""Outlines that enclose land but need a repair; the land that is left is in `REPAIRED_AREAS`."""

REPAIRED_AREAS = {
    "bow-tie": 5_000,
    "spike": 10_000,
    "ring that occurs twice": 9_600,
    "part that occurs twice": 10_000,
    "polygon beside a point": 10_000,
}

NOTHING = {
    "missing": None,
    "empty polygon": Polygon(),
    "empty multipolygon": MultiPolygon(),
    "empty collection": GeometryCollection(),
    "multipolygon of an empty part": MultiPolygon([Polygon()]),
    "not a number": not_a_number(),
    "flat": Polygon(at((0, 0), (100, 0), (50, 0))),
    "one place": Polygon(at((0, 0), (0, 0), (0, 0))),
    "point": Point(EAST, NORTH),
    "points": MultiPoint(at((0, 0), (1, 1))),
    "line": LineString(at((0, 0), (100, 100))),
    "lines": MultiLineString([at((0, 0), (1, 1)), at((2, 2), (3, 3))]),
    "ring": LinearRing(SQUARE.exterior.coords),
    "collection without polygon": GeometryCollection([Point(EAST, NORTH)]),
}
"""What encloses no land."""

ZOO = {**SOUND, **FAULTY, **NOTHING}


def array(animals: dict[str, shapely.Geometry | None]) -> Array:
    """The geometries as an object array, in the order of the dictionary."""
    result = np.empty(len(animals), dtype=object)
    result[:] = list(animals.values())
    return result
