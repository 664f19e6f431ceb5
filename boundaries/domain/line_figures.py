"""Figures of many pairs of lines, of which many are drawn alike."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from boundaries.geometry.lines import LineFigures, compare_lines

Lines = NDArray[np.object_]
Indices = NDArray[np.int64]
Floats = NDArray[np.float64]

AT_ONCE = 500
"""Pairs compared at a time, which bounds the memory."""
FIGURES = tuple(field.name for field in fields(LineFigures))


def compare_all(lines_a: Lines, lines_b: Lines, *, tolerance: Floats, step: float) -> LineFigures:
    """`compare_lines` for every pair, but each distinct pair of drawings once.

    Two surveys that share their border give the same line from both sides, so that most pairs of a
    layer without overlaps and gaps repeat another one, or consist of the same line twice. Lines
    that differ in their direction only are drawn alike.
    """
    drawing_a, drawing_b = _drawings(lines_a, lines_b)
    keys = pd.DataFrame({"a": drawing_a, "b": drawing_b, "tolerance": tolerance})
    number = keys.groupby(["a", "b", "tolerance"], sort=False).ngroup().to_numpy()
    _, first = np.unique(number, return_index=True)
    alike = drawing_a[first] == drawing_b[first]
    table = np.empty((len(first), len(FIGURES)))
    table[alike] = _figures_of_equals(lines_a[first[alike]], lines_b[first[alike]])
    others = np.flatnonzero(~alike)
    for start in range(0, len(others), AT_ONCE):
        places = others[start : start + AT_ONCE]
        chosen = first[places]
        figures = compare_lines(
            lines_a[chosen], lines_b[chosen], tolerance=tolerance[chosen], step=step
        )
        table[places] = np.column_stack([getattr(figures, name) for name in FIGURES])
    return LineFigures(**dict(zip(FIGURES, table[number].T, strict=True)))


def _drawings(*groups: Lines) -> list[Indices]:
    """For each line of each group a number; lines of the same course have the same."""
    texts = shapely.to_wkb(shapely.normalize(np.concatenate(groups)))
    numbers = pd.factorize(texts)[0].astype(np.int64)
    return np.split(numbers, np.cumsum([len(lines) for lines in groups])[:-1])


def _figures_of_equals(lines_a: Lines, lines_b: Lines) -> Floats:
    """Figures of lines held against themselves, one row each, columns as `FIGURES`."""
    zero, one = np.zeros(len(lines_a)), np.ones(len(lines_a))
    figures = LineFigures(
        length_a=shapely.length(lines_a),
        length_b=shapely.length(lines_b),
        matched_a=one,
        matched_b=one,
        mean=zero,
        p90=zero,
        greatest=zero,
        within=one,
        side=zero,
        hausdorff=zero,
        frechet=np.where(shapely.get_num_geometries(lines_a) == 1, 0.0, np.nan),
    )
    return np.column_stack([getattr(figures, name) for name in FIGURES])
