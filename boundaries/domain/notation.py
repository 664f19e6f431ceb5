"""Notations of angles: degrees in every spelling that lists and papers use.

Hemispheres are read in Indonesian and English (LU LS BT BB, U S T B, N S E W and their words):
`T` is timur (east) and `B` barat (west). Decimal commas and points are both understood.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

LATITUDE = "lat"
LONGITUDE = "lon"
DMS = "dms"
DECIMAL = "decimal"
MOST_CHARACTERS = 120
"""No notation of a coordinate is longer."""

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("º˚∘ø\N{REPLACEMENT CHARACTER}", "°"),
        **dict.fromkeys("′’‘`´ʹʼ＇", "'"),
        **dict.fromkeys("″”“„ʺ＂", '"'),
        **dict.fromkeys("−–—‐‑", "-"),
        **dict.fromkeys("\t\r\n\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}", " "),
        **dict.fromkeys("Â\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NO-BREAK SPACE}", ""),
    }
)
_ENCODED_TWICE = {"â€²": "'", "â€³": '"', "â€™": "'", "â€œ": '"'}

_NUMBER = r"(?:\d+(?:[.,]\d+)?|[.,]\d+)"
_SIDES = {
    (LATITUDE, 1): r"LINTANG +UTARA|NORTH|UTARA|L\.? ?U\.?|N|U",
    (LATITUDE, -1): r"LINTANG +SELATAN|SOUTH|SELATAN|L\.? ?S\.?|S",
    (LONGITUDE, 1): r"BUJUR +TIMUR|EAST|TIMUR|B\.? ?T\.?|E|T",
    (LONGITUDE, -1): r"BUJUR +BARAT|WEST|BARAT|B\.? ?B\.?|W|B",
}
_SIDE = {side: re.compile(words) for side, words in _SIDES.items()}
_HEMISPHERE = "|".join(_SIDES.values())
_DEGREES = r"°|DERAJAT|DEG\w*\.?|D|O"
_MINUTES = r"'|MENIT|MIN\w*\.?|M"
_SECONDS = r"\"|''|DETIK|DT\.?|SEC\w*\.?"
_BETWEEN = r"(?: *(?:{}) *| *: *| +|-)"
_ANGLE = re.compile(
    rf"(?P<before>{_HEMISPHERE})?[ :=]*(?P<sign>[+-])? *(?P<d>{_NUMBER})"
    rf"(?:{_BETWEEN.format(_DEGREES)}(?P<m>{_NUMBER})"
    rf"(?:{_BETWEEN.format(_MINUTES)}(?P<s>{_NUMBER}) *(?:{_SECONDS})?)?"
    rf" *(?:{_MINUTES})?)?"
    rf" *(?:{_DEGREES})? *(?P<after>{_HEMISPHERE})?[ .]*"
)
_USUAL = r"(\d{1,3})° *(\d{1,2})' *(\d{1,2}(?:[.,]\d+)?)\" *([NSEW]|L[US]|B[TB])"
_USUAL_ANGLE = re.compile(_USUAL)
_USUAL_PAIR = re.compile(rf"{_USUAL}[,;\s]+{_USUAL}")
_DOTTED = re.compile(r"(?<![\d.,])(\d{1,3})\.(\d{1,2})\.(\d{1,2}(?:[.,]\d+)?)(?![\d.,])")
_LETTERED = re.compile(
    rf"(\d)\s*[dD]\s*({_NUMBER})\s*[mM]\s*({_NUMBER})\s*(?:s(?![a-z])|S(?=\s*[A-Za-z]))\s*"
)
_UNSURE = re.compile(r"\d *D *\d+ *M *[\d.,]+ *S *$")
_PLAIN = re.compile(r"\s*[+-]?\d+(?:[.,](\d+))?\s*")
_SPLITS = tuple(re.compile(each) for each in (r"[;|/]", r", +", r"(?<=[A-Z]),?| +", r","))


class Angle(NamedTuple):
    """An angle in degrees, negative in the south and west.

    `axis` is "lat", "lon", or "" where no hemisphere is written; `style` is "dms" (with minutes) or
    "decimal"; `unit` is the size of its last digit in degrees; `carried` tells that it was written
    with 60 seconds, which rounding makes and which is one minute more.
    """

    degrees: float
    axis: str
    style: str
    unit: float
    carried: bool = False


@dataclass(frozen=True)
class Angles:
    """The angles of a column, one entry per text: NaN where a text is none; see `Angle`."""

    degrees: NDArray[np.float64]
    axis: NDArray[np.object_]
    style: NDArray[np.object_]
    unit: NDArray[np.float64]
    carried: NDArray[np.bool_]


def parse_angle(text: str) -> Angle | None:
    """The angle that a text notes, None when it notes none or an impossible one.

    Impossible are 60 minutes or more, more than 60 seconds, a latitude beyond 90 degrees, an angle
    beyond 180, decimals before a smaller unit, two contrary hemispheres, and a minus before a
    northern or eastern one (a minus before S or W only repeats it). `3D 19M 16S` is none either:
    its S may mean seconds or the south.
    """
    if len(text) > MOST_CHARACTERS:
        return None
    usual = _USUAL_ANGLE.fullmatch(text)
    if usual:
        return _of_parts(usual.group(1, 2, 3), *_side(usual[4]))
    return _plain(text) or _noted(_tidy(text))


def parse_angles(texts: Sequence[str]) -> Angles:
    """The angles of many texts; equal to `parse_angle` of each."""
    return _columns([parse_angle(text) for text in texts])


def parse_pair(text: str) -> tuple[Angle, Angle] | None:
    """Latitude and longitude noted in one text, in this order, as far as the text tells.

    Without hemispheres the two come as they are written. None where there are not exactly two.
    """
    if len(text) > MOST_CHARACTERS:
        return None
    usual = _USUAL_PAIR.fullmatch(text)
    if usual:
        first = _of_parts(usual.group(1, 2, 3), *_side(usual[4]))
        second = _of_parts(usual.group(5, 6, 7), *_side(usual[8]))
        return _ordered(first, second) if first and second and _fit(first, second) else None
    tidy = _tidy(text)
    for separator in _SPLITS:
        found = {pair for pair in _halves(tidy, separator) if _fit(*pair)}
        if len(found) == 1:
            return _ordered(*found.pop())
    return None


def parse_pairs(texts: Sequence[str]) -> tuple[Angles, Angles]:
    """The pairs of many texts; equal to `parse_pair` of each."""
    pairs = [parse_pair(text) or (None, None) for text in texts]
    return _columns([first for first, _ in pairs]), _columns([second for _, second in pairs])


def format_dms(
    degrees: Sequence[float] | NDArray[np.float64],
    axis: str,
    *,
    decimals: int = 3,
    comma: bool = False,
) -> list[str]:
    """Angles as `3° 19' 16.642" LU`: degrees, minutes and seconds with LU, LS, BT or BB.

    `axis` is "lat" or "lon". Rounding carries over, so that no seconds or minutes read 60; an angle
    that rounds to zero is northern or eastern. NaN gives "".
    """
    values = np.asarray(degrees, dtype=np.float64)
    known = np.isfinite(values)
    scale = 10**decimals
    units = np.rint(np.abs(np.where(known, values, 0.0)) * 3600 * scale).astype(np.int64)
    minutes, rest = np.divmod(units, 60 * scale)
    whole, minutes = np.divmod(minutes, 60)
    positive, negative = ("LU", "LS") if axis == LATITUDE else ("BT", "BB")
    letters = np.where((values < 0) & (units > 0), negative, positive)
    mark = "," if comma else "."
    texts = []
    for row in zip(known, whole, minutes, rest, letters, strict=True):
        is_known, d, m, s, letter = row
        seconds = f"{s // scale}{mark}{s % scale:0{decimals}d}" if decimals else str(s)
        texts.append(f"{d}° {m}' {seconds}\" {letter}" if is_known else "")
    return texts


def _tidy(text: str) -> str:
    """The text with usual signs and capital letters; D M S letters become signs."""
    for wrong, right in _ENCODED_TWICE.items() if "â" in text else ():
        text = text.replace(wrong, right)
    plain = text.translate(_SIGNS)
    if "d" in plain or "D" in plain:
        plain = _LETTERED.sub(r"""\1°\2'\3" """, plain)
    if plain.count(".") > 1:
        plain = _DOTTED.sub(r"\1°\2'\3", plain)
    upper = plain.strip().upper()
    return "" if _UNSURE.search(upper) else upper


def _plain(text: str) -> Angle | None:
    """The angle of a text that is a plain number."""
    match = _PLAIN.fullmatch(text)
    if not match:
        return None
    value = float(text.replace(",", "."))
    return Angle(value, "", DECIMAL, 10.0 ** -len(match[1] or "")) if abs(value) <= 180 else None


def _noted(tidy: str) -> Angle | None:
    """The angle of a tidy text with signs, letters or several numbers."""
    match = _ANGLE.fullmatch(tidy)
    if not match:
        return None
    sides = {_side(match[group]) for group in ("before", "after") if match[group]}
    axis, sign = sides.pop() if sides else ("", 0)
    minus = match["sign"] == "-"
    if sides or (minus and sign > 0):
        return None
    return _of_parts(match.group("d", "m", "s"), axis, -1 if minus else sign)


def _of_parts(groups: Sequence[str | None], axis: str, sign: int) -> Angle | None:
    """The angle of degrees, minutes and seconds; None where they do not hold together."""
    d, m, s = (part and part.replace(",", ".") for part in groups)
    if not d or (m and "." in d) or (m and s and "." in m):
        return None
    minutes, seconds = float(m or 0), float(s or 0)
    degrees = float(d) + minutes / 60 + seconds / 3600
    if minutes >= 60 or seconds > 60 or degrees > (90 if axis == LATITUDE else 180):
        return None
    last, scale = (s, 3600) if s else (m, 60) if m else (d, 1)
    return Angle(
        degrees=-degrees if sign < 0 else degrees,
        axis=axis,
        style=DMS if m else DECIMAL,
        unit=10.0 ** -len(last.partition(".")[2]) / scale,
        carried=seconds == 60,
    )


@cache
def _side(word: str) -> tuple[str, int]:
    """The axis and the sign that a word for a hemisphere stands for."""
    return next(side for side, words in _SIDE.items() if words.fullmatch(word))


def _halves(text: str, separator: re.Pattern[str]) -> Iterator[tuple[Angle, Angle]]:
    """Every way to cut the text at one separator so that both halves are angles."""
    for cut in separator.finditer(text):
        before, after = text[: cut.start()].strip(), text[cut.end() :].strip()
        first = _plain(before) or _noted(before)
        second = (_plain(after) or _noted(after)) if first else None
        if first and second:
            yield first, second


def _fit(first: Angle, second: Angle) -> bool:
    """Whether two angles can be a latitude and a longitude: not twice the same axis or styles."""
    return first.style == second.style and (not first.axis or first.axis != second.axis)


def _ordered(first: Angle, second: Angle) -> tuple[Angle, Angle]:
    """The two with the latitude first, where their letters tell which it is."""
    turned = first.axis == LONGITUDE or second.axis == LATITUDE
    return (second, first) if turned else (first, second)


def _columns(angles: Sequence[Angle | None]) -> Angles:
    none = Angle(math.nan, "", "", math.nan)
    known = [angle or none for angle in angles]
    return Angles(
        degrees=np.array([angle.degrees for angle in known], dtype=np.float64),
        axis=np.array([angle.axis for angle in known], dtype=object),
        style=np.array([angle.style for angle in known], dtype=object),
        unit=np.array([angle.unit for angle in known], dtype=np.float64),
        carried=np.array([angle.carried for angle in known], dtype=np.bool_),
    )
