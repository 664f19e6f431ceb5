"""Lines led back to their junctions where surveys miss these by little."""

from __future__ import annotations

import numpy as np
import shapely

from boundaries.domain.site import Site
from boundaries.geometry.border_path import BorderPath

HELD_M = 2.0
"""A junction that a survey misses by no more stays where it is: three villages share it."""
THROUGH_M = 0.01
"""A line may run so far through land of third villages: rounding."""


def held(site: Site, path: BorderPath) -> BorderPath:
    """The path, its ends on the junctions of the site that it misses by `HELD_M` at most.

    The end of the line is moved onto the junction, as that of a drawn line is. It is left where it
    is where the line would then cross itself or land of a third village.
    """
    if not site.start:
        return path
    line, way = (shapely.get_coordinates(drawn) for drawn in (path.line, path.way))
    joints = shapely.get_coordinates(site.line)[[0, -1]]
    away = np.hypot(*(line[[0, -1]] - joints).T)
    near = (away > 0) & (away <= HELD_M)
    laid = line.copy()
    laid[[0, -1]] = np.where(near[:, np.newaxis], joints, line[[0, -1]])
    drawn = shapely.LineString(laid)
    if not near.any() or not shapely.is_simple(drawn) or _through_others(site, drawn) > THROUGH_M:
        return path
    first = int(np.flatnonzero((way == line[0]).all(axis=1))[0])
    before = way[:first] if not near[0] else way[:0]
    behind = way[first + len(line) :] if not near[1] else way[:0]
    return BorderPath(drawn, shapely.LineString(np.concatenate((before, laid, behind))))


def _through_others(site: Site, line: shapely.LineString) -> float:
    """How many metres of the line run inside the land of third villages."""
    others = site.land.geometry.to_numpy()[~site.land["key"].isin([site.a, site.b]).to_numpy()]
    inside = shapely.difference(shapely.intersection(others, line), shapely.boundary(others))
    return float(shapely.length(inside).sum())
