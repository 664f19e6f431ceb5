"""Which places of a line become ordinary cartometric points, by a stated rule."""

from __future__ import annotations

import math
from bisect import bisect
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from boundaries.errors import ParameterError
from boundaries.geometry.arrays import ranges
from boundaries.messages import message

Lines = NDArray[np.object_]
Floats = NDArray[np.float64]
Indices = NDArray[np.int64]


@dataclass(frozen=True)
class PointRule:
    """The rule by which ordinary points are chosen along a line; all in metres along the ground.

    `bend_m`: a vertex is a bend when the line of Douglas and Peucker keeps it at this tolerance.
    `least_m`: of bends nearer to each other, or to an end, along the line, the sharpest stays.
    `greatest_m`: a longer stretch without a point is divided into equal parts.
    `every_vertex`: all vertices are points and nothing else; the three measures do not matter.
    """

    bend_m: float = 5.0
    least_m: float = 50.0
    greatest_m: float = 1000.0
    every_vertex: bool = False

    def __post_init__(self) -> None:
        if not (self.bend_m >= 0 and self.least_m >= 0 and self.greatest_m > 0):
            raise ParameterError(
                "point-rule-negative",
                message("the measures of the rule for points must not be negative"),
                message("give metres: zero or more, the greatest spacing above zero"),
            )
        if 2 * self.least_m > self.greatest_m:
            raise ParameterError(
                "point-rule-spacing",
                message(
                    "the least spacing of points ({least} m) is more than half of the greatest "
                    "({greatest} m)",
                    least=self.least_m,
                    greatest=self.greatest_m,
                ),
                message("lower the least spacing or raise the greatest"),
            )


DEFAULT_RULE = PointRule()


def chosen_places(lines: Lines, rule: PointRule = DEFAULT_RULE) -> pd.DataFrame:
    """The places of ordinary points on LineStrings that do not cross themselves, in metres.

    One row per point: `line` (number of the line), `at_m` (distance from its start, ascending) and
    `geometry` (shapely Point, a vertex wherever one was chosen). Ends are none of them. The result
    does not depend on the direction in which a line is drawn.
    """
    backward = _backward(lines)
    forward = np.where(backward, shapely.reverse(lines), lines)
    vertices = _vertices(forward)
    if rule.every_vertex:
        places = vertices.loc[~vertices["end"], ["line", "at_m", "x", "y"]]
    else:
        places = _places(vertices, forward, rule)
    places = _with_points(places, forward)
    turned = backward[places["line"].to_numpy()]
    length = shapely.length(lines)[places["line"].to_numpy()]
    places["at_m"] = np.where(turned, length - places["at_m"], places["at_m"])
    return places.sort_values(["line", "at_m"], kind="stable", ignore_index=True)


def _backward(lines: Lines) -> NDArray[np.bool_]:
    """Which lines end west of their start, or at the same longitude south of it."""
    start, end = (shapely.get_coordinates(shapely.get_point(lines, place)) for place in (0, -1))
    same_x = end[:, 0] == start[:, 0]
    return np.asarray((end[:, 0] < start[:, 0]) | (same_x & (end[:, 1] < start[:, 1])))


def _places(vertices: pd.DataFrame, lines: Lines, rule: PointRule) -> pd.DataFrame:
    lengths = np.asarray(shapely.length(lines))
    bends = vertices[_kept(vertices, lines, rule.bend_m)]
    bends = bends.assign(sharpness=_sharpness(bends))[~bends["end"].to_numpy()]
    bends = _spaced(bends, lengths, rule.least_m)
    added = _added(bends, lengths, rule.greatest_m)
    return pd.concat([bends[["line", "at_m", "x", "y"]], added], ignore_index=True)


def _vertices(lines: Lines) -> pd.DataFrame:
    """Vertices of all lines: `line`, `x`, `y`, `at_m`, and whether they are an end."""
    points, line = shapely.get_coordinates(lines, return_index=True)
    step = np.hypot(*np.diff(points, axis=0, prepend=points[:1]).T)
    first = np.append(True, line[1:] != line[:-1])[: len(line)]
    step[first] = 0.0
    along = np.cumsum(step)
    starts = along[first]
    number = np.cumsum(first) - 1
    return pd.DataFrame(
        {
            "line": line,
            "x": points[:, 0],
            "y": points[:, 1],
            "at_m": along - starts[number] if len(line) else along,
            "end": first | np.append(first[1:], True)[: len(line)],
        }
    )


def _kept(vertices: pd.DataFrame, lines: Lines, tolerance: float) -> NDArray[np.bool_]:
    """Which vertices the line of Douglas and Peucker keeps; the ends are among them."""
    simplified = shapely.simplify(lines, tolerance, preserve_topology=False)
    points, line = shapely.get_coordinates(simplified, return_index=True)
    kept = pd.MultiIndex.from_arrays([line, points[:, 0], points[:, 1]])
    own = pd.MultiIndex.from_arrays([vertices["line"], vertices["x"], vertices["y"]])
    return np.asarray(own.isin(kept), dtype=bool)


def _spaced(bends: pd.DataFrame, lengths: Floats, least: float) -> pd.DataFrame:
    """The bends that are left when none is nearer than `least` to another or to an end."""
    length = lengths[bends["line"].to_numpy()]
    at = bends["at_m"].to_numpy()
    bends = bends[(at >= least) & (length - at >= least)]
    order = np.lexsort((bends["at_m"], -bends["sharpness"].round(3), bends["line"]))
    lines, places = bends["line"].to_numpy()[order], bends["at_m"].to_numpy()[order]
    free = np.zeros(len(bends), dtype=bool)
    taken: list[float] = []
    before = -1
    for position, line, place in zip(order, lines, places, strict=True):
        if line != before:
            taken, before = [], line
        slot = bisect(taken, place)
        clear_below = slot == 0 or place - taken[slot - 1] >= least
        clear_above = slot == len(taken) or taken[slot] - place >= least
        if clear_below and clear_above:
            taken.insert(slot, place)
            free[position] = True
    return bends[free]


def _sharpness(bends: pd.DataFrame) -> Floats:
    """How far each vertex lies off the straight line between those beside it; 0 for ends."""
    x, y = bends["x"].to_numpy(), bends["y"].to_numpy()
    dx, dy = np.roll(x, -1) - np.roll(x, 1), np.roll(y, -1) - np.roll(y, 1)
    ox, oy = x - np.roll(x, 1), y - np.roll(y, 1)
    chord = np.hypot(dx, dy)
    across = np.abs(dx * oy - dy * ox) / np.where(chord > 0, chord, 1.0)
    off = np.where(chord > 0, across, np.hypot(ox, oy))
    return np.where(bends["end"], 0.0, off)


def _added(bends: pd.DataFrame, lengths: Floats, greatest: float) -> pd.DataFrame:
    """Places that divide the stretches longer than `greatest` into equal parts."""
    count = len(lengths)
    line = np.concatenate((np.arange(count), bends["line"], np.arange(count)))
    at = np.concatenate((np.zeros(count), bends["at_m"], lengths))
    order = np.lexsort((at, line))
    line, at = line[order], at[order]
    same = line[1:] == line[:-1]
    begin, gap = at[:-1][same], (at[1:] - at[:-1])[same]
    parts = np.maximum(np.ceil(gap / greatest - 1e-9), 1).astype(np.int64)
    part = ranges(np.ones_like(parts), parts - 1)
    share = part / np.repeat(parts, parts - 1)
    places = np.repeat(begin, parts - 1) + share * np.repeat(gap, parts - 1)
    owner = np.repeat(line[:-1][same], parts - 1)
    return pd.DataFrame({"line": owner, "at_m": places, "x": math.nan, "y": math.nan})


def _with_points(places: pd.DataFrame, lines: Lines) -> pd.DataFrame:
    line = places["line"].to_numpy(dtype=np.int64)
    at = places["at_m"].to_numpy(dtype=np.float64)
    between = shapely.get_coordinates(shapely.line_interpolate_point(lines[line], at))
    drawn = places[["x", "y"]].to_numpy(dtype=np.float64)
    points = shapely.points(np.where(np.isfinite(drawn), drawn, between))
    return pd.DataFrame({"line": line, "at_m": at, "geometry": points})
