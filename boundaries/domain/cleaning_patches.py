"""Overlaps and gaps of one layer as patches of faces, and who may take the land of each."""

from __future__ import annotations

from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from boundaries.domain.claims import SourceClaims, gaps, overlaps, source_claims
from boundaries.domain.finding import describe
from boundaries.domain.parameters import Parameters
from boundaries.geometry.cycles import OUTSIDE
from boundaries.geometry.edges import edges_of
from boundaries.geometry.mosaic import Mosaic, build_mosaic, face_groups

Polygons = NDArray[np.object_]
Indices = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

NOBODY = -1


@dataclass(frozen=True)
class Land:
    """The mosaic of the villages of one layer, claims by record.

    `mosaic.claim_polygon` are places in `villages`, which has the columns `key`, `name`,
    `kecamatan`, `kecamatan_code`, `source` and the CRS of the mosaic. `rank` orders its records by
    key, then place, whatever their order in the file.
    """

    mosaic: Mosaic
    claims: SourceClaims
    villages: gpd.GeoDataFrame
    rank: Indices


@dataclass(frozen=True)
class Sides:
    """The borders of patches with the undisputed land of a village that may take the patch.

    One entry per patch and record, sorted by patch, then rank of the record.
    """

    patch: Indices
    record: Indices
    length: Floats
    lines: NDArray[np.object_]


def land_of(villages: gpd.GeoDataFrame, items: Polygons, record: Indices) -> Land:
    """The land that polygons give to records of `villages`; `record` says to which of them each."""
    mosaic = build_mosaic(items)
    pairs = np.unique(np.column_stack((mosaic.claim_face, record[mosaic.claim_polygon])), axis=0)
    mosaic = replace(mosaic, claim_face=pairs[:, 0], claim_polygon=pairs[:, 1])
    claims = source_claims(mosaic, villages, np.ones(len(villages), dtype=bool))
    bounds = shapely.bounds(villages.geometry.to_numpy())
    area = shapely.area(villages.geometry.to_numpy())
    keys = np.unique(villages["key"].to_numpy(dtype=str), return_inverse=True)[1]
    rank = np.empty(len(villages), dtype=np.int64)
    rank[np.lexsort((area, *bounds.T, keys))] = np.arange(len(villages))
    return Land(mosaic, claims, villages, rank)


def patches_of(
    land: Land, directory: pd.DataFrame, parameters: Parameters
) -> tuple[gpd.GeoDataFrame, Indices]:
    """All overlaps, gaps and enclaves however small, and the one that each face belongs to.

    The columns are those of `boundaries.domain.finding`; -1 for faces that belong to none.
    """
    mosaic, claims = land.mosaic, land.claims
    found = [overlaps(mosaic, claims), gaps(mosaic, claims)]
    together = gpd.GeoDataFrame(pd.concat(found, ignore_index=True)).set_crs(land.villages.crs)
    findings = describe(together, directory, replace(parameters, min_area_m2=0.0))
    size = np.array([len(members) for members in claims.sets])[claims.set_of_face]
    overlap = face_groups(np.where(size >= 2, claims.set_of_face, -1), mosaic)
    gap = face_groups(np.where(size == 0, 0, -1), mosaic)
    return findings, np.where(gap >= 0, gap + overlap.max(initial=-1) + 1, overlap)


def sides_of(land: Land, findings: gpd.GeoDataFrame, patch_of_face: Indices) -> Sides:
    """The sides of all patches.

    The land of a gap may be taken by any village beside it, that of an overlap by its claimants;
    land beside it that is itself disputed takes nothing, so that disputes keep their extent.
    """
    edges = edges_of(land.mosaic.faces)
    patch = np.append(patch_of_face, -1)
    sole = np.append(_sole_records(land), NOBODY)
    inner = np.concatenate((edges.left, edges.right))
    beyond = np.concatenate((edges.right, edges.left))
    edge = np.tile(np.arange(len(edges.left)), 2)
    beside = (patch[inner] >= 0) & (patch[inner] != patch[beyond]) & (sole[beyond] != NOBODY)
    edge, of, record = edge[beside], patch[inner[beside]], sole[beyond[beside]]
    may = _may_take(land, findings, of, record)
    edge, of, record = edge[may], of[may], record[may]

    order = np.lexsort((edge, land.rank[record], of))
    edge, of, record = edge[order], of[order], record[order]
    starts = np.ones(len(edge), dtype=bool)
    starts[1:] = (of[1:] != of[:-1]) | (record[1:] != record[:-1])
    side = np.cumsum(starts) - 1
    ends = edges.points[np.column_stack((edges.start[edge], edges.end[edge]))]
    lines = shapely.multilinestrings(shapely.linestrings(ends), indices=side)
    return Sides(
        patch=of[starts],
        record=record[starts],
        length=np.bincount(side, weights=edges.lengths()[edge], minlength=int(starts.sum())).astype(
            float
        ),
        lines=np.asarray(lines, dtype=object),
    )


def _sole_records(land: Land) -> Indices:
    """The record that alone claims each face, `NOBODY` for none or several villages.

    Among records of one village it is the first by rank.
    """
    mosaic, claims = land.mosaic, land.claims
    single = np.array([len(members) == 1 for members in claims.sets])[claims.set_of_face]
    order = np.lexsort((land.rank[mosaic.claim_polygon], mosaic.claim_face))
    faces, first = np.unique(mosaic.claim_face[order], return_index=True)
    sole = np.full(len(mosaic.faces), NOBODY, dtype=np.int64)
    sole[faces] = mosaic.claim_polygon[order[first]]
    sole[~single] = NOBODY
    return sole


def _may_take(land: Land, findings: gpd.GeoDataFrame, patch: Indices, record: Indices) -> Mask:
    """Whether the patch of each entry is a gap, or one that the record's village claims."""
    is_gap = (findings["kind"] != "overlap").to_numpy()
    keys = land.villages["key"].to_numpy(dtype=str)
    number = {key: place for place, key in enumerate(np.unique(keys))}
    count = len(number)
    claimed = [
        place * count + number[key]
        for place, parties in enumerate(findings["villages"])
        if not is_gap[place]
        for key in parties
    ]
    of_record = np.array([number[key] for key in keys])
    return np.asarray(is_gap[patch] | np.isin(patch * count + of_record[record], claimed))


def contacts(land: Land) -> pd.DataFrame:
    """Villages that are neighbours along a line or overlap: `a`, `b` (keys, a < b), `length_m`.

    The length counts every border of land of the one with land of the other, planar.
    """
    mosaic = land.mosaic
    keys = land.villages["key"].to_numpy(dtype=object)
    claims = pd.DataFrame({"face": mosaic.claim_face, "key": keys[mosaic.claim_polygon]})
    inner = mosaic.border_left != OUTSIDE
    borders = pd.DataFrame(
        {
            "left": mosaic.border_left[inner],
            "right": mosaic.border_right[inner],
            "length_m": mosaic.border_length[inner],
        }
    )
    joined = borders.merge(claims, left_on="left", right_on="face").merge(
        claims, left_on="right", right_on="face"
    )
    joined = joined[joined["key_x"] != joined["key_y"]]
    swapped = joined["key_x"] > joined["key_y"]
    table = pd.DataFrame(
        {
            "a": joined["key_x"].where(~swapped, joined["key_y"]),
            "b": joined["key_y"].where(~swapped, joined["key_x"]),
            "length_m": joined["length_m"],
        }
    )
    return table.groupby(["a", "b"])[["length_m"]].sum().reset_index()
