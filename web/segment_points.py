"""The points of a line as positions in degrees, from its canonical form."""

from __future__ import annotations

import shapely

from boundaries.domain.canonical import canonical
from web.segment_grounds import Ground, Line


def points_of(ground: Ground, line: Line | None) -> list[tuple[float, float]]:
    """Longitude and latitude of the points that the hash of a line covers, in their order."""
    if line is None:
        return []
    points = shapely.get_coordinates(canonical(line.proposal.line))
    lon, lat = ground.to_degrees().transform(points[:, 0], points[:, 1])
    return list(zip(lon.tolist(), lat.tolist(), strict=True))
