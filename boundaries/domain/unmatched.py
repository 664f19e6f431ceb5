"""Vertices of a village on a neighbour's straight side where the neighbour has none.

Such borders look shared and are none: a line that is moved at the vertex opens a gap or an overlap.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from boundaries.domain.claims import Labels
from boundaries.geometry.arrays import distinct, distinct_sorted, is_among
from boundaries.geometry.mosaic import GRID_M
from boundaries.geometry.noding import Outlines, in_units, outlines_of

TOLERANCE_M = 0.05
"""A vertex lies on a side, or where another one is, up to this distance."""

Points = NDArray[np.object_]
Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
Mask = NDArray[np.bool_]


def unmatched_vertices(villages: gpd.GeoDataFrame, labels: Labels) -> gpd.GeoDataFrame:
    """The unmatched vertices of one source, in the order of their places.

    `villages` has the columns `key` and `geometry` (CRS in metres), `labels` are those of the
    source. Rows as from `boundaries.domain.claims`, of kind "unmatched": the parties are the
    villages that have the vertex and those on whose sides it lies, the claims tell which have it.
    `max_width_m` is the distance from the farthest of these sides.
    """
    keys, key = np.unique(villages["key"].to_numpy(dtype=str), return_inverse=True)
    count = np.int64(max(len(keys), 1))
    outlines = outlines_of(villages.geometry.to_numpy(), grid=GRID_M)
    having = distinct_sorted(outlines.tail * count + key[outlines.owner])
    vertex, side_key, distance = _on_sides(outlines, key)
    missing = ~is_among(vertex * count + side_key, having)
    vertex, side_key, distance = vertex[missing], side_key[missing], distance[missing]
    places = in_units(outlines.points, GRID_M)
    bare = ~_has_vertex_near(vertex, side_key, places, having, count)
    vertex, side_key, distance = vertex[bare], side_key[bare], distance[bare]
    found, number = distinct(vertex)
    widest = np.zeros(len(found))
    np.maximum.at(widest, number, distance)
    of_vertex = [
        tuple(keys[having[first:end] % count].tolist())
        for first, end in zip(
            np.searchsorted(having, found * count),
            np.searchsorted(having, (found + 1) * count),
            strict=True,
        )
    ]
    sides: list[set[str]] = [set() for _ in found]
    for place, name in zip(number.tolist(), keys[side_key].tolist(), strict=True):
        sides[place].add(name)
    table = _rows(places[found], of_vertex, sides, labels).set_crs(villages.crs)
    order = np.lexsort(places[found].T)
    return table.assign(max_width_m=widest).iloc[order].reset_index(drop=True)


def _on_sides(outlines: Outlines, key: Indices) -> tuple[Indices, Indices, Floats]:
    """Vertices, the villages on whose sides they lie, away from both ends, and the distances."""
    count = len(outlines.points)
    low, high = np.minimum(outlines.tail, outlines.head), np.maximum(outlines.tail, outlines.head)
    edges, number = distinct(low * count + high)
    low, high = np.divmod(edges, count)
    places = in_units(outlines.points, GRID_M)
    points = shapely.points(places)
    lines = shapely.linestrings(np.stack((places[low], places[high]), axis=1))
    vertex, edge = shapely.STRtree(lines).query(points, "dwithin", distance=TOLERANCE_M)
    inner = np.ones(len(vertex), dtype=bool)
    for end in (low, high):
        inner &= np.hypot(*(places[end[edge]] - places[vertex]).T) > TOLERANCE_M
    vertex, edge = vertex[inner], edge[inner]
    distance = shapely.distance(points[vertex], lines[edge])
    owners = pd.DataFrame({"edge": number, "key": key[outlines.owner]}).drop_duplicates()
    owners = owners[np.isin(owners["edge"], edge)]
    pairs = pd.DataFrame({"vertex": vertex, "edge": edge, "distance": distance}).merge(owners)
    return tuple(pairs[name].to_numpy() for name in ("vertex", "key", "distance"))  # type: ignore[return-value]


def _has_vertex_near(
    vertex: Indices, side_key: Indices, places: Floats, having: Indices, count: np.int64
) -> Mask:
    """Whether the village of the side has another vertex that is as good as there."""
    points = shapely.points(places)
    one, other = shapely.STRtree(points).query(points[vertex], "dwithin", distance=TOLERANCE_M)
    there = is_among(other * count + side_key[one], having)
    return np.bincount(one[there], minlength=len(vertex)) > 0


def _rows(
    places: Floats, of_vertex: list[tuple[str, ...]], sides: list[set[str]], labels: Labels
) -> gpd.GeoDataFrame:
    parties = [tuple(sorted({*own, *side})) for own, side in zip(of_vertex, sides, strict=True)]
    claims = [
        {
            label: tuple(key for key in own if label in labels.get(key, ()))
            for label in sorted({label for key in keys for label in labels.get(key, ())})
        }
        for keys, own in zip(parties, of_vertex, strict=True)
    ]
    return gpd.GeoDataFrame(
        {
            "kind": pd.Series(["unmatched"] * len(parties), dtype=object),
            "villages": pd.Series(parties, dtype=object),
            "sources": pd.Series([tuple(files) for files in claims], dtype=object),
            "claims": pd.Series(claims, dtype=object),
        },
        geometry=shapely.points(places),
    )
