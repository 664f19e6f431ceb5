"""Which straight edges come near each other, found by sorting them into the cells of a grid.

Edges longer than a cell are taken in pieces, so that each piece lies in four cells at most. Two
pieces whose boxes meet share the cell of the lower left corner of what is common to the boxes, and
are compared there alone (Dittrich and Seeger 2000).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boundaries.geometry.arrays import ascending, distinct_sorted, ranges
from boundaries.geometry.batches import batches

Indices = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

MARGIN = 1
"""By how many grid units boxes are wider than what they contain."""
PIECES = 2
"""Edges are taken in so many more pieces than there are edges, at most."""
BATCH = 65_000
"""Candidates looked at in one go."""
FILTER_BITS = 20
MULTIPLIER = np.int64(0x9E3779B1)


@dataclass(frozen=True)
class _Pieces:
    """Pieces of edges, with the boxes around them in whole grid units."""

    edge: Indices
    west: Indices
    south: Indices
    east: Indices
    north: Indices

    def rows(self, level: int) -> int:
        """How many cells of side 2**level lie above each other, and one more."""
        return int(self.north.max() - self.south.min() >> level) + 2


@dataclass(frozen=True)
class _Cells:
    """Which pieces lie in which cells: cells ascending, one entry per piece and cell."""

    cell: Indices
    piece: Indices


def near_pairs(
    x: Floats, y: Floats, dx: Floats, dy: Floats, fresh: Mask
) -> tuple[Indices, Indices]:
    """Pairs of edges from (x, y) to (x + dx, y + dy) whose boxes may meet, of which one is fresh.

    Coordinates are whole numbers. Each pair is given once, the smaller number first.
    """
    if not fresh.any():
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    pieces, level = _pieces(x, y, dx, dy, fresh)
    rows = pieces.rows(level)
    is_fresh = fresh[pieces.edge]
    mine = _cells(pieces, np.flatnonzero(is_fresh), level, rows)
    others = _cells(pieces, np.flatnonzero(~is_fresh), level, rows, only=mine)
    count = np.int64(len(x))
    codes = [np.empty(0, dtype=np.int64)]
    for group in (mine, others):
        for a, b in _meeting(pieces, mine, group, level, rows):
            one, two = pieces.edge[a], pieces.edge[b]
            different = one != two
            one, two = one[different], two[different]
            codes.append(distinct_sorted(np.minimum(one, two) * count + np.maximum(one, two)))
    found = distinct_sorted(np.concatenate(codes))
    return found // count, found % count


def beside(x: Floats, y: Floats, dx: Floats, dy: Floats, chosen: Mask) -> tuple[Mask, float]:
    """The edges in cells of a grid that chosen edges pass, and the side of the cells.

    The chosen ones, of which there must be some, are among them, and a few that are farther off.
    """
    pieces, level = _pieces(x, y, dx, dy, chosen)
    rows = pieces.rows(level)
    is_chosen = chosen[pieces.edge]
    mine = _cells(pieces, np.flatnonzero(is_chosen), level, rows)
    others = _cells(pieces, np.flatnonzero(~is_chosen), level, rows, only=mine)
    found = chosen.copy()
    found[pieces.edge[others.piece]] = True
    return found, 2.0**level


def _pieces(x: Floats, y: Floats, dx: Floats, dy: Floats, fresh: Mask) -> tuple[_Pieces, int]:
    """All edges in pieces no longer than a cell, and the power of two that the cells measure.

    Half of the fresh edges are shorter than that, and there are not many more pieces than edges.
    The boxes contain the pieces for sure.
    """
    size = np.maximum(np.abs(dx), np.abs(dy)) + 2 * MARGIN + 1
    cell = max(float(np.median(size[fresh])), float(size.mean()) / PIECES)
    level = int(np.ceil(np.log2(cell)))
    parts = np.ceil(size / 2.0**level).astype(np.int64)
    edge = np.repeat(np.arange(len(x)), parts)
    place = ranges(np.zeros(len(parts), dtype=np.int64), parts)
    cut = np.flatnonzero(parts[edge] > 1)
    near, far = place[cut] / parts[edge[cut]], (place[cut] + 1) / parts[edge[cut]]

    def limits(start: Floats, step: Floats) -> tuple[Indices, Indices]:
        one, stride = start[edge], step[edge]
        two = one + stride
        two[cut] = one[cut] + far * stride[cut]
        one[cut] += near * stride[cut]
        low = np.floor(np.minimum(one, two)).astype(np.int64) - MARGIN
        return low, np.ceil(np.maximum(one, two)).astype(np.int64) + MARGIN

    west, east = limits(x, dx)
    south, north = limits(y, dy)
    return _Pieces(edge, west, south, east, north), level


def _cells(
    pieces: _Pieces, chosen: Indices, level: int, rows: int, *, only: _Cells | None = None
) -> _Cells:
    """The cells of side 2**level, in columns of `rows`, that the chosen pieces lie in.

    Of those that are not in `only` most are left out.
    """
    west, south = pieces.west[chosen] >> level, pieces.south[chosen] >> level
    wide = np.flatnonzero(pieces.east[chosen] >> level > west)
    is_high = pieces.north[chosen] >> level > south
    both, high = wide[is_high[wide]], np.flatnonzero(is_high)
    corner = west * rows + south
    cell = np.concatenate((corner, corner[wide] + rows, corner[high] + 1, corner[both] + rows + 1))
    piece = np.concatenate((chosen, chosen[wide], chosen[high], chosen[both]))
    if only is not None and len(chosen):
        occupied = np.zeros(1 << FILTER_BITS, dtype=bool)
        occupied[_hashed(only.cell)] = True
        kept = np.flatnonzero(occupied[_hashed(cell)])
        cell, piece = cell[kept], piece[kept]
    cell, order = ascending(cell)
    return _Cells(cell, piece[order])


def _hashed(cells: Indices) -> Indices:
    """A number of `FILTER_BITS` bits for each cell; different cells may share it."""
    return (cells * MULTIPLIER >> 20) & ((1 << FILTER_BITS) - 1)


def _meeting(
    pieces: _Pieces, mine: _Cells, others: _Cells, level: int, rows: int
) -> list[tuple[Indices, Indices]]:
    """Pieces of both groups whose boxes meet, compared in one of their common cells only."""
    found = []
    last = np.searchsorted(mine.cell, others.cell, side="right")
    if mine is others:
        first = np.arange(1, len(last) + 1)
    else:
        first = np.searchsorted(mine.cell, others.cell)
    counts = last - first
    for part in batches(counts, BATCH):
        a = mine.piece.take(ranges(first[part], counts[part]))
        b = np.repeat(others.piece[part], counts[part])
        west = np.maximum(pieces.west.take(a), pieces.west.take(b))
        south = np.maximum(pieces.south.take(a), pieces.south.take(b))
        meet = west <= np.minimum(pieces.east.take(a), pieces.east.take(b))
        meet &= south <= np.minimum(pieces.north.take(a), pieces.north.take(b))
        kept = np.flatnonzero(meet)
        cell = np.repeat(others.cell[part], counts[part])[kept]
        here = (west[kept] >> level) * rows + (south[kept] >> level) == cell
        kept = kept[here]
        found.append((a[kept], b[kept]))
    return found
