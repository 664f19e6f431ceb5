"""Which places lie in which boxes, found by sorting the places into the cells of a grid."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from boundaries.geometry.arrays import ascending, ranges

Indices = NDArray[np.int64]
Floats = NDArray[np.float64]

PLACES_PER_CELL = 4
MOST_CELLS = 1024
"""On each side of the grid."""


def places_in_boxes(places: Floats, boxes: Floats) -> tuple[Indices, Indices]:
    """Pairs of a place and a box that contains it, in the order of boxes.

    `places` are rows of x and y, `boxes` of minx, miny, maxx, maxy; borders belong to a box.
    """
    if not len(places) or not len(boxes):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    low, high = places.min(axis=0), places.max(axis=0)
    side = int(np.clip(np.sqrt(len(places) / PLACES_PER_CELL), 1, MOST_CELLS))
    scale = np.where(high > low, side / np.where(high > low, high - low, 1.0), 0.0)

    def cells(coordinates: Floats) -> Indices:
        return np.asarray(np.clip((coordinates - low) * scale, 0, side - 1), dtype=np.int64)

    column, row = cells(places).T
    cell, place = ascending(row * side + column)
    (west, south), (east, north) = cells(boxes[:, :2]).T, cells(boxes[:, 2:]).T
    apart = (boxes[:, 2:] < low).any(axis=1) | (boxes[:, :2] > high).any(axis=1)
    rows = np.where(apart, 0, north - south + 1)
    box = np.repeat(np.arange(len(boxes)), rows)
    line = ranges(south, rows) * side
    first = np.searchsorted(cell, line + west[box])
    counts = np.searchsorted(cell, line + east[box], side="right") - first
    found, box = place[ranges(first, counts)], np.repeat(box, counts)
    x, y = places[found].T
    inside = (x >= boxes[box, 0]) & (x <= boxes[box, 2]) & (y >= boxes[box, 1])
    inside &= y <= boxes[box, 3]
    return found[inside], box[inside]
