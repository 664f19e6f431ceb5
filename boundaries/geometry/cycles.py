"""The faces of a planar graph, traced along its edges.

Every edge is two half-edges, one each way. Around each vertex they are sorted by angle; from each
half-edge the next one clockwise after its twin leads round the face on its left.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from boundaries.geometry.arrays import ascending, first_of_each, ranks
from boundaries.geometry.boxes import places_in_boxes
from boundaries.geometry.components import components
from boundaries.geometry.noding import in_units

Polygons = NDArray[np.object_]
Indices = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

OUTSIDE = -1
FEWEST_CORNERS = 3


@dataclass(frozen=True)
class Cycles:
    """The half-edges of a graph and the closed walks that they make round its faces.

    Half-edge 2 i runs along edge i from its low to its high end, half-edge 2 i + 1 back.

    Attributes
    ----------
    points : vertices (n, 2) in whole grid units
    tail : the vertex that each half-edge starts from
    following : the next half-edge round the face on the left
    cycle : the number of the walk that each half-edge belongs to
    face : by walk, the bounded face on its left, `OUTSIDE` (-1) for the unbounded one
    shell : by walk, whether it goes round its face from outside; the others are holes
    area : by walk, the area it goes round, positive counter-clockwise, in square grid units
    """

    points: Indices
    tail: Indices
    following: Indices
    cycle: Indices
    face: Indices
    shell: Mask
    area: Floats

    def sides(self) -> tuple[Indices, Indices]:
        """The faces on the left and on the right of each edge on the way from low to high."""
        face = self.face[self.cycle]
        return face[0::2], face[1::2]

    def polygons(self, faces: Indices, *, grid: float) -> Polygons:
        """The chosen faces (ascending numbers) as normalized polygons, in the unit of `grid`.

        A walk that comes through a vertex twice is parted there into shell and holes.
        """
        number = np.full(self.face.max(initial=-1) + 2, OUTSIDE, dtype=np.int64)
        number[faces] = np.arange(len(faces))
        row = number[self.face]
        row[np.bincount(self.cycle, minlength=len(row)) < FEWEST_CORNERS] = OUTSIDE
        rings, cycle = self._rings(np.flatnonzero(row != OUTSIDE), grid=grid)
        order = np.lexsort((cycle, ~self.shell[cycle], row[cycle]))
        polygons = shapely.polygons(rings[order], indices=row[cycle[order]])
        pinched = ~shapely.is_valid(polygons)
        polygons[pinched] = shapely.make_valid(
            polygons[pinched], method="structure", keep_collapsed=False
        )
        return np.asarray(shapely.normalize(polygons), dtype=object)

    def _boxes(self) -> Floats:
        """The box around each walk."""
        _, order = ascending(self.cycle)
        corners = self.points[self.tail[order]].astype(np.float64)
        sizes = np.bincount(self.cycle, minlength=len(self.face))
        begin = np.cumsum(sizes) - sizes
        if not len(order):
            return np.empty((0, 4))
        low, high = np.minimum.reduceat(corners, begin), np.maximum.reduceat(corners, begin)
        return np.hstack((low, high))

    def _rings(self, cycles: Indices, *, grid: float) -> tuple[Polygons, Indices]:
        """The chosen walks (ascending numbers) as rings, and the walk of each ring."""
        chosen = np.zeros(len(self.face), dtype=bool)
        chosen[cycles] = True
        half = np.flatnonzero(chosen[self.cycle])
        place = np.empty(len(self.cycle), dtype=np.int64)
        place[half] = np.arange(len(half))
        number = (np.cumsum(chosen) - 1)[self.cycle[half]]
        rank = _ranks(place[self.following[half]], number)
        sizes = np.bincount(number, minlength=len(cycles))
        order = np.empty(len(half), dtype=np.int64)
        order[(np.cumsum(sizes) - sizes)[number] + rank] = half
        corners = in_units(self.points[self.tail[order]], grid)
        rings = shapely.linearrings(corners, indices=np.repeat(np.arange(len(cycles)), sizes))
        return np.asarray(rings, dtype=object), cycles


def trace_cycles(points: Indices, low: Indices, high: Indices) -> Cycles:
    """The faces of a graph whose edges meet in vertices only.

    A walk that runs counter-clockwise is the shell of a face, one that runs clockwise the outer
    border of a component of the graph, and a hole of the face that the component lies in.
    """
    tail = np.stack((low, high), axis=1).ravel()
    head = np.stack((high, low), axis=1).ravel()
    following = _following(points, tail, head)
    cycle = components(np.arange(len(tail)), following, len(tail))
    start = first_of_each(cycle)
    area = _areas(points, tail, head, cycle, tail[start])
    shell = area > 0
    face = np.where(shell, np.cumsum(shell) - 1, OUTSIDE)
    cycles = Cycles(points, tail, following, cycle, face, shell, area)
    part = components(cycle[0::2], cycle[1::2], len(start))
    face[~shell] = face[_holders(cycles, start, part)]
    return cycles


def around(points: Indices, tail: Indices, head: Indices) -> Indices:
    """Half-edges sorted by tail, then counter-clockwise by angle where more than two begin."""
    begins, order = ascending(tail)
    crowded = np.zeros(len(order), dtype=bool)
    third = begins[2:] == begins[:-2]
    crowded[:-2] |= third
    crowded[1:-1] |= third
    crowded[2:] |= third
    half = order[crowded]
    steps = (points[head[half]] - points[tail[half]]).astype(np.float64)
    turn = ranks(np.arctan2(steps[:, 1], steps[:, 0]))
    order[crowded] = half[ascending(tail[half] * np.int64(len(half)) + turn)[1]]
    return order


def _following(points: Indices, tail: Indices, head: Indices) -> Indices:
    """For each half-edge the next one round the face on its left."""
    order = around(points, tail, head)
    place = np.empty(len(tail), dtype=np.int64)
    place[order] = np.arange(len(tail))
    degree = np.bincount(tail, minlength=len(points))
    first = np.cumsum(degree) - degree
    twin = place.reshape(-1, 2)[:, ::-1].ravel()
    before = np.where(twin == first[head], twin + degree[head], twin) - 1
    return np.asarray(order[before], dtype=np.int64)


def _areas(
    points: Indices, tail: Indices, head: Indices, cycle: Indices, origin: Indices
) -> Floats:
    """The signed area of each cycle, in square grid units, reckoned from a vertex of its own."""
    start = origin[cycle]
    (ax, bx), (ay, by) = (
        [along.take(end) - along.take(start) for end in (tail, head)]
        for along in np.ascontiguousarray(points.T, dtype=np.float64)
    )
    return np.asarray(np.bincount(cycle, weights=ax * by - ay * bx) / 2)


def _ranks(following: Indices, cycle: Indices) -> Indices:
    """How many steps after the first half-edge of its cycle each one comes, by pointer doubling."""
    start = first_of_each(cycle)
    here = np.arange(len(following))
    jump = np.empty(len(following), dtype=np.int64)
    jump[following] = here
    jump[start] = start
    rank: Indices = (here != start[cycle]).astype(np.int64)
    reach, longest = 1, np.bincount(cycle).max(initial=0)
    while reach < longest:
        rank = rank + rank[jump]
        jump = jump[jump]
        reach *= 2
    return rank


def _holders(cycles: Cycles, start: Indices, part: Indices) -> Indices:
    """For each walk that is no shell the smallest shell of another component around it.

    `part` numbers the component of each walk. Where no shell is around it, any walk of the
    unbounded face, itself if need be, is given.
    """
    outer, shells = np.flatnonzero(~cycles.shell), np.flatnonzero(cycles.shell)
    places = cycles.points[cycles.tail[start[outer]]].astype(np.float64)
    hole, box = places_in_boxes(places, cycles._boxes()[shells])
    other = part[shells[box]] != part[outer[hole]]
    hole, box = hole[other], box[other]
    wanted = np.unique(box)
    rings, _ = cycles._rings(shells[wanted], grid=1.0)
    polygons = shapely.polygons(rings)
    shapely.prepare(polygons)
    candidate = np.searchsorted(wanted, box)
    inside = shapely.contains_xy(polygons[candidate], *places[hole].T)
    hole, candidate = hole[inside], candidate[inside]
    order = np.lexsort((shapely.area(polygons)[candidate], hole))
    found, first = np.unique(hole[order], return_index=True)
    holders = outer.copy()
    holders[found] = shells[wanted[candidate[order][first]]]
    return holders
