"""The sides of disputed patches: which part of the outline borders on whose undisputed land."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from boundaries.geometry.arcs import NOBODY, Arcs, trace_arcs
from boundaries.geometry.arrays import is_among
from boundaries.geometry.edges import edges_of

Geometries = NDArray[np.object_]
Indices = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

A, B = 0, 1
AT_M = 1e-3


@dataclass(frozen=True)
class PatchSides:
    """Lines along the outlines of patches, one entry per patch and side, sorted.

    `of` is the patch, `side` 0 where owner a's land lies beyond, 1 where b's does; `lines` are
    LineStrings or MultiLineStrings. `through` marks the patches whose outline passes from a's side
    to b's along other land without a junction there: no line from junction to junction parts them.
    """

    of: Indices
    side: Indices
    lines: Geometries
    through: Mask


def patch_sides(faces: Geometries, owner: Indices, patch: Indices, junctions: Floats) -> PatchSides:
    """The two sides of every patch.

    `faces` share edges vertex by vertex; `owner` is 0, 1 or -1 (others) of each, `patch` its patch
    or -1; the faces of patches have owner 0 or 1. Outline towards others belongs to the side it
    adjoins; where it adjoins both it is divided at the one of the `junctions` (one row each) that
    lies on it.
    """
    label = np.where(patch >= 0, 2 + 2 * patch + owner, owner)
    arcs = trace_arcs(edges_of(faces), label)
    number = (np.maximum(arcs.left, arcs.right) - 2) // 2
    beyond = np.where(arcs.right >= 2, arcs.left, arcs.right)
    outline = (number >= 0) & (beyond < 2)
    side, through = _adjoining(arcs, number, np.where(outline, beyond, 2), junctions)
    count = int(patch.max(initial=-1)) + 1
    passed = np.zeros(count, dtype=bool)
    passed[number[through]] = True
    chosen = np.flatnonzero(side >= 0)
    codes, which = np.unique(number[chosen] * 2 + side[chosen], return_inverse=True)
    order = np.argsort(which, kind="stable")
    lines = shapely.multilinestrings(arcs.lines[chosen[order]], indices=which[order])
    return PatchSides(codes // 2, codes % 2, np.asarray(lines, dtype=object), passed)


def _adjoining(
    arcs: Arcs, number: Indices, beyond: Indices, junctions: Floats
) -> tuple[Indices, Mask]:
    """The side of each arc, -1 for none, and whether it leads from one side to the other.

    `beyond` is the owner beyond the arc, `NOBODY` where others are, 2 for arcs that are no outline.
    """
    size = len(arcs.junctions)
    away = shapely.distance(
        shapely.points(arcs.junctions), shapely.multipoints(junctions.reshape(-1, 2))
    )
    parting = np.append(away <= AT_M, True)
    side = np.where((beyond == A) | (beyond == B), beyond, -1)
    meets = []
    bare = beyond == NOBODY
    for owner in (A, B):
        own = beyond == owner
        codes = [number[own] * size + ends[own] for ends in (arcs.start, arcs.end)]
        known = np.unique(np.concatenate(codes))
        meets.append(
            np.logical_or.reduce(
                [
                    is_among(number * size + ends, known) & ~parting[ends]
                    for ends in (arcs.start, arcs.end)
                ]
            )
        )
    side = np.where(bare & meets[A] & ~meets[B], A, side)
    side = np.where(bare & meets[B] & ~meets[A], B, side)
    return side, bare & meets[A] & meets[B]
