"""A position as people type it: degrees in any notation, or UTM."""

from __future__ import annotations

import re

import numpy as np
from pyproj import CRS, Transformer

from boundaries.domain.grid_zone import parse_metres, parse_zone
from boundaries.domain.notation import parse_pair
from boundaries.errors import ParameterError
from boundaries.messages import message

MOST_CHARACTERS = 120
_UTM = re.compile(
    r"(?:UTM\s*)?(?:(?:ZONA\s*)?(?P<zone>\d{1,2}\s*[NSULM])\b)?[\s,;:]*(?P<metres>.+)", re.I
)
_METRES = re.compile(
    r"(?P<x>[\d.,' ]*\d)\s*(?:M[TE]?\b)?[\s;,]+(?P<y>[\d.,']+)\s*(?:M[UN]?)?", re.I
)


def typed_position(text: str, working: CRS) -> tuple[float, float]:
    """Longitude and latitude in degrees of a typed position.

    Understood are degrees (`3 02 11,482 LU 99 37 05,119 BT`, `3.0365, 99.618`) and UTM (`47N 569123
    335123`; without zone that of the working CRS). Raises `ParameterError` for anything else.
    """
    pair = parse_pair(text)
    if pair is not None:
        lat, lon = pair[0].degrees, pair[1].degrees
        return (lat, lon) if abs(lat) > 90 else (lon, lat)
    found = _utm(text, working) if len(text) <= MOST_CHARACTERS else None
    if found is None:
        raise ParameterError(
            "position",
            message("{text!r} is no position", text=text[:MOST_CHARACTERS]),
            message(
                "type 3°02'11,482\" LU 99°37'05,119\" BT, or 3.0365, 99.6180, or 47N 569123 335123"
            ),
        )
    return found


def _utm(text: str, working: CRS) -> tuple[float, float] | None:
    whole = _UTM.fullmatch(text.strip())
    metres = _METRES.fullmatch(whole["metres"].strip()) if whole else None
    if whole is None or metres is None:
        return None
    x, y = parse_metres([metres["x"].strip(), metres["y"].strip()])
    zone = parse_zone(whole["zone"]) if whole["zone"] else None
    crs = CRS.from_epsg(zone.code()) if zone and zone.code() else working
    lon, lat = Transformer.from_crs(crs, 4326, always_xy=True).transform(x, y)
    return (float(lon), float(lat)) if np.isfinite([lon, lat]).all() else None
