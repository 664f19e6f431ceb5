"""The true shapes of the sample: villages that share every vertex of their borders.

Every cell edge between two areas is subdivided at random inside the quadrilateral of its two ends
and a point before each of the two cell centres. These quadrilaterals do not overlap, so borders
never cross. Coordinates are metres in EPSG:32647.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from sample_cells import (
    ENCLAVE,
    MID,
    OUTSIDE,
    VILLAGES,
    WATER,
    Cells,
    Draft,
    Floats,
    PoorDrawError,
    draw_cells,
    sizes_fit,
)

VERTEX_SPACING = 36.0


@dataclass(frozen=True)
class Arc:
    """A border from junction to junction between the areas `a` < `b`."""

    a: int
    b: int
    line: Floats
    on_river: bool


@dataclass(frozen=True)
class Coverage:
    """Villages 0 to 23, the borders they share and what else was asked for.

    `arcs` hold every border, those to the outside and the enclave too; `river` is a line from the
    upper edge of the area to the sea; `split_village` is the village of two parts.
    """

    arcs: tuple[Arc, ...]
    villages: NDArray[np.object_]
    enclave: shapely.Polygon
    inlet: shapely.Polygon
    river: Floats
    split_village: int
    downstream: Floats


def draw_coverage(rng: np.random.Generator) -> Coverage:
    """Villages, enclave, inlet and river drawn at random; raises `PoorDrawError` on a poor draw."""
    return _trace(rng, draw_cells(rng))


def _trace(rng: np.random.Generator, draft: Draft) -> Coverage:
    cells, label = draft.cells, draft.label
    area = np.where(label == WATER, OUTSIDE, label)
    low, high = np.sort(area[cells.sides], axis=1).T
    water = (label[cells.sides] == WATER).sum(axis=1) == 1
    drawn = (low != high) | cells.river_edge | water
    corner = _smoothed(cells, drawn)
    lines = {edge: _rough_edge(rng, cells, corner, edge) for edge in np.flatnonzero(drawn).tolist()}

    def chosen(which: NDArray[np.bool_]) -> list[Floats]:
        return [lines[edge] for edge in np.flatnonzero(which).tolist()]

    borders = np.unique(np.column_stack([low, high])[low != high], axis=0)
    arcs = [
        Arc(a, b, line, on_river)
        for a, b in borders.tolist()
        for on_river in (False, True)
        for line in _merged(chosen((low == a) & (high == b) & (cells.river_edge == on_river)))
    ]
    villages = np.array([_area_of(arcs, village) for village in range(VILLAGES)])
    enclave = _area_of(arcs, ENCLAVE)
    inlet = shapely.build_area(shapely.MultiLineString(chosen(water)))
    _check(villages, enclave, inlet, draft.split_village)
    river = _river_line(chosen(cells.river_edge), cells, draft.river[0])
    downstream = draft.river[-1] - draft.river[0]
    return Coverage(tuple(arcs), villages, enclave, inlet, river, draft.split_village, downstream)


def _smoothed(cells: Cells, drawn: NDArray[np.bool_]) -> Floats:
    """Corners where one line passes, drawn a little towards the two corners beside them."""
    ends = cells.ends[drawn]
    degree = np.bincount(ends.ravel(), minlength=len(cells.corner))
    total = np.zeros_like(cells.corner)
    np.add.at(total, ends[:, 0], cells.corner[ends[:, 1]])
    np.add.at(total, ends[:, 1], cells.corner[ends[:, 0]])
    passing = degree == 2
    corner = cells.corner.copy()
    corner[passing] += 0.35 * (total[passing] / 2 - corner[passing])
    return corner


def _rough_edge(rng: np.random.Generator, cells: Cells, corner: Floats, edge: int) -> Floats:
    """The line of one cell edge, subdivided inside its own quadrilateral."""
    start, end = (complex(*corner[k]) for k in cells.ends[edge])
    reach = 0.5 if cells.bank[cells.sides[edge]].all() else 0.92
    left, right = (_apex(start, end, complex(*cells.centre[k]), reach) for k in cells.sides[edge])
    line = np.array([start, *_subdivide(rng, start, left, end, right), end])
    return np.column_stack([line.real, line.imag])


def _apex(start: complex, end: complex, centre: complex, reach: float) -> complex:
    """A point between the middle of the edge and the cell's centre, beside the edge."""
    middle, span = (start + end) / 2, end - start
    along = abs(((centre - middle) * span.conjugate()).real) / abs(span) ** 2
    return middle + min(reach, 0.45 / max(along, 1e-9)) * (centre - middle)


def _subdivide(
    rng: np.random.Generator, start: complex, left: complex, end: complex, right: complex
) -> list[complex]:
    """Points between start and end, each inside the quadrilateral of its level."""
    if abs(end - start) < VERTEX_SPACING:
        return []
    along, across = rng.uniform(0.36, 0.64), rng.uniform(0.3, 0.7)
    on_right = start + along * (right - start)
    on_left = left + along * (end - left)
    point = on_right + across * (on_left - on_right)
    before = (start + across * (left - start), start + along * (right - start))
    after = (left + along * (end - left), right + across * (end - right))
    return [
        *_subdivide(rng, start, before[0], point, before[1]),
        point,
        *_subdivide(rng, point, after[0], end, after[1]),
    ]


def _merged(lines: list[Floats]) -> list[Floats]:
    if not lines:
        return []
    merged = shapely.line_merge(shapely.MultiLineString(lines))
    return [shapely.get_coordinates(part) for part in shapely.get_parts(merged)]


def _area_of(arcs: list[Arc], area: int) -> shapely.Geometry:
    """The polygon that the borders of an area enclose, holes kept."""
    return shapely.build_area(
        shapely.MultiLineString([arc.line for arc in arcs if area in (arc.a, arc.b)])
    )


def _check(
    villages: NDArray[np.object_],
    enclave: shapely.Geometry,
    inlet: shapely.Geometry,
    split_village: int,
) -> None:
    parts = np.ones(VILLAGES, dtype=int)
    parts[split_village] = 2
    if not (shapely.get_num_geometries(villages) == parts).all():
        raise PoorDrawError("a village is not in one piece")
    if not shapely.coverage_is_valid([*villages, enclave]):
        raise PoorDrawError("borders cross")
    if not sizes_fit(shapely.area(villages)):
        raise PoorDrawError("village areas")
    if enclave.geom_type != "Polygon" or enclave.interiors or inlet.geom_type != "Polygon":
        raise PoorDrawError("enclave or inlet in pieces")
    holes = shapely.get_parts(shapely.polygons([*shapely.union_all(villages).interiors]))
    if len(holes) != 1 or not 3e6 < enclave.area < 4e6:
        raise PoorDrawError("enclave")


def _river_line(lines: list[Floats], cells: Cells, source: Floats) -> Floats:
    """The line between the banks, then the middle of the inlet, from source to sea."""
    merged = _merged(lines)
    if len(merged) != 1:
        raise PoorDrawError("the river is cut")
    line = merged[0]
    if np.hypot(*(line[0] - source)) > np.hypot(*(line[-1] - source)):
        line = line[::-1]
    return np.concatenate([line, cells.centre[cells.bank == MID]])
