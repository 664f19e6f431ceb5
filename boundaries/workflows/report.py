"""Write an analysis as a file whose ending says its form."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from pkgutil import resolve_name

from boundaries.domain.analysis import Analysis
from boundaries.io.target import require_ending, require_other_than, require_writable
from boundaries.messages import DEFAULT_LANGUAGE, Gettext, message, translator

WRITERS = {
    ".json": "boundaries.workflows.write_data:write_document",
    ".csv": "boundaries.workflows.write_data:write_findings_table",
    ".xlsx": "boundaries.workflows.write_workbook:write_workbook",
    ".geojson": "boundaries.workflows.write_data:write_findings",
    ".gpkg": "boundaries.workflows.write_data:write_layers",
    ".parquet": "boundaries.workflows.write_data:write_findings_columns",
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

    `language` ("id" or "en") is that of headings and texts in workbooks, styles and pages; the
    other forms are the same in every language. A page needs `assets`, the folder with `leaflet.js`
    and `leaflet.css` (without it the page has no interactive map), and bears the date `dated`
    (today unless given).

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
    require_other_than(path, inputs)
    require_ending(path, ENDINGS, message("{path}: no report has this ending", path=path))
    require_writable(path)
