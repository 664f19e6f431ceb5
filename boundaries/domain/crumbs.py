"""Small change of noding: crumbs and hairs of land that agreed lines cut off from their village."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from boundaries.domain.owners import greatest_partners
from boundaries.geometry.cycles import OUTSIDE
from boundaries.geometry.metrics import mean_widths
from boundaries.geometry.mosaic import GRID_M, Mosaic, face_groups

Indices = NDArray[np.int64]
Mask = NDArray[np.bool_]

CRUMB_M2 = 1.0
"""Smaller pieces of land, cut off from the rest of their village, are crumbs."""
HAIR_M = 5 * GRID_M
"""Land thinner than this came up because a vertex was put on an edge, on the grid."""


def without_crumbs(mosaic: Mosaic, owner: Indices, loose: Mask) -> Indices:
    """The owners of faces, where crumbs and hairs of `loose` land go to the villages around them.

    `owner` holds numbers of owners by face, -1 for none. A crumb is a small piece that touches no
    other land of its owner, who has more elsewhere, and none that is not loose; a hair is land
    between two outlines that were the same before they were noded. Each goes to the owner around it
    with whom it shares the longest border.
    """
    loose = loose & (owner >= 0)
    hairs = np.zeros(len(owner), dtype=bool)
    hairs[loose] = mean_widths(mosaic.faces[loose]) < HAIR_M
    owner = _to_neighbours(mosaic, owner, hairs)
    return _to_neighbours(mosaic, owner, _crumbs(mosaic, owner, loose))


def _crumbs(mosaic: Mosaic, owner: Indices, loose: Mask) -> Mask:
    piece = face_groups(owner, mosaic)
    here = piece >= 0
    area = np.bincount(piece[here], shapely.area(mosaic.faces[here]))
    firm = np.bincount(piece[here], ~loose[here]) > 0
    of = np.zeros(len(area), dtype=np.int64)
    of[piece[here]] = owner[here]
    largest = np.zeros(int(of.max(initial=-1)) + 1)
    np.maximum.at(largest, of, area)
    crumb = ~firm & (area < CRUMB_M2) & (area < largest[of])
    result = np.zeros(len(owner), dtype=bool)
    result[here] = crumb[piece[here]]
    return result


def _to_neighbours(mosaic: Mosaic, owner: Indices, chosen: Mask) -> Indices:
    """The owners, where patches of the chosen faces go to the owner with the longest border."""
    patch = face_groups(np.where(chosen, 0, -1), mosaic)
    inner = mosaic.border_left != OUTSIDE
    left, right = mosaic.border_left[inner], mosaic.border_right[inner]
    face, other = np.concatenate((left, right)), np.concatenate((right, left))
    beside = chosen[face] & ~chosen[other] & (owner[other] >= 0)
    length = np.tile(mosaic.border_length[inner], 2)[beside]
    found, taker = greatest_partners(patch[face[beside]], owner[other[beside]], length)
    taken = np.full(int(patch.max(initial=-1)) + 1, OUTSIDE, dtype=np.int64)
    taken[found] = taker
    moves = chosen & (np.append(taken, OUTSIDE)[patch] != OUTSIDE)
    return np.where(moves, np.append(taken, OUTSIDE)[patch], owner)
