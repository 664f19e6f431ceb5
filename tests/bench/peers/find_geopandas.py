"""Overlaps and gaps by the plain geopandas way, both with geometry.

    python find_geopandas.py IN.parquet FOLDER

Overlaps: `geopandas.overlay` of the layer with itself, each pair once. Gaps: holes of the union.
Invalid outlines are made valid first, or the overlay would fail.
"""

from __future__ import annotations

import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely


def overlaps(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """One row per overlapping pair."""
    both = frame.overlay(frame, how="intersection", keep_geom_type=True)
    return both[both["row_1"] < both["row_2"]]


def gaps(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The holes of the union."""
    parts = shapely.get_parts(frame.union_all())
    rings, of = shapely.get_rings(parts, return_index=True)
    first = np.r_[True, of[1:] != of[:-1]]
    return gpd.GeoDataFrame(geometry=shapely.polygons(rings[~first]), crs=frame.crs)


def main() -> None:
    """Read, find and write."""
    source, target = map(Path, sys.argv[1:3])
    frame = gpd.read_parquet(source, columns=["row", "geometry"])
    invalid = ~frame.is_valid
    frame.loc[invalid, "geometry"] = frame.geometry[invalid].make_valid()
    frame = frame[np.isin(frame.geom_type, ("Polygon", "MultiPolygon"))]
    target.mkdir(exist_ok=True)
    overlaps(frame).to_parquet(target / "overlaps.parquet")
    gaps(frame).to_parquet(target / "gaps.parquet")


if __name__ == "__main__":
    main()
