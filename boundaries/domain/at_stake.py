"""How much land hangs on each segment, and whether its sources agree all the same."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import CRS

from boundaries.domain.accuracy import Accuracy
from boundaries.domain.claims import SourceClaims
from boundaries.domain.correspondence import Correspondence
from boundaries.domain.owners import Owners
from boundaries.domain.segment_land import by_segment
from boundaries.domain.site import disputed_table
from boundaries.geometry.metrics import ellipsoidal_areas
from boundaries.geometry.mosaic import Mosaic

Mask = NDArray[np.bool_]

ONE_SOURCE, SAME, SHIFTED = "one-source", "same", "shifted"


def land_at_stake(
    mosaic: Mosaic,
    owners: Owners,
    local: SourceClaims,
    borders: gpd.GeoDataFrame,
    *,
    between: Mask,
) -> pd.Series:
    """Square metres (ellipsoidal) by id of the disputed land that each segment settles.

    Land counts once, whatever the number of sources that differ about it, and with one segment.
    `borders` are all segments, `owners` and `between` those of
    `boundaries.domain.open_land.owners_of_all`. Segments without such land are absent.
    """
    disputed = disputed_table(mosaic, owners, local, between, borders.crs)
    land = by_segment(disputed, borders)
    land = land[(land["segment"] != "").to_numpy()]
    areas = ellipsoidal_areas(land.geometry.to_numpy(), CRS.from_user_input(borders.crs))
    return pd.Series(areas, index=land["segment"].to_numpy()).groupby(level=0).sum()


def verdicts(
    borders: gpd.GeoDataFrame, found: Correspondence, land_m2: pd.Series, accuracy: Accuracy
) -> pd.Series:
    """The verdict on each segment, in the order of `borders`.

    That on the lines of its two villages (`boundaries.domain.correspondence`). But where lines are
    the same and the land at stake is wider than accuracy on the average, because the reference
    gives land to nobody or to both, or a survey goes along half of the border only, a survey
    differs from the reference ("shifted").
    """
    pairs = found.pairs.set_index(["a", "b"])["verdict"]
    keys = pd.MultiIndex.from_frame(borders[["a", "b"]])
    verdict = pairs.reindex(keys).fillna(ONE_SOURCE).to_numpy(dtype=object)
    area = land_m2.reindex(borders["id"]).fillna(0.0).to_numpy(dtype=float)
    wide = area > borders["length_m"].to_numpy(dtype=float) * accuracy.tolerance("reference", "a")
    inner = ~borders["outer"].to_numpy(dtype=bool)
    return pd.Series(
        np.where((verdict == SAME) & wide & inner, SHIFTED, verdict), index=borders.index
    )
