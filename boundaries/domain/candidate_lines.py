"""The candidate lines of pairs of villages, parted among the segments of each pair."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

Geometries = NDArray[np.object_]


def lines_by_segment(lines: gpd.GeoDataFrame, segments: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The candidate lines with the segment that each belongs to.

    `lines` has the columns `a`, `b`, `drawn_by` and `geometry` (see
    `boundaries.domain.correspondence.Correspondence`), `segments` the columns `id`, `a`, `b` and
    `geometry`, all in one CRS in metres. The line of a pair with several segments is cut at its
    vertices: every edge goes to the segment that lies nearest to its middle. Columns of the
    result: `segment`, `drawn_by`, `geometry` (MultiLineString); lines of pairs without a segment,
    and the reference's, which are the segments themselves, are left out.
    """
    drawn = lines[(lines["drawn_by"] != "reference").to_numpy()].reset_index(drop=True)
    inner = segments[(segments["b"] != "").to_numpy()]
    choices = drawn.reset_index(names="line").merge(
        inner.rename(columns={"id": "segment", "geometry": "border"}), on=["a", "b"]
    )
    several = (choices.groupby("line")["segment"].transform("size") > 1).to_numpy()
    parted = _parted(choices[several])
    whole = choices.loc[~several, ["segment", "drawn_by", "geometry"]]
    table = pd.concat([whole, parted], ignore_index=True)
    shapes = [shapely.multilinestrings(shapely.get_parts(line)) for line in table["geometry"]]
    table = table.drop(columns="geometry")
    result = gpd.GeoDataFrame(table, geometry=shapes, crs=lines.crs)
    return result.sort_values(["segment", "drawn_by"], ignore_index=True)


def _parted(choices: pd.DataFrame) -> pd.DataFrame:
    """The edges of each line by the nearest of its segments, put together again."""
    if choices.empty:
        return pd.DataFrame(columns=["segment", "drawn_by", "geometry"])
    of_line = choices.drop_duplicates("line")
    edges, owner = _edges(of_line["geometry"].to_numpy(dtype=object))
    edge = pd.DataFrame({"line": of_line["line"].to_numpy()[owner], "edge": np.arange(len(edges))})
    pairs = edge.merge(choices[["line", "segment", "drawn_by", "border"]], on="line")
    middles = shapely.line_interpolate_point(edges, 0.5, normalized=True)
    away = shapely.distance(
        middles[pairs["edge"].to_numpy()], pairs["border"].to_numpy(dtype=object)
    )
    nearest = pairs.assign(away=away).sort_values(["edge", "away", "segment"])
    nearest = nearest.drop_duplicates("edge")
    rows = [
        (
            segment,
            drawn_by,
            shapely.line_merge(shapely.multilinestrings(list(edges[group["edge"]]))),
        )
        for (segment, drawn_by), group in nearest.groupby(["segment", "drawn_by"])
    ]
    return pd.DataFrame(rows, columns=["segment", "drawn_by", "geometry"])


def _edges(lines: Geometries) -> tuple[Geometries, NDArray[np.int64]]:
    """Every edge of the lines, and the line each belongs to."""
    parts, owner = shapely.get_parts(lines, return_index=True)
    points, part = shapely.get_coordinates(parts, return_index=True)
    kept = np.flatnonzero((part[1:] == part[:-1]) & (points[1:] != points[:-1]).any(axis=1))
    edges = shapely.linestrings(np.stack((points[kept], points[kept + 1]), axis=1))
    return edges, owner[part[kept]]
