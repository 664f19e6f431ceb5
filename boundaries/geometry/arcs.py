"""Borders between owners of faces, as arcs from junction to junction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from boundaries.geometry.edges import Edges

Lines = NDArray[np.object_]
Indices = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

NOBODY = -1


@dataclass(frozen=True)
class Arcs:
    """The planar graph of the borders between owners.

    Attributes
    ----------
    lines : LineStrings, one per arc
    left, right : the owner on that side; `left < right`, but `NOBODY` (-1) is always on the right
    start, end : junction numbers; -1 for a closed arc that meets no junction
    junctions : coordinates of the junctions, one row each, sorted by x, then y
    degree : number of arc ends at each junction
    """

    lines: Lines
    left: Indices
    right: Indices
    start: Indices
    end: Indices
    junctions: Floats
    degree: Indices


@dataclass(frozen=True)
class _Steps:
    """Edges between different owners, directed with the smaller owner on the left."""

    tail: Indices
    head: Indices
    left: Indices
    right: Indices


def trace_arcs(edges: Edges, owners: Indices) -> Arcs:
    """The arcs between faces of different owners.

    `owners` holds one label per face; a negative one means that nobody owns it, as outside all
    faces. Edges between faces of one owner are no border. A junction is a vertex where three or
    more border edges meet; between two of them all edges have the same owners on the same sides and
    make one arc. A closed arc without junction begins at its westernmost, then southernmost vertex.
    Arcs are sorted by left and right owner (nobody last), then by their first edge; the order of
    the faces plays no part.
    """
    steps = _border_steps(edges, owners)
    degree = np.bincount(
        np.concatenate((steps.tail, steps.head)), minlength=len(edges.points)
    ).astype(np.int64)
    is_junction = degree >= 3
    previous = _previous(steps, is_junction)
    rank, first = _ranks(previous)

    heads = np.flatnonzero(first == np.arange(len(first)))
    beyond = np.where(steps.right < 0, np.iinfo(np.int64).max, steps.right)
    by_place = (steps.head[heads], steps.tail[heads], beyond[heads], steps.left[heads])
    heads = heads[np.lexsort(by_place)]
    arc_of_head = np.empty(len(first), dtype=np.int64)
    arc_of_head[heads] = np.arange(len(heads))
    arc = arc_of_head[first]
    order = np.lexsort((rank, arc))
    sizes = np.bincount(arc, minlength=len(heads))
    last = order[np.cumsum(sizes) - 1]
    vertices = np.insert(steps.tail[order], np.cumsum(sizes), steps.head[last])
    lines = shapely.linestrings(
        edges.points[vertices], indices=np.repeat(np.arange(len(heads)), sizes + 1)
    )
    number = np.where(is_junction, np.cumsum(is_junction) - 1, -1)
    return Arcs(
        lines=np.asarray(lines, dtype=object),
        left=steps.left[heads],
        right=steps.right[heads],
        start=number[steps.tail[heads]],
        end=number[steps.head[last]],
        junctions=edges.points[is_junction],
        degree=degree[is_junction],
    )


def _border_steps(edges: Edges, owners: Indices) -> _Steps:
    side = np.append(np.where(owners < 0, NOBODY, owners), NOBODY)
    left, right = side[edges.left], side[edges.right]
    border = left != right
    start, end, left, right = (values[border] for values in (edges.start, edges.end, left, right))
    turned = (right != NOBODY) & ((left == NOBODY) | (right < left))
    return _Steps(
        tail=np.where(turned, end, start),
        head=np.where(turned, start, end),
        left=np.where(turned, right, left),
        right=np.where(turned, left, right),
    )


def _previous(steps: _Steps, is_junction: Mask) -> Indices:
    """The step before each one; a step that begins an arc is its own.

    Where two border edges meet, both lie between the same owners, so one arrives and one leaves.
    """
    own = np.arange(len(steps.tail))
    arriving = np.empty(len(is_junction), dtype=np.int64)
    arriving[steps.head] = own
    begins = is_junction[steps.tail]
    previous = np.where(begins, own, arriving[steps.tail])
    graph = coo_array((np.ones(len(own), dtype=np.int8), (own, previous)), shape=(len(own),) * 2)
    count, chain = connected_components(graph, directed=False)
    closed = np.ones(count, dtype=bool)
    closed[chain[begins]] = False
    ring = np.flatnonzero(closed[chain])
    ring = ring[np.lexsort((steps.tail[ring], chain[ring]))]
    _, first = np.unique(chain[ring], return_index=True)
    previous[ring[first]] = ring[first]
    return previous


def _ranks(previous: Indices) -> tuple[Indices, Indices]:
    """How many steps precede each one in its arc, and which is the arc's first.

    Pointer doubling (Wyllie 1979): the number of rounds is the logarithm of the longest arc.
    """
    first = previous
    rank = (previous != np.arange(len(previous))).astype(np.int64)
    while True:
        farther = first[first]
        if np.array_equal(farther, first):
            return rank, first
        rank += rank[first]
        first = farther
