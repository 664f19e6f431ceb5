"""Which segment of a new detection is which segment known before."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

Geometries = NDArray[np.object_]

NEAR_M = 50.0
"""A line that runs within this distance of an earlier one of the same villages is taken for it."""
LEAST_SHARE = 0.5


def known_ids(before: gpd.GeoDataFrame, now: gpd.GeoDataFrame) -> pd.Series:
    """For each segment `now` the id of the one `before` that it is, "" for a new one.

    Both frames have the columns `id`, `a`, `b` and `geometry` (working CRS, metres). First come
    equal ids, then, between the same villages, the only one left on either side however far it
    moved, then those that run along each other for the greatest share of their length, half at
    least. Each id is given once; the order of rows decides nothing.
    """
    found = pd.Series(now["id"].where(now["id"].isin(before["id"]), "").astype(object))
    old = before[~before["id"].isin(found)]
    new = now[(found == "").to_numpy()]
    pairs = new.reset_index().merge(
        old.rename(columns={"id": "old", "geometry": "was"}), on=["a", "b"]
    )
    if pairs.empty:
        return found
    is_only = (pairs.groupby(["a", "b"])["old"].transform("size") == 1).to_numpy()
    shared = _shared(pairs["geometry"].to_numpy(dtype=object), pairs["was"].to_numpy(dtype=object))
    pairs = pairs.assign(share=np.where(is_only, 1.0, shared))
    pairs = pairs[pairs["share"] >= LEAST_SHARE]
    ranked = pairs.sort_values(["share", "old", "id"], ascending=[False, True, True])
    taken: set[str] = set()
    for row in ranked.itertuples():
        if row.old not in taken and not found[row.index]:
            found[row.index] = row.old
            taken.add(row.old)
    return found


def _shared(lines: Geometries, others: Geometries) -> NDArray[np.float64]:
    """The lesser share of two lines that runs within `NEAR_M` of the other one."""
    shares = [
        shapely.length(shapely.intersection(line, shapely.buffer(other, NEAR_M)))
        / np.maximum(shapely.length(line), np.finfo(float).tiny)
        for line, other in ((lines, others), (others, lines))
    ]
    return np.asarray(np.minimum(*shares))
