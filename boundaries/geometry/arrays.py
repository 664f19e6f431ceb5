"""Sorting, numbering and looking up in whole arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]
Mask = NDArray[np.bool_]

BITS = 64
"""Of a whole number, with its sign."""
_MULTIPLIERS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F], dtype=np.uint64)
"""Odd numbers that spread neighbouring coordinates over 64 bits (multiplicative hashing)."""


def ascending(values: Indices) -> tuple[Indices, Indices]:
    """The values in ascending order, and the place of each, equal ones in the order of places.

    Values and places are sorted together as one number where its bits suffice, which is several
    times as fast.
    """
    if not len(values):
        return values, np.empty(0, dtype=np.int64)
    low, bits = int(values.min()), len(values).bit_length()
    if (int(values.max()) - low).bit_length() + bits >= BITS:
        order = np.argsort(values, kind="stable")
        return values[order], order
    packed = (values - low << bits) | np.arange(len(values))
    packed.sort()
    return (packed >> bits) + low, packed & ((1 << bits) - 1)


def distinct(values: Indices) -> tuple[Indices, Indices]:
    """The distinct values in ascending order, and the place of each value among them."""
    ordered, order = ascending(values)
    number = np.empty(len(values), dtype=np.int64)
    is_new = _changes(ordered)
    number[order] = np.cumsum(is_new) - 1
    return ordered[is_new], number


def distinct_sorted(values: Indices) -> Indices:
    """The distinct values in ascending order."""
    ordered = np.sort(values)
    return ordered[_changes(ordered)]


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


def is_among(values: Indices, known: Indices) -> Mask:
    """Which values are found in an ascending array."""
    if len(known) == 0:
        return np.zeros(len(values), dtype=bool)
    place = np.searchsorted(known, values)
    place[place == len(known)] = 0
    return np.asarray(known[place] == values)


def ranges(first: Indices, counts: Indices) -> Indices:
    """The numbers first, first + 1 ... of each range of `counts` numbers, one after another."""
    ends = np.cumsum(counts)
    return np.repeat(first - ends + counts, counts) + np.arange(ends[-1] if len(ends) else 0)


def first_of_each(labels: Indices) -> Indices:
    """The first place of each label 0, 1, 2 ..., all of which occur."""
    first = np.empty(labels.max(initial=-1) + 1, dtype=np.int64)
    first[labels[::-1]] = np.arange(len(labels) - 1, -1, -1)
    return first


def _changes(ordered: NDArray[np.generic]) -> Mask:
    is_new = np.ones(len(ordered), dtype=bool)
    is_new[1:] = ordered[1:] != ordered[:-1]
    return is_new
