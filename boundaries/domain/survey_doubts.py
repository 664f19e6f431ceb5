"""Why notations of a point may disagree, and which points lie where they cannot be meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boundaries.domain.notation import DECIMAL, DMS
from boundaries.domain.survey_readings import (
    UTM,
    Floats,
    Reading,
    distances_m,
    grid_to_degrees,
    inside,
)
from boundaries.messages import Message, message

NOTATION_WORDS = {
    DMS: message("degrees, minutes and seconds"),
    DECIMAL: message("decimal degrees"),
    UTM: message("metres (X, Y)"),
}
EXPLAINED_M = 1.0
"""A mistake explains a disagreement when undoing it brings the notations this near."""
FAR_LEAST_M = 5_000.0
FAR_TIMES = 10.0
"""A point is far when it is farther from the middle of the points than both limits allow: metres,
and times the median distance."""

_NORTH_CODES = range(32601, 32661)
_SOUTH_CODES = range(32701, 32761)


@dataclass(frozen=True)
class Disagreement:
    """The readings of every point compared in pairs.

    `greatest_m` is the greatest distance between two readings of a point, NaN where fewer than two
    are known; `first`, `second` are the places of the two readings in the list of readings.
    """

    greatest_m: Floats
    first: NDArray[np.int64]
    second: NDArray[np.int64]


def disagreement(readings: Sequence[Reading], count: int) -> Disagreement:
    """Compare all readings of `count` points."""
    greatest = np.full(count, np.nan)
    first = np.zeros(count, dtype=np.int64)
    second = np.zeros(count, dtype=np.int64)
    for i, a in enumerate(readings):
        for j, b in enumerate(readings[i + 1 :], start=i + 1):
            apart = distances_m(a.lon, a.lat, b.lon, b.lat)
            wider = np.isfinite(apart) & ~(apart <= greatest)
            greatest[wider], first[wider], second[wider] = apart[wider], i, j
    return Disagreement(greatest, first, second)


def explain(readings: Sequence[Reading], at: int, tolerance_m: float) -> Message:
    """What the readings of one conflicting point tell of the mistake."""
    known = [reading for reading in readings if reading.known[at]]
    for reading in known:
        others = [other for other in known if other is not reading]
        for fix, lon, lat in alternatives(reading, np.array([at])):
            near = [
                distances_m(lon, lat, other.lon[[at]], other.lat[[at]])[0] <= EXPLAINED_M
                for other in others
            ]
            if all(near):
                return message(
                    "{notation} would agree {fix}",
                    notation=NOTATION_WORDS[reading.notation], fix=fix,
                )  # fmt: skip
    if _typed_as_decimals(known, at):
        return message("minutes and seconds were typed as decimals of a degree")
    return _rounded(known, at) or _odd_one(known, at, tolerance_m)


def alternatives(
    reading: Reading, at: NDArray[np.int64]
) -> Iterator[tuple[Message, Floats, Floats]]:
    """Positions of the points `at` if one of the usual mistakes were undone, with its name."""
    if reading.x is None or reading.y is None or reading.epsg is None:
        lon, lat = reading.lon[at], reading.lat[at]
        yield message("with latitude and longitude exchanged"), lat, lon
        yield message("in the other hemisphere (north or south)"), lon, -lat
        yield message("with both exchanged and the other hemisphere"), lat, -lon
        return
    x, y, epsg = reading.x[at], reading.y[at], reading.epsg[at]
    yield (message("with X and Y exchanged"), *grid_to_degrees(y, x, epsg))
    for step in (-1, 1):
        text = message("in the neighbouring zone to the west")
        if step > 0:
            text = message("in the neighbouring zone to the east")
        yield (text, *grid_to_degrees(x, y, _moved(epsg, step)))
    yield (
        message("in the zone of the other hemisphere (north or south)"),
        *grid_to_degrees(x, y, _across(epsg)),
    )


@dataclass(frozen=True)
class Suspicion:
    """Points that cannot be meant: their places, distances from where they belong, and fixes.

    `after_m` and `fix` tell how near the mistake named would bring them when undone; NaN and None
    where none of the usual mistakes explains the place.
    """

    at: NDArray[np.int64]
    outside: NDArray[np.bool_]
    before_m: Floats
    after_m: Floats
    fix: list[Message | None]


def suspicions(
    lon: Floats,
    lat: Floats,
    taken: NDArray[np.int64],
    readings: Sequence[Reading],
    *,
    area: tuple[float, float, float, float] | None = None,
) -> Suspicion:
    """Points outside Indonesia, or far from the other points or from the `area` given (degrees).

    `taken` gives the place of the reading that each position comes from.
    """
    known = np.isfinite(lon) & np.isfinite(lat)
    at_home = known & inside(lon, lat)
    away = _Away(lon, lat, at_home, area)
    before = away.metres(lon, lat)
    suspect = np.flatnonzero(known & (~at_home | (before > away.limit)))
    after = np.full(len(suspect), np.nan)
    fixes: list[Message | None] = [None] * len(suspect)
    for place, reading in enumerate(readings):
        own = np.flatnonzero(taken[suspect] == place)
        if not len(own):
            continue
        for fix, new_lon, new_lat in alternatives(reading, suspect[own]):
            apart = away.metres(new_lon, new_lat)
            apart = np.where(np.isfinite(apart), apart, 0.0 if away.limit == np.inf else np.inf)
            better = inside(new_lon, new_lat) & (apart <= away.limit)
            better &= ~(after[own] <= apart)
            after[own[better]] = apart[better]
            for each in own[better]:
                fixes[each] = fix
    return Suspicion(suspect, ~at_home[suspect], before[suspect], after, fixes)


class _Away:
    """Distances from the middle of the points, or from an area, and the limit they should keep."""

    def __init__(
        self,
        lon: Floats,
        lat: Floats,
        at_home: NDArray[np.bool_],
        area: tuple[float, float, float, float] | None,
    ) -> None:
        self.area = area
        self.middle = (np.nan, np.nan)
        self.limit = np.inf
        if at_home.any():
            self.middle = (float(np.median(lon[at_home])), float(np.median(lat[at_home])))
        if area is not None:
            self.limit = FAR_LEAST_M
        elif at_home.sum() >= 3:
            usual = float(np.median(self.metres(lon[at_home], lat[at_home])))
            self.limit = max(FAR_LEAST_M, FAR_TIMES * usual)

    def metres(self, lon: Floats, lat: Floats) -> Floats:
        """Metres from the area, or from the middle; NaN where there is neither."""
        if self.area is None:
            to_lon, to_lat = np.full(len(lon), self.middle[0]), np.full(len(lon), self.middle[1])
        else:
            west, south, east, north = self.area
            to_lon, to_lat = np.clip(lon, west, east), np.clip(lat, south, north)
        return distances_m(lon, lat, to_lon, to_lat)


def _moved(epsg: NDArray[np.int64], step: int) -> NDArray[np.int64]:
    """Codes of the neighbouring zone; 0 for systems whose neighbours are not known by number."""
    moved = epsg + step
    same = (np.isin(epsg, _NORTH_CODES) & np.isin(moved, _NORTH_CODES)) | (
        np.isin(epsg, _SOUTH_CODES) & np.isin(moved, _SOUTH_CODES)
    )
    return np.where(same, moved, 0)


def _across(epsg: NDArray[np.int64]) -> NDArray[np.int64]:
    """Codes of the same zone on the other side of the equator; 0 where there is none."""
    north, south = np.isin(epsg, _NORTH_CODES), np.isin(epsg, _SOUTH_CODES)
    return np.where(north, epsg + 100, np.where(south, epsg - 100, 0))


def _typed_as_decimals(known: Sequence[Reading], at: int) -> bool:
    """Whether decimals repeat the digits of minutes and seconds (2.5830 for 2° 58' 30")."""
    for source in known:
        for other in known:
            if other.notation == DECIMAL and other is not source:
                written = np.array([other.lon[at], other.lat[at]])
                digits = _as_digits(np.array([source.lon[at], source.lat[at]]))
                if (np.abs(written - digits) < 1.01e-4).any():
                    return True
    return False


def _as_digits(degrees: Floats) -> Floats:
    """The number that has minutes and seconds as its decimals."""
    seconds = np.abs(degrees) * 3600
    whole, rest = np.divmod(seconds, 3600)
    minutes, rest = np.divmod(rest, 60)
    return np.asarray(np.sign(degrees) * (whole + minutes / 100 + rest / 10_000))


def _rounded(known: Sequence[Reading], at: int) -> Message | None:
    """That rounding explains the disagreement, where it does."""
    coarse = max(known, key=lambda reading: float(reading.unit_m[at]))
    finer = [reading for reading in known if reading is not coarse]
    reach = 0.71 * float(coarse.unit_m[at])
    apart = [
        distances_m(coarse.lon[[at]], coarse.lat[[at]], r.lon[[at]], r.lat[[at]])[0] for r in finer
    ]
    if not apart or max(apart) > reach:
        return None
    return message("rounding of the {notation} explains it",
                   notation=NOTATION_WORDS[coarse.notation])  # fmt: skip


def _odd_one(known: Sequence[Reading], at: int, tolerance_m: float) -> Message:
    """Which reading stands against two that agree; without such, that the cause is unknown."""
    for odd in known:
        others = [reading for reading in known if reading is not odd]
        if len(others) >= 2:
            a, b = others[:2]
            apart = distances_m(a.lon[[at]], a.lat[[at]], b.lon[[at]], b.lat[[at]])[0]
            if apart <= tolerance_m:
                return message(
                    "the others agree; {notation} stands alone",
                    notation=NOTATION_WORDS[odd.notation],
                )
    return message("no usual mistake explains it")
