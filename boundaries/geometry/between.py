"""The land between two lines with common ends, by the side of the new line that it lies on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from boundaries.geometry.arrays import distinct_points
from boundaries.geometry.cycles import trace_cycles
from boundaries.geometry.faces import edges_of_outlines, ways_inward
from boundaries.geometry.mosaic import GRID_M
from boundaries.geometry.noding import Outlines, noded

Indices = NDArray[np.int64]


@dataclass(frozen=True)
class Between:
    """What changes sides when a line is replaced by another; MultiPolygons, maybe empty.

    Attributes
    ----------
    to_left : land on the right of the old line and on the left of the new one
    to_right : land on the left of the old line and on the right of the new one
    """

    to_left: shapely.MultiPolygon
    to_right: shapely.MultiPolygon


def land_between(
    old: shapely.LineString, new: shapely.LineString, *, grid: float = GRID_M
) -> Between:
    """The land between two lines from the same place to the same place, or of two closed lines.

    The way along the new line and back along the old one winds round land that changes sides,
    counter-clockwise where it comes to the left. Lines may cross and run along each other as often
    as they like. Coordinates in metres, rounded to `grid`. Raises `ValueError` where the lines are
    open and have no common ends.
    """
    edges = edges_of_outlines(noded(_round_trip(old, new, grid)))
    if not len(edges.low):
        return Between(shapely.MultiPolygon(), shapely.MultiPolygon())
    cycles = trace_cycles(edges.points, edges.low, edges.high)
    left, right = cycles.sides()
    gained = np.bincount(edges.entry, weights=edges.net, minlength=len(edges.low))
    winding = ways_inward(left, right).windings(gained.astype(np.int64))
    faces = cycles.polygons(np.arange(len(winding)), grid=grid)
    to_left, to_right = (
        shapely.multipolygons(shapely.get_parts(shapely.coverage_union_all(faces[chosen])))
        for chosen in (winding > 0, winding < 0)
    )
    return Between(to_left, to_right)


def _round_trip(old: shapely.LineString, new: shapely.LineString, grid: float) -> Outlines:
    """The edges of the new line, and those of the old one backwards."""
    lines = np.array([new, shapely.reverse(old)], dtype=object)
    corners, line = shapely.get_coordinates(lines, return_index=True)
    points, number = distinct_points(np.rint(corners / grid).astype(np.int64))
    turn = int((line == 0).sum())
    there, back = number[:turn], number[turn:]
    open_ = there[0] != there[-1] or back[0] != back[-1]
    if open_ and (there[0] != back[-1] or there[-1] != back[0]):
        raise ValueError("the two lines have no common ends")
    tail, head = number[:-1], number[1:]
    kept = (line[1:] == line[:-1]) & (tail != head)
    return Outlines(points, tail[kept], head[kept], np.zeros(int(kept.sum()), dtype=np.int64))
