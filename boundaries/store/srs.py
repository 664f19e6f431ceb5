"""The number under which a store knows the working CRS."""

from __future__ import annotations

from zlib import crc32

from pyproj import CRS

FIRST_OWN = 910_000
"""Where PostGIS lets users number their own systems, up to 998,999."""
OWN_NUMBERS = 88_000


def srs_number(crs: CRS) -> int:
    """The EPSG code, or for a CRS without one a lasting number made of its definition."""
    code = crs.to_epsg()
    if code is not None:
        return int(code)
    return FIRST_OWN + crc32(crs.to_wkt().encode()) % OWN_NUMBERS


def crs_text(crs: CRS) -> str:
    """The CRS as text that gives it back exactly: "EPSG:32647" or well-known text."""
    code = crs.to_epsg()
    return crs.to_wkt() if code is None else f"EPSG:{code}"
