"""Repair of a layer by `shapely.coverage_clean` (GEOS), which lists nothing.

    python clean_coverage.py IN.parquet OUT.parquet

Overlaps go to the neighbour with the longest border, gaps up to 10 m wide are filled. Invalid
outlines are made valid first, or the repair would fail.
"""

from __future__ import annotations

import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

GAP_WIDTH_M = 10.0


def main() -> None:
    """Read, repair and write."""
    source, target = map(Path, sys.argv[1:3])
    frame = gpd.read_parquet(source)
    if frame.crs.is_geographic:
        frame = frame.to_crs(frame.estimate_utm_crs())
    invalid = ~frame.is_valid
    frame.loc[invalid, "geometry"] = frame.geometry[invalid].make_valid()
    frame = frame[np.isin(frame.geom_type, ("Polygon", "MultiPolygon"))]
    cleaned = shapely.coverage_clean(frame.geometry.to_numpy(), gap_width=GAP_WIDTH_M)
    frame.set_geometry(cleaned, crs=frame.crs).to_parquet(target)


if __name__ == "__main__":
    main()
