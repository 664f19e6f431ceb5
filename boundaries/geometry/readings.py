"""Ways to read the coordinates of a file, and how far from a place each puts them.

Coordinates are arrays of x, y (n rows) as the file has them; boxes are west, south, east, north in
degrees, WGS 84.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from boundaries.geometry.crs import WGS84, horizontal, in_metres

Floats = NDArray[np.float64]

UTM_NORTH = {zone: 32600 + zone for zone in range(46, 53)}
UTM_SOUTH = {zone: 32700 + zone for zone in range(46, 55)}
TM3 = range(23830, 23846)
KM_PER_DEGREE = 111.2
FEWEST_SECONDS = 20
"""So many different seconds, none of them 60 or more, do not happen by chance."""


@dataclass(frozen=True)
class Reading:
    """A CRS, and whether x and y are exchanged or degrees, minutes, seconds typed as decimals.

    `change` ranks readings: 0 keeps the declared CRS, 1 its zone, 2 changes the zone.
    """

    crs: pyproj.CRS
    swapped: bool = False
    sexagesimal: bool = False
    change: int = 0


def exchanged(geometries: NDArray[Any]) -> NDArray[Any]:
    """The geometries with x and y exchanged, without Z; missing ones stay missing."""
    flat = np.asarray(shapely.force_2d(geometries), dtype=object)
    turned = shapely.get_coordinates(flat)[:, ::-1]
    return np.asarray(shapely.set_coordinates(flat, np.ascontiguousarray(turned)), dtype=object)


def from_sexagesimal(values: Floats) -> Floats:
    """Degrees of values such as 2.5830, which mean 2 degrees 58 minutes 30 seconds."""
    size = np.abs(values)
    degrees = np.floor(size + 1e-10)
    hundredths = (size - degrees) * 100
    minutes = np.floor(hundredths + 1e-8)
    seconds = np.clip((hundredths - minutes) * 100, 0, None)
    return np.asarray(np.sign(values) * (degrees + minutes / 60 + seconds / 3600))


def decimals(geometries: NDArray[Any]) -> NDArray[Any]:
    """The geometries with coordinates typed as degrees, minutes, seconds turned into degrees."""
    flat = np.asarray(shapely.force_2d(geometries), dtype=object)
    turned = from_sexagesimal(shapely.get_coordinates(flat))
    return np.asarray(shapely.set_coordinates(flat, turned), dtype=object)


def looks_sexagesimal(coordinates: Floats) -> bool:
    """Whether minutes and seconds stay below 60 on both axes, with seconds of many values.

    The first two decimals are taken for minutes, the next two for seconds. True degrees have all
    of their decimals up to 99.
    """
    finite = coordinates[np.isfinite(coordinates).all(axis=1)]
    if not len(finite):
        return False
    places = np.round(np.mod(np.abs(finite), 1) * 1e6).astype(np.int64) % 1_000_000
    minutes, seconds = places // 10_000, places // 100 % 100
    varied = min(len(np.unique(column)) for column in seconds.T) >= FEWEST_SECONDS
    return bool(varied and (minutes < 60).all() and (seconds < 60).all())


def lonlat(coordinates: Floats, reading: Reading) -> Floats:
    """Longitude and latitude of coordinates so read; infinite where nothing is there."""
    x, y = coordinates[:, ::-1].T if reading.swapped else coordinates.T
    if reading.sexagesimal:
        x, y = from_sexagesimal(x), from_sexagesimal(y)
    flat = horizontal(reading.crs)
    if not flat.equals(WGS84, ignore_axis_order=True):
        x, y = pyproj.Transformer.from_crs(flat, WGS84, always_xy=True).transform(x, y)
    placed = np.column_stack([x, y])
    nowhere = np.asarray(~np.isfinite(placed) | (np.abs(placed) > (180, 90))).any(axis=1)
    placed[nowhere] = np.inf
    return placed


def distances_km(places: Floats, boxes: Floats) -> Floats:
    """How far each place (degrees) lies outside its box; 0 inside, NaN without a box.

    Rough: a degree is taken for 111.2 km, shortened by the latitude of the box.
    """
    gone = np.asarray(~np.isfinite(places).all(axis=1))
    places = np.where(gone[:, None], 0.0, places)
    aside = np.maximum(boxes[:, :2] - places, places - boxes[:, 2:]).clip(min=0)
    aside[:, 0] *= np.cos(np.radians((boxes[:, 1] + boxes[:, 3]) / 2))
    found = np.hypot(*aside.T) * KM_PER_DEGREE
    return np.where(gone & np.isfinite(found), np.inf, found)


def readings(declared: pyproj.CRS | None, *, metres: bool) -> list[Reading]:
    """The usual mistakes undone: every other way to read values that are metres, or are degrees.

    The declared CRS itself is among them only with its axes exchanged.
    """
    flat = horizontal(declared) if declared is not None else None
    if not metres:
        degrees = flat if flat is not None and flat.is_geographic else WGS84
        plain = [] if degrees is flat else [Reading(degrees)]
        return [*plain, Reading(degrees, swapped=True, change=0 if degrees is flat else 1)]
    found = []
    if flat is not None and in_metres(flat):
        found.append(Reading(flat, swapped=True))
    own = flat.to_epsg(min_confidence=70) if flat is not None else None
    for number, code in enumerate((*UTM_NORTH.values(), *UTM_SOUTH.values(), *TM3)):
        if code == own:
            continue
        utm = number < len(UTM_NORTH) + len(UTM_SOUTH)
        same_zone = utm and flat is not None and flat.utm_zone is not None
        same_zone = same_zone and flat.utm_zone[:-1] == str(code % 100)  # type: ignore[union-attr, index]
        change = 1 if same_zone and code // 100 != (own or 0) // 100 else 2
        crs = pyproj.CRS.from_epsg(code)
        found += [Reading(crs, change=change), Reading(crs, swapped=True, change=change + 2)]
    return found
