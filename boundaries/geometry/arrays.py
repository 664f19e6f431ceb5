"""Sorting, numbering and looking up in whole arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Indices = NDArray[np.int64]
Mask = NDArray[np.bool_]

_MULTIPLIERS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F], dtype=np.uint64)
"""Odd numbers that spread neighbouring coordinates over 64 bits (multiplicative hashing)."""


def distinct(values: Indices) -> tuple[Indices, Indices]:
    """The distinct values in ascending order, and the place of each value among them."""
    order = np.argsort(values)
    number = np.empty(len(values), dtype=np.int64)
    is_new = _changes(values[order])
    number[order] = np.cumsum(is_new) - 1
    return values[order[is_new]], number


def distinct_sorted(values: Indices) -> Indices:
    """The distinct values in ascending order."""
    ascending = np.sort(values)
    return ascending[_changes(ascending)]


def distinct_points(points: Indices) -> tuple[Indices, Indices]:
    """The distinct rows of (n, 2) whole numbers in an order of their own, and the number of each.

    The order depends on the rows alone, not on how they are arranged. Rows are compared by a hash
    of 64 bits; should two different ones share it, all are sorted by their coordinates instead.
    """
    bits = points.view(np.uint64) if points.flags.c_contiguous else points.astype(np.uint64)
    hashed = bits[:, 0] * _MULTIPLIERS[0]
    hashed ^= hashed >> np.uint64(32)
    hashed += bits[:, 1]
    hashed *= _MULTIPLIERS[1]
    order = np.argsort(hashed)
    places, hashed = points[order], hashed[order]
    is_new = _changes(hashed)
    if (places[1:] != places[:-1])[~is_new[1:]].any():
        order = np.lexsort((points[:, 1], points[:, 0]))
        places = points[order]
        is_new[1:] = (places[1:] != places[:-1]).any(axis=1)
    number = np.empty(len(points), dtype=np.int64)
    number[order] = np.cumsum(is_new) - 1
    return places[is_new], number


def is_among(values: Indices, ascending: Indices) -> Mask:
    """Which values are found in an ascending array."""
    if len(ascending) == 0:
        return np.zeros(len(values), dtype=bool)
    place = np.searchsorted(ascending, values)
    place[place == len(ascending)] = 0
    return np.asarray(ascending[place] == values)


def ranges(first: Indices, counts: Indices) -> Indices:
    """The numbers first, first + 1 ... of each range of `counts` numbers, one after another."""
    ends = np.cumsum(counts)
    return np.repeat(first - ends + counts, counts) + np.arange(ends[-1] if len(ends) else 0)


def components(first: Indices, second: Indices, count: int) -> Indices:
    """The number of the connected component of each of `count` things, joined pair by pair."""
    graph = coo_array((np.ones(len(first), dtype=np.int8), (first, second)), shape=(count, count))
    _, component = connected_components(graph, directed=False)
    return np.asarray(component, dtype=np.int64)


def first_of_each(labels: Indices) -> Indices:
    """The first place of each label 0, 1, 2 ..., all of which occur."""
    first = np.empty(labels.max(initial=-1) + 1, dtype=np.int64)
    first[labels[::-1]] = np.arange(len(labels) - 1, -1, -1)
    return first


def _changes(ascending: NDArray[np.generic]) -> Mask:
    is_new = np.ones(len(ascending), dtype=bool)
    is_new[1:] = ascending[1:] != ascending[:-1]
    return is_new
