"""Where a kabupaten lies, roughly: what its code or its name tells of a layer's place."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from boundaries.domain.envelope_table import TENTHS
from boundaries.domain.names import fold

Boxes = NDArray[np.float64]
"""West, south, east, north in degrees (WGS 84), one row each; NaN where unknown."""

KABUPATEN_LENGTH, PROVINCE_LENGTH = 5, 2
PAPUA = ("91", "92", "93", "94", "95", "96", "97")
"""Provinces that BPS and Kemendagri have numbered differently."""


@cache
def boxes_by_code() -> Mapping[str, tuple[float, float, float, float]]:
    """Extents by code: of kabupaten and kota ("12.09") and, around theirs, of provinces ("12")."""
    boxes = {code: box for code, box, _ in _entries()}
    table = pd.DataFrame.from_dict(
        boxes, orient="index", columns=["west", "south", "east", "north"]
    )
    provinces = table.groupby(table.index.str[:PROVINCE_LENGTH]).agg(
        {"west": "min", "south": "min", "east": "max", "north": "max"}
    )
    return {**boxes, **{str(row[0]): row[1:] for row in provinces.itertuples(name=None)}}


@cache
def names_by_code() -> Mapping[str, str]:
    """Names of kabupaten and kota by code, without the word Kabupaten."""
    return {code: name for code, _, name in _entries()}


@cache
def codes_by_name() -> Mapping[str, str]:
    """Codes of kabupaten and kota by folded name, "kota" before the name of a kota."""
    return {fold(name): code for code, name in names_by_code().items()}


def regions(codes: pd.Series, bps_codes: pd.Series, kabupaten: pd.Series) -> NDArray[np.object_]:
    """The code of the kabupaten or province that each record belongs to, "" where nothing tells.

    By the village code, else the BPS code (outside Papua), else the name of the kabupaten. A
    kabupaten younger than the table is replaced by its province.
    """
    known = boxes_by_code()
    dotted = bps_codes.str[:2] + "." + bps_codes.str[2:4]
    bps = dotted.where((bps_codes != "") & ~bps_codes.str[:2].isin(PAPUA), "")
    own = codes.str[:KABUPATEN_LENGTH].where(codes != "", bps).astype(object)
    names = kabupaten.where(own == "", "")
    by_name = {name: _code_of_name(name) for name in names.unique()}
    own = own.where(own != "", names.map(by_name))
    by_code = {
        code: next((part for part in (code, code[:PROVINCE_LENGTH]) if part in known), "")
        for code in own.unique()
    }
    return own.map(by_code).to_numpy(dtype=object)


def boxes_of(regions: NDArray[np.object_]) -> Boxes:
    """The extents of regions, NaN for ""."""
    known = boxes_by_code()
    return np.array([known.get(code, (np.nan,) * 4) for code in regions], dtype=float).reshape(
        -1, 4
    )


def _code_of_name(name: str) -> str:
    words = fold(name)
    for prefix in ("kabupaten ", "kab "):
        words = words.removeprefix(prefix)
    return codes_by_name().get(words, "")


@cache
def _entries() -> tuple[tuple[str, tuple[float, float, float, float], str], ...]:
    entries = []
    for entry in TENTHS.split(";"):
        code, west, south, east, north, name = entry.split(maxsplit=5)
        box = (int(west) / 10, int(south) / 10, int(east) / 10, int(north) / 10)
        entries.append((code, box, name.replace("\n", " ").strip()))
    return tuple(entries)
