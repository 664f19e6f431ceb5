"""Overlaps, gaps and mismatches of one or two sources, tile by tile.

Every patch of land belongs to the tile in which its first vertex lies. Patches that lie wholly in
the window of their tile are found there as they are. What is wider is left to a second round:
overlaps and mismatches are looked for again in their whole extent, and wide land without claim
among the villages at the rim of the land alone, as no other village bounds it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from boundaries.domain.claims import (
    Labels,
    SourceClaims,
    gaps,
    labels_of,
    mismatches,
    overlaps,
    silent_faces,
    source_claims,
)
from boundaries.domain.finding import measured
from boundaries.geometry.cycles import OUTSIDE
from boundaries.geometry.mosaic import Mosaic, build_mosaic, contested_mosaic, face_groups
from boundaries.geometry.tiling import Tile

Polygons = NDArray[np.object_]
Indices = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

COLUMNS = ("key", "source", "role", "geometry")
BETWEEN = "between"
SLACK_M = 0.01
NEAR_M = 0.001
AROUND = SLACK_M * np.array([-1, -1, 1, 1])


@dataclass(frozen=True)
class Job:
    """The villages that meet the window of a tile, to be searched for what belongs to the tile.

    `villages` has the columns `key`, `source`, `role` and `geometry` in the working CRS; its index
    numbers the records of all. `labels` tells by role which of the keys the source contains, be it
    elsewhere. A job travels to other processes with its villages as GeoParquet.
    """

    tile: Tile
    villages: gpd.GeoDataFrame
    labels: dict[str, Labels]
    min_area_m2: float

    def __reduce__(self) -> tuple[Callable[..., Job], tuple[object, ...]]:
        packed = BytesIO()
        self.villages.to_parquet(packed)
        return _unpacked, (self.tile, packed.getvalue(), self.labels, self.min_area_m2)


def _unpacked(tile: Tile, villages: bytes, labels: dict[str, Labels], min_area_m2: float) -> Job:
    return Job(tile, gpd.read_parquet(BytesIO(villages)), labels, min_area_m2)


@dataclass(frozen=True)
class Found:
    """What a job found.

    Attributes
    ----------
    patches : patches measured as in `boundaries.domain.finding.measured`, and `scope`: the role of
        the source they are about, or "between" the reference and the local source
    wide : bounds of claimed patches that reach beyond the window
    rim : records that may bound land without claim that reaches beyond the window
    """

    patches: gpd.GeoDataFrame
    wide: Floats
    rim: Indices

    def __reduce__(self) -> tuple[Callable[..., Found], tuple[object, ...]]:
        shapes = shapely.to_wkb(self.patches.geometry.to_numpy())
        packed = pd.DataFrame(self.patches).assign(geometry=shapes)
        return _found, (packed, self.patches.crs, self.wide, self.rim)


def _found(packed: pd.DataFrame, crs: object, wide: Floats, rim: Indices) -> Found:
    shapes = shapely.from_wkb(packed["geometry"].to_numpy(dtype=object))
    return Found(gpd.GeoDataFrame(packed.assign(geometry=shapes), crs=crs), wide, rim)


def jobs(villages: gpd.GeoDataFrame, tiles: Sequence[Tile], *, min_area_m2: float) -> list[Job]:
    """One job per tile; each holds the villages it needs, in their order.

    `villages` has a RangeIndex and the columns named above; `role` is one for all, or "reference"
    and "local".
    """
    bounds = villages.bounds.to_numpy()
    needed = villages[list(COLUMNS)]
    labels = {role: labels_of(records) for role, records in needed.groupby("role")}
    return [
        Job(tile, part, {role: _among(part, known) for role, known in labels.items()}, min_area_m2)
        for tile in tiles
        for part in (needed[tile.sees(bounds)],)
    ]


def search(job: Job) -> Found:
    """The patches that belong to the tile, and what is too wide for it."""
    villages, tile = job.villages, job.tile
    patches, rims = _patches(villages, job.labels)
    shapes = patches.geometry.to_numpy()
    bounds = shapely.bounds(shapes)
    held = tile.holds(bounds)
    mine = held & tile.owns(_first_vertices(shapes))
    astray = ~mine & tile.touches(bounds)
    claimed = (patches["kind"] != "gap").to_numpy()
    rims.append(_beside(shapes[astray & ~claimed], villages.geometry.to_numpy()))
    rim = np.unique(np.concatenate(rims))
    rim = rim[tile.touches(villages.bounds.to_numpy()[rim])]
    return Found(
        patches=measured(patches[mine], min_area_m2=job.min_area_m2),
        wide=bounds[astray & ~held & claimed],
        rim=villages.index.to_numpy()[rim],
    )


def search_wide(
    villages: gpd.GeoDataFrame,
    tiles: Sequence[Tile],
    found: Sequence[Found],
    *,
    min_area_m2: float,
) -> gpd.GeoDataFrame:
    """The patches that no tile could find by itself, measured, with `scope`."""
    needed = villages[list(COLUMNS)]
    labels = {role: labels_of(records) for role, records in needed.groupby("role")}
    rim = np.unique(np.concatenate([part.rim for part in found]))
    extents = [part.wide for part in found]
    extents += [_wide_gaps(needed, role, rim, labels, tiles) for role in labels]
    parts = []
    bounds = villages.bounds.to_numpy()
    for extent in np.unique(np.concatenate(extents), axis=0):
        near = needed[_meeting(bounds, extent + AROUND)]
        patches, _ = _patches(near, {role: _among(near, known) for role, known in labels.items()})
        inside = shapely.bounds(patches.geometry.to_numpy())
        within = (inside[:, :2] >= extent[:2] - SLACK_M).all(axis=1)
        within &= (inside[:, 2:] <= extent[2:] + SLACK_M).all(axis=1)
        parts.append(patches[within])
    if not parts:
        parts = [found[0].patches.iloc[:0]]
    together = _stacked(parts, needed)
    together = together[_beyond(together.geometry.to_numpy(), tiles)]
    names = zip(together["scope"], together["villages"], together.geometry.to_wkb(), strict=True)
    again = pd.Series(list(names), dtype=object).duplicated().to_numpy()
    return measured(together[~again], min_area_m2=min_area_m2)


def _patches(
    villages: gpd.GeoDataFrame, labels: dict[str, Labels]
) -> tuple[gpd.GeoDataFrame, list[Indices]]:
    """All patches, and the records (by place) with land beside the outside, by source."""
    outlines = villages.geometry.to_numpy()
    if len(labels) == 1:
        mosaic = contested_mosaic(outlines)
        ((role, known),) = labels.items()
        claims = source_claims(mosaic, villages, np.ones(len(villages), dtype=bool), known)
        found = ((role, overlaps(mosaic, claims)), (role, gaps(mosaic, claims)))
        return _scoped(found, villages), [_at_rim(mosaic, claims)]
    mosaic = build_mosaic(outlines)
    ours, theirs = (
        source_claims(mosaic, villages, (villages["role"] == role).to_numpy(), labels[role])
        for role in ("reference", "local")
    )
    silent = silent_faces(ours, theirs)
    tables = (
        ("reference", overlaps(mosaic, ours)),
        ("reference", gaps(mosaic, ours)),
        ("local", overlaps(mosaic, theirs)),
        ("local", gaps(mosaic, theirs, silent=silent)),
        (BETWEEN, mismatches(mosaic, ours, theirs)),
    )
    return _scoped(tables, villages), [_at_rim(mosaic, ours), _at_rim(mosaic, theirs)]


def _scoped(
    tables: Iterable[tuple[str, gpd.GeoDataFrame]], villages: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    return _stacked([table.assign(scope=scope) for scope, table in tables], villages)


def _stacked(parts: Sequence[gpd.GeoDataFrame], villages: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    together = gpd.GeoDataFrame(pd.concat(parts, ignore_index=True))
    return together.set_crs(villages.crs, allow_override=True)


def _among(villages: pd.DataFrame, known: Labels) -> Labels:
    """The labels of those keys that occur among the villages."""
    return {key: known[key] for key in villages["key"].unique() if key in known}


def _at_rim(mosaic: Mosaic, source: SourceClaims) -> Indices:
    """The polygons of the source with land beside land that it leaves open to the outside."""
    claimed = source.claimed()
    groups = face_groups(np.where(claimed, -1, 0), mosaic)
    left, right = mosaic.border_left, mosaic.border_right
    is_open = np.zeros(groups.max(initial=-1) + 2, dtype=bool)
    is_open[groups[right[left == OUTSIDE]]] = True
    is_open[-1] = False
    beyond = np.append(is_open[groups], True)
    rim = np.zeros(len(claimed) + 1, dtype=bool)
    rim[right[beyond[left]]] = True
    rim[left[beyond[right]]] = True
    return mosaic.claim_polygon[(rim[:-1] & claimed)[mosaic.claim_face]]


def _wide_gaps(
    villages: gpd.GeoDataFrame,
    role: str,
    rim: Indices,
    labels: dict[str, Labels],
    tiles: Sequence[Tile],
) -> Floats:
    """The bounds of wide gaps of one source among its records at the rim.

    Where a village between them is not at the rim, its land is no gap.
    """
    own = villages[(villages["role"] == role).to_numpy()]
    at_rim = own.index.isin(rim)
    part = own[at_rim]
    mosaic = contested_mosaic(part.geometry.to_numpy())
    claims = source_claims(mosaic, part, np.ones(len(part), dtype=bool), labels[role])
    shapes = gaps(mosaic, claims).geometry.to_numpy()
    shapes = shapes[_beyond(shapes, tiles)]
    land = own.geometry.to_numpy()[~at_rim]
    if role == "local":
        silent = (villages["role"] == "reference") & ~villages["key"].isin(labels["local"])
        land = np.append(land, villages.geometry.to_numpy()[silent])
    return np.asarray(shapely.bounds(shapes[~_covered(shapes, land)]))


def _beside(shapes: Polygons, outlines: Polygons) -> Indices:
    """The outlines that meet one of the shapes, which were moved onto the grid."""
    tree = shapely.STRtree(outlines)
    return np.unique(tree.query(shapes, predicate="dwithin", distance=NEAR_M)[1])


def _first_vertices(shapes: Polygons) -> Floats:
    """The first vertex of each normalized, not empty polygon, one row each."""
    corners, shape = shapely.get_coordinates(shapes, return_index=True)
    first = np.searchsorted(shape, np.arange(len(shapes)))
    return np.asarray(corners[first], dtype=np.float64)


def _meeting(bounds: Floats, extent: Floats) -> Mask:
    """Which boxes meet the extent."""
    low = (bounds[:, :2] <= extent[2:]).all(axis=1)
    return np.asarray(low & (bounds[:, 2:] >= extent[:2]).all(axis=1))


def _beyond(shapes: Polygons, tiles: Sequence[Tile]) -> Mask:
    """The shapes that reach beyond the window of the tile they belong to."""
    first, bounds = _first_vertices(shapes), shapely.bounds(shapes)
    held = np.zeros(len(shapes), dtype=bool)
    for tile in tiles:
        held |= tile.owns(first) & tile.holds(bounds)
    return ~held


def _covered(shapes: Polygons, land: Polygons) -> Mask:
    """The shapes in which one of the polygons `land` has a point inside."""
    points = shapely.point_on_surface(land)
    shape, point = shapely.STRtree(points).query(shapes)
    shapely.prepare(shapes)
    inside = shapely.contains_properly(shapes[shape], points[point])
    return np.bincount(shape[inside], minlength=len(shapes)) > 0
