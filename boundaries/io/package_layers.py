"""The layers of a package: GeoJSON as it is written, and all formats as they are read back."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, GeometryError

from boundaries.domain import kugi
from boundaries.domain.coverage_lines import segment_of
from boundaries.domain.handed_over import Layers
from boundaries.domain.kugi import HECTARE_M2, SEPARATOR, line_status
from boundaries.domain.submission import Submission
from boundaries.errors import InputError
from boundaries.geometry.metrics import WGS84
from boundaries.io.kugi import GEODATABASE, GEOPACKAGE, SHAPEFILES
from boundaries.io.package import unpack
from boundaries.io.write import write_geojson
from boundaries.messages import message

GEOJSON, KUGI = "geojson", "kugi"
FORMATS = (GEOJSON, KUGI)
VILLAGES, SEGMENTS, POINTS, KECAMATAN = (
    "desa.geojson", "segmen.geojson", "titik.geojson", "kecamatan.geojson",
)  # fmt: skip
UNREADABLE = (
    DataSourceError, DataLayerError, FeatureError, GeometryError, KeyError, ValueError, TypeError,
    AttributeError,
)  # fmt: skip
"""What reading layers that were altered raises."""
HOLDERS = (GEOPACKAGE, GEODATABASE, SHAPEFILES)
DECIMALS = 9
"""Decimals of a degree that coordinates have at least: a tenth of a millimetre."""

KUGI_LAYERS = (kugi.VILLAGES, kugi.LINES, kugi.POINTS, kugi.KECAMATAN)
"""In the order in which `kugi_layers` takes them."""


def geojson_files(submitted: Submission) -> dict[str, bytes]:
    """The four GeoJSON files of a submission (RFC 7946), by name."""
    segments = submitted.segments
    sides = {
        f"{name}_{side}": [submitted.names.get(key, {}).get(name, "") for key in segments[side]]
        for side in ("a", "b")
        for name in ("name", "kecamatan")
    }
    segments = segments.assign(status=[line_status(state) for state in segments["state"]], **sides)
    tables = {
        VILLAGES: (submitted.villages, "key"),
        SEGMENTS: (segments, "id"),
        POINTS: (submitted.points, "id"),
        KECAMATAN: (submitted.kecamatan, "code"),
    }
    files = {}
    with tempfile.TemporaryDirectory(prefix="tapal-") as folder:
        for name, (table, key) in tables.items():
            path = Path(folder) / name
            rows = pd.DataFrame(table.drop(columns="geometry")).to_dict("records")
            records = [{str(k): _plain(value) for k, value in row.items()} for row in rows]
            ids = [str(one) for one in table[key]]
            write_geojson(table.geometry, ids, records, path, decimals=submitted.decimals)
            files[name] = path.read_bytes()
    return files


def layers_of(files: Mapping[str, bytes], kind: str, decimals: int) -> dict[str, Layers]:
    """The layers of a package of a format, by name of the data set that holds them.

    `decimals` are those of its coordinates.

    Raises `InputError` where a layer or one of its columns is missing or cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="tapal-") as name:
        folder = Path(name)
        unpack(files, folder)
        try:
            if kind == GEOJSON:
                return {GEOJSON: _of_geojson(folder, decimals)}
            return {holder: _of_kugi(folder / holder, decimals) for holder in HOLDERS}
        except UNREADABLE as fault:
            raise InputError(
                "package-unreadable",
                message("the layers of the package cannot be read ({fault})", fault=fault),
                message("ask for the package again from whoever made it"),
            ) from fault


def _of_geojson(folder: Path, decimals: int) -> Layers:
    villages, segments, points, kecamatan = (
        _read(folder / name, None, decimals) for name in (VILLAGES, SEGMENTS, POINTS, KECAMATAN)
    )
    return Layers(
        villages=_texts(villages, ["key", "code", "name", "kecamatan_code", "type"]),
        segments=_texts(segments, ["id", "segment", "a", "b", "state", "hash"]),
        points=_texts(points, ["id", "kind", "name", "segment", "lat", "lon"], ["x", "y"]),
        kecamatan=_texts(kecamatan, ["code", "name"], ["area_m2"]),
        decimals=decimals,
    )


def _of_kugi(holder: Path, decimals: int) -> Layers:
    tables = []
    for layer in KUGI_LAYERS:
        path = holder if holder.name != SHAPEFILES else holder / f"{layer}.shp"
        name = None if holder.name == SHAPEFILES else layer
        read = _read(path, name, decimals)
        texts = [one.name for one in kugi.FIELDS[layer] if one.kind == kugi.TEXT]
        tables.append(_texts(read, texts))
    return kugi_layers(*tables, decimals=decimals)


def kugi_layers(
    villages: gpd.GeoDataFrame,
    lines: gpd.GeoDataFrame,
    points: gpd.GeoDataFrame,
    kecamatan: gpd.GeoDataFrame,
    *,
    decimals: int,
) -> Layers:
    """The tables in KUGI fields as layers; ids and states come from the remarks."""
    of_village, of_line, of_point = (
        _remarks(table["REMARK"]) for table in (villages, lines, points)
    )
    segments = {
        "id": of_line[0], "segment": of_line[0].map(segment_of),
        "a": lines["ADMIN1"], "b": lines["ADMIN2"], "state": of_line[1], "hash": of_line[2],
        "pair_type": lines["TIPTBT"], "border_class": lines["KLBADM"],
        "character": lines["KARKTR"], "status": lines["STSBTS"], "length_m": lines["PJGBTS"],
    }  # fmt: skip
    return Layers(
        villages=_frame(villages, {
            "key": villages["KDEPUM"].where(villages["KDEPUM"] != "", of_village[0]),
            "code": villages["KDEPUM"], "name": villages["NAMOBJ"],
            "kecamatan_code": villages["KDCPUM"], "type": villages["TIPADM"],
            "area_m2": villages["LUAS"] * HECTARE_M2,
        }),
        segments=_frame(lines, segments),
        points=_frame(points, {
            "id": of_point[0], "kind": of_point[1], "name": points["NAMOBJ"],
            "segment": of_point[2], "lat": points["KOORDY_DMS"], "lon": points["KOORDX_DMS"],
            "x": points["UTMX"], "y": points["UTMY"],
        }),
        kecamatan=_frame(kecamatan, {
            "code": kecamatan["KDCPUM"], "name": kecamatan["NAMOBJ"],
            "area_m2": kecamatan["LUAS"] * HECTARE_M2,
        }),
        decimals=decimals,
    )  # fmt: skip


def _read(path: Path, layer: str | None, decimals: int) -> gpd.GeoDataFrame:
    """A layer with its coordinates on the grid of rounding again, labelled WGS 84."""
    table = pyogrio.read_dataframe(path, layer=layer, use_arrow=False)
    shapes = table.geometry.to_numpy()
    cells = shapely.transform(
        shapes, lambda places: np.rint(places * 10.0**decimals) / 10.0**decimals
    )
    return gpd.GeoDataFrame(pd.DataFrame(table.drop(columns="geometry")), geometry=cells, crs=WGS84)


def _texts(
    table: gpd.GeoDataFrame, columns: list[str], numbers: Sequence[str] = ()
) -> gpd.GeoDataFrame:
    """The table with "" for missing texts; one without rows has its columns all the same."""
    if table.empty:
        table = table.assign(
            **dict.fromkeys(columns, pd.Series(dtype=object)),
            **dict.fromkeys(numbers, pd.Series(dtype=float)),
        )
    filled = {name: [_text(value) for value in table[name]] for name in columns}
    return gpd.GeoDataFrame(
        table.assign(**{name: pd.Series(texts, index=table.index, dtype=object)
                        for name, texts in filled.items()})
    )  # fmt: skip


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _remarks(texts: pd.Series) -> pd.DataFrame:
    """The parts of remarks in three columns of text."""
    parts = [[*text.split(SEPARATOR), "", "", ""][:3] for text in texts]
    return pd.DataFrame(parts, index=texts.index, columns=[0, 1, 2], dtype=object)


def _frame(source: gpd.GeoDataFrame, columns: Mapping[str, pd.Series]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(dict(columns), geometry=source.geometry, crs=WGS84)


def _plain(value: Any) -> Any:
    """A value as JSON takes it."""
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return value
