"""Invented villages with fractal borders, in any number, in three kinds.

`clean`      neighbours share every vertex of their border
`disturbed`  as clean, but on 2 % of the borders the two villages have different lines
`surveyed`   every village has its own survey of every border, so neighbours overlap and gape

The same kind and number give the same villages.
"""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from tests.bench.borders import (
    Borders,
    Lines,
    Survey,
    draw_borders,
    surveyed_lines,
    true_lines,
)
from tests.bench.cells import Cells, Floats, Ints, draw_cells

KINDS = ("clean", "disturbed", "surveyed")
VERTICES = 385
CRS = "EPSG:32647"
SEED = 12
DISTURBED = 0.02
OTHER_LINE = Survey(bends=3, along_m=25.0)
OWN_SURVEY = Survey(bends=7, along_m=8.0, corner_m=2.5, resampled=True)
ROWS_PER_GROUP = 4_096


def make_villages(kind: str, count: int) -> gpd.GeoDataFrame:
    """`count` villages with the columns KDEPUM, NAMOBJ and geometry (Polygon, EPSG:32647)."""
    rng = np.random.default_rng([SEED, count])
    cells = draw_cells(rng, count)
    borders = draw_borders(rng, cells, VERTICES)
    if kind == "surveyed":
        lines, use = _own_surveys(rng, cells, borders)
    else:
        lines, use = _shared_lines(rng, cells, borders, DISTURBED if kind == "disturbed" else 0.0)
    outlines = _outlines(cells, lines, use)
    number = np.arange(count)
    return gpd.GeoDataFrame(
        {"KDEPUM": village_codes(number), "NAMOBJ": [f"Desa {k + 1}" for k in number]},
        geometry=outlines,
        crs=CRS,
    )


def write_villages(kind: str, count: int, target: Path) -> None:
    """Write villages as GeoParquet."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".part")
    make_villages(kind, count).to_parquet(unfinished, row_group_size=ROWS_PER_GROUP)
    unfinished.replace(target)


def village_codes(number: Ints) -> list[str]:
    """Codes of villages that lie near each other in groups of 16, 256 and 4,096."""
    return [
        f"{11 + k // 4096:02d}.{k // 256 % 16 + 1:02d}.{k // 16 % 16 + 1:02d}.{2001 + k % 16}"
        for k in number.tolist()
    ]


def _shared_lines(
    rng: np.random.Generator, cells: Cells, borders: Borders, share: float
) -> tuple[Lines, Ints]:
    """The lines, and for both sides of every border which of them is used."""
    inner = np.flatnonzero(cells.inner)
    other = np.sort(rng.choice(inner, round(share * len(inner)), replace=False))
    shared = true_lines(borders)
    use = np.repeat(np.arange(len(borders.inner))[:, None], 2, axis=1)
    use[other, 1] = len(borders.inner) + np.arange(len(other))
    fixed = np.zeros((len(other), 2, 2))
    return _joined(shared, surveyed_lines(rng, borders.part(other), OTHER_LINE, fixed)), use


def _own_surveys(rng: np.random.Generator, cells: Cells, borders: Borders) -> tuple[Lines, Ints]:
    """The same for a survey of every border by each of its villages."""
    border, side = np.nonzero(cells.sides < cells.count)
    use = np.full(cells.sides.shape, -1)
    use[border, side] = np.arange(len(border))
    shift = _corner_shifts(rng, cells, border, side)
    return surveyed_lines(rng, borders.part(border), OWN_SURVEY, shift), use


def _corner_shifts(rng: np.random.Generator, cells: Cells, border: Ints, side: Ints) -> Floats:
    """How far each village moves the two corners of each of its borders."""
    village = cells.sides[border, side]
    key = village[:, None] * len(cells.corner) + cells.ends[border]
    corner, which = np.unique(key, return_inverse=True)
    return np.asarray(
        rng.normal(0, OWN_SURVEY.corner_m, (len(corner), 2))[which.reshape(key.shape)]
    )


def _joined(first: Lines, second: Lines) -> Lines:
    points = np.concatenate([first.points, second.points])
    return Lines(points, np.concatenate([first.offset, first.offset[-1] + second.offset[1:]]))


def _outlines(cells: Cells, lines: Lines, use: Ints) -> np.ndarray:
    """Polygons of the villages: their borders one after another, counterclockwise."""
    border, side = np.nonzero(cells.sides < cells.count)
    village = cells.sides[border, side]
    start = cells.corner[cells.ends[border, side]] - cells.centre[village]
    order = np.lexsort((np.arctan2(start[:, 1], start[:, 0]), village))
    line, backward, village = use[border, side][order], side[order] == 1, village[order]
    closing = np.append(village[1:] != village[:-1], True)
    count = lines.counts()[line] - 1 + closing
    first = np.where(backward, lines.offset[line + 1] - 1, lines.offset[line])
    step = np.where(backward, -1, 1)
    number = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    points = lines.points[np.repeat(first, count) + np.repeat(step, count) * number]
    rings = np.concatenate([[0], np.cumsum(count)[closing]])
    return shapely.from_ragged_array(
        shapely.GeometryType.POLYGON, points, (rings, np.arange(cells.count + 1))
    )
