"""Writers of data for other programs: JSON, CSV, GeoJSON, GeoParquet, GeoPackage."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import shapely

from boundaries.domain.allowed import GIVEN
from boundaries.domain.analysis import Analysis
from boundaries.io.geopackage import Style, write_gpkg
from boundaries.io.write import replacing, write_csv, write_geojson, write_json
from boundaries.reports.allowed_tables import allowed_findings
from boundaries.reports.document import finding_records, to_document
from boundaries.reports.qgis_style import findings_style, points_style, villages_style
from boundaries.reports.summary import roles_of
from boundaries.reports.tables import machine_readable
from boundaries.workflows.report import Setting

FINDINGS_LAYER = "temuan"
POINTS_LAYER = "titik"
ALLOWED_LAYER = "dibolehkan"
VILLAGES_LAYER = "desa"
VILLAGE_COLUMNS = (
    "source", "role", "row", "key", "code", "name", "kecamatan", "kecamatan_code", "kabupaten",
    "type", "area_m2", "geometry",
)  # fmt: skip


def write_document(analysis: Analysis, path: Path, _: Setting) -> None:
    """Write the JSON document."""
    write_json(to_document(analysis), path)


def write_findings_table(analysis: Analysis, path: Path, _: Setting) -> None:
    """Write the findings as CSV."""
    write_csv(machine_readable(analysis.findings), path)


def write_findings(analysis: Analysis, path: Path, _: Setting) -> None:
    """Write the findings as GeoJSON."""
    findings = analysis.findings
    write_geojson(findings.geometry, findings["id"].tolist(), finding_records(findings), path)


def write_findings_columns(analysis: Analysis, path: Path, _: Setting) -> None:
    """Write the findings as GeoParquet, in the working CRS, as they are in the GeoPackage."""
    with replacing(path) as draft:
        _flat(analysis.findings).to_parquet(draft, index=False)


def write_layers(analysis: Analysis, path: Path, setting: Setting) -> None:
    """Write findings and villages as a GeoPackage with styles for QGIS.

    Findings that are points, and allowed ones, have a layer of their own, where there are any.
    """
    gettext = setting.gettext
    findings = _flat(analysis.findings)
    is_point = shapely.get_type_id(findings.geometry.to_numpy()) == shapely.GeometryType.POINT
    villages = analysis.villages[list(VILLAGE_COLUMNS)]
    layers = {FINDINGS_LAYER: findings[~is_point], VILLAGES_LAYER: villages}
    fields = findings.columns.drop("geometry")
    of_villages = villages_style(roles_of(analysis), villages.columns.drop("geometry"), gettext)
    styles = {
        FINDINGS_LAYER: Style(
            gettext("Findings by kind and class"), findings_style(fields, gettext)
        ),
        VILLAGES_LAYER: Style(gettext("Villages by source"), of_villages),
    }
    if len(analysis.allowed.findings):
        layers[ALLOWED_LAYER] = allowed = _allowed(analysis)
        styles[ALLOWED_LAYER] = Style(
            gettext("Allowed findings"),
            findings_style(allowed.columns.drop("geometry"), gettext),
        )
    if is_point.any():
        layers[POINTS_LAYER] = findings[is_point]
        styles[POINTS_LAYER] = Style(gettext("Unmatched vertices"), points_style(fields, gettext))
    types = dict.fromkeys(layers, "MultiPolygon") | {POINTS_LAYER: "Point"}
    write_gpkg(layers, path, types=types, styles=styles)


def _allowed(analysis: Analysis) -> gpd.GeoDataFrame:
    """The allowed findings that are no points, with what the list says about them."""
    findings = analysis.allowed.findings
    given = allowed_findings(analysis)
    flat = _flat(findings).assign(**{name: given[name] for name in GIVEN})
    is_point = shapely.get_type_id(findings.geometry.to_numpy()) == shapely.GeometryType.POINT
    return flat[~is_point]


def _flat(findings: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        machine_readable(findings), geometry=findings.geometry, crs=findings.crs
    )
