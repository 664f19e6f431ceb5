"""What changed from one version of a source to the next, village by village."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from boundaries.geometry.metrics import ellipsoidal_areas

COLUMNS = ("key", "name", "change", "area_before_m2", "area_after_m2", "moved_m")
ADDED, REMOVED, MOVED, RENAMED = "added", "removed", "outline", "name"


def changes_between(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> pd.DataFrame:
    """The villages that differ between two versions, matched by key.

    Both frames have the columns `key`, `name` and `geometry` (one row per key counts, the first) in
    one CRS in metres. Columns of the result, sorted by key: `key`, `name`; `change`: "added",
    "removed", "outline" (the land differs, drawn otherwise) or "name"; the ellipsoidal areas, NaN
    where there is none; `moved_m`: the greatest distance between the outlines (Hausdorff, discrete,
    at their vertices), NaN without one of them. Unchanged villages have no row.
    """
    old, new = (table.drop_duplicates("key").set_index("key") for table in (before, after))
    keys = old.index.union(new.index).sort_values()
    old, new = old.reindex(keys), new.reindex(keys)
    one, other = (shapely.normalize(table.geometry.to_numpy()) for table in (old, new))
    gone, fresh = shapely.is_missing(other), shapely.is_missing(one)
    differs = ~gone & ~fresh & ~shapely.equals_exact(one, other, 0)
    called = ~gone & ~fresh & (old["name"] != new["name"]).to_numpy()
    change = np.select([fresh, gone, differs, called], [ADDED, REMOVED, MOVED, RENAMED], "")
    crs = CRS.from_user_input(after.crs)
    table = pd.DataFrame(
        {
            "key": keys,
            "name": new["name"].where(~gone, old["name"]).to_numpy(),
            "change": change.astype(object),
            "area_before_m2": np.where(fresh, np.nan, ellipsoidal_areas(one, crs)),
            "area_after_m2": np.where(gone, np.nan, ellipsoidal_areas(other, crs)),
            "moved_m": shapely.hausdorff_distance(shapely.boundary(one), shapely.boundary(other)),
        }
    )
    return pd.DataFrame(table[change != ""]).reset_index(drop=True)
