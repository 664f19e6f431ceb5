"""Write segments as a file whose ending says its form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from pkgutil import resolve_name

from boundaries.domain.segment_analysis import SegmentAnalysis
from boundaries.io.target import require_ending, require_other_than, require_writable
from boundaries.messages import DEFAULT_LANGUAGE, Gettext, message, translator

PACKAGE = "boundaries.workflows.write_segments_data"
WRITERS = {
    ".json": f"{PACKAGE}:write_document",
    ".csv": f"{PACKAGE}:write_table",
    ".xlsx": "boundaries.workflows.write_segments_workbook:write_workbook",
    ".geojson": f"{PACKAGE}:write_lines",
    ".gpkg": f"{PACKAGE}:write_layers",
}
"""The writer of each ending, `(SegmentAnalysis, Path, Gettext) -> None`.

They are named, not imported: a command loads only the libraries of the forms that it writes.
"""

Writer = Callable[[SegmentAnalysis, Path, Gettext], None]


def write_segments(
    analysis: SegmentAnalysis, path: Path, *, language: str = DEFAULT_LANGUAGE
) -> None:
    """Write the analysis to `path`; the ending chooses the form, see `WRITERS`.

    `language` ("id" or "en") is that of headings and texts in workbooks and styles; JSON, CSV and
    GeoJSON are the same in every language. Raises `ParameterError` for an ending without a form and
    `InputError` when the file cannot be written; an existing file is then left as it was.
    """
    require_segment_target(path)
    writer: Writer = resolve_name(WRITERS[path.suffix.lower()])
    writer(analysis, path, translator(language))


def require_segment_target(path: Path, *, inputs: Sequence[Path] = ()) -> None:
    """Raise what `write_segments` would raise for the name or the folder of `path`.

    Raises `ParameterError` also for a path that is one of `inputs` or lies in one.
    """
    told = message("{path}: segments are not written with this ending", path=path)
    require_ending(path, WRITERS, told)
    require_other_than(path, inputs)
    require_writable(path)
