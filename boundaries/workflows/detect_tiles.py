"""Look for overlaps, gaps and mismatches tile by tile, wherever the engine runs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import shapely

from boundaries.domain.detection import Found, jobs, search, search_wide
from boundaries.engine import DASK, HERE, Engine
from boundaries.geometry.tiling import Tile, tiles_of
from boundaries.messages import Progress, message, silent_progress
from boundaries.workflows.detect import stacked

VILLAGES_PER_TILE = 4000
"""Layers of up to so many villages are searched in one piece, unless by several workers."""
FEW_VERTICES = 200_000
"""Layers of fewer vertices are searched in one piece by several workers, too."""
LEAST_VILLAGES = 500
"""Smaller tiles share too many villages with each other."""


@dataclass(frozen=True)
class _Way:
    """How tiles are searched."""

    min_area_m2: float
    engine: Engine
    progress: Progress


@dataclass(frozen=True)
class Detection:
    """What was detected, tile by tile, so that a part of it can be detected anew.

    `villages` has a RangeIndex; `found` holds what each tile with villages gave; `patches` are as
    `conflicts` gives them; `most` villages or about so many make a tile.
    """

    villages: gpd.GeoDataFrame
    tiles: tuple[Tile, ...]
    found: dict[Tile, Found]
    patches: gpd.GeoDataFrame
    most: int


def conflicts(
    villages: gpd.GeoDataFrame, *, min_area_m2: float, engine: Engine, progress: Progress
) -> gpd.GeoDataFrame:
    """The overlaps and gaps of each source, and between two of them the mismatches.

    `villages` has the columns `key`, `source`, `role` and `geometry` in the working CRS; `role` is
    one for all, or "reference" and "local". Columns as in `boundaries.domain.finding.measured`, and
    `scope`: the role of the source that a patch is about, or "between".
    """
    return detected(villages, min_area_m2=min_area_m2, engine=engine, progress=progress).patches


def detected(
    villages: gpd.GeoDataFrame,
    *,
    min_area_m2: float,
    engine: Engine = HERE,
    progress: Progress = silent_progress,
    most: int | None = None,
) -> Detection:
    """The same, kept tile by tile. A tile holds about `most` villages; no result depends on it.

    Unless it is told, it follows from the size of the layer and the engine.
    """
    numbered = villages.reset_index(drop=True)
    most = most or _villages_per_tile(numbered, engine)
    work = shapely.get_num_coordinates(numbered.geometry.to_numpy()).astype(np.int64)
    tiles = tuple(tiles_of(numbered.bounds.to_numpy(), most=most, work=work))
    empty = Detection(numbered, tiles, {}, numbered.iloc[:0], most)
    return _searched(empty, tiles, _Way(min_area_m2, engine, progress))


def detected_again(
    before: Detection,
    villages: gpd.GeoDataFrame,
    *,
    min_area_m2: float,
    engine: Engine = HERE,
    progress: Progress = silent_progress,
) -> Detection:
    """What `detected` gives for villages some of whose outlines have changed, sooner.

    The records are those of `before` in the same order, with the same keys, sources, roles and
    least area; an outline may be empty. Only tiles that see a changed outline, as it was or as it
    is, are searched again.
    """
    numbered = villages.reset_index(drop=True)
    changed = numbered.geometry.to_wkb() != before.villages.geometry.to_wkb()
    bounds = np.vstack([table.bounds.to_numpy()[changed] for table in (before.villages, numbered)])
    bounds = bounds[~np.isnan(bounds).any(axis=1)]
    corners = np.vstack((bounds[:, :2], bounds[:, 2:]))
    if not np.any([tile.owns(corners) for tile in before.tiles], axis=0).all():
        return detected(
            numbered, min_area_m2=min_area_m2, engine=engine, progress=progress, most=before.most
        )
    dirty = tuple(tile for tile in before.tiles if tile.sees(bounds).any())
    kept = {tile: part for tile, part in before.found.items() if tile not in dirty}
    rest = replace(before, villages=numbered, found=kept)
    return _searched(rest, dirty, _Way(min_area_m2, engine, progress))


def _villages_per_tile(villages: gpd.GeoDataFrame, engine: Engine) -> int:
    vertices = shapely.get_num_coordinates(villages.geometry.to_numpy()).sum()
    if engine.name == DASK or engine.workers == 1 or vertices < FEW_VERTICES:
        return VILLAGES_PER_TILE
    return min(max(-(-len(villages) // engine.workers), LEAST_VILLAGES), VILLAGES_PER_TILE)


def _searched(known: Detection, dirty: tuple[Tile, ...], way: _Way) -> Detection:
    """What is known, with the dirty tiles searched and everything put together."""
    villages = known.villages
    bounds = villages.bounds.to_numpy()
    busy = [tile for tile in dirty if tile.touches(bounds).any()]
    found = dict(known.found)
    work = way.engine.map(search, jobs(villages, busy, min_area_m2=way.min_area_m2))
    for done, (tile, part) in enumerate(zip(busy, work, strict=True), start=1):
        found[tile] = part
        if len(busy) > 1:
            way.progress(message("{done} of {count} tiles", done=done, count=len(busy)))
    parts = [found[tile] for tile in known.tiles if tile in found]
    patches = [part.patches for part in parts]
    if len(known.tiles) > 1:
        wide = search_wide(villages, known.tiles, parts, min_area_m2=way.min_area_m2)
        patches.append(wide)
    return replace(known, found=found, patches=stacked(patches))
