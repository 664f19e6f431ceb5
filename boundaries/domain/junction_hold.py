"""Lines led to their junctions where surveys miss these by little."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.ops import substring

from boundaries.domain.site import Site
from boundaries.geometry.border_path import BorderPath
from boundaries.geometry.mosaic import GRID_M

Floats = NDArray[np.float64]

HELD_M = 2.0
"""A junction that a survey misses by no more stays where it is: three villages share it."""
STRAIGHT_SHARE = 0.25
"""No more than this share of a line is led straight to either junction."""
SPIKE_M = 0.5
"""A line that leaves the neighbourhood of its junction and comes back, no wider, is a spike."""
THROUGH_M = 0.01
"""A line may run so far through land of third villages: rounding."""


def held(site: Site, path: BorderPath, *, straight: bool = False) -> BorderPath:
    """The path, its ends on the junctions of the site that it misses by `HELD_M` at most.

    The end of the line is moved onto the junction, as that of a drawn line is. With `straight` the
    line runs straight over the last `HELD_M` before the junction, without a spike that begins
    there: so the lines of neighbouring surveys, which miss it by different amounts, make no knot
    round it. An end is left as it is where the line would then cross itself or land of a third
    village.
    """
    if not site.start:
        return path
    joints = shapely.get_coordinates(site.line)[[0, -1]]
    line, way = shapely.get_coordinates(path.line), shapely.get_coordinates(path.way)
    near = np.hypot(*(line[[0, -1]] - joints).T) <= HELD_M
    if not near.any():
        return path
    laid = line
    if near[0]:
        laid = _led(site, laid, joints[0], straight)
    if near[1]:
        laid = _led(site, laid[::-1], joints[1], straight)[::-1]
    first = int(np.flatnonzero((way == line[0]).all(axis=1))[0])
    before = way[:first] if (laid[0] != joints[0]).any() else way[:0]
    behind = way[first + len(line) :] if (laid[-1] != joints[1]).any() else way[:0]
    way_laid = np.concatenate((before, laid, behind))
    return BorderPath(shapely.LineString(laid), shapely.LineString(way_laid))


def _led(site: Site, line: Floats, joint: Floats, straight: bool) -> Floats:
    """The line, its start led to the joint; as it is where no way of doing so is possible."""
    for laid in _ways(line, joint, straight):
        drawn = shapely.LineString(laid)
        if shapely.is_simple(drawn) and _through_others(site, drawn) <= THROUGH_M:
            return laid
    return line


def _ways(line: Floats, joint: Floats, straight: bool) -> Iterator[Floats]:
    """The line with its start led to the joint, the better ways first."""
    if straight:
        step = np.hypot(*np.diff(line, axis=0).T)
        along = np.append(0.0, np.cumsum(step))
        radius = min(HELD_M, STRAIGHT_SHARE * along[-1])
        for place in _leaves(shapely.LineString(line), joint, radius):
            point = shapely.line_interpolate_point(shapely.LineString(line), place)
            on_grid = np.round(shapely.get_coordinates(point) / GRID_M) * GRID_M
            lead = np.concatenate((joint[np.newaxis], on_grid))
            dropped = shapely.points(line[along <= place])
            if shapely.distance(dropped, shapely.LineString(lead)).max() > GRID_M:
                yield np.concatenate((lead, line[along > place + GRID_M]))
    yield np.concatenate((joint[np.newaxis], line[1:]))


def _leaves(line: shapely.LineString, joint: Floats, radius: float) -> list[float]:
    """Where the line leaves the neighbourhood of the joint, metres along it, the best first.

    The last such place where no more than a spike is left out then, and the first one.
    """
    rim = shapely.boundary(shapely.buffer(shapely.Point(joint), radius))
    crossings = shapely.points(shapely.get_coordinates(shapely.intersection(line, rim)))
    if not len(crossings):
        return []
    found = shapely.line_locate_point(line, crossings)
    first, last = float(found.min()), float(found.max())
    return [last, first] if last > first and _is_spike(line, joint, last) else [first]


def _is_spike(line: shapely.LineString, joint: Floats, place: float) -> bool:
    """Whether the line up to a place, back to the joint, goes round a narrow strip only."""
    there = shapely.get_coordinates(substring(line, 0.0, place))
    ring = shapely.LineString(np.concatenate((joint[np.newaxis], there, joint[np.newaxis])))
    area = shapely.area(shapely.polygonize(shapely.get_parts(shapely.node(ring))))
    return bool(2 * area <= SPIKE_M * shapely.length(ring))


def _through_others(site: Site, line: shapely.LineString) -> float:
    """How many metres of the line run inside the land of third villages."""
    others = site.land.geometry.to_numpy()[~site.land["key"].isin([site.a, site.b]).to_numpy()]
    inside = shapely.difference(shapely.intersection(others, line), shapely.boundary(others))
    return float(shapely.length(inside).sum())
