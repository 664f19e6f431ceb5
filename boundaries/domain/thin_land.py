"""Lines beside which a village would keep a strip too thin to be land."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

THIN_M = 0.01
"""Land thinner than this is no land: survey points are stated in centimetres."""
LEAST_M = 1.0
"""A line may run so far beside such land: corners end in a point."""
BESIDE_M = 0.05
"""Land is looked at up to this distance from the line."""
SLACK_M = 0.002


def thin_beside(line: shapely.LineString, parts: gpd.GeoDataFrame) -> tuple[str, float]:
    """The village with the longest strip thinner than `THIN_M` beside the line, and its length.

    `parts` has the columns `village` (key) and `geometry`, in metres. ("", 0.0) where none is
    longer than `LEAST_M`.
    """
    beside = shapely.buffer(line, BESIDE_M, cap_style="flat", join_style="mitre")
    shapes = shapely.intersection(parts.geometry.to_numpy(), beside)
    cores = shapely.buffer(shapes, -THIN_M / 2, join_style="mitre")
    wide = shapely.buffer(cores, THIN_M / 2 + SLACK_M, join_style="mitre")
    lengths = shapely.length(shapely.difference(line, wide))
    if lengths.max(initial=0.0) <= LEAST_M:
        return "", 0.0
    longest = int(np.argmax(lengths))
    return str(parts["village"].iloc[longest]), float(lengths[longest])
