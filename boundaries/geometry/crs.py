"""Coordinate reference systems: the working CRS, its guard, and signs of a wrong declaration.

Bounds are arrays of `minx, miny, maxx, maxy`, one row per geometry, as `shapely.bounds` gives them;
the axis order is always x (east, longitude) before y (north, latitude).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from boundaries.errors import InputError
from boundaries.geometry.batches import VERTICES_AT_ONCE, batches
from boundaries.geometry.validity import flattened
from boundaries.messages import message

WGS84 = pyproj.CRS.from_epsg(4326)
EQUAL_AREA = "+proj=cea +lon_0=118 +lat_ts=0 +ellps=WGS84"
INDONESIA = (94.9, -11.1, 141.1, 6.1)
ZONE_WIDTH = 6.0

Bounds = NDArray[np.float64]


def horizontal(crs: pyproj.CRS) -> pyproj.CRS:
    """The horizontal, two-dimensional part of a compound, bound or three-dimensional CRS."""
    if crs.is_bound and crs.source_crs is not None:
        return horizontal(crs.source_crs)
    if crs.is_compound:
        return horizontal(crs.sub_crs_list[0])
    return crs.to_2d()


def in_metres(crs: pyproj.CRS) -> bool:
    """Whether the CRS is projected with both axes in metres."""
    return crs.is_projected and all(axis.unit_conversion_factor == 1.0 for axis in crs.axis_info)


def require_metres(crs: pyproj.CRS) -> None:
    """Guard for measurements: raises `InputError` unless the CRS is projected, in metres."""
    if not in_metres(crs):
        raise InputError(
            "crs-not-metres",
            message("lengths and areas cannot be measured in {crs}", crs=crs.name),
            message("use a projected CRS in metres, for example the UTM zone EPSG:32647"),
        )


def crs_label(crs: pyproj.CRS) -> str:
    """The authority code ("EPSG:32647"), the definition of our equal-area CRS, else the name."""
    authority = crs.to_authority(min_confidence=70)
    if authority:
        return ":".join(authority)
    return EQUAL_AREA if crs == pyproj.CRS.from_user_input(EQUAL_AREA) else crs.name


def working_crs(bounds_lonlat: tuple[float, float, float, float]) -> pyproj.CRS:
    """The CRS in metres for an extent in degrees, WGS 84.

    An extent at most 6 degrees wide takes the UTM zone of its centre, the northern zone when the
    centre is on or north of the equator; the zone also serves the part across the equator. A wider
    extent takes a cylindrical equal-area projection about 118 degrees east (areas exact, lengths
    within 2 % anywhere in Indonesia).
    """
    west, south, east, north = bounds_lonlat
    if east - west > ZONE_WIDTH:
        return pyproj.CRS.from_user_input(EQUAL_AREA)
    zone = min(int(((west + east) / 2 + 180) // ZONE_WIDTH) + 1, 60)
    return pyproj.CRS.from_epsg((32600 if (south + north) / 2 >= 0 else 32700) + zone)


def bounds_in_degrees(bounds: Bounds, crs: pyproj.CRS) -> Bounds:
    """Bounds in longitude and latitude, WGS 84; infinite where the CRS does not reach.

    Rows of NaN (no geometry) stay NaN.
    """
    flat = horizontal(crs)
    if flat.equals(WGS84, ignore_axis_order=True):
        return bounds
    transformer = pyproj.Transformer.from_crs(flat, WGS84, always_xy=True)
    corners = [(0, 1), (2, 1), (2, 3), (0, 3)]
    found = [transformer.transform(bounds[:, x], bounds[:, y]) for x, y in corners]
    longitudes = np.array([xs for xs, _ in found])
    latitudes = np.array([ys for _, ys in found])
    return np.column_stack(
        [longitudes.min(0), latitudes.min(0), longitudes.max(0), latitudes.max(0)]
    )


def extent(bounds: Bounds) -> tuple[float, float, float, float]:
    """The bounds of all finite rows together; raises `InputError` when there is none."""
    finite = bounds[np.isfinite(bounds).all(axis=1)]
    if not len(finite):
        raise InputError(
            "no-extent",
            message("no outline has coordinates that can be used"),
            message("look at the coordinates, and set the coordinate system with --crs"),
        )
    return (
        float(finite[:, 0].min()),
        float(finite[:, 1].min()),
        float(finite[:, 2].max()),
        float(finite[:, 3].max()),
    )


def in_indonesia(bounds_lonlat: Bounds) -> NDArray[np.bool_]:
    """Which rows lie in Indonesia's box (94.9 to 141.1 east, 11.1 south to 6.1 north)."""
    west, south, east, north = INDONESIA
    return np.asarray(
        (bounds_lonlat[:, 0] >= west)
        & (bounds_lonlat[:, 1] >= south)
        & (bounds_lonlat[:, 2] <= east)
        & (bounds_lonlat[:, 3] <= north)
    )


def choose_working_crs(crs: pyproj.CRS, bounds: Bounds) -> pyproj.CRS:
    """The CRS to work in for geometries with these bounds in `crs`.

    A projected CRS in metres is kept (its horizontal part); any other gives way to `working_crs`
    of the extent. Single outlines outside Indonesia do not widen the extent of those inside.
    """
    flat = horizontal(crs)
    if in_metres(flat):
        return flat
    degrees = bounds_in_degrees(bounds, flat)
    inside = in_indonesia(degrees)
    return working_crs(extent(degrees[inside] if inside.any() else degrees))


def to_working(
    geometries: NDArray[Any], source_crs: pyproj.CRS, working: pyproj.CRS
) -> NDArray[Any]:
    """The geometries in the working CRS, without Z and M; missing ones stay missing.

    Coordinates that the projection does not reach become infinite.
    """
    flat = flattened(geometries)
    source = horizontal(source_crs)
    if source.equals(working, ignore_axis_order=True):
        return flat
    transformer = pyproj.Transformer.from_crs(source, working, always_xy=True)
    for part in batches(shapely.get_num_coordinates(flat), VERTICES_AT_ONCE):
        x, y = transformer.transform(*shapely.get_coordinates(flat[part]).T)
        flat[part] = shapely.set_coordinates(flat[part], np.column_stack([x, y]))
    return flat


def no_degrees(bounds: Bounds) -> NDArray[np.bool_]:
    """Which rows cannot be degrees: longitude beyond 180 or latitude beyond 90."""
    return np.asarray(
        (np.abs(bounds[:, [0, 2]]) > 180).any(axis=1) | (np.abs(bounds[:, [1, 3]]) > 90).any(axis=1)
    )


def suspicion(bounds: Bounds, crs: pyproj.CRS) -> str:
    """What speaks against the declared CRS, judged by most of the rows.

    "degrees-as-metres": projected, but all values would fit longitude and latitude;
    "metres-as-degrees": geographic, but the values are too large for degrees;
    "axes-swapped": outside Indonesia as declared, inside with x and y exchanged;
    "outside-indonesia": plausible, but elsewhere on the globe; "" when nothing does.
    """
    finite = bounds[np.isfinite(bounds).all(axis=1)]
    if not len(finite):
        return ""
    large = no_degrees(finite)
    if crs.is_projected and not large.any():
        return "degrees-as-metres"
    if _mostly(in_indonesia(bounds_in_degrees(finite, crs))):
        return ""
    swapped = finite[:, [1, 0, 3, 2]]
    if may_be_swapped(finite, crs) and _mostly(in_indonesia(bounds_in_degrees(swapped, crs))):
        return "axes-swapped"
    if crs.is_geographic and _mostly(large):
        return "metres-as-degrees"
    return "outside-indonesia"


def may_be_swapped(bounds: Bounds, crs: pyproj.CRS) -> bool:
    """Whether x may be a latitude or a northing: the grids of metres have no negative northings.

    A negative x is an easting far west of its zone, that of the next zone most likely.
    """
    return bool(crs.is_geographic or _mostly(bounds[:, 0] >= 0))


def require_plausible(name: str, bounds: Bounds, crs: pyproj.CRS) -> bool:
    """Raise `InputError` when the CRS of layer `name` is wrongly declared.

    Returns whether the layer lies in Indonesia. Metres and degrees taken for each other and
    exchanged axes are errors; a layer elsewhere on the globe is not.
    """
    found = suspicion(bounds, crs)
    values = {"name": name, "crs": crs_label(crs)}
    if found == "degrees-as-metres":
        raise InputError(
            "crs-degrees-as-metres",
            message("{name} is declared as {crs} (metres), but holds degrees", **values),
            message("say what it is: --crs EPSG:4326"),
        )
    if found == "metres-as-degrees":
        raise InputError(
            "crs-metres-as-degrees",
            message("{name} is declared as {crs} (degrees), but holds metres", **values),
            message("name its UTM zone, for example: --crs EPSG:32647"),
        )
    if found == "axes-swapped":
        raise InputError(
            "crs-axes-swapped",
            message("{name} has x and y exchanged (latitude before longitude)", **values),
            message("say so: --swap-axes"),
        )
    return found == ""


def _mostly(rows: NDArray[np.bool_]) -> bool:
    return bool(rows.sum() * 2 > len(rows))
