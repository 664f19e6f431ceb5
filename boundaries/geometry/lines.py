"""How two drawings of one line differ.

Lines are LineStrings or MultiLineStrings in a projected CRS in metres, never empty or missing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Geod, Transformer

from boundaries.geometry.feet import feet_on_lines
from boundaries.geometry.frechet import frechet_distances
from boundaries.geometry.metrics import WGS84

Lines = NDArray[np.object_]
Indices = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

STEP_M = 20.0
LEAST_PIECES = 10
"""Pieces a line is cut into at least, however short it is."""
AT_END_M = 1e-6
QUANTILE = 0.9


@dataclass(frozen=True)
class Offsets:
    """Distances from places along lines to their partners.

    Attributes
    ----------
    pair : number of the pair that a place belongs to, ascending
    points : coordinates of the place, one row each, in the order of the line
    distance : distance to the nearest place of the partner, metres
    side : 1 where the partner lies to the left of the line, -1 right, 0 on it
    weight : length of the line that the place stands for, metres
    beyond : whether the nearest place is an end of the partner, so that nothing lies opposite
    """

    pair: Indices
    points: Floats
    distance: Floats
    side: Indices
    weight: Floats
    beyond: Mask


@dataclass(frozen=True)
class LineFigures:
    """Figures of pairs of lines a and b, one entry per pair; lengths in metres, planar.

    A place is matched unless the nearest place of the other line is one of its ends, farther away
    than the tolerance: there one line goes on where the other has ended. `mean`, `p90`, `greatest`
    and `within` look at the matched places of both lines, each with the length it stands for, so
    that it does not matter which line comes first. NaN where nothing is matched.

    Attributes
    ----------
    length_a, length_b : lengths
    matched_a, matched_b : shares of the lengths that are matched
    mean, p90, greatest : mean, 90th percentile and greatest of the offsets
    within : share of the matched length whose offset is at most the tolerance
    side : mean offset of b from the matched places of a, positive to the left of a
    hausdorff : Hausdorff distance of the whole lines
    frechet : discrete Frechet distance (see `boundaries.geometry.frechet`); NaN for lines in parts
    """

    length_a: Floats
    length_b: Floats
    matched_a: Floats
    matched_b: Floats
    mean: Floats
    p90: Floats
    greatest: Floats
    within: Floats
    side: Floats
    hausdorff: Floats
    frechet: Floats


def ellipsoidal_lengths(lines: Lines, crs: CRS) -> Floats:
    """Lengths on the ellipsoid, in metres, of lines in the projected `crs`.

    The sum of the geodesics between vertices. Empty and missing lines have length 0.
    """
    parts, line = shapely.get_parts(lines, return_index=True)
    points, part = shapely.get_coordinates(parts, return_index=True)
    lon, lat = Transformer.from_crs(crs, WGS84, always_xy=True).transform(*points.T)
    follows = part[1:] == part[:-1]
    ellipsoid = crs.get_geod() or Geod(ellps="WGS84")
    _, _, steps = ellipsoid.inv(
        lon[:-1][follows], lat[:-1][follows], lon[1:][follows], lat[1:][follows]
    )
    return np.asarray(
        np.bincount(line[part[:-1][follows]], weights=steps, minlength=len(lines)), dtype=float
    )


def offsets(lines: Lines, others: Lines, *, step: float = STEP_M) -> Offsets:
    """Offsets of each line from its partner at every vertex and at least every `step` metres.

    Short lines are cut into `LEAST_PIECES` pieces at least. A place stands for half of the pieces
    on its two sides.
    """
    piece = np.minimum(step, shapely.length(lines) / LEAST_PIECES)
    dense = shapely.segmentize(lines, np.where(piece > 0, piece, step))
    parts, pair_of_part = shapely.get_parts(dense, return_index=True)
    points, part = shapely.get_coordinates(parts, return_index=True)
    pieces = np.diff(points, axis=0) * (part[1:] == part[:-1])[:, np.newaxis]
    behind, ahead = np.zeros_like(points), np.zeros_like(points)
    behind[1:], ahead[:-1] = pieces, pieces
    pair = pair_of_part[part].astype(np.int64)
    feet = feet_on_lines(points, pair, others)
    across = feet - points
    along = behind + ahead
    turn = along[:, 0] * across[:, 1] - along[:, 1] * across[:, 0]
    distance = _lengths(across)
    return Offsets(
        pair=pair,
        points=points,
        distance=distance,
        side=np.sign(turn).astype(np.int64),
        weight=(_lengths(behind) + _lengths(ahead)) / 2,
        beyond=(distance > AT_END_M) & _at_ends(feet, pair, others),
    )


def _at_ends(places: Floats, pair: Indices, lines: Lines) -> Mask:
    """Which places lie at an end of their line."""
    ends, line = shapely.get_coordinates(shapely.boundary(lines), return_index=True)
    count = np.bincount(line, minlength=len(lines))[pair]
    first = np.searchsorted(line, pair)
    result = np.zeros(len(places), dtype=bool)
    for number in range(count.max(initial=0)):
        asked = np.flatnonzero(count > number)
        away = places[asked] - ends[first[asked] + number]
        result[asked] |= _lengths(away) <= AT_END_M
    return result


def compare_lines(
    lines_a: Lines, lines_b: Lines, *, tolerance: Floats | float, step: float = STEP_M
) -> LineFigures:
    """Figures of each pair of lines; `tolerance` in metres, one for all or one per pair."""
    count = len(lines_a)
    limit = np.broadcast_to(np.asarray(tolerance, dtype=float), (count,))
    of_a, of_b = offsets(lines_a, lines_b, step=step), offsets(lines_b, lines_a, step=step)
    pair = np.concatenate((of_a.pair, of_b.pair))
    distance = np.concatenate((of_a.distance, of_b.distance))
    weight = np.concatenate((of_a.weight, of_b.weight))
    beyond = np.concatenate((of_a.beyond, of_b.beyond))
    from_a = np.arange(len(pair)) < len(of_a.pair)
    side = np.concatenate((of_a.side, of_b.side))
    matched = ~beyond | (distance <= limit[pair])

    def total(values: Floats, chosen: Mask) -> Floats:
        weights = (values * weight)[chosen]
        return np.asarray(np.bincount(pair[chosen], weights=weights, minlength=count), dtype=float)

    ones = np.ones(len(pair))
    length_a, length_b = shapely.length(lines_a), shapely.length(lines_b)
    length = total(ones, matched)
    whole = _greatest(pair, distance, count)
    return LineFigures(
        length_a=length_a,
        length_b=length_b,
        matched_a=_ratio(total(ones, matched & from_a), length_a),
        matched_b=_ratio(total(ones, matched & ~from_a), length_b),
        mean=_ratio(total(distance, matched), length),
        p90=_percentile(pair[matched], distance[matched], weight[matched], count),
        greatest=np.where(length > 0, _greatest(pair[matched], distance[matched], count), np.nan),
        within=_ratio(total(ones, matched & (distance <= limit[pair])), length),
        side=_ratio(total(distance * side, matched & from_a), total(ones, matched & from_a)),
        hausdorff=whole,
        frechet=_frechet(lines_a, lines_b),
    )


def farthest(lines: Lines, others: Lines, *, beyond: bool = False, step: float = STEP_M) -> Floats:
    """The greatest distance between the two lines of each pair, metres, measured from both.

    What of a line goes on where the other has ended counts with `beyond` only; 0 where nothing else
    is left.
    """
    result = np.zeros(len(lines))
    for one, other in ((lines, others), (others, lines)):
        found = offsets(one, other, step=step)
        beside = ~found.beyond | beyond
        np.maximum.at(result, found.pair[beside], found.distance[beside])
    return result


def _lengths(vectors: Floats) -> Floats:
    return np.asarray(np.hypot(vectors[:, 0], vectors[:, 1]))


def _ratio(part: Floats, whole: Floats) -> Floats:
    result = np.full(len(whole), np.nan)
    np.divide(part, whole, out=result, where=whole > 0)
    return result


def _greatest(pair: Indices, distance: Floats, count: int) -> Floats:
    result = np.zeros(count)
    np.maximum.at(result, pair, distance)
    return result


def _percentile(pair: Indices, distance: Floats, weight: Floats, count: int) -> Floats:
    """The least distance that covers `QUANTILE` of the weight of each pair."""
    order = np.lexsort((distance, pair))
    pair, distance, weight = pair[order], distance[order], weight[order]
    running = np.cumsum(weight)
    totals = np.bincount(pair, weights=weight, minlength=count)
    before = np.concatenate(([0.0], np.cumsum(totals)))[:-1]
    covered = np.flatnonzero(running - before[pair] >= QUANTILE * totals[pair] * (1 - 1e-12))
    result = np.full(count, np.nan)
    found, first = np.unique(pair[covered], return_index=True)
    result[found] = distance[covered[first]]
    return result


def _frechet(lines_a: Lines, lines_b: Lines) -> Floats:
    result = np.full(len(lines_a), np.nan)
    simple = (shapely.get_num_geometries(lines_a) == 1) & (shapely.get_num_geometries(lines_b) == 1)
    a, b = (shapely.get_geometry(lines[simple], 0) for lines in (lines_a, lines_b))
    result[simple] = frechet_distances(a, b)
    return result
