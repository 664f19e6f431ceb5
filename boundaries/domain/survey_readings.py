"""The positions that each notation of a list of points gives, before they are compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyproj
from numpy.typing import NDArray

from boundaries.domain.grid_zone import (
    DATUMS,
    ID74,
    TM3,
    UTM_ZONES,
    WGS84,
    Zone,
    parse_metres,
    parse_zone,
)
from boundaries.domain.notation import DECIMAL, DMS, Angles, parse_angles, parse_pairs
from boundaries.geometry.crs import INDONESIA

UTM = "utm"
NOTATIONS = (DMS, DECIMAL, UTM)
GEOD = pyproj.Geod(ellps="WGS84")
FITS_M = 100.0
"""A zone that brings metres within this of the degrees is the zone meant."""

_SAMPLE = 200
_SOUTH_HEADING = re.compile(r"\bLS\b|SELATAN|SOUTH")
_SIDE_HEADING = re.compile(r"\bL[US]\b|SELATAN|SOUTH|UTARA|NORTH(?!ING)")
_WEST_HEADING = re.compile(r"\bBB\b|BUJUR BARAT|WEST")

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Reading:
    """What one notation says of every point.

    `notation` is one of `NOTATIONS`; `columns` are the headings it stands under; `lon`, `lat` are
    degrees on WGS 84 (NaN where nothing is read); `present` tells where something is written at
    all; `unit_m` is the size of the last digit of degrees in metres (0 for metres); `carried` tells
    where 60 seconds were read as a minute, `turned` where letters show that the columns are
    exchanged. `x`, `y` and `epsg` are the metres and the codes of their zones, for notation "utm".
    """

    notation: str
    columns: tuple[str, ...]
    lon: Floats
    lat: Floats
    present: NDArray[np.bool_]
    unit_m: Floats
    carried: NDArray[np.bool_]
    turned: NDArray[np.bool_]
    x: Floats | None = None
    y: Floats | None = None
    epsg: NDArray[np.int64] | None = None

    @property
    def known(self) -> NDArray[np.bool_]:
        """Where a position was read."""
        return np.isfinite(self.lon) & np.isfinite(self.lat)


@dataclass(frozen=True)
class Column:
    """A column of positions: its heading, its texts without blanks around, its kind.

    `kind` is one of `NOTATIONS`, or "" when its first values are no coordinates; of `angles` and
    `metres` those are read that the kind asks for.
    """

    name: str
    texts: list[str]
    kind: str
    angles: Angles | None = None
    metres: Floats | None = None


def read_column(name: str, texts: list[str]) -> Column:
    """A column of coordinates of one axis, its kind judged by its first values."""
    sample = [text for text in texts if text][:_SAMPLE]
    angles = parse_angles(sample)
    degrees = np.isfinite(angles.degrees)
    metric = np.isfinite(parse_metres(sample)) & ~degrees
    if not degrees.any() and not metric.any():
        return Column(name, texts, "")
    if metric.sum() > degrees.sum():
        return Column(name, texts, UTM, metres=parse_metres(texts))
    kind = DMS if (angles.style[degrees] == DMS).mean() >= 0.5 else DECIMAL
    return Column(name, texts, kind, parse_angles(texts))


def pair_reading(name: str, texts: list[str]) -> Reading | None:
    """The reading of a column that holds latitude and longitude; None when its head does not."""
    sample = [text for text in texts if text][:_SAMPLE]
    if not np.isfinite(parse_pairs(sample)[0].degrees).any():
        return None
    lat, lon = parse_pairs(texts)
    return _geographic((name,), lat, lon, np.array([text != "" for text in texts]))


def geographic_reading(north: Column, east: Column, *, south: bool = False) -> Reading:
    """The reading of a column of latitudes and one of longitudes.

    A heading that names the southern or western hemisphere (`Lintang (LS)`), and `south`, count for
    angles without sign and letter. Where the letters of both columns say so, they are exchanged.
    """
    assert north.angles is not None and east.angles is not None  # noqa: S101, PT018
    lat = _signed(north.angles, south or _SOUTH_HEADING.search(north.name.upper()) is not None)
    lon = _signed(east.angles, _WEST_HEADING.search(east.name.upper()) is not None)
    present = np.array([a != "" or b != "" for a, b in zip(north.texts, east.texts, strict=True)])
    return _geographic((north.name, east.name), lat, lon, present)


def hemisphere_open(north: Column) -> bool:
    """Whether degrees, minutes and seconds of latitude come without letter, sign and heading."""
    if north.kind != DMS or north.angles is None or _SIDE_HEADING.search(north.name.upper()):
        return False
    known = np.isfinite(north.angles.degrees)
    return bool((north.angles.axis[known] == "").all() and (north.angles.degrees[known] >= 0).all())


def grid_reading(
    north: Column, east: Column, zones: Sequence[Zone | None], *, south: bool, datum: str
) -> Reading:
    """The reading of metres with the zone of each point; nothing is read without a zone."""
    codes = {zone: zone.code(south=south, datum=datum) if zone else 0 for zone in set(zones)}
    epsg = np.array([codes[zone] for zone in zones], dtype=np.int64)
    assert east.metres is not None and north.metres is not None  # noqa: S101, PT018
    x, y = east.metres, north.metres
    lon, lat = grid_to_degrees(x, y, epsg)
    present = np.array([a != "" or b != "" for a, b in zip(north.texts, east.texts, strict=True)])
    return Reading(
        notation=UTM,
        columns=(north.name, east.name),
        lon=lon,
        lat=lat,
        present=present,
        unit_m=np.zeros(len(lon)),
        carried=np.zeros(len(lon), dtype=np.bool_),
        turned=np.zeros(len(lon), dtype=np.bool_),
        x=x,
        y=y,
        epsg=epsg,
    )


def grid_to_degrees(x: Floats, y: Floats, epsg: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Longitude and latitude on the zone's own datum; NaN for code 0 and beyond the projection."""
    lon, lat = np.full(len(x), np.nan), np.full(len(x), np.nan)
    for code in np.unique(epsg[epsg > 0]):
        at = (epsg == code) & np.isfinite(x) & np.isfinite(y)
        crs = pyproj.CRS.from_epsg(int(code))
        degrees = pyproj.Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)
        lon[at], lat[at] = degrees.transform(x[at], y[at])
    outside = ~(np.isfinite(lon) & np.isfinite(lat))
    lon[outside] = lat[outside] = np.nan
    return lon, lat


def on_wgs84(reading: Reading, datum: str) -> Reading:
    """The reading on WGS 84: ID74 is transformed, the other datums count as equal to it."""
    if datum != ID74:
        return reading
    shift = pyproj.Transformer.from_crs(DATUMS[ID74], DATUMS[WGS84], always_xy=True)
    lon, lat = reading.lon.copy(), reading.lat.copy()
    at = reading.known
    lon[at], lat[at] = shift.transform(lon[at], lat[at])
    return replace(reading, lon=lon, lat=lat)


def parse_zones(texts: Sequence[str]) -> list[Zone | None]:
    """The zone that each text names."""
    known = {text: parse_zone(text) for text in set(texts)}
    return [known[text] for text in texts]


def fitting_zone(x: Floats, y: Floats, reading: Reading) -> tuple[Zone | None, int, float]:
    """The zone in which metres come nearest to degrees, how many fit, and their median distance.

    All UTM and TM-3 zones are tried; None when no zone brings half of the points within `FITS_M`.
    """
    usable = np.flatnonzero(np.isfinite(x) & np.isfinite(y) & reading.known)
    if not len(usable):
        return None, 0, np.nan
    sample = usable[:: max(len(usable) // 1000, 1)]
    candidates = [Zone(f"{number}", south) for number in UTM_ZONES for south in (False, True)]
    candidates += [Zone(name) for name in TM3]
    trials = [(_distances(x, y, reading, zone, sample), zone) for zone in candidates]
    best, zone = min(trials, key=lambda trial: float(np.median(trial[0])))
    if not np.median(best) <= FITS_M:
        return None, 0, float(np.median(best))
    distances = _distances(x, y, reading, zone, usable)
    return zone, int((distances <= FITS_M).sum()), float(np.median(distances))


def zone_in_indonesia(x: Floats, y: Floats, zone: Zone) -> bool:
    """Whether an open hemisphere must be the southern one for the points to lie in Indonesia."""
    counts = []
    for south in (False, True):
        code = np.full(len(x), zone.code(south=south), dtype=np.int64)
        counts.append(int(inside(*grid_to_degrees(x, y, code)).sum()))
    return counts[1] > counts[0]


def inside(lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    """Which positions lie in Indonesia's box."""
    west, south, east, north = INDONESIA
    return np.asarray((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))


def distances_m(lon_a: Floats, lat_a: Floats, lon_b: Floats, lat_b: Floats) -> Floats:
    """Ellipsoidal distances in metres; NaN where a position is missing.

    A latitude beyond the pole, as exchanged columns give it, counts as the pole.
    """
    result = np.full(len(lon_a), np.nan)
    known = np.isfinite(lon_a) & np.isfinite(lat_a) & np.isfinite(lon_b) & np.isfinite(lat_b)
    if known.any():
        from_lat, to_lat = np.clip(lat_a[known], -90, 90), np.clip(lat_b[known], -90, 90)
        result[known] = GEOD.inv(lon_a[known], from_lat, lon_b[known], to_lat)[2]
    return result


def _distances(x: Floats, y: Floats, reading: Reading, zone: Zone, at: NDArray[np.int64]) -> Floats:
    lon, lat = grid_to_degrees(x[at], y[at], np.full(len(at), zone.code(), dtype=np.int64))
    found = distances_m(lon, lat, reading.lon[at], reading.lat[at])
    return np.where(np.isfinite(found), found, np.inf)


def _geographic(
    columns: tuple[str, ...], lat: Angles, lon: Angles, present: NDArray[np.bool_]
) -> Reading:
    turned = (lat.axis == "lon") & (lon.axis == "lat")
    contrary = ~turned & ((lat.axis == "lon") | (lon.axis == "lat"))
    lats = np.where(turned, lon.degrees, lat.degrees)
    lons = np.where(turned, lat.degrees, lon.degrees)
    unread = contrary | ~np.isfinite(lats) | ~np.isfinite(lons)
    styles = np.concatenate([lat.style[~unread], lon.style[~unread]])
    return Reading(
        notation=DMS if len(styles) and (styles == DMS).mean() >= 0.5 else DECIMAL,
        columns=columns,
        lon=np.where(unread, np.nan, lons),
        lat=np.where(unread, np.nan, lats),
        present=present,
        unit_m=np.maximum(lat.unit, lon.unit) * 111_320,
        carried=(lat.carried | lon.carried) & ~unread,
        turned=turned & ~unread,
    )


def _signed(angles: Angles, negative: bool) -> Angles:
    if not negative:
        return angles
    open_ = angles.axis == ""
    return replace(angles, degrees=np.where(open_, -np.abs(angles.degrees), angles.degrees))
