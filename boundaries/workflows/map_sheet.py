"""Map sheets of a workspace: as PDF, or as a picture to look at before."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

from boundaries.domain.records import from_record
from boundaries.errors import ParameterError
from boundaries.io.target import require_ending, require_writable
from boundaries.io.write import replacing
from boundaries.messages import message
from boundaries.reports.map_sheet import MapSheet, map_sheet
from boundaries.reports.map_sheet_shown import SheetOptions
from boundaries.reports.map_sheet_subject import subject_of
from boundaries.reports.map_sheet_words import SheetSettings
from boundaries.store.database import Store
from boundaries.store.repository import Repository
from boundaries.workflows.sheet_ground import sheet_ground
from boundaries.workflows.sheet_signers import sheet_signers
from boundaries.workflows.wording import wording_of

SETTING = "map_sheet"
"""The key of the words of sheets among the settings of a workspace."""
PDF, PNG = ".pdf", ".png"
ENDINGS = (PDF, PNG)


def sheet_of(
    store: Store,
    kind: str,
    code: str,
    options: SheetOptions,
    *,
    all_points: bool = False,
    day: datetime.date | None = None,
) -> MapSheet:
    """The sheet of a "village" (code), a "segment" (id) or a "kecamatan" (code or name).

    The words are those of the workspace's setting "map_sheet", where it has one; signers that it
    does not name are those in office on `day`, by default that of the data. `all_points` lists
    points of segments that nobody agreed on, too. Raises `ParameterError` for what is not there or
    does not fit, `InputError` where there is no layer of BIG.
    """
    with Repository(store) as repository:
        ground = sheet_ground(repository, all_points=all_points)
        words = settings_of(repository)
        held = day or ground.as_of
        if held and not words.signers:
            subject = subject_of(ground, kind, code, words, options.gettext)
            own = ground.villages[ground.villages["key"].isin(subject.villages)]
            found = sheet_signers(repository, own, options.gettext, day=held)
            words = replace(words, signers=found)
    return map_sheet(ground, kind, code, replace(options, settings=words))


def settings_of(repository: Repository) -> SheetSettings:
    """The words of the sheets of a workspace; what they do not say follows from its papers."""
    record = repository.setting(SETTING) or {}
    try:
        return from_record(SheetSettings, _of_papers(repository) | record)
    except (ValueError, TypeError) as fault:
        raise ParameterError(
            "sheet-settings",
            message("the setting {key} cannot be read ({fault})", key=SETTING, fault=str(fault)),
            message("its fields are those of a map sheet's words; remove the others"),
        ) from fault


def _of_papers(repository: Repository) -> dict[str, str]:
    wording = wording_of(repository)
    return {
        "base_map": wording.base_map,
        "desa": wording.desa.village,
        "kelurahan": wording.kelurahan.village,
    }


def write_sheet(sheet: MapSheet, path: Path) -> None:
    """Write a sheet as .pdf (all pages) or .png (the first).

    Raises `ParameterError` for another ending, `InputError` when the file cannot be written.
    """
    require_sheet_target(path)
    content = sheet.pdf() if path.suffix.lower() == PDF else sheet.png()
    with replacing(path) as draft:
        draft.write_bytes(content)


def require_sheet_target(path: Path) -> None:
    """Raise where a sheet cannot be written to `path`; looked at before any work is done."""
    require_ending(
        path, ENDINGS, message("{path}: a map sheet is written as PDF or PNG", path=path)
    )
    require_writable(path)
