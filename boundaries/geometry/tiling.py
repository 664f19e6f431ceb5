"""Cut a large extent into tiles that can be worked on one by one.

A *tile* is a rectangle of the extent, cut in halves of equal work again and again. It is worked on
with all polygons that meet its *window*, the tile and a margin around it. Whatever lies wholly
inside the window comes out as it would in one piece, since everything near it is there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

MARGIN_SHARE = 0.02
"""The margin of a window as a share of the longer side of its tile."""
SMALLEST_M = 64.0
"""Tiles of this side are not cut, nor those that half of their polygons are as large as."""


@dataclass(frozen=True)
class Tile:
    """A rectangle, and its window on all sides `margin` wider.

    West and south edge belong to the tile, east and north edge to its neighbours.
    """

    west: float
    south: float
    east: float
    north: float
    margin: float

    def owns(self, points: Floats) -> Mask:
        """Which points (rows of x, y) lie in the tile."""
        x, y = points.T
        inside = (x >= self.west) & (x < self.east)
        return np.asarray(inside & (y >= self.south) & (y < self.north))

    def touches(self, bounds: Floats) -> Mask:
        """Which boxes meet the tile."""
        return self._meets(bounds, 0.0)

    def sees(self, bounds: Floats) -> Mask:
        """Which boxes meet the window."""
        return self._meets(bounds, self.margin)

    def holds(self, bounds: Floats) -> Mask:
        """Which boxes lie wholly inside the window."""
        low = bounds[:, :2] > (self.west - self.margin, self.south - self.margin)
        high = bounds[:, 2:] < (self.east + self.margin, self.north + self.margin)
        return np.asarray(low.all(axis=1) & high.all(axis=1))

    def halves(self, across: float, *, upright: bool) -> tuple[Tile, Tile]:
        """The tiles on both sides of a cut, at an x if it is `upright`, else at a y."""
        if upright:
            return (
                _tile(self.west, self.south, across, self.north),
                _tile(across, self.south, self.east, self.north),
            )
        return (
            _tile(self.west, self.south, self.east, across),
            _tile(self.west, across, self.east, self.north),
        )

    def _meets(self, bounds: Floats, margin: float) -> Mask:
        across = (bounds[:, 2] >= self.west - margin) & (bounds[:, 0] <= self.east + margin)
        up = (bounds[:, 3] >= self.south - margin) & (bounds[:, 1] <= self.north + margin)
        return np.asarray(across & up)


def tiles_of(bounds: Floats, *, most: int, work: Indices | None = None) -> list[Tile]:
    """Tiles of at most about `most` polygons each, given by their bounds, that cover them all.

    `work` is what each polygon costs, such as its vertices; half of it lies on either side of a
    cut. Together the tiles make a rectangle; the order of the polygons does not matter. Bounds of
    empty polygons (NaN) are left out; without any other there are no tiles.
    """
    filled = ~np.isnan(bounds).any(axis=1)
    bounds = bounds[filled]
    work = np.ones(len(bounds), dtype=np.int64) if work is None else work[filled]
    if not len(bounds):
        return []
    low = (np.floor(bounds[:, :2].min(axis=0) / SMALLEST_M) - 1) * SMALLEST_M
    high = (np.floor(bounds[:, 2:].max(axis=0) / SMALLEST_M) + 1) * SMALLEST_M
    tiles: list[Tile] = []
    cuts = max(int(np.ceil(np.log2(len(bounds) / most))), 0)
    waiting = [(_tile(low[0], low[1], high[0], high[1]), bounds, work, cuts)]
    while waiting:
        tile, inside, weights, cuts = waiting.pop()
        upright = tile.east - tile.west >= tile.north - tile.south
        axis = 0 if upright else 1
        middles = (inside[:, axis] + inside[:, axis + 2]) / 2
        across = _half_way(middles, weights)
        below = middles < across
        if not cuts or not below.any() or _is_small(tile, inside):
            tiles.append(tile)
            continue
        for part, which in zip(tile.halves(across, upright=upright), (below, ~below), strict=True):
            waiting.append((part, inside[which], weights[which], cuts - 1))
    return sorted(tiles, key=lambda tile: (tile.south, tile.west))


def _tile(west: float, south: float, east: float, north: float) -> Tile:
    return Tile(west, south, east, north, MARGIN_SHARE * max(east - west, north - south))


def _half_way(places: Floats, weights: Indices) -> float:
    """The place before which about half of the weights lie."""
    order = np.lexsort((weights, places))
    ends = np.cumsum(weights[order])
    middles = ends - weights[order] / 2
    return float(places[order[np.searchsorted(middles, ends[-1] / 2)]])


def _is_small(tile: Tile, bounds: Floats) -> bool:
    extents = (bounds[:, 2:] - bounds[:, :2]).max(axis=1)
    side = max(tile.east - tile.west, tile.north - tile.south)
    return bool(side <= max(SMALLEST_M, float(np.median(extents))))
