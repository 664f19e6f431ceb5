"""A layer that lies aside of its reference as a whole, as maps on the datum ID74 do."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely
from numpy.typing import NDArray

from boundaries.domain.doctor_text import Suspicion, shifted
from boundaries.domain.grid_zone import DATUMS, ID74, Zone
from boundaries.geometry.crs import WGS84, horizontal
from boundaries.geometry.readings import Reading
from boundaries.geometry.shift import Shift, shift_from

FEWEST_PLACES = 50
LIKE_ID74_M = 6.0
"""A shift so near to that of ID74 is taken for it."""
LEAST_M = 10.0
GAIN = 2.0
"""The shift must bring so many times more of the lines together."""
COMMON_SHARE = 0.4
"""And, where it is not that of ID74, so much of all lines."""
MOST_PAIRS = 400


def shift_suspicion(
    reference: gpd.GeoDataFrame,
    local: gpd.GeoDataFrame,
    codes: NDArray[np.object_],
    *,
    file: str,
    declared: pyproj.CRS,
    reference_file: str,
    reference_declared: pyproj.CRS,
) -> Suspicion | None:
    """The suspicion that the outlines of one file lie aside of the reference; None if they do not.

    `reference` and `local` are villages in the working CRS (metres); `codes` gives the key of the
    reference village that each local record was taken for, "" for none. When the reference lies
    where ID74 would have put it, the suspicion is about the reference.
    """
    drawn, fixed = _pairs(reference, local, codes)
    if not len(drawn):
        return None
    working = pyproj.CRS.from_user_input(local.crs)
    expected = id74_shift(drawn, working)
    found = shift_from(drawn, fixed)
    if found is None or found.places < FEWEST_PLACES or found.after < GAIN * found.before:
        return None
    move = np.array([found.east, found.north])
    if np.hypot(*(move - expected)) <= LIKE_ID74_M:
        return shifted("crs-datum", file, declared, found, _on_id74(declared))
    if np.hypot(*(move + expected)) <= LIKE_ID74_M:
        about = shifted(
            "crs-datum", reference_file, reference_declared, _turned(found),
            _on_id74(reference_declared),
        )  # fmt: skip
        return about.of_reference()
    if found.length < LEAST_M or found.after < COMMON_SHARE:
        return None
    return shifted("crs-shift", file, declared, found, None)


def id74_shift(outlines: NDArray[np.object_], working: pyproj.CRS) -> NDArray[np.float64]:
    """Metres east and north from where ID74, read as WGS 84, puts these outlines to their place."""
    west, south, east, north = shapely.total_bounds(outlines)
    middle = ((west + east) / 2, (south + north) / 2)
    degrees = pyproj.Transformer.from_crs(working, WGS84, always_xy=True).transform(*middle)
    back = pyproj.Transformer.from_crs(DATUMS[ID74], working, always_xy=True).transform(*degrees)
    return np.subtract(back, middle)


def _pairs(
    reference: gpd.GeoDataFrame, local: gpd.GeoDataFrame, codes: NDArray[np.object_]
) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Outlines of villages that have one record in both, in the same order, evenly picked."""
    table = pd.DataFrame({"key": codes, "drawn": local.geometry.to_numpy()})
    table = table[(table["key"] != "") & ~table["key"].duplicated(keep=False)]
    fixed = reference[["key", "geometry"]].drop_duplicates("key", keep=False)
    both = pd.DataFrame(table).merge(pd.DataFrame(fixed), on="key").sort_values("key")
    picked = np.unique(np.linspace(0, max(len(both) - 1, 0), MOST_PAIRS).astype(int))
    both = both.iloc[picked] if len(both) else both
    return both["drawn"].to_numpy(dtype=object), both["geometry"].to_numpy(dtype=object)


def _on_id74(declared: pyproj.CRS) -> Reading | None:
    """The same degrees or metres on ID74; None where it has no such zone."""
    flat = horizontal(declared)
    if flat.is_geographic:
        return Reading(pyproj.CRS.from_epsg(DATUMS[ID74]))
    if flat.utm_zone is None:
        return None
    zone = Zone(number=flat.utm_zone[:-1], south=flat.utm_zone.endswith("S"))
    code = zone.code(datum=ID74)
    return Reading(pyproj.CRS.from_epsg(code)) if code else None


def _turned(shift: Shift) -> Shift:
    return Shift(-shift.east, -shift.north, shift.places, shift.before, shift.after)
