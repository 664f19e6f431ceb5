"""The writer of workbooks."""

from __future__ import annotations

from pathlib import Path

from boundaries.domain.analysis import Analysis
from boundaries.io.workbook import write_xlsx
from boundaries.reports.tables import number_formats, sheets
from boundaries.workflows.report import Setting


def write_workbook(analysis: Analysis, path: Path, setting: Setting) -> None:
    """Write the tables of the analysis as a workbook."""
    gettext = setting.gettext
    write_xlsx(sheets(analysis, gettext), path, formats=number_formats(gettext))
