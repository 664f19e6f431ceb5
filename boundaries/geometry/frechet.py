"""Discrete Frechet distance of many pairs of lines at once.

GEOS 3.14 gives a wrong answer for some pairs (it may differ when both lines are reversed), so the
table of Eiter and Mannila (1994) is filled here, along its anti-diagonals and for many pairs at a
time.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

Lines = NDArray[np.object_]
Floats = NDArray[np.float64]

PLACES = 128
AT_ONCE = 128
"""Pairs taken at a time, so that three diagonals of their tables stay in the cache."""


def frechet_distances(lines_a: Lines, lines_b: Lines, *, places: int = PLACES) -> Floats:
    """The discrete Frechet distance of each pair of LineStrings, whichever way they are drawn.

    Both lines are taken at `places` evenly spaced places, so that the result is exact to the
    spacing of the places on the longer line.
    """
    a, b = evenly_spaced(lines_a, places), evenly_spaced(lines_b, places)
    onward = _lengths(a[:, 0] - b[:, 0]) + _lengths(a[:, -1] - b[:, -1])
    against = _lengths(a[:, 0] - b[:, -1]) + _lengths(a[:, -1] - b[:, 0])
    result = np.full(len(a), np.inf)
    for likely, turned in ((onward <= 2 * against, b), (against <= 2 * onward, b[:, ::-1])):
        result[likely] = np.minimum(result[likely], coupling_distances(a[likely], turned[likely]))
    return result


def coupling_distances(a: Floats, b: Floats) -> Floats:
    """The discrete Frechet distance of sequences of points, shape (pairs, points, 2)."""
    blocks = range(0, len(a), AT_ONCE)
    parts = [_coupled(a[first : first + AT_ONCE], b[first : first + AT_ONCE]) for first in blocks]
    return np.concatenate([np.empty(0), *parts])


def evenly_spaced(lines: Lines, places: int) -> Floats:
    """Points at equal distances along each LineString, its ends included: (lines, places, 2)."""
    points, line = shapely.get_coordinates(lines, return_index=True)
    count = np.bincount(line, minlength=len(lines))
    last = np.cumsum(count) - 1
    first = last - count + 1
    ahead = np.append(np.diff(points, axis=0), np.zeros((min(len(points), 1), 2)), axis=0)
    ahead[last] = 0
    piece = _lengths(ahead)
    run = np.cumsum(piece) - piece
    wanted = run[first, np.newaxis] + np.linspace(0, 1, places) * (run[last] - run[first])[:, None]
    place = np.searchsorted(run, wanted, side="right") - 1
    place = np.clip(place, first[:, np.newaxis], np.maximum(last - 1, first)[:, np.newaxis])
    share = np.zeros_like(wanted)
    np.divide(wanted - run[place], piece[place], out=share, where=piece[place] > 0)
    spaced: Floats = points[place] + np.clip(share, 0, 1)[:, :, np.newaxis] * ahead[place]
    spaced[:, 0], spaced[:, -1] = points[first], points[last]
    return spaced


def _coupled(a: Floats, b: Floats) -> Floats:
    """As `coupling_distances`; row i of `last` and `before` is cell i - 1 of their diagonals."""
    (pairs, count), others = a.shape[:2], b.shape[1]
    ax, ay = np.ascontiguousarray(a.transpose(2, 1, 0))
    bx, by = np.ascontiguousarray(b[:, ::-1].transpose(2, 1, 0))
    before, last, now = (np.full((count + 2, pairs), np.inf) for _ in range(3))
    spare = np.empty((count, pairs))
    for diagonal in range(count + others - 1):
        low, high = max(0, diagonal - others + 1), min(count - 1, diagonal) + 1
        shift = others - 1 - diagonal
        reached, square = now[low + 1 : high + 1], spare[low:high]
        np.subtract(ax[low:high], bx[low + shift : high + shift], out=reached)
        np.multiply(reached, reached, out=square)
        np.subtract(ay[low:high], by[low + shift : high + shift], out=reached)
        np.multiply(reached, reached, out=reached)
        np.add(square, reached, out=square)
        if diagonal:
            np.minimum(last[low + 1 : high + 1], last[low:high], out=reached)
            np.minimum(reached, before[low:high], out=reached)
            np.maximum(reached, square, out=reached)
        else:
            reached[:] = square
        now[low] = now[high + 1] = np.inf
        before, last, now = last, now, before
    return np.sqrt(last[count])


def _lengths(vectors: Floats) -> Floats:
    return np.asarray(np.hypot(vectors[..., 0], vectors[..., 1]))
