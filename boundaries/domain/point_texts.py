"""Coordinates of points as they stand in the attributes of data that is handed over."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS, Transformer

from boundaries.domain.grid_zone import Zone
from boundaries.domain.notation import LATITUDE, LONGITUDE, format_dms
from boundaries.geometry.metrics import WGS84

SECOND_DECIMALS, METRE_DECIMALS = 3, 2
COLUMNS = ("lat", "lon", "x", "y")


def point_texts(points: gpd.GeoSeries, zone: int | None = None) -> tuple[pd.DataFrame, int]:
    """Columns `lat`, `lon` (text) and `x`, `y` (UTM, metres with two decimals); the EPSG code.

    The zone is `zone`, an EPSG code, or that of the middle of the points; it is southern where one
    of them lies south of the equator. Without points the code is 0.
    """
    if points.empty:
        return pd.DataFrame({name: [] for name in COLUMNS}, dtype=object), zone or 0
    places = shapely.get_coordinates(points.to_numpy())
    crs = CRS.from_user_input(points.crs)
    lon, lat = Transformer.from_crs(crs, WGS84, always_xy=True).transform(*places.T)
    code = zone or _zone(np.asarray(lon), np.asarray(lat)).code()
    x, y = Transformer.from_crs(WGS84, CRS.from_epsg(code), always_xy=True).transform(lon, lat)
    table = pd.DataFrame(
        {
            "lat": format_dms(lat, LATITUDE, decimals=SECOND_DECIMALS, comma=True),
            "lon": format_dms(lon, LONGITUDE, decimals=SECOND_DECIMALS, comma=True),
            "x": np.round(x, METRE_DECIMALS),
            "y": np.round(y, METRE_DECIMALS),
        },
        index=points.index,
    )
    return table, code


def _zone(lon: np.ndarray, lat: np.ndarray) -> Zone:
    middle = (lon.min() + lon.max()) / 2
    return Zone(number=str(int((middle + 180) // 6) + 1), south=bool((lat < 0).any()))
