"""Writers of data for other programs: JSON, CSV, GeoJSON, GeoPackage."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd

from boundaries.domain.analysis import Analysis
from boundaries.io.write import Style, write_csv, write_geojson, write_gpkg, write_json
from boundaries.reports.document import finding_records, to_document
from boundaries.reports.qgis_style import findings_style, villages_style
from boundaries.reports.summary import roles_of
from boundaries.reports.tables import machine_readable
from boundaries.workflows.report import Setting

FINDINGS_LAYER = "temuan"
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
    write_csv(machine_readable(analysis), path)


def write_findings(analysis: Analysis, path: Path, _: Setting) -> None:
    """Write the findings as GeoJSON."""
    findings = analysis.findings
    write_geojson(findings.geometry, findings["id"].tolist(), finding_records(findings), path)


def write_layers(analysis: Analysis, path: Path, setting: Setting) -> None:
    """Write findings and villages as a GeoPackage with styles for QGIS."""
    gettext = setting.gettext
    findings = gpd.GeoDataFrame(
        machine_readable(analysis), geometry=analysis.findings.geometry, crs=analysis.findings.crs
    )
    villages = analysis.villages[list(VILLAGE_COLUMNS)]
    of_villages = villages_style(roles_of(analysis), villages.columns.drop("geometry"), gettext)
    write_gpkg(
        {FINDINGS_LAYER: findings, VILLAGES_LAYER: villages},
        path,
        styles={
            FINDINGS_LAYER: Style(
                gettext("Findings by kind and class"),
                findings_style(findings.columns.drop("geometry"), gettext),
            ),
            VILLAGES_LAYER: Style(gettext("Villages by source"), of_villages),
        },
    )
