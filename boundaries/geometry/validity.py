"""Explain and repair outlines: every village becomes a valid MultiPolygon or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from boundaries.geometry.batches import VERTICES_AT_ONCE, batches
from boundaries.messages import message

MISSING = message("no outline that can be read").template
EMPTY = message("the outline is empty").template
NOT_FINITE = message("a coordinate is not a number").template
NOT_POLYGON = message("no polygon").template
COLLAPSED = message("the outline encloses no area").template
MIXED = message("points or lines beside the polygons were left out").template
REPEATED_HOLE = message("a hole repeated the outline and was dropped").template
OTHER = message("the outline is invalid").template

REASONS = {
    "Self-intersection": message("the outline crosses itself").template,
    "Ring Self-intersection": message("the outline touches itself").template,
    "Too few points in geometry component": message("a ring has too few points").template,
    "Hole lies outside shell": message("a ring outside the outline became a part").template,
    "Nested shells": message("parts of the outline lie in one another").template,
    "Nested holes": message("holes lie in one another").template,
    "Duplicate Rings": message("a ring occurs twice").template,
    "Interior is disconnected": message("a hole cuts the area in two").template,
    "Invalid Coordinate": NOT_FINITE,
}

POLYGON, MULTIPOLYGON, COLLECTION = 3, 6, 7

Geometries = NDArray[Any]


@dataclass(frozen=True)
class Repair:
    """Outlines made valid, and what it took; all arrays are in the order of the input.

    Attributes
    ----------
    geometries : valid, non-empty, two-dimensional MultiPolygon, or None where nothing is usable
    changed : whether land was added or taken, a part left out, or a ring redrawn; a Polygon
        wrapped as MultiPolygon and a dropped Z do not count
    reasons : an English template without values, the reason for a change or for None; "" where
        the outline was sound
    area_before, area_after : planar area in the square unit of the coordinates, as
        `shapely.area` gives it; 0 without outline
    not_polygon : rows that hold points or lines only
    types : name of the geometry type as it came; "" when missing
    """

    geometries: Geometries
    changed: NDArray[np.bool_]
    reasons: NDArray[np.object_]
    area_before: NDArray[np.float64]
    area_after: NDArray[np.float64]
    not_polygon: NDArray[np.bool_]
    types: NDArray[np.object_]


def flattened(geometries: Geometries) -> Geometries:
    """The geometries without Z and M, in an array of its own; missing ones stay missing."""
    flat = np.array(geometries, dtype=object)
    deep = shapely.has_z(flat) | shapely.has_m(flat)
    flat[deep] = shapely.force_2d(flat[deep])
    return flat


def repair(geometries: Geometries) -> Repair:
    """Make outlines valid without moving a vertex of a sound one.

    Only the polygonal part of a collection is kept. Invalid outlines are rebuilt ring by ring, so
    that every loop of a figure of eight keeps its land, overlapping parts are merged and spikes
    vanish. The input is not modified; a second repair changes nothing.
    """
    flat = flattened(geometries)
    type_ids = shapely.get_type_id(flat)
    types = _type_names(type_ids)
    reasons = np.full(len(flat), "", dtype=object)
    reasons[type_ids < 0] = MISSING
    area_before = np.nan_to_num(shapely.area(flat), nan=0.0, posinf=0.0)

    finite = _finite(flat)
    reasons[(type_ids >= 0) & ~finite] = NOT_FINITE
    usable = flat.copy()
    usable[~finite] = None
    parts = _polygonal(usable, type_ids)
    empty = shapely.is_empty(usable)
    not_polygon = (type_ids >= 0) & finite & shapely.is_missing(parts) & ~empty
    reasons[(type_ids >= 0) & finite & empty] = EMPTY
    reasons[not_polygon] = NOT_POLYGON
    mixed = np.flatnonzero((type_ids == COLLECTION) & ~shapely.is_missing(parts))
    reasons[mixed[_has_other_parts(usable[mixed])]] = MIXED

    fixed = _fix(parts, reasons)
    changed = (reasons != "") & ~shapely.is_missing(fixed)
    area_after = np.nan_to_num(shapely.area(fixed), nan=0.0)
    return Repair(fixed, changed, reasons, area_before, area_after, not_polygon, types)


def _fix(parts: Geometries, reasons: NDArray[np.object_]) -> Geometries:
    """Valid MultiPolygons of polygonal parts; writes the reasons of the invalid ones."""
    present = ~shapely.is_missing(parts)
    invalid = present & ~shapely.is_valid(parts)
    reasons[invalid] = [_reason(text) for text in shapely.is_valid_reason(parts[invalid])]
    fixed = parts.copy()
    fixed[invalid] = _rebuilt(parts[invalid])
    vanished = invalid & shapely.is_empty(fixed)
    shells = _fill(parts[vanished])
    refilled = ~shapely.is_empty(shells)
    fixed[vanished] = shells
    reasons[vanished] = np.where(refilled, REPEATED_HOLE, COLLAPSED)
    fixed[invalid] = _polygonal(fixed[invalid], shapely.get_type_id(fixed[invalid]))
    return _as_multipolygons(fixed)


def _fill(polygons: Geometries) -> Geometries:
    """The outer rings alone, made valid: what remains when a hole equals its outline."""
    pieces, rows = shapely.get_parts(polygons, return_index=True)
    shells = shapely.polygons(shapely.get_exterior_ring(pieces))
    whole = shapely.multipolygons(shells, indices=rows, out=np.full(len(polygons), None))
    return _rebuilt(whole)


def _rebuilt(outlines: Geometries) -> Geometries:
    """Outlines built anew ring by ring.

    Rings that go over their own edges can leave parts that share an edge; they are merged.
    """
    fixed = shapely.make_valid(outlines, method="structure", keep_collapsed=False)
    again = ~shapely.is_valid(fixed)
    fixed[again] = shapely.buffer(fixed[again], 0)
    return np.asarray(fixed, dtype=object)


def _polygonal(geometries: Geometries, type_ids: NDArray[np.int_]) -> Geometries:
    """Polygons and multipolygons as they are, collections reduced to polygons, the rest None."""
    kept = np.isin(type_ids, (POLYGON, MULTIPOLYGON)) & ~shapely.is_empty(geometries)
    result = geometries.copy()
    result[~kept] = None
    collections = np.flatnonzero(type_ids == COLLECTION)
    pieces, owners = _pieces(geometries[collections])
    areal = shapely.get_type_id(pieces) == POLYGON
    if areal.any():
        gathered = np.full(len(collections), None, dtype=object)
        shapely.multipolygons(pieces[areal], indices=owners[areal], out=gathered)
        result[collections] = gathered
    return result


def _pieces(geometries: Geometries) -> tuple[Geometries, NDArray[np.int_]]:
    """Single parts of nested collections, with the position each came from; no empty ones."""
    pieces, owners = shapely.get_parts(geometries, return_index=True)
    while (shapely.get_type_id(pieces) > POLYGON).any():
        pieces, inner = shapely.get_parts(pieces, return_index=True)
        owners = owners[inner]
    filled = ~shapely.is_empty(pieces)
    return pieces[filled], owners[filled]


def _has_other_parts(geometries: Geometries) -> NDArray[np.bool_]:
    pieces, owners = _pieces(geometries)
    result = np.zeros(len(geometries), dtype=bool)
    result[owners[shapely.get_type_id(pieces) != POLYGON]] = True
    return result


def _as_multipolygons(geometries: Geometries) -> Geometries:
    result = geometries.copy()
    result[shapely.is_empty(result)] = None
    single = np.flatnonzero(shapely.get_type_id(result) == POLYGON)
    if len(single):
        result[single] = shapely.multipolygons(result[single], indices=np.arange(len(single)))
    return result


def _finite(geometries: Geometries) -> NDArray[np.bool_]:
    """Whether all coordinates are numbers; True for missing and empty geometries.

    The length of an outline is no number where a coordinate is none; points have no length.
    """
    areal = np.isin(shapely.get_type_id(geometries), (POLYGON, MULTIPOLYGON))
    result = shapely.is_missing(geometries) | (areal & np.isfinite(shapely.length(geometries)))
    doubtful = np.flatnonzero(~result)
    result[doubtful] = True
    for part in batches(shapely.get_num_coordinates(geometries[doubtful]), VERTICES_AT_ONCE):
        rows = doubtful[part]
        coordinates, owners = shapely.get_coordinates(geometries[rows], return_index=True)
        result[rows[owners[~np.isfinite(coordinates).all(axis=1)]]] = False
    return np.asarray(result)


def _reason(text: str) -> str:
    return REASONS.get(text.partition("[")[0].strip(), OTHER)


def _type_names(type_ids: NDArray[np.int_]) -> NDArray[np.object_]:
    names = np.array([shapely.GeometryType(number).name for number in range(8)], dtype=object)
    return np.where(type_ids < 0, "", names[type_ids])
