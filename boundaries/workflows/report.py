"""Write an analysis as a file whose ending says its form."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from pkgutil import resolve_name

from boundaries.domain.analysis import Analysis
from boundaries.errors import InputError, ParameterError
from boundaries.messages import DEFAULT_LANGUAGE, Gettext, message, translator

WRITERS = {
    ".json": "boundaries.workflows.write_data:write_document",
    ".csv": "boundaries.workflows.write_data:write_findings_table",
    ".xlsx": "boundaries.workflows.write_workbook:write_workbook",
    ".geojson": "boundaries.workflows.write_data:write_findings",
    ".gpkg": "boundaries.workflows.write_data:write_layers",
    ".html": "boundaries.workflows.write_page:write_page",
}
"""The writer of each ending, `(Analysis, Path, Setting) -> None`.

They are named, not imported: a command loads only the libraries of the forms that it writes.
"""
ENDINGS = tuple(WRITERS)


@dataclass(frozen=True)
class Setting:
    """What besides the analysis decides a file; see `write_report`."""

    language: str
    assets: Path | None
    dated: datetime.date

    @property
    def gettext(self) -> Gettext:
        """The translation into `language`."""
        return translator(self.language)


Writer = Callable[[Analysis, Path, Setting], None]


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
    writer: Writer = resolve_name(WRITERS[path.suffix.lower()])
    writer(analysis, path, Setting(language, assets, dated or datetime.date.today()))


def check_target(path: Path, *, inputs: Sequence[Path] = ()) -> None:
    """Raise what `write_report` would raise for the name or the folder of `path`, before any work.

    Raises `ParameterError` for an ending without a form and for a path that is one of `inputs` or
    lies in one, `InputError` for a folder that does not exist or cannot be written to.
    """
    target = path.resolve()
    for source in inputs:
        if target.is_relative_to(source.resolve()):
            raise ParameterError(
                "output-is-input",
                message("{path}: this file is read, it cannot also be written", path=path),
                message("choose another file with -o; input files are never changed"),
            )
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
