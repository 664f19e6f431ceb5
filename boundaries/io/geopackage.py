"""GeoPackages: layers of any type side by side, and how QGIS draws them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio

from boundaries.io.write import FIXED_DATE, replacing

GPKG_VERSION = "1.3"
"""Newer versions make older QGIS warn."""
COUNTERS, ONE_CHANGE = (24, 92), b"\0\0\0\1"
"""Where the header of an SQLite file counts changes, and at which of them it was written."""


@dataclass(frozen=True)
class Style:
    """How QGIS draws a layer of a GeoPackage: a name shown to people and a QML document."""

    name: str
    qml: str


def write_gpkg(
    layers: Mapping[str, gpd.GeoDataFrame],
    path: Path,
    *,
    types: Mapping[str, str],
    styles: Mapping[str, Style],
) -> None:
    """Write layers with the styles that QGIS applies when it opens them.

    `types` gives the type of each layer ("Point", "LineString", "MultiLineString" ...); geometries
    become multipart where it is a multipart type. Each layer keeps its CRS; other columns must hold
    texts or numbers. `styles` are the default styles by layer name.
    """
    with replacing(path) as draft:
        for name, frame in layers.items():
            multiple = types[name].startswith("Multi")
            add_layer(draft, name, frame, geometry_type=types[name], promote_to_multi=multiple)
        table = pd.DataFrame(
            [_style_row(name, layers[name], style) for name, style in styles.items()]
        )
        add_layer(draft, "layer_styles", table, FID="id")
        fix_dates(draft)


def add_layer(draft: Path, name: str, frame: pd.DataFrame, **options: Any) -> None:
    """Add a layer to a GeoPackage, which is made for the first; `options` are those of pyogrio.

    What is written reaches the disk with `fix_dates`, not layer by layer.
    """
    made = draft.exists()
    pyogrio.set_gdal_config_options({"OGR_SQLITE_SYNCHRONOUS": "OFF"})
    pyogrio.write_dataframe(
        frame,
        draft,
        layer=name,
        driver="GPKG",
        append=made,
        dataset_options={} if made else {"VERSION": GPKG_VERSION},
        use_arrow=True,
        **options,
    )


def fix_dates(draft: Path) -> None:
    """Let the layers bear the same date and number of changes always, for the same bytes.

    GDAL counts the changes of a file as its threads happen to write.
    """
    with draft.open("r+b") as file:
        for place in COUNTERS:
            file.seek(place)
            file.write(ONE_CHANGE)
    with closing(sqlite3.connect(draft)) as database, database:
        database.execute("UPDATE gpkg_contents SET last_change = ?", (FIXED_DATE,))


def free_name(name: str, taken: set[str]) -> str:
    """`name`, with underscores behind it while an attribute is called so."""
    while name in taken:
        name += "_"
    return name


def _style_row(layer: str, frame: gpd.GeoDataFrame, style: Style) -> dict[str, object]:
    """A row of the table in which QGIS looks for styles."""
    return {
        "f_table_catalog": "",
        "f_table_schema": "",
        "f_table_name": layer,
        "f_geometry_column": "geom",
        "styleName": style.name,
        "styleQML": style.qml,
        "styleSLD": "",
        "useAsDefault": True,
        "description": style.name,
        "owner": "",
        "ui": "",
        "update_time": FIXED_DATE,
    }
