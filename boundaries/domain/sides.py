"""Villages on the two sides of boundary lines, and the areas that such lines surround."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from boundaries.domain.codes import clean_text

NAMES_OF_SIDES = ("wakld1", "wakld2")
NAME = "namobj"

_PAIR = r"^(.+?)\s+[-–]\s+(.+)$"
_HIGHER = r"^(?:kecamatan|kabupaten|kota|provinsi|kec\.?|kab\.?|prov\.?)\s"


def side_names(lines: pd.DataFrame) -> pd.DataFrame:
    """Columns `first` and `second`: the villages on the two sides of each line, "" if unknown.

    They are WAKLD1 and WAKLD2 where both are given, else the parts of NAMOBJ ("A - B"). Districts
    and higher units count as unknown. The index is that of `lines`.
    """
    columns = {str(column).casefold(): column for column in lines.columns}
    empty = pd.Series("", index=lines.index, dtype=object)
    first, second = (
        clean_text(lines[columns[name]]) if name in columns else empty for name in NAMES_OF_SIDES
    )
    if NAME in columns:
        pair = clean_text(lines[columns[NAME]]).str.extract(_PAIR).fillna("")
        given = (first != "") & (second != "")
        first, second = first.where(given, pair[0]), second.where(given, pair[1])
    return pd.DataFrame({"first": _village(first), "second": _village(second)})


def names_of_areas(
    count: int,
    borders: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]],
    sides: pd.DataFrame,
) -> NDArray[np.object_]:
    """The name that lies along most of the border of each of `count` areas, "" if none does.

    `borders` are area, position of the line in `sides` and common length. The name must go with
    more than half of the length that is named at all, and with more than any other.
    """
    result = np.full(count, "", dtype=object)
    area, line, length = borders
    rows = [
        pd.DataFrame({"area": area, "name": sides[side].to_numpy()[line], "length": length})
        for side in ("first", "second")
    ]
    named = pd.concat(rows)
    named = named[named["name"] != ""]
    if named.empty:
        return result
    known = (sides["first"] != "").to_numpy() | (sides["second"] != "").to_numpy()
    whole = np.bincount(area[known[line]], length[known[line]], minlength=count)
    shares = named.groupby(["area", "name"])["length"].sum().reset_index()
    shares = shares.sort_values(["area", "length"], ascending=[True, False], kind="stable")
    best = shares.groupby("area").nth(0).set_index("area")
    second = shares.groupby("area").nth(1).set_index("area")["length"].reindex(best.index)
    clear = (best["length"] > second.fillna(0) * 1.000001) & (
        best["length"] > whole[best.index] / 2
    )
    result[best.index[clear]] = best.loc[clear, "name"]
    return result


def _village(names: pd.Series) -> pd.Series:
    return names.where(~names.str.contains(_HIGHER, case=False, regex=True), "")
