"""Surveyed boundary pillars held against the line and its cartometric points.

Kinds: PBU (main pillar), PBA (between main pillars), PABU (reference pillar beside a main pillar,
which need not stand on the line).
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from boundaries.domain.cartometric import Cartometric
from boundaries.domain.tk_names import PILLARS, parse_name

ON_LINE_M = 0.01
"""A pillar this near to the line stands on it, on neither side."""
STEP_M = 0.5
"""How far before and after a place of the line its direction is taken."""

Floats = NDArray[np.float64]


def pillar_kind(name: str) -> str:
    """The kind by the name of a pillar: "PBU", "PBA", "PABU"; "" where the name does not tell."""
    found = parse_name(name)
    return found.prefix if found and found.prefix in PILLARS else ""


def match_pillars(
    pillars: gpd.GeoDataFrame, cartometric: Cartometric, *, reach_m: float = 100.0
) -> pd.DataFrame:
    """For each pillar (index kept) the nearest place of the line and the nearest point.

    `pillars` has the column `name` and Points in the CRS of the points, in metres. Columns:
    `name`, `kind` (`pillar_kind`), `segment` (id of the nearest, the first of equals), `distance_m`
    to its line, `at_m` along it in the direction of counting, `side` (key of the village on whose
    side of the line the pillar stands; "" on the line or where no village lies), `point` (id of the
    nearest cartometric point of any segment) and `point_m`. A pillar farther than `reach_m` from
    every line has "" and NaN.
    """
    shapes = pillars.geometry.to_numpy()
    courses, points = cartometric.courses, cartometric.points
    nearest = pd.DataFrame(
        {
            "name": pillars["name"].astype(object),
            "kind": [pillar_kind(str(name)) for name in pillars["name"]],
            "segment": "",
            "distance_m": np.nan,
            "at_m": np.nan,
            "side": "",
            "point": "",
            "point_m": np.nan,
        },
        index=pillars.index,
    )
    lines = courses.geometry.to_numpy()
    row, line = _nearest(shapes, lines, reach_m)
    if not len(row):
        return nearest
    at = shapely.line_locate_point(lines[line], shapes[row])
    distance = shapely.distance(lines[line], shapes[row])
    index = pillars.index[row]
    nearest.loc[index, "segment"] = courses["segment"].to_numpy()[line]
    nearest.loc[index, "distance_m"] = distance
    nearest.loc[index, "at_m"] = at
    left = _turn(lines[line], at, shapes[row]) > 0
    is_a = left != courses["turned"].to_numpy()[line]
    side = np.where(is_a, courses["a"].to_numpy()[line], courses["b"].to_numpy()[line])
    nearest.loc[index, "side"] = np.where(distance <= ON_LINE_M, "", side)
    _, point = _nearest(shapes[row], points.geometry.to_numpy(), np.inf)
    nearest.loc[index, "point"] = points["id"].to_numpy()[point]
    nearest.loc[index, "point_m"] = shapely.distance(points.geometry.to_numpy()[point], shapes[row])
    return nearest


def _nearest(
    shapes: NDArray[np.object_], others: NDArray[np.object_], reach: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each shape that has one within reach, its place and the first nearest other one."""
    limit = reach if np.isfinite(reach) else None
    one, other = shapely.STRtree(others).query_nearest(shapes, max_distance=limit)
    order = np.lexsort((other, one))
    one, other = one[order], other[order]
    first = np.append(True, one[1:] != one[:-1])[: len(one)]
    return one[first].astype(np.int64), other[first].astype(np.int64)


def _turn(lines: NDArray[np.object_], at: Floats, points: NDArray[np.object_]) -> Floats:
    """Above zero where a point lies on the left of its line, below on the right."""
    length = shapely.length(lines)
    before = shapely.line_interpolate_point(lines, np.maximum(at - STEP_M, 0))
    after = shapely.line_interpolate_point(lines, np.minimum(at + STEP_M, length))
    foot = shapely.line_interpolate_point(lines, at)
    start, end, middle, place = (
        shapely.get_coordinates(each) for each in (before, after, foot, points)
    )
    along, away = end - start, place - middle
    return np.asarray(along[:, 0] * away[:, 1] - along[:, 1] * away[:, 0])
