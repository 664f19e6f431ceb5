"""Cells of land, and the village, enclave or inlet that each of them belongs to.

The land is cut into a few hundred Voronoi cells. Rows of cells on both banks of a meandering river
keep its line; villages grow cell by cell and never cross it; a strip of water cells at the mouth is
the inlet. Coordinates are metres in EPSG:32647.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.cluster.vq import kmeans2
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree, Voronoi

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CENTRE = np.array([566_680.0, 320_600.0])  # 99.6 E, 2.9 N
VILLAGES = 24
VILLAGE_AREA = (3.1e6, 11.8e6)
OUTSIDE, ENCLAVE, WATER, FREE = -1, -2, -3, -4
LEFT, RIGHT, MID = 1, 2, 3

RADIUS = 6_900.0
CELL = 640.0
BANK = 105.0
RIVER_STEP = 170.0
INLET_LENGTH = 1_500.0
INLET_WIDTH = 80.0
SHORTEST_EDGE = 25.0


class PoorDrawError(Exception):
    """The draw of random numbers does not give a usable sample; the next one may."""


@dataclass(frozen=True)
class Cells:
    """Voronoi cells: `centre`, `bank` (0, LEFT, RIGHT or MID of the river), `area`.

    Edge k lies between the cells `sides[k]` and runs between the `corner`s `ends[k]`.
    """

    centre: Floats
    bank: Ints
    area: Floats
    sides: Ints
    ends: Ints
    corner: Floats

    @property
    def river_edge(self) -> NDArray[np.bool_]:
        """Edges on the line of the river: one bank on each side."""
        return np.asarray((np.sort(self.bank[self.sides], axis=1) == (LEFT, RIGHT)).all(axis=1))


@dataclass(frozen=True)
class Draft:
    """Cells with the area of each: a village from 0 to 23, OUTSIDE, ENCLAVE or WATER.

    `river` are points along the river, downstream; `split_village` has a cell apart from the rest.
    """

    cells: Cells
    label: Ints
    split_village: int
    river: Floats


def draw_cells(rng: np.random.Generator) -> Draft:
    """Cells and areas from random numbers; raises `PoorDrawError` on a poor draw."""
    outline = _outline(rng)
    river = _river_curve(rng)
    cells = _cells(rng, river, outline)
    label = _label_surroundings(rng, cells, outline)
    _grow_villages(rng, cells, label)
    return Draft(cells, label, _give_exclave(rng, cells, label), river)


def _outline(rng: np.random.Generator) -> Floats:
    """Radius of the area for each of 720 directions."""
    angle = np.linspace(-np.pi, np.pi, 720, endpoint=False)
    waves = zip((2, 3, 4, 5, 7), (0.15, 0.12, 0.08, 0.06, 0.04), strict=True)
    swing = [size * np.cos(k * angle + rng.uniform(0, 2 * np.pi)) for k, size in waves]
    return np.asarray(RADIUS * (1 + np.sum(swing, axis=0)))


def _inside(points: Floats, outline: Floats) -> NDArray[np.bool_]:
    east, north = (points - CENTRE).T
    place = ((np.arctan2(north, east) + np.pi) / (2 * np.pi) * outline.size).astype(int)
    return np.asarray(np.hypot(east, north) < outline[place % outline.size])


def _river_curve(rng: np.random.Generator) -> Floats:
    """Points every `RIVER_STEP` metres along a meandering river from south-west to north-east."""
    along = np.arange(-10_500.0, 10_500.0, 10.0)
    aside = np.zeros_like(along)
    for length, size in ((13_000, 900), (4_300, 380), (2_500, 400), (1_600, 150)):
        aside += size * np.sin(2 * np.pi * along / length + rng.uniform(0, 2 * np.pi))
    axis = np.deg2rad(rng.uniform(35, 55))
    forward = np.array([np.cos(axis), np.sin(axis)])
    curve = CENTRE + along[:, None] * forward + aside[:, None] * forward[::-1] * [-1, 1]
    way = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(curve, axis=0).T))])
    stops = np.arange(0, way[-1], RIVER_STEP)
    return np.column_stack([np.interp(stops, way, curve[:, k]) for k in (0, 1)])


def _cells(rng: np.random.Generator, curve: Floats, outline: Floats) -> Cells:
    tangent = np.gradient(curve, axis=0)
    normal = np.column_stack([-tangent[:, 1], tangent[:, 0]]) / np.hypot(*tangent.T)[:, None]
    mouth = np.flatnonzero(_inside(curve, outline))[-1] - int(INLET_LENGTH / RIVER_STEP)
    at_mouth = np.arange(len(curve)) > mouth
    offset = np.where(at_mouth, INLET_WIDTH, BANK)[:, None] * normal
    grid = np.arange(-10_500.0, 10_500.0, CELL)
    land = CENTRE + np.stack(np.meshgrid(grid, grid), axis=-1).reshape(-1, 2)
    land += rng.uniform(-0.45 * CELL, 0.45 * CELL, land.shape)
    land = land[KDTree(curve).query(land)[0] > 0.5 * CELL]
    rows = (land, curve + offset, curve - offset, curve[at_mouth])
    bank = np.repeat([0, LEFT, RIGHT, MID], [len(row) for row in rows])
    return _voronoi(np.concatenate(rows), bank)


def _voronoi(centre: Floats, bank: Ints) -> Cells:
    """Cells of the centres, corners closer than `SHORTEST_EDGE` to each other joined into one."""
    diagram = Voronoi(centre - CENTRE)
    ends = np.asarray(diagram.ridge_vertices)
    closed = (ends >= 0).all(axis=1)
    ends, sides, corner = ends[closed], diagram.ridge_points[closed], diagram.vertices + CENTRE
    span = corner[ends[:, 1]] - corner[ends[:, 0]]
    short = np.hypot(*span.T) < SHORTEST_EDGE
    size = len(corner)
    joins = coo_array((np.ones(short.sum()), ends[short].T), shape=(size, size))
    count, group = connected_components(joins, directed=False)
    sums = np.column_stack([np.bincount(group, corner[:, k], count) for k in (0, 1)])
    joined = sums / np.bincount(group, minlength=count)[:, None]
    ends, sides = group[ends[~short]], sides[~short].astype(np.int64)
    keep = ends[:, 0] != ends[:, 1]
    ends, sides = ends[keep], sides[keep]
    area = np.zeros(len(centre))
    for side in (0, 1):
        fan = np.stack([centre[sides[:, side]], joined[ends[:, 0]], joined[ends[:, 1]]], axis=1)
        np.add.at(area, sides[:, side], shapely.area(shapely.polygons(fan)))
    return Cells(centre, bank, area, sides, ends, joined)


def _label_surroundings(rng: np.random.Generator, cells: Cells, outline: Floats) -> Ints:
    """The label of each cell: outside, water of the inlet, enclave, or free for villages."""
    inside = _inside(cells.centre, outline)
    label = np.where(inside, FREE, OUTSIDE).astype(np.int64)
    label[(cells.bank == MID) & inside] = WATER
    away, _ = KDTree(cells.centre[(cells.bank > 0) | ~inside]).query(cells.centre)
    deep = np.flatnonzero(inside & (away > 2_100))
    if not deep.size:
        raise PoorDrawError("no room for the enclave")
    reach = np.hypot(*(cells.centre - cells.centre[rng.choice(deep)]).T)
    nearest = np.argsort(reach)
    label[nearest[: np.searchsorted(np.cumsum(cells.area[nearest]), 3.2e6) + 1]] = ENCLAVE
    return label


def _neighbours(cells: Cells) -> list[list[int]]:
    """Cells reached from each cell without crossing the river."""
    near: list[list[int]] = [[] for _ in cells.centre]
    for a, b in cells.sides[~cells.river_edge].tolist():
        near[a].append(b)
        near[b].append(a)
    return near


def _grow_villages(rng: np.random.Generator, cells: Cells, label: Ints) -> None:
    """Give every free cell to a village; the village that lacks most takes the next cell."""
    near = _neighbours(cells)
    starts = _starts(rng, cells, label, near)
    wanted = rng.uniform(0.65, 1.35, VILLAGES)
    wanted[0] = 0.6
    size = np.zeros(VILLAGES)
    frontier: list[list[tuple[float, int]]] = [[(0.0, start)] for start in starts]
    queue = [(0.0, village) for village in range(VILLAGES)]
    while queue:
        _, village = heapq.heappop(queue)
        while frontier[village] and label[frontier[village][0][1]] != FREE:
            heapq.heappop(frontier[village])
        if not frontier[village]:
            continue
        _, cell = heapq.heappop(frontier[village])
        label[cell] = village
        size[village] += cells.area[cell]
        for other in near[cell]:
            if label[other] == FREE:
                way = np.hypot(*(cells.centre[other] - cells.centre[starts[village]]))
                heapq.heappush(frontier[village], (way * rng.uniform(0.6, 1.4), other))
        heapq.heappush(queue, (size[village] / wanted[village], village))
    if (label == FREE).any() or not sizes_fit(size):
        raise PoorDrawError("village areas")


def sizes_fit(size: Floats) -> bool:
    """Whether all villages are neither too small nor too large; areas in square metres."""
    return bool(VILLAGE_AREA[0] < size.min() and size.max() < VILLAGE_AREA[1])


def _starts(
    rng: np.random.Generator, cells: Cells, label: Ints, near: list[list[int]]
) -> list[int]:
    """A first cell per village, spread over the two sides of the river by their areas."""
    free = np.flatnonzero(label == FREE)
    links = [(a, b) for a in free.tolist() for b in near[a] if label[b] == FREE]
    graph = coo_array((np.ones(len(links)), np.transpose(links)), shape=(len(near),) * 2)
    side = connected_components(graph, directed=False)[1][free]
    if len(np.unique(side)) != 2:
        raise PoorDrawError("the river does not cut the area in two")
    first = free[side == side[0]]
    second = free[side != side[0]]
    count = round(VILLAGES * cells.area[first].sum() / cells.area[free].sum())
    starts: list[int] = []
    for members, villages in ((first, count), (second, VILLAGES - count)):
        centres, _ = kmeans2(cells.centre[members], villages, minit="++", rng=rng)
        starts += members[KDTree(cells.centre[members]).query(centres)[1]].tolist()
    if len(set(starts)) != VILLAGES:
        raise PoorDrawError("two villages start in one cell")
    return starts


def _give_exclave(rng: np.random.Generator, cells: Cells, label: Ints) -> int:
    """Hand one inner cell to a village near by that it does not touch; returns that village."""
    near = _neighbours(cells)
    for cell in rng.permutation(np.flatnonzero((label >= 0) & (cells.bank == 0))).tolist():
        around = {int(label[other]) for other in near[cell]}
        if min(around) < 0 or not 2.5e5 < cells.area[cell] < 6e5:
            continue
        reach = np.hypot(*(cells.centre - cells.centre[cell]).T)
        close = set(label[(reach < 1_900) & (label > 0)].tolist()) - around
        if close:
            label[cell] = min(close)
            return int(label[cell])
    raise PoorDrawError("no place for a second part of a village")
