"""Files that others read: JSON, CSV, GeoJSON, pages; others have modules of their own.

Every file is written beside its target under another name and renamed at the end: a reader never
sees half a file, and a failed run leaves the old one. The same content gives the same bytes.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataSourceError, FeatureError

from boundaries.errors import InputError
from boundaries.messages import message

DEGREE_DECIMALS = 7
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
FIXED_DATE = "1980-01-01T00:00:00Z"


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path beside `path` to write to; it takes the name `path` when the block ends well.

    Raises `InputError` when the folder does not exist or cannot be written to, or the target
    cannot be replaced.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=".tapal-", dir=path.parent) as folder:
            draft = Path(folder) / f"draft{path.suffix}"
            yield draft
            draft.replace(path)
    except (OSError, DataSourceError, FeatureError, sqlite3.Error) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else str(fault)
        raise InputError(
            "cannot-write",
            message("{path}: cannot be written ({fault})", path=path, fault=reason),
            message("create the folder, free the file or choose another place with -o"),
        ) from fault


def write_text(text: str, path: Path) -> None:
    """Write text as UTF-8 with line ends as they are."""
    with replacing(path) as draft:
        draft.write_text(text, encoding="utf-8", newline="")


def write_json(document: Mapping[str, object], path: Path) -> None:
    """Write a document of plain values as JSON (UTF-8, indented)."""
    write_text(json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n", path)


def write_csv(table: pd.DataFrame, path: Path, *, semicolons: bool = False) -> None:
    """Write a table as CSV that spreadsheets open as it is meant.

    UTF-8 with byte order mark, commas, CRLF, numbers with a decimal point; with `semicolons` these
    are between the columns and decimals have a comma, as an Indonesian spreadsheet expects. A text
    that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    guarded = table.copy()
    for name in guarded.columns:
        if not pd.api.types.is_numeric_dtype(guarded[name]):
            guarded[name] = [_guard(str(value)) for value in guarded[name]]
    signs = (";", ",") if semicolons else (",", ".")
    text = guarded.to_csv(index=False, lineterminator="\r\n", sep=signs[0], decimal=signs[1])
    write_text("\N{BYTE ORDER MARK}" + text, path)


def write_geojson(
    geometries: gpd.GeoSeries,
    ids: Sequence[str],
    properties: Sequence[object],
    path: Path,
    *,
    decimals: int = DEGREE_DECIMALS,
) -> None:
    """Write features as GeoJSON (RFC 7946), one per line.

    Longitude and latitude on WGS 84 with `decimals`, rings by the right-hand rule, a bounding box,
    no CRS member. `properties` holds one dictionary of plain values per geometry.
    """
    shapes = _rounded(geometries.to_crs("EPSG:4326").to_numpy(), decimals)
    head = '{"type": "FeatureCollection"'
    if len(shapes):
        bounds = shapely.total_bounds(shapes).round(decimals).tolist()
        head += f', "bbox": {json.dumps(bounds)}'
    features = [
        f'{{"type": "Feature", "id": {json.dumps(identifier)}, "geometry": {shape}, '
        f'"properties": {json.dumps(record, ensure_ascii=False, allow_nan=False)}}}'
        for identifier, shape, record in zip(
            ids, shapely.to_geojson(shapes).tolist(), properties, strict=True
        )
    ]
    write_text(head + ', "features": [\n' + ",\n".join(features) + "\n]}\n", path)


def _guard(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _rounded(shapes: NDArray[np.object_], decimals: int) -> NDArray[np.object_]:
    """Polygons with coordinates rounded for GeoJSON, outer rings counter-clockwise."""
    rounded = shapely.transform(shapes, lambda points: points.round(decimals))
    return np.asarray(shapely.orient_polygons(rounded, exterior_cw=False))
