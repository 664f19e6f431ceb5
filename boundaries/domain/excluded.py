"""Land that needs no village: lakes, forest, rivers and the like, from layers of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

COVERED_SHARE = 0.95
"""Land without a claim is explained when excluded areas cover more of it than this."""

Polygons = NDArray[np.object_]
Indices = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Exclusion:
    """One layer of excluded areas: its label, and valid polygons in the working CRS."""

    label: str
    shapes: Polygons


def explained(land: Polygons, exclusions: Sequence[Exclusion]) -> list[tuple[str, ...]]:
    """For each polygon the labels of the layers that explain it, sorted; () where they do not.

    Land is explained when the areas of all layers together cover more than `COVERED_SHARE` of it.
    Areas that overlap each other count once. All is in one CRS in metres.
    """
    if not exclusions:
        return [()] * len(land)
    labels = sorted({exclusion.label for exclusion in exclusions})
    shapes = np.concatenate([exclusion.shapes for exclusion in exclusions])
    layer = np.concatenate(
        [np.full(len(each.shapes), labels.index(each.label)) for each in exclusions]
    )
    place, shape = shapely.STRtree(shapes).query(land, predicate="intersects")
    pieces = shapely.intersection(land[place], shapes[shape])
    inside = shapely.area(pieces) > 0
    place, layer, pieces = place[inside], layer[shape[inside]], pieces[inside]
    covered = _covered(place, pieces, len(land)) > COVERED_SHARE * shapely.area(land)
    found: list[set[str]] = [set() for _ in range(len(land))]
    for number, name in zip(place.tolist(), layer.tolist(), strict=True):
        if covered[number]:
            found[number].add(labels[name])
    return [tuple(sorted(names)) for names in found]


def _covered(place: Indices, pieces: Polygons, count: int) -> Floats:
    """The area of the union of the pieces of each place."""
    order = np.argsort(place, kind="stable")
    places, first = np.unique(place[order], return_index=True)
    area = np.zeros(count)
    for number, group in zip(places.tolist(), np.split(pieces[order], first[1:]), strict=False):
        area[number] = shapely.area(shapely.union_all(group))
    return area
