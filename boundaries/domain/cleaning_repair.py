"""Give the land of noise to the villages beside it."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from boundaries.domain.cleaning_patches import Land, Sides
from boundaries.geometry.midline import nearest_shares
from boundaries.geometry.mosaic import merge_faces

Polygons = NDArray[np.object_]
Indices = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

THIN_M = 0.001
"""Patches nowhere wider than this go whole: the vertices of a line in them would run together."""


@dataclass(frozen=True)
class Grants:
    """Which record gets which land, one entry per patch and record.

    `parts` holds the land given, `how` of every patch how it was decided: "midline", "longest"
    (the longest shared border), "only" (one village alone may take it) or "reference".
    """

    patch: Indices
    record: Indices
    parts: Polygons
    how: NDArray[np.object_]


def grant(
    findings: gpd.GeoDataFrame,
    chosen: Mask,
    sides: Sides,
    *,
    whole: bool,
    reference: gpd.GeoDataFrame | None,
    keys: NDArray[np.object_],
) -> Grants:
    """Land of the `chosen` patches given to the records on their sides.

    A patch goes to the village that the `reference` gives the most of it, if that one may take it,
    whole. Else it is parted halfway between the sides, so that every place goes to the village
    whose land is nearest. Patches too thin for that, and all with `whole`, go to the side with the
    longest border. `keys` are those of the records.
    """
    shapes = findings.geometry.to_numpy()
    entry = np.flatnonzero(chosen[sides.patch])
    patch, record = sides.patch[entry], sides.record[entry]
    order = np.lexsort((np.arange(len(entry)), -sides.length[entry].round(9), patch))
    found, first = np.unique(patch[order], return_index=True)
    winner = np.full(len(shapes), -1, dtype=np.int64)
    winner[found] = record[order[first]]
    count = np.bincount(patch, minlength=len(shapes))
    how = np.where(count == 1, "only", "longest").astype(object)
    if reference is not None:
        decided = _by_reference(shapes, patch, record, reference, keys)
        how[decided >= 0] = "reference"
        winner = np.where(decided >= 0, decided, winner)
    wide = findings["max_width_m"].to_numpy() > THIN_M
    parted = (how == "longest") & (count >= 2) & wide & (not whole)
    how[parted] = "midline"

    kept = np.flatnonzero((winner >= 0) & ~parted)
    split = parted[patch]
    number = np.full(len(shapes), -1, dtype=np.int64)
    areas = np.flatnonzero(parted)
    number[areas] = np.arange(len(areas))
    place = np.arange(len(entry))[split]
    shares = nearest_shares(shapes[areas], number[patch[split]], place, sides.lines[entry[split]])
    return Grants(
        patch=np.concatenate((kept, areas[shares.polygon])),
        record=np.concatenate((winner[kept], record[shares.side])),
        parts=np.concatenate((shapes[kept], shares.parts)),
        how=how,
    )


def _by_reference(
    shapes: Polygons,
    patch: Indices,
    record: Indices,
    reference: gpd.GeoDataFrame,
    keys: NDArray[np.object_],
) -> Indices:
    """For each patch the record whose village the reference gives the most of it, -1 for none."""
    outlines = reference.geometry.to_numpy()
    several = np.unique(patch)
    which, other = shapely.STRtree(outlines).query(shapes[several], predicate="intersects")
    shared = pd.DataFrame(
        {
            "patch": several[which],
            "key": reference["key"].to_numpy(dtype=object)[other],
            "area": shapely.area(shapely.intersection(shapes[several[which]], outlines[other])),
        }
    )
    totals = shared[shared["area"] > 0].groupby(["patch", "key"])[["area"]].sum().reset_index()
    totals = totals.sort_values(["patch", "area", "key"], ascending=[True, False, True])
    first = totals.drop_duplicates("patch")
    takers = pd.DataFrame({"patch": patch, "key": keys[record], "record": record})
    decided = first.merge(takers, on=["patch", "key"])
    result = np.full(len(shapes), -1, dtype=np.int64)
    result[decided["patch"].to_numpy()] = decided["record"].to_numpy()
    return result


def granted(land: Land, patch_of_face: Indices, grants: Grants) -> tuple[Polygons, Indices]:
    """The polygons of all records after the grants, and the record of each polygon.

    Land that is granted leaves everybody else; each record has one polygon of its other land.
    """
    mosaic = land.mosaic
    done = np.zeros(patch_of_face.max(initial=-1) + 2, dtype=bool)
    done[grants.patch] = True
    kept = ~done[patch_of_face[mosaic.claim_face]]
    outlines, records = outlines_of(land, kept)
    return np.concatenate((outlines, grants.parts)), np.concatenate((records, grants.record))


def outlines_of(land: Land, kept: Mask | None = None) -> tuple[Polygons, Indices]:
    """One polygon of all faces, or those whose claim is `kept`, per record that has any."""
    face, record = land.mosaic.claim_face, land.mosaic.claim_polygon
    if kept is not None:
        face, record = face[kept], record[kept]
    records, number = np.unique(record, return_inverse=True)
    return merge_faces(land.mosaic.faces[face], number.astype(np.int64)), records
