"""A length or an area between places that somebody chose, and how far it may be off.

Each place is as exact as the lines on which it was chosen: its error follows a circular normal
distribution, of which nine places of ten lie within CE90. Lengths and areas change with their
places as their first derivatives tell, and errors of places are independent.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from boundaries.errors import ParameterError
from boundaries.geometry.lines import ellipsoidal_lengths
from boundaries.geometry.metrics import WGS84, ellipsoidal_areas
from boundaries.messages import message

CE90_TO_AXIS = 1 / math.sqrt(2 * math.log(10))
"""The standard deviation of one axis, for a CE90 of one."""
NINE_OF_TEN = 1.6448536
"""Standard deviations of a normal distribution that hold nine values of ten."""
LEAST_OF_AREA, LEAST_M2 = 3, 0.01

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Figure:
    """A value in metres or square metres; in nine cases of ten it is not further off."""

    value: float
    tolerance: float


def measured_length(points: Floats, crs: CRS, *, ce90_m: float, closed: bool = False) -> Figure:
    """The geodesic length through places (longitude and latitude in degrees, one a row), in metres.

    `closed`: the way back to the first place counts too. `crs`: projected, in metres, for the
    tolerance.
    """
    line = shapely.LineString(np.concatenate([points, points[:1]]) if closed else points)
    value = ellipsoidal_lengths(np.array([line], dtype=object), WGS84)[0]
    places = _metres(points, crs)
    ahead = _units(np.roll(places, -1, axis=0) - places)
    if not closed:
        ahead[-1] = 0
    pull = np.roll(ahead, 1, axis=0) - ahead
    return Figure(float(value), _tolerance(pull, ce90_m))


def measured_area(points: Floats, crs: CRS, *, ce90_m: float) -> Figure:
    """The area on the ellipsoid within places (degrees, one a row), in square metres.

    Raises `ParameterError` for less than three places, and where the outline crosses itself.
    """
    places = _metres(points, crs)
    ring = shapely.Polygon(places) if len(places) >= LEAST_OF_AREA else shapely.Polygon()
    if ring.area < LEAST_M2 or not ring.is_valid:
        raise ParameterError(
            "outline",
            message("these places enclose no area, or their outline crosses itself"),
            message("choose three places or more, in their order around the land"),
        )
    value = ellipsoidal_areas(np.array([ring], dtype=object), crs)[0]
    pull = (np.roll(places, -1, axis=0) - np.roll(places, 1, axis=0)) / 2
    return Figure(float(value), _tolerance(pull, ce90_m))


def _metres(points: Floats, crs: CRS) -> Floats:
    transformer = Transformer.from_crs(WGS84, crs, always_xy=True)
    return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))


def _units(steps: Floats) -> Floats:
    """Steps of length one; places that fall together have none."""
    lengths = np.hypot(*steps.T)[:, np.newaxis]
    return np.asarray(np.divide(steps, lengths, out=np.zeros_like(steps), where=lengths > 0))


def _tolerance(pull: Floats, ce90_m: float) -> float:
    """What nine of ten values keep to, from the derivative by each place."""
    return float(NINE_OF_TEN * CE90_TO_AXIS * ce90_m * np.sqrt((pull**2).sum()))
