"""Write an analysis as a file whose ending says its form."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd

from boundaries.domain.analysis import Analysis
from boundaries.errors import InputError, ParameterError
from boundaries.io.write import (
    Style,
    write_csv,
    write_geojson,
    write_gpkg,
    write_json,
    write_text,
    write_xlsx,
)
from boundaries.messages import DEFAULT_LANGUAGE, message, translator
from boundaries.reports.document import finding_records, to_document
from boundaries.reports.overlap import LeafletFiles, render_report
from boundaries.reports.qgis_style import findings_style, villages_style
from boundaries.reports.tables import machine_readable, number_formats, sheets

FINDINGS_LAYER = "temuan"
VILLAGES_LAYER = "desa"
VILLAGE_COLUMNS = (
    "source", "role", "row", "key", "code", "name", "kecamatan", "kecamatan_code", "kabupaten",
    "type", "area_m2", "geometry",
)  # fmt: skip


def write_report(
    analysis: Analysis,
    path: Path,
    *,
    language: str = DEFAULT_LANGUAGE,
    assets: Path | None = None,
    dated: datetime.date | None = None,
) -> None:
    """Write the analysis to `path`; the ending chooses the form, see `ENDINGS`.

    `language` ("id" or "en") is that of headings and texts in workbooks, styles and pages; JSON,
    CSV and GeoJSON are the same in every language. A page needs `assets`, the folder with
    `leaflet.js` and `leaflet.css` (without it the page has no interactive map), and bears the date
    `dated` (today unless given).

    Raises `ParameterError` for an ending without a form and `InputError` when the file cannot be
    written; an existing file is then left as it was.
    """
    check_target(path)
    writer = WRITERS[path.suffix.lower()]
    writer(analysis, path, language, assets, dated or datetime.date.today())


def check_target(path: Path) -> None:
    """Raise what `write_report` would raise for the name or the folder of `path`, before any work.

    Raises `ParameterError` for an ending without a form, `InputError` for a folder that does not
    exist or cannot be written to.
    """
    if path.suffix.lower() not in WRITERS:
        raise ParameterError(
            "unknown-ending",
            message("{path}: no report has this ending", path=path),
            message("use one of {endings}", endings=" ".join(ENDINGS)),
        )
    folder = path.parent
    if not folder.is_dir():
        raise InputError(
            "no-folder",
            message("{path}: the folder {folder} does not exist", path=path, folder=folder),
            message("create the folder or choose another with -o"),
        )
    if path.is_dir() or not os.access(folder, os.W_OK):
        raise InputError(
            "cannot-write",
            message("{path}: cannot be written (no permission, or a folder)", path=path),
            message("choose another file with -o"),
        )


def _json(analysis: Analysis, path: Path, *_: object) -> None:
    write_json(to_document(analysis), path)


def _csv(analysis: Analysis, path: Path, *_: object) -> None:
    write_csv(machine_readable(analysis), path)


def _xlsx(analysis: Analysis, path: Path, language: str, *_: object) -> None:
    gettext = translator(language)
    write_xlsx(sheets(analysis, gettext), path, formats=number_formats(gettext))


def _geojson(analysis: Analysis, path: Path, *_: object) -> None:
    findings = analysis.findings
    write_geojson(findings.geometry, findings["id"].tolist(), finding_records(findings), path)


def _gpkg(analysis: Analysis, path: Path, language: str, *_: object) -> None:
    gettext = translator(language)
    findings = gpd.GeoDataFrame(
        machine_readable(analysis), geometry=analysis.findings.geometry, crs=analysis.findings.crs
    )
    roles = {record.source: record.role for record in analysis.inputs}
    write_gpkg(
        {FINDINGS_LAYER: findings, VILLAGES_LAYER: analysis.villages[list(VILLAGE_COLUMNS)]},
        path,
        styles={
            FINDINGS_LAYER: Style(gettext("Findings by kind and class"), findings_style(gettext)),
            VILLAGES_LAYER: Style(gettext("Villages by source"), villages_style(roles)),
        },
    )


def _html(
    analysis: Analysis, path: Path, language: str, assets: Path | None, dated: datetime.date
) -> None:
    leaflet = LeafletFiles.read(assets) if assets else None
    page = render_report(
        analysis,
        gettext=translator(language),
        language=language,
        leaflet=leaflet,
        dated=dated,
    )
    write_text(page, path)


Writer = Callable[[Analysis, Path, str, Path | None, datetime.date], None]
WRITERS: dict[str, Writer] = {
    ".json": _json,
    ".csv": _csv,
    ".xlsx": _xlsx,
    ".geojson": _geojson,
    ".gpkg": _gpkg,
    ".html": _html,
}
ENDINGS = tuple(WRITERS)
