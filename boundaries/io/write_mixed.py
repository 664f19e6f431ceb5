"""GeoPackages of polygons, lines and points side by side."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from boundaries.io.write import FIXED_DATE, GPKG_VERSION, Style, _style_row, replacing


def write_mixed_gpkg(
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
            pyogrio.write_dataframe(
                frame,
                draft,
                layer=name,
                driver="GPKG",
                geometry_type=types[name],
                promote_to_multi=types[name].startswith("Multi"),
                append=draft.exists(),
                dataset_options={} if draft.exists() else {"VERSION": GPKG_VERSION},
                layer_options={"FID": "fid"},
            )
        table = pd.DataFrame(
            [_style_row(name, layers[name], style) for name, style in styles.items()]
        )
        pyogrio.write_dataframe(
            table, draft, layer="layer_styles", driver="GPKG", append=True, FID="id"
        )
        with closing(sqlite3.connect(draft)) as database, database:
            database.execute("UPDATE gpkg_contents SET last_change = ?", (FIXED_DATE,))
