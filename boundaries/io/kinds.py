"""The formats that can be read, by name and by ending."""

from __future__ import annotations

from boundaries.messages import message

SHAPEFILE = "Shapefile"
GEOPACKAGE = "GeoPackage"
GEOJSON = "GeoJSON"
GEOJSONSEQ = "GeoJSONSeq"
KML = "KML"
GPX = "GPX"
DXF = "DXF"
MAPINFO = "MapInfo TAB"
GEOPARQUET = "GeoParquet"
FLATGEOBUF = "FlatGeobuf"
GEODATABASE = "File Geodatabase"
CSV = "CSV"
XLSX = "XLSX"
POSTGIS = "PostGIS"
ZIP = "zip"
KMZ = "KMZ"

ENDINGS = {
    ".shp": SHAPEFILE,
    ".gpkg": GEOPACKAGE,
    ".geojson": GEOJSON,
    ".json": GEOJSON,
    ".geojsonl": GEOJSONSEQ,
    ".geojsonseq": GEOJSONSEQ,
    ".geojsons": GEOJSONSEQ,
    ".ndjson": GEOJSONSEQ,
    ".jsonl": GEOJSONSEQ,
    ".kml": KML,
    ".kmz": KMZ,
    ".gpx": GPX,
    ".dxf": DXF,
    ".tab": MAPINFO,
    ".mif": MAPINFO,
    ".parquet": GEOPARQUET,
    ".geoparquet": GEOPARQUET,
    ".fgb": FLATGEOBUF,
    ".gdb": GEODATABASE,
    ".csv": CSV,
    ".tsv": CSV,
    ".txt": CSV,
    ".xlsx": XLSX,
    ".zip": ZIP,
}
READABLE = message(
    "Shapefile, GeoPackage, GeoJSON, GeoJSONSeq, KML, KMZ, GPX, DXF, MapInfo TAB, GeoParquet, "
    "FlatGeobuf, File Geodatabase, CSV or XLSX with WKT, zip, a table of PostGIS"
)
SINGLE = (GEOJSON, GEOJSONSEQ, FLATGEOBUF, SHAPEFILE, GEOPARQUET, MAPINFO, CSV)
"""Formats whose files hold one layer."""
