"""Lists of points without a heading, as total stations and receivers write them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boundaries.domain.grid_zone import parse_metres
from boundaries.domain.notation import LATITUDE, LONGITUDE, parse_angles
from boundaries.errors import ParameterError
from boundaries.geometry.crs import INDONESIA
from boundaries.messages import message

COLUMN_WORDS = {
    "id": "id",
    "x": "x",
    "y": "y",
    "z": "z",
    "lat": "lintang",
    "lon": "bujur",
    "lat_d": "lintang derajat",
    "lat_m": "lintang menit",
    "lat_s": "lintang detik",
    "lon_d": "bujur derajat",
    "lon_m": "bujur menit",
    "lon_s": "bujur detik",
    "order": "urutan",
    "code": "keterangan",
    "-": "",
}
"""Headings by the word that a user gives for a column."""
LOOKED_AT = 200
CLEAR = 0.95
"""So many of the cells of a column must be coordinates."""

_EASTINGS = (100_000.0, 900_000.0)
_NORTHINGS = ((-300_000.0, 2_400_000.0), (8_700_000.0, 10_300_000.0))
"""Metres of UTM and TM-3 in Indonesia; a zone of the north is used some way south of the equator,
one of the south some way north of it."""


@dataclass(frozen=True)
class Guess:
    """What the columns of a list without heading seem to be, in words of `COLUMN_WORDS`.

    `other` is the second possibility where the order of two columns is ambiguous, else empty.
    """

    words: tuple[str, ...]
    other: tuple[str, ...] = ()


def guess_columns(rows: Sequence[Sequence[str]]) -> Guess | None:
    """The columns of a list without heading; None when no two of them side by side are a position.

    Degrees are told by letters or by the size that they have in Indonesia, metres by that of
    eastings and northings. North of the equator both have six digits, so that their order may stay
    open. A column before them holds names, a number after them the height, a text a code.
    """
    filled = [row for row in rows if any(row)][:LOOKED_AT]
    width = Counter(len(row) for row in filled).most_common(1)[0][0] if filled else 0
    columns = [[row[at] if at < len(row) else "" for row in filled] for at in range(width)]
    best: tuple[float, int, list[tuple[str, str]]] | None = None
    for at in range(width - 1):
        orders = _orders(columns[at], columns[at + 1])
        size = min(_size(columns[at]), _size(columns[at + 1])) if orders else 0.0
        if orders and (best is None or size > best[0]):
            best = (size, at, orders)
    if best is None:
        return None
    _, at, orders = best
    words = [_words(columns, at, order) for order in orders]
    return Guess(words[0], words[1] if len(words) > 1 else ())


def local_numbers(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows hold three or more numbers each, though none of them a position in Indonesia.

    A total station that was not set up on known points writes such lists.
    """
    filled = [row for row in rows if any(row)][:LOOKED_AT]
    counts = [int(np.isfinite(parse_metres(row)).sum()) for row in filled]
    return len(counts) > 1 and min(counts) >= 3


def given_columns(text: str) -> tuple[str, ...]:
    """The headings for words that the user gives for columns, such as "id,y,x,z,code".

    Raises `ParameterError` for a word that is not known, and where they tell no position.
    """
    words = [word.strip().casefold() for word in text.split(",")]
    unknown = [word for word in words if word not in COLUMN_WORDS]
    pairs = ({"x", "y"}, {"lat", "lon"}, {"lat_d", "lat_m", "lat_s", "lon_d", "lon_m", "lon_s"})
    if unknown or not any(pair.issubset(words) for pair in pairs):
        raise ParameterError(
            "columns-unknown",
            message("--columns {text} tells no position, or a column that is not known",
                    text=text),
            message("name every column in its order, for example id,y,x,z,code; known are: "
                    "{words}", words=", ".join(COLUMN_WORDS)),
        )  # fmt: skip
    return tuple(COLUMN_WORDS[word] for word in words)


def begins_with_numbers(row: Sequence[str], names: Sequence[str]) -> bool:
    """Whether the cells of a row that stand under headings of positions are no words."""
    cells = [cell for cell, name in zip(row, names, strict=False) if name in _POSITIONS]
    read = np.isfinite(parse_angles(cells).degrees) | np.isfinite(parse_metres(cells))
    return bool(read.all())


_POSITIONS = {name for word, name in COLUMN_WORDS.items() if word[:3] in ("x", "y", "lat", "lon")}


def _orders(first: list[str], second: list[str]) -> list[tuple[str, str]]:
    """Every order in which two columns may be a position."""
    degrees = [("lat", "lon"), ("lon", "lat")]
    metres = [("x", "y"), ("y", "x")]
    return [
        order
        for order in (*degrees, *metres)
        if _may_be(order[0], first) and _may_be(order[1], second)
    ]


def _may_be(word: str, texts: list[str]) -> bool:
    """Whether the first cell and nearly all others can be coordinates of this kind."""
    if word in ("lat", "lon"):
        angles = parse_angles(texts)
        axis = LATITUDE if word == "lat" else LONGITUDE
        low, high = INDONESIA[1::2] if word == "lat" else INDONESIA[::2]
        values = angles.degrees
        fits = (angles.axis == axis) | ((angles.axis == "") & _within(values, low, high))
        fits &= _fractional(texts) | (angles.axis == axis)
    else:
        values = parse_metres(texts)
        bounds = (_EASTINGS,) if word == "x" else _NORTHINGS
        fits = np.any([_within(values, low, high) for low, high in bounds], axis=0)
    return bool(fits[0]) and float(fits.mean()) >= CLEAR


def _within(values: NDArray[np.float64], low: float, high: float) -> NDArray[np.bool_]:
    return np.asarray(np.isfinite(values) & (values >= low) & (values <= high))


def _fractional(texts: list[str]) -> NDArray[np.bool_]:
    """Which texts have decimals or more: running numbers have none."""
    return np.array([not text.lstrip("+-").isdigit() for text in texts], dtype=np.bool_)


def _size(texts: list[str]) -> float:
    """How great the numbers are; of degrees, letters count as a great one."""
    metres = np.abs(parse_metres(texts))
    return float(np.nanmedian(metres)) if np.isfinite(metres).any() else np.inf


def _words(columns: list[list[str]], at: int, order: tuple[str, str]) -> tuple[str, ...]:
    """A word for every column, when those at `at` and beside it are the position."""
    words = ["-"] * len(columns)
    words[at : at + 2] = order
    if at > 0:
        words[0] = "id"
    for place in range(at + 2, len(columns)):
        numbers = np.isfinite(parse_metres([cell for cell in columns[place] if cell]))
        word = "z" if len(numbers) and numbers.mean() >= CLEAR else "code"
        words[place] = word if word not in words and any(columns[place]) else "-"
    return tuple(words)
