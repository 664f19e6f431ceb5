"""Coordinate reference systems of OGC API - Features, Part 2: by address, axes as EPSG has them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from web.geodata import rounded

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/{0}"
DEGREE_DIGITS, METRE_DIGITS = 8, 3
SIDE_PARTS = 32
"""Pieces of each side of a box that is brought into degrees; sides become curves there."""

Shapes = NDArray[np.object_]


@dataclass(frozen=True)
class System:
    """A system under its address; `turned` where the first axis points to the north."""

    address: str
    crs: CRS
    turned: bool

    @property
    def digits(self) -> int:
        """Decimals that coordinates are written with."""
        return DEGREE_DIGITS if self.crs.is_geographic else METRE_DIGITS


def systems(working: CRS) -> dict[str, System]:
    """The systems that are served, by address: degrees in both orders, and the working CRS."""
    found = [System(CRS84, CRS.from_epsg(4326), turned=False)]
    codes = [4326, working.to_epsg()]
    for code in codes:
        if code is not None:
            crs = CRS.from_epsg(code)
            north_first = crs.axis_info[0].direction == "north"
            found.append(System(EPSG.format(code), crs, turned=north_first))
    return {system.address: system for system in found}


def stored_in(working: CRS) -> str:
    """The address of the system that shapes are kept in; CRS84 where it has no code."""
    code = working.to_epsg()
    return CRS84 if code is None else EPSG.format(code)


def in_system(shapes: Shapes, system: System) -> Shapes:
    """Shapes in degrees as another system has them, ready to be written."""
    change = None if system.crs.is_geographic else _from_degrees(system.address)

    def moved(points: NDArray[np.float64]) -> NDArray[np.float64]:
        if change is not None:
            points = np.column_stack(change.transform(points[:, 0], points[:, 1]))
        return points[:, ::-1] if system.turned else points

    return rounded(np.asarray(shapely.transform(shapes, moved), dtype=object), system.digits)


def box_in_degrees(numbers: list[float], system: System) -> shapely.Geometry:
    """The land of a bbox of 4 or 6 numbers; raises `ValueError` where there is none.

    In degrees it may cross the 180th meridian.
    """
    half = len(numbers) // 2
    first, second = numbers[:2], numbers[half : half + 2]
    if system.turned:
        first, second = first[::-1], second[::-1]
    (west, south), (east, north) = first, second
    if south > north:
        raise ValueError("south of the box lies north of it")
    if not system.crs.is_geographic:
        return _curved(west, south, east, north, system)
    if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 90:
        raise ValueError("no degrees")
    if west <= east:
        return shapely.box(west, south, east, north)
    return shapely.multipolygons(
        [shapely.box(west, south, 180, north), shapely.box(-180, south, east, north)]
    )


def _curved(
    west: float, south: float, east: float, north: float, system: System
) -> shapely.Geometry:
    """A box of metres in degrees."""
    if west > east:
        raise ValueError("west of the box lies east of it")
    longest = max(east - west, north - south)
    box = shapely.box(west, south, east, north)
    if longest > 0:
        box = shapely.segmentize(box, longest / SIDE_PARTS)
    change = _from_degrees(system.address)
    points = shapely.get_coordinates(box)
    turned = np.column_stack(change.transform(points[:, 0], points[:, 1], direction="INVERSE"))
    if not np.isfinite(turned).all():
        raise ValueError("the box lies outside of the system")
    return shapely.make_valid(shapely.Polygon(turned))


@lru_cache(16)
def _from_degrees(address: str) -> Transformer:
    """From degrees to the system of this address."""
    code = int(address.rsplit("/", 1)[-1])
    return Transformer.from_crs(4326, code, always_xy=True)
