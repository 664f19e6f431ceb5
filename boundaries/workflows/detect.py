"""Steps that a check and a comparison share."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from boundaries.geometry.metrics import ellipsoidal_areas


def with_areas(villages: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Villages with their ellipsoidal area in the column `area_m2`."""
    areas = ellipsoidal_areas(villages.geometry.to_numpy(), villages.crs)
    return villages.assign(area_m2=areas)


def directory(villages: pd.DataFrame) -> pd.DataFrame:
    """Name and kecamatan by village key; the first record of a village decides.

    A kecamatan without a name is called by its code.
    """
    first = villages.drop_duplicates("key").set_index("key")
    kecamatan = first["kecamatan"].where(first["kecamatan"] != "", first["kecamatan_code"])
    return pd.DataFrame({"name": first["name"], "kecamatan": kecamatan})


def rows_of(villages: pd.DataFrame, role: str) -> NDArray[np.bool_]:
    """The mask of the records with this role."""
    return (villages["role"] == role).to_numpy()


def stacked(frames: list[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    """Frames of one CRS under each other, with a new RangeIndex."""
    return gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), crs=frames[0].crs)
