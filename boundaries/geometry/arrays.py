"""Sorting, numbering and looking up in whole arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]
Mask = NDArray[np.bool_]

BITS = 64
"""Of a whole number, with its sign."""
COLUMN_BITS, STRIP_BITS = 20, 24
"""Blocks of places are 2**20 by 2**24 units: on a grid of 1e-5 m some 10 m by 170 m."""
BLOCK_BITS = 14
"""Columns and strips are counted up to 2**14 each, then from 0 again."""
_BLOCKS = np.uint64(2**BLOCK_BITS - 1)
_MULTIPLIERS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F], dtype=np.uint64)
"""Odd numbers that spread neighbouring coordinates over 64 bits (multiplicative hashing)."""


def ascending(values: Indices) -> tuple[Indices, Indices]:
    """The values in ascending order, and the place of each, equal ones in the order of places.

    Values and places are sorted together as one number where its bits suffice, which is several
    times as fast.
    """
    if not _fit_with_places(values):
        order = np.argsort(values, kind="stable")
        return values[order], order
    return _sorted_with_places(values)


def distinct(values: Indices) -> tuple[Indices, Indices]:
    """The distinct values in ascending order, and the place of each value among them."""
    if _fit_with_places(values):
        ordered, order = _sorted_with_places(values)
    else:
        order = np.argsort(values)
        ordered = values[order]
    number = np.empty(len(values), dtype=np.int64)
    is_new = _changes(ordered)
    number[order] = np.cumsum(is_new) - 1
    return ordered[is_new], number


def _fit_with_places(values: Indices) -> bool:
    """Whether each value and its place have room in one number."""
    if not len(values):
        return True
    spread = int(values.max()) - int(values.min())
    return spread.bit_length() + len(values).bit_length() < BITS


def _sorted_with_places(values: Indices) -> tuple[Indices, Indices]:
    if not len(values):
        return values, np.empty(0, dtype=np.int64)
    low, bits = int(values.min()), len(values).bit_length()
    packed = (values - low << bits) | np.arange(len(values))
    packed.sort()
    return (packed >> bits) + low, packed & ((1 << bits) - 1)


def distinct_sorted(values: Indices) -> Indices:
    """The distinct values in ascending order."""
    ordered = np.sort(values)
    return ordered[_changes(ordered)]


def distinct_points(points: Indices) -> tuple[Indices, Indices]:
    """The distinct rows of (n, 2) whole numbers in an order of their own, and the number of each.

    The order depends on the rows alone, not on how they are arranged: first by the block of the
    plane in which they lie, so that what is near gets numbers that are near, and is found in the
    processor's cache; then by a hash. Should two different rows share both, all are sorted once
    more, by their coordinates, too.
    """
    code = _codes(points)
    order = np.argsort(code)
    places, code = points[order], code[order]
    is_new = _changes(code)
    if (places[1:] != places[:-1])[~is_new[1:]].any():
        order = order[np.lexsort((places[:, 1], places[:, 0], code))]
        places = points[order]
        is_new[1:] = (places[1:] != places[:-1]).any(axis=1)
    number = np.empty(len(points), dtype=np.int64)
    number[order] = np.cumsum(is_new) - 1
    return places[is_new], number


def _codes(points: Indices) -> NDArray[np.uint64]:
    """The block of each point, in strips from west to east, and behind it bits of a hash."""
    bits = points.view(np.uint64) if points.flags.c_contiguous else points.astype(np.uint64)
    hashed: NDArray[np.uint64] = bits[:, 0] * _MULTIPLIERS[0]
    hashed ^= hashed >> np.uint64(32)
    hashed += bits[:, 1]
    hashed *= _MULTIPLIERS[1]
    hashed >>= np.uint64(2 * BLOCK_BITS)
    column = bits[:, 0] >> np.uint64(COLUMN_BITS) & _BLOCKS
    strip = bits[:, 1] >> np.uint64(STRIP_BITS) & _BLOCKS
    hashed |= (strip << np.uint64(BLOCK_BITS) | column) << np.uint64(BITS - 2 * BLOCK_BITS)
    return hashed


def ranks(values: NDArray[np.float64]) -> Indices:
    """The place of each number among the distinct ones, from 0 on.

    To sort by them and by whole numbers before is far faster than to sort by two keys.
    """
    order = np.argsort(values)
    rank = np.empty(len(values), dtype=np.int64)
    rank[order] = np.cumsum(_changes(values[order])) - 1
    return rank


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
