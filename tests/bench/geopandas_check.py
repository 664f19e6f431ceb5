"""Overlaps and gaps of a layer by the plain geopandas way, as the peer of `tapal check`.

    python tests/bench/geopandas_check.py IN OUT.gpkg

Overlaps: `geopandas.overlay` of the layer with itself, each pair once. Gaps: holes of the union.
Both are written to OUT with their geometry; counts of what exceeds 1 m2 are printed as JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

SMALLEST_M2 = 1.0


def read(path: Path) -> gpd.GeoDataFrame:
    """The outlines in metres, made valid, polygonal parts only."""
    frame = gpd.read_parquet(path) if path.suffix == ".parquet" else gpd.read_file(path)
    if frame.crs.is_geographic:
        frame = frame.to_crs(frame.estimate_utm_crs())
    outlines = shapely.force_2d(frame.geometry.make_valid().array)
    keep = shapely.get_dimensions(outlines) == 2
    return gpd.GeoDataFrame(
        {"row": np.flatnonzero(keep)}, geometry=np.asarray(outlines)[keep], crs=frame.crs
    )


def overlaps(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """One row per overlapping pair."""
    both = frame.overlay(frame, how="intersection", keep_geom_type=True)
    both = both[both["row_1"] < both["row_2"]]
    return both[both.area > SMALLEST_M2]


def gaps(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The holes of the union."""
    parts = shapely.get_parts(frame.union_all())
    rings, of = shapely.get_rings(parts, return_index=True)
    first = np.r_[True, of[1:] != of[:-1]]
    holes = shapely.polygons(rings[~first])
    return gpd.GeoDataFrame(geometry=holes[shapely.area(holes) > SMALLEST_M2], crs=frame.crs)


def main() -> None:
    """Read, find, write and print the counts."""
    source, target = map(Path, sys.argv[1:3])
    frame = read(source)
    pairs, holes = overlaps(frame), gaps(frame)
    pairs.to_file(target, layer="overlaps", driver="GPKG")
    holes.to_file(target, layer="gaps", driver="GPKG")
    print(json.dumps({"pairs": len(pairs), "pairs_m2": pairs.area.sum(), "gaps": len(holes)}))


if __name__ == "__main__":
    main()
