"""Two villages in every format, and ways to spoil a file."""

from __future__ import annotations

import zipfile
from pathlib import Path

import geopandas as gpd
import pyogrio
import shapely

HOSTILE = "<img src=x onerror=alert(1)>"
SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")


def two_villages() -> gpd.GeoDataFrame:
    """Two villages of 0.01 degree side by side, the second with a hostile name.

    +---+---+
    | 0 | 1 |
    +---+---+
    """
    outlines = [shapely.box(99.0, 3.0, 99.01, 3.01), shapely.box(99.01, 3.0, 99.02, 3.01)]
    table = {"kode": ["12.09.08.2001", "12.09.08.2002"], "nama": ["Satu", HOSTILE]}
    return gpd.GeoDataFrame(table, geometry=outlines, crs=4326)


def write(frame: gpd.GeoDataFrame, path: Path) -> Path:
    """Write in the format of the ending; a zip holds a shapefile in a folder."""
    ending = path.suffix
    drivers = {".gdb": "OpenFileGDB", ".geojsonl": "GeoJSONSeq", ".tab": "MapInfo File",
               ".mif": "MapInfo File"}  # fmt: skip
    if ending == ".zip":
        frame.to_file(path.with_suffix(".shp"))
        with zipfile.ZipFile(path, "w") as archive:
            for part_ending in SHAPEFILE_PARTS:
                part = path.with_suffix(part_ending)
                archive.write(part, f"peta desa/{part.name}")
                part.unlink()
    elif ending == ".parquet":
        frame.to_parquet(path)
    elif ending in {".kml", ".kmz"}:
        pyogrio.write_dataframe(frame.rename(columns={"nama": "Name"}), path, driver="LIBKML")
    elif ending == ".csv":
        as_text(frame).to_csv(path, index=False)
    elif ending == ".xlsx":
        as_text(frame).to_excel(path, index=False)
    else:
        frame.to_file(path, driver=drivers.get(ending))
    return path


def as_text(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The frame with its outlines as text, with the number of the CRS in front."""
    texts = "SRID=4326;" + frame.geometry.to_wkt()
    return frame.drop(columns="geometry").assign(wkt=texts)


def shapefile(frame: gpd.GeoDataFrame, path: Path) -> dict[str, bytes]:
    """Write a shapefile; the contents of its parts by ending."""
    frame.to_file(path)
    return {ending: path.with_suffix(ending).read_bytes() for ending in SHAPEFILE_PARTS}


def zipped(path: Path, members: dict[str, bytes | str], method: int = zipfile.ZIP_STORED) -> Path:
    """Write a zip with these members."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def truncate(path: Path, share: float) -> Path:
    """Keep the first part of a file only."""
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    return path
