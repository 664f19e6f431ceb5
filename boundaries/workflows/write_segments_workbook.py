"""The writer of workbooks of segments."""

from __future__ import annotations

from pathlib import Path

from boundaries.domain.segment_analysis import SegmentAnalysis
from boundaries.io.workbook import write_xlsx
from boundaries.messages import Gettext
from boundaries.reports.segments_sheets import segment_formats, segment_sheets


def write_workbook(analysis: SegmentAnalysis, path: Path, gettext: Gettext) -> None:
    """Write the tables of the analysis as a workbook."""
    write_xlsx(segment_sheets(analysis, gettext), path, formats=segment_formats(gettext))
