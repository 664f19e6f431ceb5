"""Whether sheets of villages can be made: on which paper, at which scale."""

from __future__ import annotations

import geopandas as gpd

from boundaries.errors import Notice
from boundaries.messages import message
from boundaries.reports.map_sheet_layout import GREATEST_SCALE, PAPERS, largest_scale


def sheet_faults(villages: gpd.GeoDataFrame, *, smallest_scale: int = 0) -> tuple[Notice, ...]:
    """Villages that no paper holds at 1:`smallest_scale` or larger (0: at any scale).

    `villages` has the columns `key` and `name`, in a CRS in metres.
    """
    most = smallest_scale or GREATEST_SCALE
    bounds = villages.geometry.bounds.itertuples(index=False, name=None)
    faults = []
    for key, name, extent in zip(villages["key"], villages["name"], bounds, strict=True):
        scales = [scale for paper in PAPERS if (scale := largest_scale(extent, paper))]
        if not scales or min(scales) > most:
            told = message("{village}: no paper holds its map at 1:{scale} or larger",
                           village=name or key, scale=most)  # fmt: skip
            hint = message("allow a smaller scale (smallest_scale among the words of sheets)")
            faults.append(Notice("no-sheet", told, hint, str(key)))
    return tuple(faults)
