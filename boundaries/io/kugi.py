"""Tables in KUGI fields as Shapefile, GeoPackage and File Geodatabase.

Lengths of texts are those of the catalogue in all three. The same tables give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyogrio
import shapely
from numpy.typing import NDArray

from boundaries.domain.kugi import FIELDS, KECAMATAN, LINES, POINTS, REAL, TEXT, VILLAGES
from boundaries.io.geopackage import GPKG_VERSION, fix_dates
from boundaries.io.write import FIXED_DATE

GEOPACKAGE, GEODATABASE, SHAPEFILES = "batas.gpkg", "batas.gdb", "shapefile"
SRGI2013, WGS84 = "EPSG:9470", "EPSG:4326"
SYSTEMS = {SRGI2013: "SRGI 2013", WGS84: "WGS 84"}
"""The systems that data is written in, and what SRS_ID calls them.

Coordinates are the same in both to the accuracy of maps; only the label differs.
"""
TYPES = {
    VILLAGES: "MultiPolygon", KECAMATAN: "MultiPolygon", LINES: "MultiLineString", POINTS: "Point",
}  # fmt: skip
FINE = {"XORIGIN": -400, "YORIGIN": -400, "XYSCALE": 1e12}
"""Whole steps in which a file geodatabase stores coordinates: more decimals than are written."""
SINGLE = {"MultiPolygon": "Polygon", "MultiLineString": "LineString"}
"""What a layer of a shapefile is called, which tells no single parts from several."""
_ARROW = {TEXT: pa.string(), REAL: pa.float64()}
_REPRODUCIBLE = "OPENFILEGDB_REPRODUCIBLE_UUID"


def write_kugi(tables: Mapping[str, gpd.GeoDataFrame], folder: Path, *, crs: str) -> None:
    """Write the tables of `boundaries.domain.kugi` into an empty folder, in all three formats.

    `crs` is one of `SYSTEMS`; coordinates are written as they are. Writes `batas.gpkg`, `batas.gdb`
    and one shapefile per table in `shapefile`.
    """
    (folder / SHAPEFILES).mkdir()
    day = FIXED_DATE.partition("T")[0]
    pyogrio.set_gdal_config_options({_REPRODUCIBLE: "YES"})
    try:
        for name, table in tables.items():
            content = _arrow(name, table)
            for path, driver, options in (
                (folder / GEOPACKAGE, "GPKG", {"VERSION": GPKG_VERSION}),
                (folder / GEODATABASE, "OpenFileGDB", FINE),
                (
                    folder / SHAPEFILES / f"{name}.shp",
                    "ESRI Shapefile",
                    {"ENCODING": "UTF-8", "DBF_DATE_LAST_UPDATE": day},
                ),
            ):
                _write(content, path, driver, name, crs, options)
    finally:
        pyogrio.set_gdal_config_options({_REPRODUCIBLE: None})
    fix_dates(folder / GEOPACKAGE)


def _write(
    content: pa.Table, path: Path, driver: str, name: str, crs: str, options: dict[str, Any]
) -> None:
    made = path.exists()
    kind = TYPES[name] if path.suffix != ".shp" else SINGLE.get(TYPES[name], TYPES[name])
    pyogrio.write_arrow(
        content,
        path,
        layer=name,
        driver=driver,
        geometry_name="geometry",
        geometry_type=kind,
        crs=crs,
        append=made,
        **({} if made and options is not FINE else options),
    )


def _arrow(name: str, table: gpd.GeoDataFrame) -> pa.Table:
    """The table with the lengths of its texts, which GDAL takes for widths."""
    fields = [
        pa.field(
            field.name,
            _ARROW.get(field.kind, pa.int32()),
            metadata={"GDAL:OGR:width": str(field.length)} if field.kind == TEXT else None,
        )
        for field in FIELDS[name]
    ]
    shapes = _multiple(table.geometry.to_numpy(), TYPES[name])
    columns = [pa.array(table[field.name].tolist(), field.type) for field in fields]
    columns.append(pa.array(shapely.to_wkb(shapes).tolist(), pa.binary()))
    place = pa.field("geometry", pa.binary(), metadata={"ARROW:extension:name": "ogc.wkb"})
    return pa.table(columns, schema=pa.schema([*fields, place]))


def _multiple(shapes: NDArray[np.object_], kind: str) -> NDArray[np.object_]:
    """Shapes as multipart ones where the layer has such."""
    if kind == "Point":
        return shapes
    make = shapely.multipolygons if kind == "MultiPolygon" else shapely.multilinestrings
    parts, index = shapely.get_parts(shapes, return_index=True)
    return np.asarray(make(parts, indices=index), dtype=object)
