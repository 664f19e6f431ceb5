"""Areas that lines enclose, and the ends where lines do not meet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Geometries = NDArray[np.object_]
Indices = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Enclosed:
    """What lines enclose.

    Attributes
    ----------
    areas : Polygons, from north to south, then west to east
    borders : index of an area, index of a line, length of their common border, one row per pair
        (structured as three arrays of the same length)
    open_ends : coordinates (n, 2) of ends that meet no other line
    open_lines : index of the line of each open end
    misses : distance from each open end to the nearest other piece of line, infinite beyond the
        reach
    unused : indices of the lines that border no area anywhere
    """

    areas: Geometries
    borders: tuple[Indices, Indices, Floats]
    open_ends: Floats
    open_lines: Indices
    misses: Floats
    unused: Indices


def enclosed(lines: Geometries, *, grid: float, reach: float) -> Enclosed:
    """The areas between lines, cut at all their crossings.

    Coordinates are rounded to `grid`, so that ends nearer than it meet; `reach` is how far from an
    open end other lines are looked for (both in the unit of the coordinates). Missing and empty
    geometries count for nothing. Lines may be doubled, cross themselves and each other.
    """
    usable = ~(shapely.is_missing(lines) | shapely.is_empty(lines))
    flat = shapely.force_2d(lines[usable])
    edges = shapely.get_parts(shapely.union_all(flat, grid_size=grid))
    areas = shapely.get_parts(shapely.polygonize(edges))
    bounds = shapely.bounds(areas)
    areas = areas[np.lexsort((bounds[:, 0], -bounds[:, 3]))] if len(areas) else areas
    middles = shapely.line_interpolate_point(edges, 0.5, normalized=True)
    edge, near = shapely.STRtree(flat).query_nearest(middles)
    lines_of = np.flatnonzero(usable)[near]
    area, bordering = _bordering(areas, middles, grid)
    borders = _common(area, bordering, edge, lines_of, shapely.length(edges))
    ends, end_edges = _open_ends(edges, grid)
    first = np.full(len(edges), -1, dtype=np.int64)
    first[edge[::-1]] = lines_of[::-1]
    return Enclosed(
        areas=areas,
        borders=borders,
        open_ends=ends,
        open_lines=first[end_edges],
        misses=_misses(ends, end_edges, edges, reach),
        unused=np.setdiff1d(np.flatnonzero(usable), borders[1]),
    )


def rings_of(lines: Geometries) -> NDArray[np.bool_]:
    """Which lines return to their start (first coordinate equal to the last) around some area."""
    single = shapely.get_type_id(lines) == 1
    closed = single & shapely.is_closed(lines)
    return np.asarray(closed & (shapely.get_num_coordinates(lines) >= 4))


def areas_of_rings(rings: Geometries) -> Geometries:
    """The Polygons inside lines that return to their start."""
    coordinates, owner = shapely.get_coordinates(rings, return_index=True)
    closed = shapely.linearrings(coordinates, indices=owner)
    return np.asarray(shapely.polygons(closed), dtype=object)


def merged(lines: Geometries) -> Geometries:
    """Lines of several pieces joined where the pieces meet end to end."""
    return np.asarray(shapely.line_merge(lines), dtype=object)


def _bordering(areas: Geometries, middles: Geometries, grid: float) -> tuple[Indices, Indices]:
    """Pairs of an area and an edge of its boundary."""
    if not len(areas):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    tree = shapely.STRtree(middles)
    pairs = tree.query(shapely.boundary(areas), predicate="dwithin", distance=grid / 2)
    return pairs[0].astype(np.int64), pairs[1].astype(np.int64)


def _common(
    area: Indices, bordering: Indices, edge: Indices, lines_of: Indices, lengths: Floats
) -> tuple[Indices, Indices, Floats]:
    """The length that each area shares with each line, summed over edges."""
    order = np.argsort(edge, kind="stable")
    starts = np.searchsorted(edge[order], bordering, side="left")
    counts = np.searchsorted(edge[order], bordering, side="right") - starts
    repeated = np.repeat(np.arange(len(bordering)), counts)
    within = np.arange(len(repeated)) - np.repeat(np.cumsum(counts) - counts, counts)
    line = lines_of[order[starts[repeated] + within]]
    pairs, place = np.unique(np.column_stack([area[repeated], line]), axis=0, return_inverse=True)
    total = np.bincount(place.ravel(), lengths[bordering][repeated], minlength=len(pairs))
    return pairs[:, 0].astype(np.int64), pairs[:, 1].astype(np.int64), total.astype(np.float64)


def _open_ends(edges: Geometries, grid: float) -> tuple[Floats, Indices]:
    """Ends of edges that no other edge shares, with their edge."""
    ends = np.concatenate([shapely.get_point(edges, 0), shapely.get_point(edges, -1)])
    coordinates = shapely.get_coordinates(ends)
    cells = np.rint(coordinates / grid).astype(np.int64)
    _, place, counts = np.unique(cells, axis=0, return_inverse=True, return_counts=True)
    single = counts[place.ravel()] == 1
    owners = np.tile(np.arange(len(edges), dtype=np.int64), 2)
    return coordinates[single], owners[single]


def _misses(ends: Floats, end_edges: Indices, edges: Geometries, reach: float) -> Floats:
    result = np.full(len(ends), np.inf)
    if not len(ends):
        return result
    points = shapely.points(ends)
    own, other = shapely.STRtree(edges).query(points, predicate="dwithin", distance=reach)
    apart = end_edges[own] != other
    own, other = own[apart], other[apart]
    np.minimum.at(result, own, shapely.distance(points[own], edges[other]))
    return result
