"""Disputed land parted into two halves of equal area.

The land is cut into triangles whose corners lie on its two sides (constrained Delaunay
triangulation, as for the chordal axis, Prasad 1997). Every edge from one side to the other is cut
at the same share of its length, and the cuts are joined: an isoline of the function that is 0 on
side a, 1 on side b, and linear in every triangle. The land that it leaves to side a is a quadratic
function of the share, so that the share that makes both areas equal is known in closed form. Where
the two sides meet, the line ends, whatever the share.

Where one side surrounds most of the land, no share does it; then the line halfway is shifted
parallel into the larger part, by the distance, found by Brent's method (1973), that makes both
areas equal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.optimize import brentq

from boundaries.geometry.midline import nearest_shares
from boundaries.geometry.midline_corners import refined, sides_at

Geometries = NDArray[np.object_]
Indices = NDArray[np.int64]
Floats = NDArray[np.float64]
Areas = Callable[[Geometries], Floats]

A, B = 0, 1
SHIFT_M = 1e-9
QUARTER = 4
"""Straight pieces for a quarter of a circle."""
ON_A, ON_B = 1, 2
"""Bits of the corners on side 0 and on side 1."""


@dataclass(frozen=True)
class Halves:
    """What side a and side b get of each polygon, Polygons or MultiPolygons, maybe empty.

    `share` is how far from a to b the line lies, from 0 to 1; NaN for the line halfway, and one
    that lies parallel to it, `shift_m` metres away.
    """

    a: Geometries
    b: Geometries
    share: float = np.nan
    shift_m: float = 0.0


@dataclass(frozen=True)
class _Triangles:
    """Triangles, turned so that the corner that is alone on its side comes first.

    `points` has the shape (triangles, 3 corners, 2); `of` is the polygon of each. Of the sides
    `alone` is that of the first corner, and `kind` tells where the others lie: `WHOLE` (no corner
    on another side than `alone`), `TWO` (both on the other side) or `ONE` (one on the other side,
    the last on both).
    """

    points: Floats
    of: Indices
    alone: Indices
    kind: Indices


WHOLE, TWO, ONE = range(3)


def midway(polygons: Geometries, of: Indices, side: Indices, lines: Geometries) -> Halves:
    """Each polygon parted halfway between side 0 (a) and side 1 (b), see `nearest_shares`."""
    shares = nearest_shares(polygons, of, side, lines)
    halves = []
    for number in (A, B):
        part = np.full(len(polygons), shapely.Polygon(), dtype=object)
        own = shares.side == number
        part[shares.polygon[own]] = shares.parts[own]
        halves.append(part)
    return Halves(halves[A], halves[B])


def equal_halves(
    polygons: Geometries,
    of: Indices,
    side: Indices,
    lines: Geometries,
    *,
    area: Areas = shapely.area,
) -> Halves:
    """Polygons parted between side 0 (a) and side 1 (b): both get half of all land together.

    Arguments as of `nearest_shares`; every polygon has both sides. `area` measures (square metres;
    planar unless told otherwise). The halves are equal up to the rounding of coordinates.
    """
    order = np.lexsort((side, of))
    dense, corners, _ = refined(polygons, of[order], side[order], lines[order])
    pieces, polygon = shapely.get_parts(
        shapely.constrained_delaunay_triangles(dense), return_index=True
    )
    points = shapely.get_coordinates(pieces).reshape(-1, 4, 2)[:, :3]
    bits = sides_at(corners, np.repeat(polygon, 3), points.reshape(-1, 2)).reshape(-1, 3)
    triangles = _turned(points, polygon, bits)
    share = _equal_share(triangles, np.asarray(area(pieces), dtype=float))
    if share is None:
        return _shifted(polygons, midway(polygons, of, side, lines), area)
    return _parted(triangles, share, len(polygons))


def _turned(points: Floats, of: Indices, bits: Indices) -> _Triangles:
    on_a, on_b = (bits == ON_A).sum(axis=1), (bits == ON_B).sum(axis=1)
    cut = (on_a > 0) & (on_b > 0)
    alone = np.where(cut, np.where(on_a == 1, A, B), np.where(on_b > 0, B, A))
    first = (bits == (alone + 1)[:, np.newaxis]).argmax(axis=1)
    one = cut & (on_a + on_b == 2)
    turn = (first[:, np.newaxis] + np.arange(3)) % 3
    bits = np.take_along_axis(bits, turn, axis=1)
    swap = one & (bits[:, 1] == ON_A + ON_B)
    turn[swap] = turn[swap][:, [0, 2, 1]]
    return _Triangles(
        np.take_along_axis(points, turn[:, :, np.newaxis], axis=1),
        of,
        alone,
        np.select([one, cut], [ONE, TWO], WHOLE),
    )


def _equal_share(triangles: _Triangles, area: Floats) -> float | None:
    """The share at which side a gets half: root of whole + linear s + square s^2 = half."""
    kind, to_a = triangles.kind, triangles.alone == A
    whole = area[(kind == WHOLE) & to_a].sum()
    two_a, two_b = (area[(kind == TWO) & side].sum() for side in (to_a, ~to_a))
    linear = area[kind == ONE].sum() + 2 * two_b
    square = two_a - two_b
    lacking = area.sum() / 2 - whole
    if lacking < 0 or lacking > linear + square:
        return None
    root = 2 * lacking / (linear + np.sqrt(max(linear**2 + 4 * square * lacking, 0.0)))
    return float(np.clip(root, 0.0, 1.0))


def _parted(triangles: _Triangles, share: float, count: int) -> Halves:
    """The polygons cut at a share of the way from a to b."""
    kind, to_a = triangles.kind, triangles.alone == A
    p, q, r = np.moveaxis(triangles.points, 1, 0)
    pq, pr = (_cuts(p, other, to_a, share) for other in (q, r))
    one, two, whole = (kind == chosen for chosen in (ONE, TWO, WHOLE))
    recipes = (
        (whole, (p, q, r), to_a),
        (one, (p, pq, r), to_a),
        (one, (pq, q, r), ~to_a),
        (two, (p, pq, pr), to_a),
        (two, (pq, q, r, pr), ~to_a),
    )
    pieces = np.concatenate(
        [
            shapely.polygons(np.stack([corner[chosen] for corner in ring], axis=1))
            for chosen, ring, _ in recipes
        ]
    )
    of = np.concatenate([triangles.of[chosen] for chosen, _, _ in recipes])
    gets = np.concatenate([side[chosen] for chosen, _, side in recipes])
    return Halves(_united(pieces[gets], of[gets], count), _united(pieces[~gets], of[~gets], count),
                  share)  # fmt: skip


def _cuts(p: Floats, other: Floats, from_p: NDArray[np.bool_], share: float) -> Floats:
    """The places at a share of the way from a to b, the same whichever triangle asks."""
    start, end = (
        np.where(from_p[:, np.newaxis], one, two) for one, two in ((p, other), (other, p))
    )
    return np.asarray(start + share * (end - start))


def _shifted(polygons: Geometries, middle: Halves, area: Areas) -> Halves:
    """The halves of land along a line parallel to the one halfway."""
    half = float(area(polygons).sum()) / 2
    larger, smaller = middle.a, middle.b
    from_a = float(area(larger).sum()) > half
    if not from_a:
        larger, smaller = smaller, larger

    def left(shift: float) -> Geometries:
        reach = shapely.buffer(smaller, shift, quad_segs=QUARTER)
        return np.asarray(shapely.difference(larger, reach), dtype=object)

    def too_much(shift: float) -> float:
        return float(area(left(shift)).sum()) - half

    shift = brentq(too_much, 0.0, float(shapely.length(polygons).max()), xtol=SHIFT_M)
    kept = left(shift)
    given = np.asarray(shapely.difference(polygons, kept), dtype=object)
    a, b = (kept, given) if from_a else (given, kept)
    return Halves(a, b, shift_m=shift)


def _united(pieces: Geometries, of: Indices, count: int) -> Geometries:
    """The pieces of each of `count` polygons put together."""
    order = np.argsort(of, kind="stable")
    parts = np.full(count, shapely.Polygon(), dtype=object)
    found, first = np.unique(of[order], return_index=True)
    groups = np.split(pieces[order], first[1:]) if len(found) else []
    parts[found] = [shapely.coverage_union_all(group) for group in groups]
    return parts
