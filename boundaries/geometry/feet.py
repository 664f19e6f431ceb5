"""Feet of points on lines: the nearest place of the line that each point is held against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from boundaries.geometry.arrays import ranges

Lines = NDArray[np.object_]
Indices = NDArray[np.int64]
Floats = NDArray[np.float64]

BRANCHES = 8
BATCH = 100_000
"""Distances from points to straight pieces worked out at a time."""
SLACK = 1 + 1e-9


@dataclass(frozen=True)
class _Pieces:
    """The straight pieces of all lines, line after line; `of_line` counts them."""

    x: Floats
    y: Floats
    dx: Floats
    dy: Floats
    square: Floats
    of_line: Indices


@dataclass(frozen=True)
class _Blocks:
    """Runs of points from `first` to before `end`, and the pieces that may be nearest to them.

    `pieces` holds `count` numbers for each block, one block after another.
    """

    first: Indices
    end: Indices
    count: Indices
    pieces: Indices


def feet_on_lines(points: Floats, line: Indices, lines: Lines) -> Floats:
    """For each point the nearest place of `lines[line]`, the first along the line among equals.

    `line` ascends; lines are LineStrings or MultiLineStrings, not empty. Points that follow each
    other should lie near each other: blocks of them are held against the line first, and pieces of
    it that are too far from the middle of a block are left out for its points.
    """
    feet = np.empty_like(points)
    pieces = _pieces(lines)
    found, first, runs = np.unique(line, return_index=True, return_counts=True)
    count = pieces.of_line[found]
    candidates = ranges((np.cumsum(pieces.of_line) - pieces.of_line)[found], count)
    size = BRANCHES ** int(np.ceil(np.log(runs.max(initial=1)) / np.log(BRANCHES)))
    _descend(points, pieces, _Blocks(first, first + runs, count, candidates), size, feet)
    return feet


def _descend(points: Floats, pieces: _Pieces, blocks: _Blocks, size: int, feet: Floats) -> None:
    """Write the feet of the points in the blocks of up to `size` points."""
    for part in _batches(blocks):
        if size == 1:
            feet[part.first[0] : part.end[-1]] = _nearest(points, pieces, part)
            continue
        smaller = size // BRANCHES
        inner = -(-(part.end - part.first) // smaller)
        first = np.repeat(part.first, inner) + smaller * ranges(np.zeros_like(inner), inner)
        end = np.minimum(first + smaller, np.repeat(part.end, inner))
        kept, count = _candidates(points, pieces, part)
        offset = np.repeat(np.cumsum(count) - count, inner)
        count = np.repeat(count, inner)
        for begin in _cuts(count):
            chosen = slice(*begin)
            numbers = kept[ranges(offset[chosen], count[chosen])]
            children = _Blocks(first[chosen], end[chosen], count[chosen], numbers)
            _descend(points, pieces, children, smaller, feet)


def _batches(blocks: _Blocks) -> Iterator[_Blocks]:
    ends = np.cumsum(blocks.count)
    for begin, stop in _cuts(blocks.count):
        some = slice(begin, stop)
        numbers = blocks.pieces[ends[begin] - blocks.count[begin] : ends[stop - 1]]
        yield _Blocks(blocks.first[some], blocks.end[some], blocks.count[some], numbers)


def _cuts(count: Indices) -> Iterator[tuple[int, int]]:
    """Stretches of blocks whose counts add up to `BATCH` or less, or of a single block."""
    ends = np.cumsum(count)
    begin = 0
    while begin < len(count):
        done = ends[begin - 1] if begin else 0
        stop = max(int(np.searchsorted(ends, done + BATCH, side="right")), begin + 1)
        yield begin, stop
        begin = stop


def _candidates(points: Floats, pieces: _Pieces, blocks: _Blocks) -> tuple[Indices, Indices]:
    """The pieces that may be nearest to a point of each block, and how many they are."""
    middle = (blocks.first + blocks.end) // 2
    length = blocks.end - blocks.first
    around = points[blocks.first[0] : blocks.end[-1]] - points[np.repeat(middle, length)]
    starts = blocks.first - blocks.first[0]
    reach = np.maximum.reduceat(np.hypot(around[:, 0], around[:, 1]), starts)
    x, y = (np.repeat(values, blocks.count) for values in points[middle].T)
    _, across, along = _offsets(x, y, pieces, blocks.pieces)
    distance = np.hypot(across, along)
    starts = np.cumsum(blocks.count) - blocks.count
    limit = (np.minimum.reduceat(distance, starts) + 2 * reach) * SLACK
    kept = distance <= np.repeat(limit, blocks.count)
    return blocks.pieces[kept], np.add.reduceat(kept, starts, dtype=np.int64)


def _nearest(points: Floats, pieces: _Pieces, blocks: _Blocks) -> Floats:
    """The feet of single points on the nearest of their pieces."""
    x, y = (np.repeat(values, blocks.count) for values in points[blocks.first].T)
    share, across, along = _offsets(x, y, pieces, blocks.pieces)
    square = across * across + along * along
    least = np.minimum.reduceat(square, np.cumsum(blocks.count) - blocks.count)
    hit = np.flatnonzero(square == np.repeat(least, blocks.count))
    point = np.repeat(np.arange(len(blocks.count)), blocks.count)[hit]
    hit = hit[np.append(True, point[1:] != point[:-1])]
    piece, share = blocks.pieces[hit], share[hit]
    return np.column_stack(
        (pieces.x[piece] + share * pieces.dx[piece], pieces.y[piece] + share * pieces.dy[piece])
    )


def _offsets(
    x: Floats, y: Floats, pieces: _Pieces, piece: Indices
) -> tuple[Floats, Floats, Floats]:
    """How far along its piece the foot of each place lies (0 to 1), and the way to it in x, y."""
    dx, dy = pieces.dx[piece], pieces.dy[piece]
    to_x, to_y = pieces.x[piece] - x, pieces.y[piece] - y
    share = to_x * dx
    share += to_y * dy
    share /= pieces.square[piece]
    np.negative(share, out=share)
    np.clip(share, 0, 1, out=share)
    to_x += share * dx
    to_y += share * dy
    return share, to_x, to_y


def _pieces(lines: Lines) -> _Pieces:
    parts, line_of_part = shapely.get_parts(lines, return_index=True)
    points, part = shapely.get_coordinates(parts, return_index=True)
    inside = np.flatnonzero(part[1:] == part[:-1])
    (x, y), (dx, dy) = points[inside].T.copy(), (points[inside + 1] - points[inside]).T.copy()
    square = dx * dx + dy * dy
    of_line = np.bincount(line_of_part[part[inside]], minlength=len(lines))
    return _Pieces(x, y, dx, dy, np.where(square > 0, square, 1.0), of_line)
