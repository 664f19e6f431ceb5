"""The points of a line as positions in degrees: its vertices, and those that papers list."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from boundaries.domain.canonical import canonical
from boundaries.domain.tk_selection import DEFAULT_RULE, chosen_places
from boundaries.workflows.paper_lines import along
from web.segment_grounds import Ground, Line

LEAST_M = DEFAULT_RULE.least_m
"""How near two neighbours of `listed_points` may be along the line; the ends may be nearer."""

Degrees = list[tuple[float, float]]


def points_of(ground: Ground, line: Line | None) -> Degrees:
    """Longitude and latitude of the points that the hash of a line covers, in their order."""
    if line is None:
        return []
    return _degrees(ground, shapely.get_coordinates(canonical(line.proposal.line)))


def listed_points(ground: Ground, line: Line) -> Degrees:
    """Longitude and latitude of the simpul and the cartometric points between them.

    They are chosen as for the coordinate lists and run from the first simpul to the second.
    """
    course = along(line.proposal.line, ground.site.line)
    between = chosen_places(np.array([course], dtype=object))["geometry"].to_numpy()
    ends = shapely.get_point(course, [0, -1])
    return _degrees(ground, shapely.get_coordinates([ends[0], *between, ends[1]]))


def _degrees(ground: Ground, points: NDArray[np.float64]) -> Degrees:
    lon, lat = ground.to_degrees().transform(points[:, 0], points[:, 1])
    return list(zip(lon.tolist(), lat.tolist(), strict=True))
