"""Going through long arrays in pieces."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]

VERTICES_AT_ONCE = 1_000_000
"""Where whole layers are gone through in pieces: what bounds the memory, not the result."""


def batches(weights: Indices, most: int) -> Iterator[slice]:
    """Slices one after another with weights of up to `most` in total, or of one alone."""
    ends = np.cumsum(weights)
    begin = 0
    while begin < len(weights):
        done = ends[begin - 1] if begin else 0
        stop = max(int(np.searchsorted(ends, done + most, side="right")), begin + 1)
        yield slice(begin, stop)
        begin = stop
