"""Zones of map grids in Indonesia (UTM and TM-3), and metres as lists write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyproj
from numpy.typing import NDArray

TM3 = {
    name: 23830 + place
    for place, name in enumerate(
        "46.2 47.1 47.2 48.1 48.2 49.1 49.2 50.1 50.2 51.1 51.2 52.1 52.2 53.1 53.2 54.1".split()
    )
}
"""EPSG codes of DGN95 / Indonesia TM-3 by zone."""
UTM_ZONES = range(46, 55)
WGS84 = "WGS 84"
SRGI2013 = "SRGI2013"
DGN95 = "DGN95"
ID74 = "ID74"
DATUMS = {WGS84: 4326, SRGI2013: 9470, DGN95: 4755, ID74: 4238}
"""EPSG codes of the geographic systems of the datums in use."""

_ID74_NORTH = {zone: 23846 + zone - 46 for zone in range(46, 53)}
_ID74_SOUTH = {zone: 23887 + zone - 47 for zone in range(47, 55)}

_DATUM_WORDS = (
    (SRGI2013, re.compile(r"SRGI")),
    (DGN95, re.compile(r"DGN *-? *(?:19)?95")),
    (ID74, re.compile(r"\bID *-? *(?:19)?74|INDONESIA(?:N)? *(?:DATUM)? *(?:19)?74")),
    (WGS84, re.compile(r"WGS *-? *(?:19)?84")),
)
_NORTH = r"N|U|NORTH|UTARA|LU"
_SOUTH = r"S|L|M|SOUTH|SELATAN|LS"
_SIDE = rf"(?: *[-°_]? *(?P<side>{_NORTH}|{_SOUTH}))?(?![A-Z])"
_EPSG = re.compile(r"(?:EPSG *:? *)?(?P<epsg>\d{4,5})")
_ZONE = re.compile(rf"(?P<number>4[6-9]|5[0-4])(?:[.,](?P<part>[12]))?{_SIDE}")
_IN_TEXT = re.compile(
    rf"(?:UTM|TM *-? *3|ZON[AE]|ZONE)[^0-9]{{0,14}}(?:TM *-? *3[^0-9]{{1,8}})?{_ZONE.pattern}"
)
_EPSG_IN_TEXT = re.compile(r"EPSG *:? *(?P<epsg>\d{4,5})")
_TAILS = re.compile(r"(?i)^(?:[xyentu]\b *[:=]? *)?|(?: *m(?:eter)?\.?)?(?: *[entu])? *$")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*(?:(?!\1)[.,](\d+))?")
_METRES = re.compile(r"[+-]?\d+(?:[.,](\d+))?")


@dataclass(frozen=True)
class Zone:
    """A zone of UTM ("47"), of TM-3 ("47.2"), or any projected system by its EPSG code.

    `south` is None where the text leaves the hemisphere open.
    """

    number: str = ""
    south: bool | None = None
    epsg: int = 0

    def code(self, *, south: bool = False, datum: str = WGS84) -> int:
        """The EPSG code; `south` serves where the zone itself leaves the hemisphere open.

        Metres on SRGI2013 and DGN95 have the same codes as those on WGS 84: the projection is the
        same. Zones of ID74 have their own; where it has none, 0.
        """
        if self.epsg or self.number in TM3:
            return self.epsg or TM3[self.number]
        zone, is_south = int(self.number), south if self.south is None else self.south
        if datum == ID74:
            return (_ID74_SOUTH if is_south else _ID74_NORTH).get(zone, 0)
        return (32700 if is_south else 32600) + zone

    def __str__(self) -> str:
        letter = {None: "", True: "S", False: "N"}[self.south]
        return f"EPSG:{self.epsg}" if self.epsg else f"{self.number}{letter}"


def parse_zone(text: str) -> Zone | None:
    """The zone that a cell names: `47N`, `UTM 47 N`, `49 LS`, `TM-3 47.2`, `EPSG:32647`.

    U is utara (north), S south; M and L are the southern bands of UTM in Indonesia. None where the
    text names none.
    """
    upper = text.strip().upper()
    code = _EPSG.fullmatch(upper)
    if code:
        return _by_code(int(code["epsg"]))
    match = _ZONE.fullmatch(upper)
    return _zone(match) if match else zone_in(upper)


def zone_in(text: str) -> Zone | None:
    """The zone that a heading or title mentions, such as `Koordinat UTM Zona 47N (m)`."""
    upper = text.upper().replace("_", " ")
    code = _EPSG_IN_TEXT.search(upper)
    if code:
        return _by_code(int(code["epsg"]))
    match = _IN_TEXT.search(upper)
    return _zone(match) if match else None


def datum_in(text: str) -> str:
    """The datum that a text names, one of `DATUMS`; "" where it names none."""
    upper = text.upper()
    return next((name for name, words in _DATUM_WORDS if words.search(upper)), "")


def parse_metres(texts: Sequence[str]) -> NDArray[np.float64]:
    """Coordinates in metres; NaN where a text is none.

    Understood are decimal points and commas, thousands grouped by the other sign, by spaces or
    apostrophes, a unit or axis letter beside the number. `513.333` alone is a decimal number.
    """
    return np.array([_metres(text) for text in texts], dtype=np.float64)


def _metres(text: str) -> float:
    plain = _METRES.fullmatch(text)
    if plain:
        return float(text.replace(",", "."))
    if len(text) > 40:
        return float("nan")
    bare = _TAILS.sub("", text.strip().replace("\N{NO-BREAK SPACE}", " "))
    if _METRES.fullmatch(bare):
        return float(bare.replace(",", "."))
    match = _GROUPED.fullmatch(bare)
    if not match:
        return float("nan")
    tail = match[2] or ""
    whole = bare[: len(bare) - len(tail) - 1] if tail else bare
    digits = re.sub(r"[.,' ]", "", whole)
    return float(f"{digits}.{tail or 0}")


def _zone(match: re.Match[str]) -> Zone | None:
    if match["part"]:
        name = f"{match['number']}.{match['part']}"
        return Zone(number=name) if name in TM3 else None
    side = match["side"]
    return Zone(
        number=match["number"],
        south=None if side is None else re.fullmatch(_SOUTH, side) is not None,
    )


def _by_code(epsg: int) -> Zone | None:
    """The zone of an EPSG code; None when it is no projected system in metres."""
    try:
        crs = pyproj.CRS.from_epsg(epsg)
    except pyproj.exceptions.CRSError:
        return None
    return Zone(epsg=epsg) if crs.is_projected else None
