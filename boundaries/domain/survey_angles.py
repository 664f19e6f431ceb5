"""Angles that a list writes in several columns: degrees, minutes, seconds and perhaps a letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from boundaries.domain.grid_zone import parse_metres
from boundaries.domain.notation import LATITUDE, LONGITUDE, parse_angle

NORTH = "north"
EAST = "east"
PARTS = (
    {"derajat", "der", "deg", "degree", "degrees", "d"},
    {"menit", "mnt", "min", "minute", "minutes", "m"},
    {"detik", "dtk", "dt", "sec", "second", "seconds", "s"},
)
AXES = {
    NORTH: {"lintang", "lat", "latitude", "y", "lu", "ls", "utara", "selatan", "north", "south"},
    EAST: {"bujur", "lon", "long", "lng", "longitude", "x", "bt", "bb", "timur", "barat", "east",
           "west"},
}  # fmt: skip
FILLERS = {"koordinat", "coordinate", "coord", "garis", "geografis", "geographic", "dms"}
GREATEST_LATITUDE = 12.0
"""Degrees; latitudes of the country are smaller, longitudes much greater."""

_SIGNS = {"°": "d", "º": "d", "'": "m", "′": "m", '"': "s", "″": "s", "''": "s"}
_WHOLE = re.compile(r"[.,]0+$")


@dataclass(frozen=True)
class SplitAngle:
    """The places of the columns of degrees, minutes and seconds of one angle.

    `axis` is "north", "east", or "" where the headings do not tell.
    """

    axis: str
    places: tuple[int, int, int]


def split_angles(names: Sequence[str]) -> tuple[SplitAngle, ...]:
    """Columns side by side whose headings say degrees, minutes, seconds of one axis.

    `Lintang Derajat`, `LAT_D`, `Bujur °`, and also `D` alone are such headings.
    """
    read = [_meaning(name) for name in names]
    found: list[SplitAngle] = []
    for at in range(len(read) - 2):
        parts = [part for part, _ in read[at : at + 3]]
        axes = {axis for _, axis in read[at : at + 3]}
        if parts == [0, 1, 2] and len(axes) == 1:
            found.append(SplitAngle(axes.pop(), (at, at + 1, at + 2)))
    return tuple(found)


def tells_position(angles: Sequence[SplitAngle]) -> bool:
    """Whether there may be a latitude and a longitude among angles in several columns."""
    axes = [angle.axis for angle in angles]
    return len(axes) > 1 and ("" in axes or {NORTH, EAST} <= {*axes})


def joined_angles(
    columns: Sequence[Sequence[str]], angles: Sequence[SplitAngle]
) -> list[tuple[str, list[str], tuple[int, ...]]]:
    """Each angle as its axis, the texts that note it in one column, and the places it was read at.

    A column beside the others that holds letters of hemispheres belongs to the angle. An axis that
    the headings do not tell is told by letters or by the size of the degrees, else it stays "".
    """
    used = {place for angle in angles for place in angle.places}
    found: list[tuple[str, list[str], tuple[int, ...]]] = []
    for angle in angles:
        beside = [at for at in (angle.places[2] + 1, angle.places[0] - 1)
                  if 0 <= at < len(columns) and at not in used]  # fmt: skip
        letters = next((at for at in beside if _axis_of_letters(columns[at])), None)
        side = columns[letters] if letters is not None else [""] * len(columns[angle.places[0]])
        parts = [columns[place] for place in angle.places]
        texts = [_noted(*row) for row in zip(*parts, side, strict=True)]
        axis = angle.axis or _axis_of_letters(side) or _axis_of_size(parts[0])
        places = angle.places if letters is None else (*angle.places, letters)
        found.append((axis, texts, places))
    return found


def _meaning(name: str) -> tuple[int, str]:
    """Which part of an angle (0 degrees, 1 minutes, 2 seconds, -1 none) of which axis."""
    text = name.casefold()
    for sign, word in _SIGNS.items():
        text = text.replace(sign, f" {word} ")
    words = [word for word in re.findall(r"[a-z]+|\d+", text) if word not in FILLERS]
    parts = [at for at, known in enumerate(PARTS) for word in words if word in known]
    axes = {axis for axis, known in AXES.items() if known.intersection(words)}
    every = set().union(*PARTS, *AXES.values())
    if not parts or len(set(parts)) > 1 or len(axes) > 1 or not every.issuperset(words):
        return -1, ""
    return parts[0], next(iter(axes), "")


def _noted(degrees: str, minutes: str, seconds: str, side: str) -> str:
    """The angle as one text, "" where all of its cells are empty."""
    whole = [_WHOLE.sub("", cell) for cell in (degrees, minutes)]
    cells = zip((*whole, seconds), "°'\"", strict=True)
    text = " ".join(f"{cell}{sign}" for cell, sign in cells if cell)
    return f"{text} {side}".strip() if text else ""


def _axis_of_letters(texts: Sequence[str]) -> str:
    """The axis of a column that holds nothing but letters of its hemispheres, else ""."""
    letters = {text for text in texts if text}
    angles = [None if re.search(r"\d", each) else parse_angle(f"1° {each}") for each in letters]
    axes = {angle.axis if angle else "" for angle in angles}
    known = {LATITUDE: NORTH, LONGITUDE: EAST}
    return known.get(axes.pop(), "") if len(axes) == 1 else ""


def _axis_of_size(texts: Sequence[str]) -> str:
    degrees = parse_metres([text for text in texts if text])
    if not np.isfinite(degrees).any():
        return ""
    return NORTH if np.nanmedian(np.abs(degrees)) < GREATEST_LATITUDE else EAST
