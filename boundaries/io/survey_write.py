"""Survey points and the lines through them as files: GeoPackage, GeoJSON, CSV."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from boundaries.domain.notation import LATITUDE, LONGITUDE, format_dms
from boundaries.domain.survey import COLUMNS as POINT_COLUMNS
from boundaries.domain.survey_lines import COLUMNS as LINE_COLUMNS
from boundaries.io.geopackage import add_layer, fix_dates
from boundaries.io.target import require_ending
from boundaries.io.write import replacing, write_csv, write_text
from boundaries.messages import message

ENDINGS = (".gpkg", ".geojson", ".csv")
POINTS_LAYER = "titik"
OUTLINES_LAYER = "batas"
LINES_LAYER = "garis"
DEGREE_DECIMALS = 9
"""A tenth of a millimetre: pillars are measured to the centimetre."""


def require_survey_ending(path: Path) -> None:
    """Raise `ParameterError` when points are not written with the ending of `path`."""
    require_ending(
        path, ENDINGS, message("{path}: no points are written with this ending", path=path)
    )


def write_survey(points: pd.DataFrame, lines: gpd.GeoDataFrame, path: Path) -> None:
    """Write points (and, but for CSV, lines); the ending of `path` chooses the form.

    Points without a position are written without geometry, so that no point is lost; longitude and
    latitude are on WGS 84. GeoPackage: layers titik (points), batas (outlines as polygons) and
    garis (other lines). GeoJSON: all in one, told apart by `layer`. CSV: the points, with their
    position as degrees, minutes and seconds too. The same survey gives the same bytes.

    Raises `ParameterError` for another ending, `InputError` when the file cannot be written.
    """
    require_survey_ending(path)
    if path.suffix.lower() == ".csv":
        write_csv(_with_dms(points), path)
    elif path.suffix.lower() == ".geojson":
        _write_geojson(points, lines, path)
    else:
        _write_gpkg(points, lines, path)


def _with_dms(points: pd.DataFrame) -> pd.DataFrame:
    return points.assign(
        lintang=format_dms(points["lat"].to_numpy(), LATITUDE),
        bujur=format_dms(points["lon"].to_numpy(), LONGITUDE),
    )


def _write_gpkg(points: pd.DataFrame, lines: gpd.GeoDataFrame, path: Path) -> None:
    areal = lines.geometry.geom_type == "Polygon"
    layers = {
        POINTS_LAYER: (_placed(points), "Point"),
        OUTLINES_LAYER: (lines[areal], "Polygon"),
        LINES_LAYER: (lines[~areal].drop(columns="area_m2"), "LineString"),
    }
    with replacing(path) as draft:
        for name, (frame, geometry_type) in layers.items():
            if name == POINTS_LAYER or len(frame):
                add_layer(draft, name, frame, geometry_type=geometry_type)
        fix_dates(draft)


def _placed(points: pd.DataFrame) -> gpd.GeoDataFrame:
    """Points with geometry, None where there is no position."""
    shapes = shapely.points(points["lon"].to_numpy(), points["lat"].to_numpy())
    shapes[points["lon"].isna().to_numpy()] = None
    return gpd.GeoDataFrame(points, geometry=shapes, crs="EPSG:4326")


def _write_geojson(points: pd.DataFrame, lines: gpd.GeoDataFrame, path: Path) -> None:
    areal = lines.geometry.geom_type == "Polygon"
    parts = (
        (POINTS_LAYER, _placed(points), POINT_COLUMNS),
        (OUTLINES_LAYER, lines[areal], LINE_COLUMNS[:-1]),
        (LINES_LAYER, lines[~areal], LINE_COLUMNS[:-1]),
    )
    features = []
    for layer, frame, columns in parts:
        shapes = shapely.transform(
            frame.geometry.to_numpy(), lambda values: values.round(DEGREE_DECIMALS)
        )
        plain = plain_records(frame, columns)
        for shape, record in zip(shapely.to_geojson(shapes).tolist(), plain, strict=True):
            properties = json.dumps({"layer": layer, **record}, ensure_ascii=False, allow_nan=False)
            features.append(
                f'{{"type": "Feature", "geometry": {shape or "null"}, "properties": {properties}}}'
            )
    head = '{"type": "FeatureCollection", "features": [\n'
    write_text(head + ",\n".join(features) + "\n]}\n", path)


def plain_records(frame: pd.DataFrame, columns: tuple[str, ...]) -> list[dict[str, object]]:
    """Rows as dictionaries of plain values; None for numbers that are not known."""
    table = frame[list(columns)].astype(object)
    return [
        {str(name): value for name, value in row.items()}
        for row in table.where(table.notna(), None).to_dict("records")
    ]
