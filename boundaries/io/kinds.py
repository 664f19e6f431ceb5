"""The formats that can be read, by name and by ending."""

from __future__ import annotations

SHAPEFILE = "Shapefile"
GEOPACKAGE = "GeoPackage"
GEOJSON = "GeoJSON"
KML = "KML"
GEOPARQUET = "GeoParquet"
FLATGEOBUF = "FlatGeobuf"
GEODATABASE = "File Geodatabase"
ZIP = "zip"
KMZ = "KMZ"

ENDINGS = {
    ".shp": SHAPEFILE,
    ".gpkg": GEOPACKAGE,
    ".geojson": GEOJSON,
    ".json": GEOJSON,
    ".kml": KML,
    ".kmz": KMZ,
    ".parquet": GEOPARQUET,
    ".geoparquet": GEOPARQUET,
    ".fgb": FLATGEOBUF,
    ".gdb": GEODATABASE,
    ".zip": ZIP,
}
READABLE = "Shapefile, GeoPackage, GeoJSON, KML, KMZ, GeoParquet, FlatGeobuf, File Geodatabase, zip"
