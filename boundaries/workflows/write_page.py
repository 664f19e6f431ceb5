"""The writer of the overlap report."""

from __future__ import annotations

from pathlib import Path

from boundaries.domain.analysis import Analysis
from boundaries.io.write import write_text
from boundaries.reports.overlap import LeafletFiles, render_report
from boundaries.workflows.report import Setting


def write_page(analysis: Analysis, path: Path, setting: Setting) -> None:
    """Write the report as one page."""
    page = render_report(
        analysis,
        gettext=setting.gettext,
        language=setting.language,
        leaflet=LeafletFiles.read(setting.assets) if setting.assets else None,
        dated=setting.dated,
    )
    write_text(page, path)
