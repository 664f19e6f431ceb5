"""Look for overlaps, gaps and mismatches tile by tile, wherever the engine runs."""

from __future__ import annotations

import geopandas as gpd

from boundaries.domain.detection import Found, jobs, search, search_wide
from boundaries.engine import Engine
from boundaries.geometry.tiling import quadtree
from boundaries.messages import message
from boundaries.workflows.detect import Progress, stacked

VILLAGES_PER_TILE = 1500
"""Layers of up to so many villages are searched in one piece."""


def conflicts(
    villages: gpd.GeoDataFrame,
    *,
    min_area_m2: float,
    engine: Engine,
    progress: Progress,
    most: int = VILLAGES_PER_TILE,
) -> gpd.GeoDataFrame:
    """The overlaps and gaps of each source, and between two of them the mismatches.

    `villages` has the columns `key`, `source`, `role` and `geometry` in the working CRS; `role` is
    one for all, or "reference" and "local". A tile holds about `most` villages; the result does not
    depend on it. Columns as in `boundaries.domain.finding.measured`, and `scope`: the role of the
    source that a patch is about, or "between".
    """
    numbered = villages.reset_index(drop=True)
    tiles = quadtree(numbered.bounds.to_numpy(), most=most)
    found: list[Found] = []
    for part in engine.map(search, jobs(numbered, tiles, min_area_m2=min_area_m2)):
        found.append(part)
        if len(tiles) > 1:
            progress(message("{done} of {count} tiles", done=len(found), count=len(tiles)))
    patches = [part.patches for part in found]
    if len(tiles) > 1:
        patches.append(search_wide(numbered, tiles, found, min_area_m2=min_area_m2))
    return stacked(patches)
