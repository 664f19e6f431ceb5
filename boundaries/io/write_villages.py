"""Write a layer of villages with every attribute it had, in its own coordinate system."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from boundaries.geometry.crs import WGS84
from boundaries.io.geopackage import add_layer, fix_dates, free_name
from boundaries.io.write import replacing, write_text

VILLAGE_ENDINGS = (".gpkg", ".geojson", ".parquet")


def write_villages(
    villages: gpd.GeoDataFrame, path: Path, *, beside: Mapping[str, pd.DataFrame], layer: str
) -> None:
    """Write villages to a file whose ending is one of `VILLAGE_ENDINGS`.

    Outlines become MultiPolygons with their coordinates in full; lists and the like among the
    attributes become JSON texts. A GeoPackage holds the villages as `layer`, and the tables
    `beside` them, with or without geometry, as layers of their own. Raises `InputError` when the
    file cannot be written; an existing one is then left as it was.
    """
    ready = _plain(villages)
    if path.suffix.lower() == ".geojson":
        write_text(_geojson(ready), path)
        return
    with replacing(path) as draft:
        if path.suffix.lower() == ".parquet":
            ready.to_parquet(draft, index=False)
        else:
            _write_gpkg({layer: ready, **beside}, draft)


def _plain(villages: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    shapes = villages.geometry.to_numpy()
    single = shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON
    parts = shapely.multipolygons(shapes[single], indices=np.arange(single.sum()))
    shapes = shapes.copy()
    shapes[single] = parts
    table = villages.set_geometry(gpd.GeoSeries(shapes, villages.index, villages.crs))
    for name in table.columns.drop(table.geometry.name):
        if table[name].map(lambda value: isinstance(value, list | dict | np.ndarray)).any():
            table[name] = [_text(value) for value in table[name]]
    return table


def _text(value: object) -> object:
    if isinstance(value, np.ndarray):
        return json.dumps(value.tolist(), ensure_ascii=False, default=str)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return value


def _write_gpkg(layers: Mapping[str, pd.DataFrame], draft: Path) -> None:
    for name, table in layers.items():
        names = {str(column).lower() for column in table.columns}
        spatial = isinstance(table, gpd.GeoDataFrame)
        kind = {"geometry_type": "MultiPolygon", "promote_to_multi": True} if spatial else {}
        geometry = table.geometry.name if spatial else ""
        add_layer(
            draft,
            name,
            table,
            FID=free_name("fid", names),
            **({"GEOMETRY_NAME": free_name("geom", names - {geometry})} if spatial else {}),
            **kind,
        )
    fix_dates(draft)


def _geojson(villages: gpd.GeoDataFrame) -> str:
    """GeoJSON, one feature per line; with the member `crs` unless it is WGS 84."""
    head = '{"type": "FeatureCollection"'
    if not villages.crs.equals(WGS84, ignore_axis_order=True):
        authority = villages.crs.to_authority()
        name = f"urn:ogc:def:crs:{authority[0]}::{authority[1]}" if authority else None
        member = {"type": "name", "properties": {"name": name or villages.crs.to_wkt()}}
        head += f', "crs": {json.dumps(member)}'
    shapes = villages.geometry.to_numpy()
    oriented = shapely.orient_polygons(shapes, exterior_cw=False)
    attributes = villages.drop(columns=villages.geometry.name)
    records = json.loads(attributes.to_json(orient="records", date_format="iso"))
    features = [
        f'{{"type": "Feature", "properties": {json.dumps(record, ensure_ascii=False)}, '
        f'"geometry": {shape or "null"}}}'
        for record, shape in zip(records, shapely.to_geojson(oriented).tolist(), strict=True)
    ]
    return head + ', "features": [\n' + ",\n".join(features) + "\n]}\n"
