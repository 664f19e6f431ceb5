"""The border between two owners as one line from one junction to another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from boundaries.geometry.arcs import NOBODY, Arcs, trace_arcs
from boundaries.geometry.edges import edges_of

Geometries = NDArray[np.object_]
Indices = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Ends = tuple[Floats, Floats]

LEFT, RIGHT = 0, 1
AT_M = 1e-3
"""Junctions are where they are asked for if they are no farther away than this."""
STUB_M = 1.0
STUB_SHARE = 0.01
"""Border so short, in metres or as a share of all of it, is left over beside a moved junction."""
DETOUR = 1e4
"""A metre along land of others weighs as much as so many along the border."""


@dataclass(frozen=True)
class BorderPath:
    """A border from junction to junction.

    `line` is the border itself; `way` leads from the one place asked for to the other, along the
    outline of open land where a junction moved, and is the same line where none did.
    """

    line: shapely.LineString
    way: shapely.LineString


@dataclass(frozen=True)
class _Ways:
    """Directed lines between junctions; `border` marks those along the border itself."""

    lines: Geometries
    tail: Indices
    head: Indices
    border: Mask


def border_path(
    faces: Geometries, owner: Indices, opened: Indices, ends: Ends | None
) -> BorderPath | None:
    """The shortest line along the border that has owner 0 on its left and owner 1 on its right.

    `faces` share edges vertex by vertex; `owner` is 0, 1 or -1 (others) of each, and `opened` is 0,
    or for land that the two have just parted 1 if it was the first one's and 2 if it was the
    other's. `ends` are the coordinates of the junctions it leads from
    and to; None for a closed line that meets no junction, of which the longest is taken. Where the
    border no longer reaches a junction, since opened land beside others changed its owner, the
    junction moves along the outline of that land. Rings beside the way are left out. None where
    there is no such line, or others come between the two for more than `STUB_M`.
    """
    arcs = trace_arcs(edges_of(faces), np.where(owner < 0, NOBODY, owner + 2 * opened))
    ways = _ways(arcs)
    if ends is None:
        return _closed(ways, -1)
    start, end = (_junction(arcs, place) for place in ends)
    if start < 0 or end < 0:
        return None
    if start == end:
        return _closed(ways, start)
    order = _shortest(ways, start, end)
    first, last = _main_run(ways, order)
    if first == last:
        return None
    joints = np.array(ends)
    reached = np.array([first == 0, last == len(order)])
    everywhere = np.array([True, True])
    return BorderPath(
        shapely.LineString(_with_ends(_chain(ways, order[first:last]), joints, reached)),
        shapely.LineString(_with_ends(_chain(ways, order), joints, everywhere)),
    )


def _main_run(ways: _Ways, order: Indices) -> tuple[int, int]:
    """First and behind the last of the steps along the border, short interruptions included.

    Stubs of border beyond longer interruptions are left out; both are 0 where they are no stubs.
    """
    length = shapely.length(ways.lines[order])
    border = ways.border[order]
    apart = ~border & (length > STUB_M)
    run = np.cumsum(apart)
    kept = border & ~apart
    if not kept.any():
        return 0, 0
    total = np.bincount(run[kept], weights=length[kept])
    main = int(np.argmax(total))
    if total.sum() - total[main] > max(STUB_M, STUB_SHARE * total.sum()):
        return 0, 0
    found = np.flatnonzero(kept & (run == main))
    return int(found[0]), int(found[-1]) + 1


def _ways(arcs: Arcs) -> _Ways:
    """The arcs along which a border may run, in its direction, and those round opened land."""
    left, right = arcs.left, arcs.right
    inner = right >= 0
    border = inner & (left % 2 != right % 2)
    ahead = border & (left % 2 == LEFT)
    back = border & ~ahead
    aside = ~inner & (left >= 2)
    turned = np.asarray(shapely.reverse(arcs.lines), dtype=object)
    onward, backward = ahead | aside, back | aside
    return _Ways(
        np.concatenate((arcs.lines[onward], turned[backward])),
        np.concatenate((arcs.start[onward], arcs.end[backward])),
        np.concatenate((arcs.end[onward], arcs.start[backward])),
        np.concatenate((border[onward], border[backward])),
    )


def _closed(ways: _Ways, junction: int) -> BorderPath | None:
    """The longest border from the junction back to it; -1 for one that meets none."""
    chosen = ways.border & (ways.tail == junction) & (ways.head == junction)
    lines = ways.lines[chosen]
    if not len(lines):
        return None
    longest = lines[np.argmax(shapely.length(lines))]
    return BorderPath(longest, longest)


def _junction(arcs: Arcs, place: Floats) -> int:
    away = np.hypot(*(arcs.junctions - place).T)
    return int(np.argmin(away)) if away.min(initial=np.inf) <= AT_M else -1


def _shortest(ways: _Ways, start: int, end: int) -> Indices:
    """The ways from junction to junction that weigh least, in order; none where there are none."""
    size = int(max(ways.tail.max(initial=0), ways.head.max(initial=0), start, end)) + 1
    weight = shapely.length(ways.lines) * np.where(ways.border, 1.0, DETOUR)
    code = ways.tail * size + ways.head
    order = np.lexsort((weight, code))
    order = order[ways.tail[order] >= 0]
    known, first = np.unique(code[order], return_index=True)
    best = order[first]
    places = (ways.tail[best], ways.head[best])
    graph = coo_array((weight[best], places), shape=(size, size)).tocsr()
    _, before = dijkstra(graph, indices=start, return_predecessors=True)
    steps: list[int] = []
    while end != start and before[end] >= 0:
        steps.append(int(before[end]) * size + end)
        end = int(before[end])
    if end != start:
        return np.empty(0, dtype=np.int64)
    return np.asarray(best[np.searchsorted(known, steps[::-1])], dtype=np.int64)


def _chain(ways: _Ways, order: Indices) -> Floats:
    points, line = shapely.get_coordinates(ways.lines[order], return_index=True)
    joint = np.append(False, line[1:] != line[:-1])
    return np.asarray(points[~joint])


def _with_ends(points: Floats, ends: Floats, reached: Mask) -> Floats:
    """The points, of which the first and the last get the very coordinates of the ends reached."""
    placed = points.copy()
    placed[[0, -1]] = np.where(reached[:, np.newaxis], ends, points[[0, -1]])
    return placed
