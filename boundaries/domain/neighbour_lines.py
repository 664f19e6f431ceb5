"""The line that a source draws for a village, cut up by the neighbour it is drawn against."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from boundaries.domain.claims import SourceClaims
from boundaries.domain.segment import Segments
from boundaries.geometry.arrays import distinct
from boundaries.geometry.edges import Edges

Indices = NDArray[np.int64]


@dataclass(frozen=True)
class NeighbourLines:
    """Borders of the villages of one source, each drawn by the village itself.

    `lines` has one row per village and neighbour: `key`, `other` ("" outside), `geometry`
    (LineString or MultiLineString). `corners` has one row per place where the line of a village
    passes from one neighbour to the next: `key`, `first`, `second` (neighbours, first < second),
    `geometry` (Point).
    """

    lines: gpd.GeoDataFrame
    corners: gpd.GeoDataFrame


def neighbour_lines(edges: Edges, source: SourceClaims, reference: Segments) -> NeighbourLines:
    """The outline of each village of the source, divided among its neighbours.

    `edges` are those of the mosaic. An edge of the outline of a village belongs to the neighbour
    who alone claims the land behind it according to the source. Where several do, or nobody (the
    source may be silent about the neighbour), it belongs to the neighbour whose segment with the
    village in `reference` lies nearest to the middle of the edge. A village that the reference does
    not contain has only outer border there.
    """
    outline = _outline_edges(edges, source)
    open_ends = outline["other"].isna().to_numpy()
    outline.loc[open_ends, "other"] = _nearest(edges, outline[open_ends], reference)
    outline = outline.sort_values(["key", "other", "edge"], ignore_index=True)
    crs = reference.lines.crs
    return NeighbourLines(_merged(edges, outline, crs), _corners(edges, outline, crs))


def _outline_edges(edges: Edges, source: SourceClaims) -> pd.DataFrame:
    """`edge`, `key` and `other` (None where the claims do not tell) of all outlines."""
    side = np.append(source.set_of_face, 0)
    left, right = side[edges.left], side[edges.right]
    differing = np.flatnonzero(left != right)
    count = np.int64(len(source.sets))
    kinds, kind = distinct(left[differing] * count + right[differing])
    rows: list[tuple[int, str, str | None]] = []
    for number, pair in enumerate(zip(kinds // count, kinds % count, strict=True)):
        ours, theirs = (source.sets[claims] for claims in pair)
        for claims, behind in ((ours, theirs), (theirs, ours)):
            other = behind[0] if len(behind) == 1 else None
            rows.extend((number, key, other) for key in claims if key not in behind)
    meaning = pd.DataFrame(rows, columns=["kind", "key", "other"]).astype(
        {"key": object, "other": object}
    )
    found = pd.DataFrame({"edge": differing, "kind": kind})
    return found.merge(meaning, on="kind")[["edge", "key", "other"]]


def _nearest(edges: Edges, outline: pd.DataFrame, reference: Segments) -> NDArray[np.object_]:
    """For each edge the neighbour of its village along the nearest segment of the reference."""
    lines = reference.lines
    sides = pd.DataFrame(
        {
            "key": [*lines["a"], *lines["b"]],
            "other": [*lines["b"], *lines["a"]],
            "segment": np.tile(np.arange(len(lines)), 2),
        }
    )
    asked = pd.DataFrame({"row": np.arange(len(outline)), "key": outline["key"].to_numpy()})
    choices = asked.merge(sides, on="key")
    edge = outline["edge"].to_numpy()
    middle = shapely.points((edges.points[edges.start[edge]] + edges.points[edges.end[edge]]) / 2)
    choices["distance"] = shapely.distance(
        middle[choices["row"]], lines.geometry.to_numpy()[choices["segment"]]
    )
    best = choices.sort_values(["row", "distance", "other"]).drop_duplicates("row")
    nearest = np.full(len(outline), "", dtype=object)
    nearest[best["row"]] = best["other"]
    return nearest


def _merged(edges: Edges, outline: pd.DataFrame, crs: object) -> gpd.GeoDataFrame:
    edge = outline["edge"].to_numpy()
    ends = np.stack((edges.points[edges.start[edge]], edges.points[edges.end[edge]]), axis=1)
    group = outline.groupby(["key", "other"]).ngroup().to_numpy()
    named = outline.drop_duplicates(["key", "other"])[["key", "other"]].reset_index(drop=True)
    lines = shapely.multilinestrings(shapely.linestrings(ends), indices=group)
    return gpd.GeoDataFrame(named, geometry=shapely.line_merge(lines), crs=crs)


def _corners(edges: Edges, outline: pd.DataFrame, crs: object) -> gpd.GeoDataFrame:
    edge = outline["edge"].to_numpy()
    ends = pd.concat(
        [outline[["key", "other"]].assign(vertex=side[edge]) for side in (edges.start, edges.end)]
    ).drop_duplicates()
    pairs = ends.merge(ends, on=["key", "vertex"], suffixes=("_first", "_second"))
    pairs = pairs[pairs["other_first"] < pairs["other_second"]]
    pairs = pairs.rename(columns={"other_first": "first", "other_second": "second"})
    pairs = pairs.sort_values(["key", "first", "second", "vertex"], ignore_index=True)
    return gpd.GeoDataFrame(
        pairs[["key", "first", "second"]],
        geometry=shapely.points(edges.points[pairs["vertex"]]),
        crs=crs,
    )
