"""Cut a large extent into tiles that can be worked on one by one.

A *tile* is a leaf of a quadtree over the extent. It is worked on with all polygons that meet its
*window*, the tile and a margin around it. Whatever lies wholly inside the window comes out as it
would in one piece, since everything near it is there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

MARGIN_SHARE = 0.05
"""The margin of a window as a share of the side of its tile."""
SMALLEST_M = 64.0
"""Tiles of this side are not cut, nor those that half of their polygons are as large as."""


@dataclass(frozen=True)
class Tile:
    """A square of side `side` from (`west`, `south`), and its window on all sides `margin` wider.

    West and south edge belong to the tile, east and north edge to its neighbours.
    """

    west: float
    south: float
    side: float
    margin: float

    def owns(self, points: Floats) -> Mask:
        """Which points (rows of x, y) lie in the tile."""
        x, y = points.T
        inside = (x >= self.west) & (x < self.west + self.side)
        return np.asarray(inside & (y >= self.south) & (y < self.south + self.side))

    def touches(self, bounds: Floats) -> Mask:
        """Which boxes meet the tile."""
        return _meet(bounds, (self.west, self.south), self.side)

    def sees(self, bounds: Floats) -> Mask:
        """Which boxes meet the window."""
        corner = (self.west - self.margin, self.south - self.margin)
        return _meet(bounds, corner, self.side + 2 * self.margin)

    def holds(self, bounds: Floats) -> Mask:
        """Which boxes lie wholly inside the window."""
        low = bounds[:, :2] > (self.west - self.margin, self.south - self.margin)
        far = self.side + self.margin
        high = bounds[:, 2:] < (self.west + far, self.south + far)
        return np.asarray(low.all(axis=1) & high.all(axis=1))


def quadtree(bounds: Floats, *, most: int) -> list[Tile]:
    """Tiles of at most about `most` polygons each, given by their bounds, that cover them all.

    Together they make a square; some may see no polygon. Bounds of empty polygons (NaN) are left
    out; without any other there are no tiles.
    """
    bounds = bounds[~np.isnan(bounds).any(axis=1)]
    if not len(bounds):
        return []
    low, high = bounds[:, :2].min(axis=0), bounds[:, 2:].max(axis=0)
    corner = (np.floor(low / SMALLEST_M) - 1) * SMALLEST_M
    side = 2.0 ** np.ceil(np.log2((high - corner).max() + SMALLEST_M))
    tiles: list[Tile] = []
    waiting = [(float(corner[0]), float(corner[1]), float(side), bounds)]
    while waiting:
        west, south, side, inside = waiting.pop()
        tile = Tile(west, south, side, side * MARGIN_SHARE)
        inside = inside[tile.touches(inside)]
        extents = (inside[:, 2:] - inside[:, :2]).max(axis=1)
        if len(inside) <= most or side <= max(SMALLEST_M, float(np.median(extents))):
            tiles.append(tile)
            continue
        half = side / 2
        waiting += [(west + x, south + y, half, inside) for x in (0, half) for y in (0, half)]
    return sorted(tiles, key=lambda tile: (tile.south, tile.west))


def _meet(bounds: Floats, corner: tuple[float, float], side: float) -> Mask:
    x, y = corner
    across = (bounds[:, 2] >= x) & (bounds[:, 0] <= x + side)
    return np.asarray(across & (bounds[:, 3] >= y) & (bounds[:, 1] <= y + side))
