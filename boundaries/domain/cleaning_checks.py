"""What cleaning must not do to a village."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from boundaries.geometry.mosaic import GRID_M
from boundaries.messages import Message, message

Faults = dict[str, Message]


def neighbour_changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Pairs of villages that touch along a line in one of two tables of contacts only.

    Columns `a`, `b`, `change` ("new" or "lost"), `before_m`, `after_m`, sorted by a and b.
    """
    both = before.merge(after, on=["a", "b"], how="outer", suffixes=("_before", "_after"))
    both = both.rename(columns={"length_m_before": "before_m", "length_m_after": "after_m"})
    lost, new = both["after_m"].isna(), both["before_m"].isna()
    changed = both[lost | new].fillna({"before_m": 0.0, "after_m": 0.0})
    change = pd.Series(np.where(lost, "lost", "new"), index=both.index, dtype=object)
    changed = changed.assign(change=change.loc[changed.index])
    table = changed[["a", "b", "change", "before_m", "after_m"]]
    return table.sort_values(["a", "b"]).reset_index(drop=True)


def broken(
    villages: gpd.GeoDataFrame,
    outlines: NDArray[np.object_],
    repaired: gpd.GeoDataFrame,
    changes: pd.DataFrame,
    limit_m: float,
) -> Faults:
    """Villages for which a repair broke a rule, by key, with the reason.

    `outlines` are the new ones of the `villages`, `repaired` the findings given away, with
    `taken_by`, `changes` those of neighbours; a neighbour along less than `limit_m` may be lost.
    The gravest fault hides the others, which may follow from it.
    """
    drawn = villages.geometry.to_numpy()
    keys = villages["key"].to_numpy(dtype=object)
    more = shapely.get_num_geometries(outlines) > shapely.get_num_geometries(drawn)
    changed = np.abs(shapely.area(outlines) - shapely.area(drawn))
    allowed = _area_of_parties(repaired, keys) + GRID_M * shapely.length(drawn)
    for mask, reason in (
        (shapely.is_empty(outlines), message("nothing would be left of it")),
        (more, message("it would fall into more parts")),
        (changed > allowed, message("its area would change by more than its noise")),
    ):
        if mask.any():
            return dict.fromkeys(keys[mask], reason)
    lost = changes[(changes["change"] == "lost") & (changes["before_m"] > limit_m)]
    text = "{a} and {b} would no longer be neighbours"
    return {
        key: message(text, a=a, b=b)
        for a, b in zip(lost["a"], lost["b"], strict=True)
        for key in (a, b)
    }


def _area_of_parties(repaired: gpd.GeoDataFrame, keys: NDArray[np.object_]) -> NDArray[np.float64]:
    """Planar area of the repaired findings in which the village of each record takes part."""
    totals: dict[str, float] = {}
    areas = shapely.area(repaired.geometry.to_numpy())
    for parties, takers, area in zip(
        repaired["villages"], repaired["taken_by"], areas, strict=True
    ):
        for key in {*parties, *takers}:
            totals[key] = totals.get(key, 0.0) + float(area)
    return np.array([totals.get(key, 0.0) for key in keys])
