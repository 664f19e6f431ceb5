"""Features of an ArcGIS REST service, as GeoJSON or Esri JSON, in one frame.

Attributes stay as they are in the type that the layer declares; dates, which the service counts in
milliseconds, become times. Outlines are longitude and latitude on WGS 84 (EPSG:4326); heights and
measures are left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from boundaries.errors import InputError, Notice
from boundaries.messages import Message, message

Page = Mapping[str, Any]

WHOLE = {
    "esriFieldTypeOID",
    "esriFieldTypeInteger",
    "esriFieldTypeSmallInteger",
    "esriFieldTypeBigInteger",
}
REAL = {"esriFieldTypeDouble", "esriFieldTypeSingle"}
DATE = "esriFieldTypeDate"
WGS84 = 4326


def records_of(page: Page) -> list[Mapping[str, Any]]:
    """The attributes of the features of a page.

    Raises `InputError` when the page holds no list of features.
    """
    try:
        return [_attributes(feature) for feature in page["features"]]
    except (KeyError, TypeError) as fault:
        raise _malformed(message("features")) from fault


def object_ids(page: Page, field: str) -> list[int]:
    """The object ids of the features of a page, in their order.

    Raises `InputError` when the page holds no list of features, or one without its id.
    """
    try:
        return [
            int(record.get(field, feature.get("id")))
            for record, feature in zip(records_of(page), page["features"], strict=True)
        ]
    except (TypeError, ValueError) as fault:
        raise _malformed(message("object ids ({field})", field=field)) from fault


def assemble(
    pages: Sequence[Page], *, fields: Mapping[str, str], object_id: str
) -> tuple[gpd.GeoDataFrame, tuple[Notice, ...]]:
    """All features of the pages in one frame, by their object id, and notices about outlines.

    `fields` are the types of the attributes by name, in the order of the layer. An outline that
    cannot be read is missing in the frame and named in a notice. Raises `InputError` for outlines
    with arcs, and for coordinates that are no degrees.
    """
    features = [feature for page in pages for feature in page["features"]]
    numbers = [number for page in pages for number in object_ids(page, object_id)]
    attributes = [record for page in pages for record in records_of(page)]
    columns = {
        name: _column([record.get(name) for record in attributes], kind)
        for name, kind in fields.items()
    }
    for page in pages:
        _require_degrees(page)
    outlines, faults = _outlines([feature.get("geometry") for feature in features], numbers)
    _require_lonlat(outlines)
    frame = gpd.GeoDataFrame(columns, geometry=outlines, crs=f"EPSG:{WGS84}")
    order = np.argsort(numbers, kind="stable")
    return frame.iloc[order].reset_index(drop=True), faults


def polygon_of_rings(rings: Sequence[Sequence[Sequence[float]]]) -> shapely.MultiPolygon:
    """The area of Esri's rings: outer rings run clockwise, holes the other way.

    A hole belongs to the smallest outer ring around it; one that lies in none is an outer ring
    drawn the wrong way round. Rings that are not closed are closed. Raises `ValueError` for a ring
    of fewer than three points or without proper coordinates.
    """
    lines = [np.asarray(ring, dtype=float)[:, :2] for ring in rings]
    if not all(np.isfinite(line).all() for line in lines):
        raise ValueError("a coordinate is no number")
    closed = np.array([shapely.linearrings(line) for line in lines], dtype=object)
    areas = shapely.polygons(closed)
    around = _enclosing(areas, shapely.is_ccw(closed))
    outer = np.flatnonzero(around < 0)
    parts = [shapely.polygons(closed[k], holes=closed[around == k]) for k in outer]
    return shapely.multipolygons(parts)


def _enclosing(areas: NDArray[np.object_], reversed_: NDArray[np.bool_]) -> NDArray[np.intp]:
    """For each ring the outer ring whose hole it is, -1 for outer rings."""
    around = np.full(len(areas), -1)
    holes, outer = np.flatnonzero(reversed_), np.flatnonzero(~reversed_)
    if not len(holes) or not len(outer):
        return around
    sizes = shapely.area(areas)
    points = shapely.point_on_surface(areas[holes])
    inner, outside = shapely.STRtree(areas[outer]).query(points, predicate="intersects")
    pairs = pd.DataFrame({"hole": holes[inner], "outer": outer[outside]})
    pairs["size"] = sizes[pairs["outer"]]
    pairs = pairs[pairs["size"] >= sizes[pairs["hole"]]]
    nearest = pairs.sort_values(["size", "outer"]).drop_duplicates("hole")
    around[nearest["hole"]] = nearest["outer"]
    return around


def _attributes(feature: Mapping[str, Any]) -> Mapping[str, Any]:
    found = feature["attributes"] if "attributes" in feature else feature["properties"]
    return found if isinstance(found, Mapping) else {}


def _malformed(lacking: Message) -> InputError:
    return InputError(
        "service-malformed",
        message("the service answers without {lacking}", lacking=lacking),
        message("check that --url is the address of a layer of villages"),
    )


def _outlines(
    geometries: Sequence[Any], numbers: Sequence[int]
) -> tuple[NDArray[np.object_], tuple[Notice, ...]]:
    outlines = np.empty(len(geometries), dtype=object)
    faults = []
    for place, (geometry, number) in enumerate(zip(geometries, numbers, strict=True)):
        try:
            outlines[place] = _outline(geometry, number)
        except (ValueError, TypeError, AttributeError, IndexError, shapely.errors.GEOSException):
            text = message("its outline cannot be read; it is written without one")
            faults.append(_notice("outline-unreadable", text, number))
            continue
        if outlines[place] is None:
            text = message("the service has no outline for it; it is written without one")
            faults.append(_notice("outline-missing", text, number))
    return outlines, tuple(faults)


def _outline(geometry: Any, number: int) -> shapely.MultiPolygon | None:
    """The outline of a feature, None when it has none."""
    if not geometry:
        return None
    if geometry.get("curveRings"):
        raise InputError(
            "outline-curved",
            message("the outline of object {number} is made of arcs (curveRings)", number=number),
            message(
                "this service does not straighten them: export the layer there without arcs and "
                "read the file"
            ),
        )
    if "rings" in geometry:
        return polygon_of_rings(geometry["rings"]) if geometry["rings"] else None
    if not geometry.get("coordinates"):
        return None
    shape = shapely.force_2d(shapely.from_geojson(json.dumps(geometry)))
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise ValueError(shape.geom_type)
    return shapely.multipolygons(shapely.get_parts(shape))


def _notice(code: str, text: Message, number: int) -> Notice:
    hint = message("tell BIG, or take its outline from another source")
    return Notice(code, text, hint, message("object {number}", number=number))


def _column(values: list[Any], kind: str) -> pd.Series:
    """Values in the type that the layer declares; as text when they do not keep to it."""
    try:
        if kind in WHOLE:
            return pd.Series(values, dtype="Int64")
        if kind in REAL:
            return pd.Series(values, dtype="float64")
        if kind == DATE:
            return pd.to_datetime(pd.Series(values, dtype="Int64"), unit="ms", utc=True)
    except (TypeError, ValueError, OverflowError):
        pass
    return pd.Series([None if value is None else str(value) for value in values], dtype="str")


def _require_degrees(page: Page) -> None:
    """Refuse Esri JSON that names another coordinate system than the one asked for."""
    stated = page.get("spatialReference")
    wkid = stated.get("latestWkid", stated.get("wkid")) if isinstance(stated, dict) else None
    if wkid not in (None, WGS84):
        raise _not_lonlat(message("EPSG:{wkid}", wkid=wkid))


def _require_lonlat(outlines: NDArray[np.object_]) -> None:
    bounds = np.abs(shapely.total_bounds(outlines))
    if (bounds[[0, 2]] > 180).any() or (bounds[[1, 3]] > 90).any():
        raise _not_lonlat(message("values up to {value}", value=round(float(np.nanmax(bounds)))))


def _not_lonlat(found: Message) -> InputError:
    return InputError(
        "service-crs",
        message("the service does not answer in degrees on WGS 84, but in {found}", found=found),
        message("download the layer by hand and read the file"),
    )
