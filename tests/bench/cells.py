"""Cells of an invented country: where its villages lie and which two share which border.

The country is a disc of Voronoi cells of jittered points on a triangular lattice, so a village has
six neighbours on average. Coordinates are metres in EPSG:32647, near its central meridian.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import Voronoi

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CENTRE = np.array([500_000.0, 320_600.0])
SPACING = 1_800.0
JITTER = 0.28
SHORTEST_BORDER = 80.0
MARGIN = 4
ROW = SPACING * np.sqrt(0.75)


@dataclass(frozen=True)
class Cells:
    """Villages 0 to `count` - 1 and what lies around them.

    `centre` is a point of every cell that sees its whole outline. Border k runs between the
    `corner`s `ends[k]`, with the cell `sides[k, 0]` on its left and `sides[k, 1]` on its right;
    a side of `count` or more is no village. At least one side of every border is a village.
    """

    count: int
    centre: Floats
    corner: Floats
    ends: Ints
    sides: Ints

    @property
    def inner(self) -> NDArray[np.bool_]:
        """Borders between two villages."""
        return np.asarray((self.sides < self.count).all(axis=1))


def draw_cells(rng: np.random.Generator, count: int) -> Cells:
    """`count` villages, numbered along a curve that keeps neighbours near each other."""
    centre = _points(rng, count)
    diagram = Voronoi(centre - CENTRE)
    ends = np.asarray(diagram.ridge_vertices)
    sides = diagram.ridge_points.astype(np.int64)
    kept = (ends >= 0).all(axis=1) & (sides < count).any(axis=1)
    ends, sides, corner = ends[kept], sides[kept], diagram.vertices + CENTRE
    corner, ends, apart = _join_near_corners(corner, ends)
    ends, sides = ends[apart], sides[apart]
    along = corner[ends[:, 1]] - corner[ends[:, 0]]
    inward = centre[sides[:, 0]] - corner[ends[:, 0]]
    on_right = along[:, 0] * inward[:, 1] < along[:, 1] * inward[:, 0]
    sides[on_right] = sides[on_right][:, ::-1]
    return Cells(count, centre, corner, ends, sides)


def _points(rng: np.random.Generator, count: int) -> Floats:
    """A point per village, in the order of a Z curve, then those of a belt around them."""
    half = int(np.sqrt(count / np.pi) * SPACING / ROW) + MARGIN
    column, row = np.meshgrid(np.arange(-half, half + 1), np.arange(-half, half + 1))
    east, north = (column + row % 2 / 2) * SPACING, row * ROW
    lattice = np.column_stack([east.ravel(), north.ravel()])
    order = np.argsort(np.hypot(*lattice.T), kind="stable")
    village = order[:count]
    place = np.column_stack([column.ravel(), row.ravel()])[village] + half
    village = village[np.argsort(_z_curve(place), kind="stable")]
    reach = np.hypot(*lattice[order[count - 1]]) + MARGIN * SPACING
    belt = order[count:][np.hypot(*lattice[order[count:]].T) < reach]
    points = lattice[np.concatenate([village, belt])]
    return CENTRE + points + rng.uniform(-JITTER, JITTER, points.shape) * SPACING


def _z_curve(place: Ints) -> Ints:
    """Places of lattice points on the Z curve: the bits of column and row, interleaved."""
    bits = np.arange(16)
    column, row = ((place[:, k, None] >> bits & 1) << (2 * bits + k) for k in (0, 1))
    return np.asarray((column + row).sum(axis=1))


def _join_near_corners(corner: Floats, ends: Ints) -> tuple[Floats, Ints, NDArray[np.bool_]]:
    """Corners, borders, and which borders are left, once short borders are shrunk to a corner."""
    span = np.hypot(*(corner[ends[:, 1]] - corner[ends[:, 0]]).T)
    short = ends[span < SHORTEST_BORDER]
    size = len(corner)
    joins = coo_array((np.ones(len(short)), short.T), shape=(size, size))
    count, group = connected_components(joins, directed=False)
    sums = [np.bincount(group, corner[:, k], count) for k in (0, 1)]
    joined = np.column_stack(sums) / np.bincount(group, minlength=count)[:, None]
    ends = group[ends].astype(np.int64)
    return joined, ends, ends[:, 0] != ends[:, 1]
