"""Read layers of outlines from files, in file order, with everything a report must tell of them."""

from __future__ import annotations

import hashlib
import json
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pyproj
import shapely
from numpy.typing import NDArray

from boundaries.errors import InputError, Notice, ParameterError, place
from boundaries.io.faults import (
    attributes_only,
    damaged,
    no_crs,
    no_polygons,
    wrong_encoding,
)
from boundaries.io.formats import Source, locate
from boundaries.io.kinds import GEOPARQUET, KML, SHAPEFILE
from boundaries.io.kml import described
from boundaries.io.layers import UNREADABLE, LayerInfo, choose_layer, list_layers
from boundaries.messages import message

__all__ = ["LayerInfo", "RawLayer", "list_layers", "read_layer", "sha256"]

AREAL = (3, 6, 7)
CURVED = (8, 9, 10, 11, 12)


@dataclass(frozen=True)
class RawLayer:
    """A layer as its file has it.

    `crs` is the declared CRS or the one given by option (`crs_assumed`); `sha256` covers the bytes
    of the file, or of all files of a folder in the order of their names; `frame` is in file order
    with a RangeIndex, attributes as they are, geometry of any type or None.
    """

    path: Path
    layer: str
    driver: str
    crs: pyproj.CRS
    crs_assumed: bool
    sha256: str
    frame: gpd.GeoDataFrame
    notices: tuple[Notice, ...]


@dataclass(frozen=True)
class _Table:
    """Attributes and outlines in WKB as a driver delivers them."""

    layer: str
    attributes: pd.DataFrame
    outlines: NDArray[np.object_]
    crs: object
    notices: tuple[Notice, ...] = ()


def read_layer(path: Path, *, layer: str | None = None, crs: str | None = None) -> RawLayer:
    """Read the layer of a file that holds polygons.

    `layer` is needed when several layers may hold some; `crs` (such as "EPSG:4326") replaces the
    declared CRS. A single outline that cannot be decoded becomes a notice. Raises `InputError`
    with a remedy when the file, the layer or its CRS cannot be used, and when it holds no polygon;
    `ParameterError` when `crs` cannot be understood.
    """
    given = _given_crs(crs)
    source = locate(path, layer=layer)
    parquet = source.format == GEOPARQUET
    table = _read_parquet(path) if parquet else _read_ogr(path, source, layer)
    if not len(table.attributes):
        raise InputError(
            "layer-empty",
            message("{file} has no features (layer {layer})", file=path, layer=table.layer),
            message("save the layer again with its features, or choose another with --layer"),
        )
    outlines, broken = _decode(table.outlines, path.stem)
    _require_polygons(path, outlines)
    declared = _declared_crs(table.crs)
    effective = given or declared
    if effective is None:
        raise no_crs(path, outlines)
    attributes = described(table.attributes) if source.format == KML else table.attributes
    return RawLayer(
        path=path,
        layer=table.layer,
        driver=source.format,
        crs=effective,
        crs_assumed=given is not None,
        sha256=sha256(path),
        frame=gpd.GeoDataFrame(attributes, geometry=outlines, crs=effective),
        notices=(*source.notices, *table.notices, *broken, *_replaced(path, declared, given)),
    )


def sha256(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal, or of names and contents of a folder's files."""
    if path.is_file():
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    total = hashlib.sha256()
    for item in sorted(path.rglob("*")):
        if item.is_file():
            total.update(item.relative_to(path).as_posix().encode())
            total.update(bytes.fromhex(sha256(item)))
    return total.hexdigest()


def _read_ogr(path: Path, source: Source, layer: str | None) -> _Table:
    chosen, notices = choose_layer(path, source, layer=layer)
    try:
        meta, table = _quietly(source.dataset, layer=chosen, encoding=_encoding(source))
    except UNREADABLE as fault:
        raise damaged(path, source.format) from fault
    if source.format == SHAPEFILE and not _is_text(table):
        meta, table = _quietly(source.dataset, layer=chosen, encoding="ISO-8859-1")
        notices = (*notices, wrong_encoding(path))
    try:
        frame = table.to_pandas()
    except pa.ArrowException as fault:
        raise damaged(path, source.format) from fault
    column = meta["geometry_name"] or "wkb_geometry"
    if column not in frame.columns:
        raise attributes_only(path)
    outlines = frame.pop(column).to_numpy(dtype=object)
    if _any_curved(outlines):
        outlines = _straightened(source.dataset, layer=chosen)
    return _Table(chosen or source.stem, frame, outlines, meta["crs"], notices)


def _quietly(dataset: str, **options: Any) -> tuple[dict[str, Any], pa.Table]:
    """What pyogrio reads, without GDAL's warnings: what matters in them is found out here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result: tuple[dict[str, Any], pa.Table] = pyogrio.read_arrow(dataset, **options)
    return result


def _any_curved(outlines: NDArray[np.object_]) -> bool:
    """Whether any WKB is of a type with arcs (geodatabases and GeoPackages can hold them)."""
    heads = [wkb[:5] for wkb in outlines if isinstance(wkb, bytes)]
    kinds = [int.from_bytes(head[1:], "little" if head[0] else "big") for head in heads]
    return any((kind & 0xFFFF) % 1000 in CURVED for kind in kinds)


def _straightened(dataset: str, *, layer: str | None) -> NDArray[np.object_]:
    """The outlines in WKB, arcs replaced by straight pieces as GDAL does."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        outlines = pyogrio.raw.read(dataset, layer=layer, columns=[])[2]
    return np.asarray(outlines, dtype=object)


def _is_text(table: pa.Table) -> bool:
    """Whether all text is UTF-8, as Arrow wants it."""
    try:
        table.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _read_parquet(path: Path) -> _Table:
    try:
        table = pq.read_table(path)
    except (pa.ArrowException, OSError) as fault:
        raise damaged(path, GEOPARQUET) from fault
    column, described_as = _geoparquet_column(path, table.schema.metadata or {})
    if column not in table.column_names:
        raise attributes_only(path)
    if str(described_as.get("encoding", "WKB")).upper() != "WKB":
        raise InputError(
            "format-unknown",
            message("{file} stores outlines in another encoding than WKB", file=path),
            message("save it again as GeoParquet with the encoding WKB"),
        )
    outlines = table.column(column).to_numpy(zero_copy_only=False)
    kept = [n for n in table.column_names if n != column and not n.startswith("__index_level_")]
    attributes = table.select(kept).to_pandas(ignore_metadata=True)
    crs = described_as.get("crs", "OGC:CRS84")
    return _Table(path.stem, attributes, np.asarray(outlines, dtype=object), crs)


def _geoparquet_column(path: Path, metadata: dict[bytes, bytes]) -> tuple[str, dict[str, Any]]:
    """The name of the column of outlines and what the metadata say of it."""
    try:
        geo = json.loads(metadata.get(b"geo", b"{}"))
    except ValueError as fault:
        raise damaged(path, GEOPARQUET) from fault
    columns = geo.get("columns", {}) if isinstance(geo, dict) else None
    if not isinstance(columns, dict):
        raise damaged(path, GEOPARQUET)
    column = str(geo.get("primary_column", ""))
    found = columns.get(column, {})
    return column, found if isinstance(found, dict) else {}


def _decode(
    outlines: NDArray[np.object_], source: str
) -> tuple[NDArray[np.object_], tuple[Notice, ...]]:
    """Geometries of WKB, None for what cannot be decoded; rings that are not closed are closed."""
    with np.errstate(invalid="ignore"):
        decoded = np.asarray(shapely.from_wkb(outlines, on_invalid="ignore"), dtype=object)
        broken = np.flatnonzero(shapely.is_missing(decoded) & pd.notna(outlines))
        decoded[broken] = shapely.from_wkb(outlines[broken], on_invalid="fix")
    text = message("a ring was not closed; it was closed with a straight line")
    hint = message("draw the outline again in the file")
    closed = broken[~shapely.is_missing(decoded[broken])]
    return decoded, tuple(Notice("ring-open", text, hint, place(source, row)) for row in closed)


def _require_polygons(path: Path, outlines: NDArray[np.object_]) -> None:
    type_ids = shapely.get_type_id(outlines)
    if np.isin(type_ids, AREAL).any():
        return
    if (type_ids < 0).all():
        raise InputError(
            "outlines-missing",
            message("{file} has attributes, but no outline could be read", file=path),
            message("copy or save the layer again; a shapefile needs its .shp complete"),
        )
    kinds, counts = np.unique(type_ids[type_ids >= 0], return_counts=True)
    names = [shapely.GeometryType(kind).name for kind in kinds]
    raise no_polygons(path, ", ".join(f"{n} {k}" for n, k in zip(counts, names, strict=True)))


def _given_crs(crs: str | None) -> pyproj.CRS | None:
    if crs is None:
        return None
    try:
        given = pyproj.CRS.from_user_input(crs)
        earthly = given.is_geographic or given.is_projected
        pyproj.Transformer.from_crs(given, 4326)
    except pyproj.exceptions.ProjError:
        earthly = False
    if not earthly:
        raise ParameterError(
            "crs-unreadable",
            message("the coordinate system {crs} (--crs) cannot be understood", crs=crs),
            message("give an EPSG code, for example: --crs EPSG:4326"),
        )
    return given


def _replaced(
    path: Path, declared: pyproj.CRS | None, given: pyproj.CRS | None
) -> tuple[Notice, ...]:
    """A notice when the option contradicts what the file declares."""
    if declared is None or given is None or declared.equals(given, ignore_axis_order=True):
        return ()
    text = message(
        "{file} declares {declared}; it was read as {given}",
        file=path, declared=declared.name, given=given.name,
    )  # fmt: skip
    hint = message("leave out --crs if the file is right")
    return (Notice("crs-replaced", text, hint, path.name),)


def _declared_crs(declared: object) -> pyproj.CRS | None:
    """The CRS a file declares; None for none, an undefined and a local one."""
    if not declared:
        return None
    try:
        crs = pyproj.CRS.from_user_input(declared)
    except pyproj.exceptions.CRSError:
        return None
    placed = crs.is_geographic or crs.is_projected
    return crs if placed and "undefined" not in crs.name.lower() else None


def _encoding(source: Source) -> str | None:
    """The encoding of a shapefile by the file .cst that some programs write instead of .cpg."""
    stated = Path(source.dataset).with_suffix(".cst")
    if source.format != SHAPEFILE or not stated.is_file() or stated.with_suffix(".cpg").is_file():
        return None
    return stated.read_text(encoding="ascii", errors="replace").strip() or None
