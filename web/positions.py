"""Positions as text: degrees, minutes and seconds, and UTM."""

from __future__ import annotations

from functools import lru_cache

from flask_babel import format_decimal, gettext
from pyproj import CRS, Transformer

Zone = tuple[int, str]


def project_zone(crs: CRS) -> Zone | None:
    """Zone number and hemisphere ("N" or "S") of a UTM system, None for any other."""
    name = crs.utm_zone
    return (int(name[:-1]), name[-1]) if name else None


def system_title(crs: CRS) -> str:
    """A coordinate system as people call it."""
    zone = project_zone(crs)
    if zone is None:
        return crs.name
    datum = crs.name.partition(" / ")[0]
    return str(gettext("%(datum)s, UTM zone %(zone)s", datum=datum, zone=f"{zone[0]}{zone[1]}"))


def zone_at(lon: float, lat: float) -> Zone:
    """The UTM zone and hemisphere of a position in degrees."""
    return int((lon + 180) // 6) + 1, "N" if lat >= 0 else "S"


@lru_cache
def _projection(zone: Zone) -> Transformer:
    number, hemisphere = zone
    code = (32600 if hemisphere == "N" else 32700) + number
    return Transformer.from_crs(4326, code, always_xy=True)


def degrees(lon: float, lat: float) -> str:
    """Latitude and longitude such as 3°02′11,482″ LU 99°37′05,119″ BT."""
    north, east = gettext("N"), gettext("E")
    south, west = gettext("S"), gettext("W")
    return f"{_dms(lat, north, south)} {_dms(lon, east, west)}"


def _dms(value: float, positive: str, negative: str) -> str:
    thousandths = round(abs(value) * 3_600_000)
    minutes, rest = divmod(thousandths, 60_000)
    whole, minute = divmod(minutes, 60)
    second = format_decimal(rest / 1000, format="00.000")
    return f"{whole}°{minute:02d}′{second}″ {positive if value >= 0 else negative}"


def utm(lon: float, lat: float, zone: Zone | None) -> str:
    """Easting and northing in metres, in `zone` or in the zone of the position."""
    zone = zone or zone_at(lon, lat)
    easting, northing = _projection(zone).transform(lon, lat)
    text = [format_decimal(value, format="#,##0.00") for value in (easting, northing)]
    return f"UTM {zone[0]}{zone[1]} {text[0]} {gettext('mE')} {text[1]} {gettext('mN')}"
