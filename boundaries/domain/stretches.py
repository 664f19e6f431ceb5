"""Which stretch of the border between its parties each patch lies on.

Two villages may meet in several separate stretches. A stretch is followed along the edges that both
villages have and the patches between them, whatever their kind; it goes on over interruptions of up
to `APART_M`. Patches of one village, or of three and more, belong together where they touch or are
that near.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from boundaries.geometry.arrays import distinct, is_among
from boundaries.geometry.components import components
from boundaries.geometry.mosaic import GRID_M

Polygons = NDArray[np.object_]
Indices = NDArray[np.int64]
Floats = NDArray[np.float64]

APART_M = 250.0
MOST_VILLAGES = 2000
"""So many villages, about, are looked at together; no result depends on it."""
POINT_M = 0.01
"""Points are taken for land that reaches so far."""
FARTHEST_M = 1e8
"""More than any distance between places of one working CRS."""
_PAIRED = 2**31
"""A pair of villages is known by the number of the first times this plus that of the second."""
_SPREAD = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F], dtype=np.uint64)
"""Odd numbers that spread coordinates over 64 bits."""


@dataclass(frozen=True)
class _Steps:
    """From vertex to vertex along outlines: numbers of both, the length, whose outline it is."""

    tail: Indices
    head: Indices
    length: Floats
    owner: Indices

    def chosen(self, steps: NDArray[np.bool_] | Indices) -> _Steps:
        """Some of the steps."""
        return _Steps(self.tail[steps], self.head[steps], self.length[steps], self.owner[steps])


@dataclass(frozen=True)
class _Part:
    """Patches whose parties are numbered alike, and what tells their stretches.

    Attributes
    ----------
    outlines, key : the records of the villages that are parties, and the number of each village
    land, group : the patches, and which of the `pairs` the parties of each are
    pairs : by group the code of its two villages, -1 for other numbers of parties
    """

    outlines: Polygons
    key: Indices
    land: Polygons
    group: Indices
    pairs: Indices

    def numbers(self) -> Indices:
        """The number of the stretch of each patch among those of its group."""
        places, steps, around = _steps(self.outlines, self.land)
        shared, pair_group = _shared(steps, self.key, self.pairs)
        return _numbered(places, shared, pair_group, around, self.group)


Run = Callable[[Callable[[_Part], Indices], Sequence[_Part]], Iterable[Indices]]
"""Runs a function on every part; the results come in the order of the parts."""


def stretches(patches: gpd.GeoDataFrame, villages: gpd.GeoDataFrame, *, run: Run = map) -> Indices:
    """For each patch the number of its stretch among those of its parties.

    `patches` has the columns `villages` (tuple of keys) and `geometry` as they come from the
    mosaic, however small; `villages` has `key` and `geometry`, all records of all sources. The
    stretches of the same parties are numbered from 0, the longest first, also those without a
    patch, so that a number does not depend on what else is found there. Large layers are gone
    through in parts, which `run` may hand to several processes.
    """
    found, parties = pd.factorize(patches["villages"])
    group = found.astype(np.int64)
    keys, key = np.unique(villages["key"].to_numpy(dtype=str), return_inverse=True)
    pairs = _pairs(parties, keys)
    outlines, land = villages.geometry.to_numpy(), patches.geometry.to_numpy().copy()
    is_point = shapely.get_type_id(land) == shapely.GeometryType.POINT
    land[is_point] = shapely.buffer(land[is_point], POINT_M, quad_segs=1)
    part = np.where(pairs >= 0, pairs // _PAIRED // MOST_VILLAGES, 0)[group]
    places = [np.flatnonzero(part == number) for number in np.unique(part)]
    parts = [_part(outlines, key, land[among], group[among], pairs) for among in places]
    stretch = np.empty(len(land), dtype=np.int64)
    for among, numbers in zip(places, run(_Part.numbers, parts), strict=True):
        stretch[among] = numbers
    return stretch


def _part(
    outlines: Polygons, key: Indices, land: Polygons, group: Indices, pairs: Indices
) -> _Part:
    """The part of the patches `land`, of all outlines those of its parties."""
    groups, local = np.unique(group, return_inverse=True)
    parted = pairs[groups]
    rows = np.flatnonzero(np.isin(key, np.concatenate(np.divmod(parted[parted >= 0], _PAIRED))))
    return _Part(outlines[rows], key[rows], land, local.astype(np.int64), parted)


@dataclass(frozen=True)
class _Corners:
    """Vertices along outlines: where they are, a hash of that on the mosaic's grid, and whose.

    Vertices are told apart by their hashes of 64 bits. From ring to ring there is a step, too.
    """

    x: Floats
    y: Floats
    hashed: Indices
    owner: Indices

    @classmethod
    def of(cls, polygons: Polygons) -> _Corners:
        corners, owner = shapely.get_coordinates(polygons, return_index=True)
        x, y = np.ascontiguousarray(corners.T)
        columns, rows = (
            np.rint(along / GRID_M).astype(np.int64).view(np.uint64) for along in (x, y)
        )
        columns *= _SPREAD[0]
        columns ^= columns >> np.uint64(32)
        columns += rows
        columns *= _SPREAD[1]
        return cls(x, y, columns.view(np.int64), owner.astype(np.int64))

    def steps(self) -> Indices:
        """The vertices from which a step of some length leads to the next one."""
        is_step = self.owner[1:] == self.owner[:-1]
        is_step &= self.hashed[1:] != self.hashed[:-1]
        return np.flatnonzero(is_step)

    def shared(self, steps: Indices) -> Indices:
        """Those of the steps that are taken more than once, in whatever direction."""
        one, other = self.hashed[steps], self.hashed[steps + 1]
        both = (np.minimum(one, other).view(np.uint64) * _SPREAD[0]).view(np.int64)
        both += np.maximum(one, other)
        ordered = np.sort(both)
        return steps[is_among(both, ordered[1:][ordered[1:] == ordered[:-1]])]

    def lengths(self, steps: Indices) -> Floats:
        """How long each step is."""
        x, y = (along[steps + 1] - along[steps] for along in (self.x, self.y))
        return np.asarray(np.hypot(x, y))


def _steps(outlines: Polygons, land: Polygons) -> tuple[Floats, _Steps, _Steps]:
    """The places of vertices, the steps that outlines share, and those around patches of land."""
    border, rim = _Corners.of(outlines), _Corners.of(land)
    ways = ((border, border.shared(border.steps())), (rim, rim.steps()))
    ends = [(part, vertices) for part, steps in ways for vertices in (steps, steps + 1)]
    _, number = distinct(np.concatenate([part.hashed[vertices] for part, vertices in ends]))
    places = np.empty((number.max(initial=-1) + 1, 2))
    places[number, 0] = np.concatenate([part.x[vertices] for part, vertices in ends])
    places[number, 1] = np.concatenate([part.y[vertices] for part, vertices in ends])
    numbers = iter(np.split(number, np.cumsum([len(vertices) for _, vertices in ends[:-1]])))
    shared, around = (
        _Steps(next(numbers), next(numbers), part.lengths(steps), part.owner[steps])
        for part, steps in ways
    )
    return places, shared, around


def _pairs(parties: pd.Index, keys: NDArray[np.str_]) -> Indices:
    """The code of the two keys of each group of parties; -1 for other numbers of parties."""
    number = {name: place for place, name in enumerate(keys.tolist())}
    return np.array(
        [
            number[names[0]] * _PAIRED + number[names[1]] if len(names) == 2 else -1
            for names in parties
        ],
        dtype=np.int64,
    )


def _shared(steps: _Steps, key: Indices, pairs: Indices) -> tuple[_Steps, Indices]:
    """The steps that both villages of a group have in their outlines, and the group of each."""
    count = np.int64(max(steps.tail.max(initial=0), steps.head.max(initial=0)) + 1)
    low, high = np.minimum(steps.tail, steps.head), np.maximum(steps.tail, steps.head)
    code = low * count + high
    order = np.argsort(code)
    code = code[order]
    of_step = key[steps.owner[order]]
    by_pair = np.argsort(pairs, kind="stable")
    taken, groups = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    lag, more = 1, np.arange(1, len(code))
    while len(more := more[code[more] == code[more - lag]]):
        one, other = of_step[more - lag], of_step[more]
        pair = np.minimum(one, other) * _PAIRED + np.maximum(one, other)
        known = is_among(pair, pairs[by_pair])
        taken.append(order[more[known]])
        groups.append(by_pair[np.searchsorted(pairs[by_pair], pair[known])])
        lag += 1
        more = more[more >= lag]
    return steps.chosen(np.concatenate(taken)), np.concatenate(groups)


def _numbered(
    places: Floats,
    shared: _Steps,
    pair_group: Indices,
    around: _Steps,
    group: Indices,
) -> Indices:
    """The number of the stretch of each patch; `group` is that of the patches."""
    count, patch = np.int64(len(places)), around.owner
    ends = (
        pair_group * count + shared.tail,
        pair_group * count + shared.head,
        group[patch] * count + around.tail,
    )
    nodes, node = distinct(np.concatenate(ends))
    tail, head, corner = np.split(node, np.cumsum([len(shared.tail), len(shared.head)]))
    joined = components(
        np.concatenate((tail, patch + len(nodes))),
        np.concatenate((head, corner)),
        len(nodes) + len(group),
    )
    chain, group_of_node = joined[: len(nodes)], nodes // count
    loose = np.bincount(node, minlength=len(nodes)) == 1
    loose |= ~np.isin(chain, chain[loose])
    near = _near_chains(places[(nodes % count)[loose]], chain[loose], group_of_node[loose])
    chains = joined.max(initial=-1) + 1
    stretch = components(*near, chains)[joined]
    weight = np.zeros(chains)
    np.add.at(weight, stretch[tail], shared.length)
    np.add.at(weight, stretch[corner], around.length / 2)
    return _ranks(stretch[: len(nodes)], group_of_node, weight)[stretch[len(nodes) :]]


def _near_chains(places: Floats, chain: Indices, group: Indices) -> tuple[Indices, Indices]:
    """Pairs of chains of one group that come within `APART_M` of each other.

    Groups are moved apart from each other, so that one search finds the pairs of all.
    """
    chains, first, number = np.unique(chain, return_index=True, return_inverse=True)
    several = np.bincount(group[first])[group] > 1
    places = places[several] + np.outer(group[several] * FARTHEST_M, (1, 0))
    kept, number = np.unique(number[several], return_inverse=True)
    order = np.argsort(number, kind="stable")
    shapes = shapely.multipoints(places[order], indices=number[order])
    one, other = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=APART_M)
    return chains[kept[one]], chains[kept[other]]


def _ranks(stretch: Indices, group: Indices, weight: Floats) -> Indices:
    """The rank of each stretch among those of its group, by weight; of nodes, their stretches."""
    numbers, first = np.unique(stretch, return_index=True)
    of_group = group[first]
    order = np.lexsort((first, -np.round(weight[numbers], 3), of_group))
    rank = np.zeros(len(weight), dtype=np.int64)
    ascending = of_group[order]
    rank[numbers[order]] = np.arange(len(numbers)) - np.searchsorted(ascending, ascending)
    return rank
