"""Discrete Frechet distance of many pairs of lines at once.

GEOS 3.14 gives a wrong answer for some pairs (it may differ when both lines are reversed), so the
table of Eiter and Mannila (1994) is filled here, along its anti-diagonals and for all pairs at a
time.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

Lines = NDArray[np.object_]
Floats = NDArray[np.float64]

PLACES = 128


def frechet_distances(lines_a: Lines, lines_b: Lines, *, places: int = PLACES) -> Floats:
    """The discrete Frechet distance of each pair of LineStrings, whichever way they are drawn.

    Both lines are taken at `places` evenly spaced places, so that the result is exact to the
    spacing of the places on the longer line.
    """
    a, b = _evenly_spaced(lines_a, places), _evenly_spaced(lines_b, places)
    onward = _lengths(a[:, 0] - b[:, 0]) + _lengths(a[:, -1] - b[:, -1])
    against = _lengths(a[:, 0] - b[:, -1]) + _lengths(a[:, -1] - b[:, 0])
    result = np.full(len(a), np.inf)
    for likely, turned in ((onward <= 2 * against, b), (against <= 2 * onward, b[:, ::-1])):
        result[likely] = np.minimum(result[likely], coupling_distances(a[likely], turned[likely]))
    return result


def coupling_distances(a: Floats, b: Floats) -> Floats:
    """The discrete Frechet distance of sequences of points, shape (pairs, points, 2)."""
    pairs, count = a.shape[:2]
    others = b.shape[1]
    before, last = (np.full((pairs, count + 1), np.inf) for _ in range(2))
    for diagonal in range(count + others - 1):
        low, high = max(0, diagonal - others + 1), min(count - 1, diagonal) + 1
        places = np.arange(low, high)
        distance = _lengths(a[:, places] - b[:, diagonal - places])
        reached = np.minimum(last[:, low + 1 : high + 1], last[:, low:high])
        reached = np.minimum(reached, before[:, low:high])
        now = np.full((pairs, count + 1), np.inf)
        now[:, low + 1 : high + 1] = np.maximum(reached, distance) if diagonal else distance
        before, last = last, now
    return last[:, count]


def _evenly_spaced(lines: Lines, places: int) -> Floats:
    shares = np.linspace(0, 1, places)
    points = shapely.line_interpolate_point(lines[:, np.newaxis], shares, normalized=True)
    return np.asarray(shapely.get_coordinates(points).reshape(len(lines), places, 2))


def _lengths(vectors: Floats) -> Floats:
    return np.asarray(np.hypot(vectors[..., 0], vectors[..., 1]))
