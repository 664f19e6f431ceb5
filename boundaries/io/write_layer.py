"""A layer as it came from its source, written with all attributes and where it is from."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pyogrio

from boundaries.io.geopackage import add_layer, fix_dates, free_name
from boundaries.io.target import require_ending
from boundaries.io.write import FIXED_DATE, replacing
from boundaries.messages import message

COORDINATE_DECIMALS = 9
"""Of GeoJSON: a tenth of a millimetre."""


def write_layer(
    frame: gpd.GeoDataFrame, path: Path, *, layer: str, origin: Mapping[str, str]
) -> None:
    """Write a frame in longitude and latitude; the ending of `path` chooses the format.

    `origin` says where the layer is from: it becomes metadata of the GeoPackage layer, the
    description of the GeoJSON, an attribute of the GeoParquet frame. Attributes and rows stay as
    they are, outlines too (in GeoJSON with 9 decimals). The same frame gives the same bytes.

    Raises `ParameterError` for another ending, `InputError` when the file cannot be written; an
    existing file is then left as it was.
    """
    require_layer_ending(path)
    with replacing(path) as draft:
        WRITERS[path.suffix.lower()](frame, draft, layer, dict(origin))


def require_layer_ending(path: Path) -> None:
    """Raise `ParameterError` when no layer is written with the ending of `path`."""
    told = message("{path}: no layer is written with this ending", path=path)
    require_ending(path, WRITERS, told)


def _write_gpkg(frame: gpd.GeoDataFrame, path: Path, layer: str, origin: dict[str, str]) -> None:
    taken = {str(column).lower() for column in frame.columns if column != frame.geometry.name}
    add_layer(
        path,
        layer,
        frame,
        geometry_type="MultiPolygon",
        promote_to_multi=True,
        layer_options={"FID": free_name("fid", taken), "GEOMETRY_NAME": free_name("geom", taken)},
        layer_metadata=origin,
    )
    fix_dates(path)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE gpkg_metadata_reference SET timestamp = ?", (FIXED_DATE,))


def _write_geojson(frame: gpd.GeoDataFrame, path: Path, layer: str, origin: dict[str, str]) -> None:
    pyogrio.write_dataframe(
        frame,
        path,
        layer=layer,
        driver="GeoJSON",
        RFC7946=True,
        COORDINATE_PRECISION=COORDINATE_DECIMALS,
        DESCRIPTION="; ".join(f"{name}: {value}" for name, value in origin.items()),
    )


def _write_parquet(frame: gpd.GeoDataFrame, path: Path, layer: str, origin: dict[str, str]) -> None:
    described = frame.copy()
    described.attrs = {"layer": layer, **origin}
    described.to_parquet(path, index=False)


WRITERS: dict[str, Callable[[gpd.GeoDataFrame, Path, str, dict[str, str]], None]] = {
    ".gpkg": _write_gpkg,
    ".geojson": _write_geojson,
    ".parquet": _write_parquet,
}
