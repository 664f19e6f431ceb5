"""Take files into a workspace: every file a source, every change of it a new version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS

from boundaries.domain.analysis import InputRecord
from boundaries.domain.versions import changes_between
from boundaries.errors import Notice, ParameterError
from boundaries.geometry.crs import bounds_in_degrees
from boundaries.messages import Message, Progress, message, message_record, silent_progress
from boundaries.store.database import Store
from boundaries.store.models import Source, Village
from boundaries.store.repository import Repository
from boundaries.workflows.doer import Doer
from boundaries.workflows.examine import Extent
from boundaries.workflows.kecamatan_names import naming_notices
from boundaries.workflows.load import LayerOptions, Loaded, load
from boundaries.workflows.meeting import require_meeting, require_placed
from boundaries.workflows.source_refusals import require_most, require_own_role, require_whole
from boundaries.workflows.untouched import CONTENT, SUMS, content_of, edited, sums_of
from boundaries.workflows.workspace_layers import name_layers

BIG = "BIG"
"""The name of the reference, of which there is one."""
ROLE = "layer"
"""How a file is read: by itself, under the options of an import."""


@dataclass(frozen=True)
class Taken:
    """What became of one file.

    `number` is the version of the source `name` that stands now; it is new unless `unchanged`.
    `changes` as `boundaries.domain.versions.changes_between` gives them, empty for a first version.
    """

    name: str
    number: int
    unchanged: bool
    features: int
    changes: pd.DataFrame


@dataclass(frozen=True)
class _Name:
    """What a source is called, as what it is imported, and whether it may lose most villages."""

    role: str
    name: str
    fewer: bool


@dataclass(frozen=True)
class Import:
    """What became of all files of one import, and all that was noticed about them."""

    taken: tuple[Taken, ...]
    repairs: pd.DataFrame
    set_aside: pd.DataFrame
    notices: tuple[Notice, ...]


def take_in(
    store: Store,
    paths: Sequence[Path],
    *,
    role: str,
    doer: Doer,
    options: LayerOptions,
    name: str | None = None,
    fewer: bool = False,
    progress: Progress = silent_progress,
) -> Import:
    """Take files in as BIG's layer ("big", one file) or as surveys ("survey").

    A survey is called by the label of its file, BIG's layer `BIG`; `name` calls a single file
    otherwise. A file with the sum and the villages that the source has already changes nothing; a
    changed one becomes the next version of its source, the earlier ones are kept. So does the file
    of a source that was withdrawn, or whose villages were changed outside Tapal. Raises
    `InputError` for a file that cannot be used, is damaged, or lies apart from BIG's layer or from
    where its villages belong, `ParameterError` for names that do not fit, for a file that stands in
    the other role, and, unless `fewer` are wanted, for a version that lacks most of the villages of
    the one before.
    """
    if len(paths) > 1 and (role == "big" or name):
        raise ParameterError(
            "one-file",
            message("one file at a time can be BIG's layer or be given a name"),
            message("import the files one by one"),
        )
    progress(message("reading {files}", files=", ".join(path.name for path in paths)))
    with Repository(store) as repository:
        reference = _reference(repository) if role == "survey" else None
    extent = None if reference is None else _extent(reference, store.crs)
    loaded = load(paths, options=options, role=ROLE, working=store.crs, reference=extent)
    _require_usable(loaded, reference)
    names = {
        record.source: name or (BIG if role == "big" else record.source) for record in loaded.inputs
    }
    progress(message("writing {files}", files=", ".join(names.values())))
    with Repository(store) as repository:
        taken = [
            _version(repository, loaded, record, _Name(role, names[record.source], fewer), doer)
            for record in loaded.inputs
        ]
        if not all(one.unchanged for one in taken):
            name_layers(repository)
        notices = (*loaded.notices, *naming_notices(repository))
    return Import(tuple(taken), loaded.repairs, loaded.set_aside, notices)


def _reference(repository: Repository) -> gpd.GeoDataFrame | None:
    """The villages of BIG's layer; None before it is imported."""
    sources = repository.current_sources("big")
    return repository.villages(sources[0].id) if sources else None


def _extent(villages: gpd.GeoDataFrame, crs: CRS) -> Extent:
    """West, south, east and north of villages in degrees."""
    bounds = np.asarray(villages.total_bounds).reshape(1, 4)
    west, south, east, north = bounds_in_degrees(bounds, crs)[0]
    return float(west), float(south), float(east), float(north)


def _require_usable(loaded: Loaded, reference: gpd.GeoDataFrame | None) -> None:
    """Raise `InputError` for a file that is damaged, or lies where its villages do not belong."""
    require_whole(loaded.inputs, loaded.notices)
    for record in loaded.inputs:
        notices = [notice for notice in loaded.notices if _concerns(notice, record)]
        if reference is None:
            require_placed(notices)
        else:
            own = loaded.villages[(loaded.villages["source"] == record.source).to_numpy()]
            require_meeting(own, reference, names=(record.path, BIG), notices=notices)


def _version(
    repository: Repository,
    loaded: Loaded,
    record: InputRecord,
    called: _Name,
    doer: Doer,
) -> Taken:
    """Write the next version of a source, unless nothing changed."""
    role, name = called.role, called.name
    villages = _rows(loaded.villages, record.source)
    versions = repository.find(Source, name=name)
    if versions and versions[-1].role != role:
        raise ParameterError(
            "other-role",
            message("{name} was imported as {role} before", name=name, role=versions[-1].role),
            message("give the source another name with --source"),
        )
    before = versions[-1] if versions else None
    sums = sums_of(villages)
    require_own_role(repository, record, role, sums)
    changes = changes_between(
        villages.iloc[:0] if before is None else repository.villages(before.id), villages
    )
    if before and not called.fewer:
        require_most(before, changes, record)
    stands = before is not None and before.current and not edited(repository, [before])
    if before and stands and before.sha256 == record.sha256 and not len(changes):
        return Taken(name, before.number, True, before.features, changes)
    for version in versions:
        version.current = False
    source = Source(
        role=role,
        name=name,
        number=before.number + 1 if before else 1,
        file_name=record.path,
        sha256=record.sha256,
        edition=record.edition or None,
        crs=record.crs,
        features=len(villages),
        imported_at=doer.at,
        imported_by=doer.actor.person,
        current=True,
        log=_log(loaded, record) | {SUMS: sums},
    )
    repository.add(source)
    repository.add_frame(Village, villages, source_id=source.id)
    repository.record(
        doer.entry(
            "import",
            ("source", name),
            before={"number": before.number, "sha256": before.sha256} if before else None,
            after={
                "number": source.number,
                "sha256": source.sha256,
                "file_name": source.file_name,
                "edition": source.edition,
                "features": source.features,
                "changes": len(changes) if before else 0,
                CONTENT: content_of(sums),
            },
        )
    )
    return Taken(name, source.number, False, len(villages), changes if before else changes[:0])


def _rows(villages: gpd.GeoDataFrame, source: str) -> gpd.GeoDataFrame:
    """The villages of one file as the table has them."""
    own = villages[(villages["source"] == source).to_numpy()]
    own = own.drop(columns=["source", "role"]).rename(columns={"type": "level"})
    return own.reset_index(drop=True)


def _log(loaded: Loaded, record: InputRecord) -> dict[str, object]:
    """What was done with a file; messages as `boundaries.messages.message_record` gives them."""
    notices = [notice for notice in loaded.notices if _concerns(notice, record)]
    return {
        "layer": record.layer,
        "crs": record.crs,
        "features": record.features,
        "repairs": _told(loaded.repairs, record.source),
        "set_aside": _told(loaded.set_aside, record.source),
        "notices": [
            {
                "code": notice.code,
                "message": message_record(notice.message),
                "feature": message_record(notice.feature),
            }
            for notice in notices
        ],
    }


def _concerns(notice: Notice, record: InputRecord) -> bool:
    """Whether a notice is about this file, or about all."""
    if isinstance(notice.feature, Message):
        return notice.feature.values.get("source") == record.source
    return notice.feature in {"", record.source, Path(record.path).name}


def _told(table: pd.DataFrame, source: str) -> list[dict[str, object]]:
    own = table[(table["source"] == source).to_numpy()].drop(columns="source")
    return [
        {
            str(name): message_record(value) if isinstance(value, Message) else value
            for name, value in row.items()
        }
        for row in own.to_dict("records")
    ]
