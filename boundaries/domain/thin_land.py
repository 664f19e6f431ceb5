"""Lines beside which a village would keep a strip too thin to be land."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from boundaries.domain.site import Site
from boundaries.errors import ParameterError
from boundaries.messages import figure, message

THIN_M = 0.01
"""Land thinner than this is no land: survey points are stated in centimetres."""
LEAST_M = 1.0
"""A line may run so far beside such land: corners end in a point."""
BESIDE_M = 0.05
"""Land is looked at up to this distance from the line."""
SLACK_M = 0.002


def require_wide(site: Site, line: shapely.LineString, parts: gpd.GeoDataFrame) -> None:
    """Raise `ParameterError` where a strip of land beside the line is too thin to be land.

    `parts` are those of a proposal.
    """
    village, length = thin_beside(line, parts, reference=site.line)
    if village:
        raise ParameterError(
            "thin-land",
            message(
                "over {length} m this line leaves {village} a strip thinner than a centimetre",
                length=figure(length, ",.1f"),
                village=site.name_of(village),
            ),
            message("choose another line, or draw one that gives the whole strip to one side"),
        )


def thin_beside(
    line: shapely.LineString, parts: gpd.GeoDataFrame, *, reference: shapely.LineString
) -> tuple[str, float]:
    """The village with the longest strip thinner than `THIN_M` beside the line, and its length.

    `parts` has the columns `village` (key) and `geometry`, in metres. ("", 0.0) where none is
    longer than `LEAST_M`. Where the line runs on that of the reference, the strip is there already.
    """
    beside = shapely.buffer(line, BESIDE_M, cap_style="flat", join_style="mitre")
    shapes = shapely.intersection(parts.geometry.to_numpy(), beside)
    cores = shapely.buffer(shapes, -THIN_M / 2, join_style="mitre")
    wide = shapely.buffer(cores, THIN_M / 2 + SLACK_M, join_style="mitre")
    chosen = shapely.difference(line, shapely.buffer(reference, SLACK_M))
    lengths = shapely.length(shapely.difference(chosen, wide))
    if lengths.max(initial=0.0) <= LEAST_M:
        return "", 0.0
    longest = int(np.argmax(lengths))
    return str(parts["village"].iloc[longest]), float(lengths[longest])
