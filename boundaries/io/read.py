"""Read layers of outlines from files, in file order, with everything a report must tell of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from pkgutil import resolve_name

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely
from numpy.typing import NDArray

from boundaries.errors import InputError, Notice
from boundaries.io.archive import require_sound
from boundaries.io.declared_crs import declared_crs, given_crs, replaced
from boundaries.io.dxf import read_dxf
from boundaries.io.entities import require_harmless
from boundaries.io.faults import layer_unknown, no_crs, no_polygons
from boundaries.io.formats import locate
from boundaries.io.geoparquet import read_geoparquet
from boundaries.io.gpx import read_gpx
from boundaries.io.kinds import CSV, DXF, GEOPARQUET, GPX, KML, POSTGIS, SINGLE, XLSX
from boundaries.io.layers import LayerInfo, list_layers
from boundaries.io.linework import with_areas
from boundaries.io.names import shown, title
from boundaries.io.ogr import points_beside, read_ogr
from boundaries.io.source import Source
from boundaries.io.table import AREAS, LINES, POINTS, Table, holds
from boundaries.io.text_table import read_csv, read_xlsx
from boundaries.messages import message

__all__ = ["LayerInfo", "RawLayer", "list_layers", "read_layer", "read_table", "sha256"]


def _from_database(source: Source) -> Table:
    """A table of a database; its client is loaded only then."""
    table: Table = resolve_name("boundaries.io.postgis:read_postgis")(source)
    return table


READERS: dict[str, Callable[[Source], Table]] = {
    GEOPARQUET: read_geoparquet,
    CSV: read_csv,
    XLSX: read_xlsx,
    GPX: read_gpx,
    DXF: read_dxf,
    POSTGIS: _from_database,
}


@dataclass(frozen=True)
class RawLayer:
    """A layer as its file has it.

    `crs` is the declared CRS or the one given by option (`crs_assumed`); `sha256` covers the bytes
    of the file, or of all files of a folder in the order of their names; of a table of a database
    it is "rows:" with a hash of its contents, see `boundaries.io.postgis`; `frame` is in file order
    with a RangeIndex, attributes as they are, geometry of any type or None. Of a layer of lines it
    holds the areas that they enclose.
    """

    path: Path
    layer: str
    driver: str
    crs: pyproj.CRS
    crs_assumed: bool
    sha256: str
    frame: gpd.GeoDataFrame
    notices: tuple[Notice, ...]


def read_layer(path: Path, *, layer: str | None = None, crs: str | None = None) -> RawLayer:
    """Read the layer of a file that holds polygons, or lines that enclose areas.

    `layer` is needed when several layers may hold some; `crs` (such as "EPSG:4326") replaces the
    declared CRS. A single outline that cannot be decoded becomes a notice. Raises `InputError`
    with a remedy when the file, the layer or its CRS cannot be used, and when it holds no polygon
    and encloses no area; `ParameterError` when `crs` cannot be understood.
    """
    given = given_crs(crs)
    source, table = read_table(path, layer=layer)
    if not len(table.attributes):
        raise InputError(
            "layer-empty",
            message("{file} has no features (layer {layer})", file=shown(path), layer=table.layer),
            message("save the layer again with its features, or choose another with --layer"),
        )
    lines = _only_lines(path, table.outlines)
    declared = declared_crs(table.crs)
    effective = given or declared
    if effective is None:
        raise no_crs(path, table.outlines)
    if lines or source.format == DXF:
        table = with_areas(table, source, effective, _labels(source, table))
    frame = gpd.GeoDataFrame(table.attributes, geometry=table.outlines, crs=effective)
    return RawLayer(
        path=path,
        layer=table.layer,
        driver=source.format,
        crs=effective,
        crs_assumed=given is not None,
        sha256=table.digest or sha256(path),
        frame=frame,
        notices=(
            *source.notices, *table.notices, *_copies(path, frame),
            *replaced(path, declared, given),
        ),
    )  # fmt: skip


def read_table(path: Path, *, layer: str | None = None) -> tuple[Source, Table]:
    """A layer with outlines of any type, as its driver delivers it, and where it was found.

    What can be proved about the file is proved before a driver sees it. Raises `InputError` as
    `read_layer` does, but for the types of outlines and the CRS.
    """
    source = locate(path, layer=layer)
    if source.format in SINGLE and source.layer not in (None, source.stem):
        raise layer_unknown(path, str(source.layer), [source.stem])
    _require_sound(source)
    return source, READERS.get(source.format, read_ogr)(source)


def sha256(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal, or of names and contents of a folder's files."""
    if path.is_file():
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    total = hashlib.sha256()
    for item in sorted(path.rglob("*")):
        if item.is_file():
            total.update(item.relative_to(path).as_posix().encode(errors="surrogateescape"))
            total.update(bytes.fromhex(sha256(item)))
    return total.hexdigest()


def _require_sound(source: Source) -> None:
    """Prove what can be proved before a driver sees the file: checksums, and XML without traps."""
    if source.members:
        require_sound(source.path, source.members)
    elif source.format in (KML, GPX):
        require_harmless(Path(source.inside))


def _labels(source: Source, table: Table) -> Table | None:
    """Points in other layers, unless the table has its own."""
    if source.format in READERS or holds(table.outlines, POINTS).any():
        return None
    return points_beside(source, table.layer, table.crs)


def _only_lines(path: Path, outlines: NDArray[np.object_]) -> bool:
    """Whether lines are all there is; raises `InputError` when there are no lines either."""
    if holds(outlines, AREAS).any():
        return False
    if holds(outlines, LINES).any():
        return True
    filled = ~shapely.is_missing(outlines) & ~shapely.is_empty(outlines)
    if not filled.any():
        raise InputError(
            "outlines-missing",
            message("{file} has attributes, but no outline could be read", file=shown(path)),
            message("copy or save the layer again; a shapefile needs its .shp complete"),
        )
    kinds, counts = np.unique(shapely.get_type_id(outlines[filled]), return_counts=True)
    names = [shapely.GeometryType(kind).name for kind in kinds]
    raise no_polygons(path, ", ".join(f"{n} {k}" for n, k in zip(counts, names, strict=True)))


def _copies(path: Path, frame: gpd.GeoDataFrame) -> tuple[Notice, ...]:
    """A notice when features are exact copies of others, outline and attributes."""
    bounds = pd.DataFrame(shapely.bounds(frame.geometry.to_numpy()))
    alike = frame[(bounds.duplicated(keep=False) & bounds.notna().all(axis=1)).to_numpy()]
    table = pd.DataFrame(alike.drop(columns="geometry").astype(str))
    table["geometry"] = shapely.to_wkb(alike.geometry.to_numpy())
    copies = int(table.duplicated().sum())
    if copies == 0:
        return ()
    text = message(
        "{copies} of {features} features are exact copies of others",
        copies=copies, features=len(frame),
    )  # fmt: skip
    hint = message("delete the copies (in QGIS: Delete duplicate geometries)")
    return (Notice("features-copied", text, hint, title(path)),)
