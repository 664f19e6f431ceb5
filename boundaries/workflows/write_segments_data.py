"""Writers of segments for other programs: JSON, CSV, GeoJSON, GeoPackage."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd

from boundaries.domain.correspondence import Correspondence
from boundaries.domain.segment_analysis import SegmentAnalysis
from boundaries.io.geopackage import Style, write_gpkg
from boundaries.io.write import write_csv, write_geojson, write_json
from boundaries.messages import Gettext
from boundaries.reports.document import records
from boundaries.reports.segments_document import to_segment_document
from boundaries.reports.segments_style import candidates_style, segments_style, simpul_style
from boundaries.reports.segments_tables import (
    machine_readable,
    pair_table,
    rounded,
    segment_table,
    simpul_table,
    wide_comparisons,
    with_names,
)

SEGMENTS_LAYER, SIMPUL_LAYER, CANDIDATES_LAYER = "segmen", "simpul", "garis_kandidat"
TYPES = {
    SEGMENTS_LAYER: "LineString",
    SIMPUL_LAYER: "Point",
    CANDIDATES_LAYER: "MultiLineString",
}


def write_document(analysis: SegmentAnalysis, path: Path, _: Gettext) -> None:
    """Write the JSON document."""
    write_json(to_segment_document(analysis), path)


def write_table(analysis: SegmentAnalysis, path: Path, _: Gettext) -> None:
    """Write CSV: one row per pair of neighbours in a comparison, else one per segment."""
    found = analysis.found
    if found is None:
        table = segment_table(analysis)
    else:
        table = pair_table(analysis, found).merge(wide_comparisons(found), on=["a", "b"])
    write_csv(machine_readable(table), path)


def write_lines(analysis: SegmentAnalysis, path: Path, _: Gettext) -> None:
    """Write the segments as GeoJSON."""
    table = segment_table(analysis)
    write_geojson(analysis.borders.lines.geometry, table["id"].tolist(), records(table), path)


def write_layers(analysis: SegmentAnalysis, path: Path, gettext: Gettext) -> None:
    """Write segments, simpul and, in a comparison, candidate lines with styles for QGIS."""
    compared = analysis.found is not None
    layers = {
        SEGMENTS_LAYER: _frame(segment_table(analysis), analysis.borders.lines),
        SIMPUL_LAYER: _frame(simpul_table(analysis), analysis.borders.simpul),
    }
    fields = {name: list(frame.columns.drop("geometry")) for name, frame in layers.items()}
    styles = {
        SEGMENTS_LAYER: Style(
            gettext("Segments by verdict") if compared else gettext("Segments by border"),
            segments_style(fields[SEGMENTS_LAYER], gettext, compared=compared),
        ),
        SIMPUL_LAYER: Style(
            gettext("Simpul"), simpul_style(fields[SIMPUL_LAYER], gettext, compared=compared)
        ),
    }
    if analysis.found is not None:
        candidates = _candidates(analysis, analysis.found)
        layers[CANDIDATES_LAYER] = candidates
        styles[CANDIDATES_LAYER] = Style(
            gettext("Candidate lines by source"),
            candidates_style(candidates.columns.drop("geometry"), gettext),
        )
    write_gpkg(layers, path, types=TYPES, styles=styles)


def _candidates(analysis: SegmentAnalysis, found: Correspondence) -> gpd.GeoDataFrame:
    table = pd.DataFrame(found.lines.drop(columns="geometry"))
    table = table.merge(found.pairs[["a", "b", "verdict"]], on=["a", "b"], how="left")
    return _frame(rounded(with_names(analysis, table)), found.lines)


def _frame(table: pd.DataFrame, shapes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Flat attributes with the geometries of `shapes`, which has the same rows."""
    return gpd.GeoDataFrame(
        machine_readable(table), geometry=shapes.geometry.to_numpy(), crs=shapes.crs
    )
