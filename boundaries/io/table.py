"""A layer between its driver and its user: attributes and outlines, row by row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from boundaries.errors import Notice, place
from boundaries.messages import message

POINTS = (0, 4)
LINES = (1, 2, 5)
AREAS = (3, 6, 7)
CURVED = (8, 9, 10, 11, 12)
MOST_NOTICES = 50


@dataclass(frozen=True)
class Table:
    """Attributes with a RangeIndex, and as many outlines: geometry of any type or None.

    `crs` is what the file declares, None or "" for nothing; `digest` is that of the contents, ""
    where that of the file serves.
    """

    layer: str
    attributes: pd.DataFrame
    outlines: NDArray[np.object_]
    crs: object
    notices: tuple[Notice, ...] = ()
    digest: str = ""


def decoded(
    outlines: NDArray[np.object_], source: str
) -> tuple[NDArray[np.object_], tuple[Notice, ...]]:
    """Geometries of WKB, None for what cannot be decoded; rings that are not closed are closed."""
    with np.errstate(invalid="ignore"):
        result = np.asarray(shapely.from_wkb(outlines, on_invalid="ignore"), dtype=object)
        broken = np.flatnonzero(shapely.is_missing(result) & pd.notna(outlines))
        result[broken] = shapely.from_wkb(outlines[broken], on_invalid="fix")
    text = message("a ring was not closed; it was closed with a straight line")
    hint = message("draw the outline again in the file")
    closed = broken[~shapely.is_missing(result[broken])]
    return result, tuple(Notice("ring-open", text, hint, place(source, row)) for row in closed)


def any_curved(outlines: NDArray[np.object_]) -> bool:
    """Whether any WKB is of a type with arcs (geodatabases and GeoPackages can hold them)."""
    heads = [wkb[:5] for wkb in outlines if isinstance(wkb, bytes)]
    kinds = [int.from_bytes(head[1:], "little" if head[0] else "big") for head in heads]
    return any((kind & 0xFFFF) % 1000 in CURVED for kind in kinds)


def holds(outlines: NDArray[np.object_], types: tuple[int, ...]) -> NDArray[np.bool_]:
    """Which outlines are of one of the types and not empty."""
    right = np.isin(shapely.get_type_id(outlines), types)
    return np.asarray(right & ~shapely.is_empty(outlines))
