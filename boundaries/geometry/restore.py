"""Outlines that were worked on in metres, back in the coordinates they were drawn with."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from boundaries.geometry.crs import horizontal, to_working

Geometries = NDArray[np.object_]
Floats = NDArray[np.float64]

UNIT = 1e-5
"""Steps, in metres, within which a vertex is the same as one that was drawn."""


def in_drawn_coordinates(
    outlines: Geometries, drawn: Geometries, crs: CRS, working: CRS
) -> Geometries:
    """Outlines of the `working` CRS in `crs`, the one in which `drawn` outlines are.

    A vertex that was drawn gets its very coordinates back; of several drawn within `UNIT` of each
    other all get the smallest, so that borders that were shared stay so. New vertices are
    projected. Missing and empty outlines stay so. The inputs are not modified.
    """
    source = horizontal(crs)
    flat = np.asarray(shapely.force_2d(drawn), dtype=object)
    originals = shapely.get_coordinates(flat)
    placed = shapely.get_coordinates(to_working(flat, crs, working))
    vertices = shapely.get_coordinates(outlines)
    finite = np.isfinite(placed).all(axis=1)
    originals, placed = originals[finite], placed[finite]
    cells = np.rint(np.concatenate((placed, vertices)) / UNIT)
    smallest, number = _smallest_of_cell(cells, originals)
    back = vertices
    if not source.equals(working, ignore_axis_order=True):
        transformer = Transformer.from_crs(working, source, always_xy=True)
        back = np.column_stack(transformer.transform(*vertices.T))
    known = np.asarray(np.isfinite(smallest).all(axis=1))[number]
    _, owner = shapely.get_coordinates(outlines, return_index=True)
    while True:
        restored = np.where(known[:, np.newaxis], smallest[number], back)
        result = np.asarray(shapely.set_coordinates(outlines.copy(), restored), dtype=object)
        valid = np.asarray(shapely.is_valid(result))
        spoilt = ~valid[owner]
        if not (spoilt & known).any():
            return result
        known &= ~np.isin(number, number[spoilt])


def _smallest_of_cell(cells: Floats, originals: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """The smallest original of each distinct cell, NaN for none, and the cell of each vertex.

    The first `cells` are those of the originals, the others those of the vertices.
    """
    order = np.lexsort((cells[:, 1], cells[:, 0]))
    is_new = np.ones(len(cells), dtype=bool)
    is_new[1:] = (cells[order][1:] != cells[order][:-1]).any(axis=1)
    number = np.empty(len(cells), dtype=np.int64)
    number[order] = np.cumsum(is_new) - 1
    of_original = number[: len(originals)]
    smallest = np.full((int(is_new.sum()), 2), np.nan)
    by_place = np.lexsort((originals[:, 1], originals[:, 0], of_original))
    found, first = np.unique(of_original[by_place], return_index=True)
    smallest[found] = originals[by_place[first]]
    return smallest, number[len(originals) :]
