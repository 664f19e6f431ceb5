"""Where the work in a workspace stands."""

from __future__ import annotations

import datetime

import pandas as pd

from boundaries.domain.case import Case
from boundaries.domain.records import from_record
from boundaries.domain.status import progress_of
from boundaries.domain.workspace_status import (
    WorkspaceStatus,
    clocks_of,
    marked_of,
    waiting_of,
)
from boundaries.store.audit import Head
from boundaries.store.database import Store
from boundaries.store.models import Detection, Segment, Target
from boundaries.store.repository import Repository
from boundaries.workflows.exceptions import holding
from boundaries.workflows.targets import kecamatans, progress_by_kecamatan, quarter_of
from boundaries.workflows.village_names import names_of
from boundaries.workflows.workspace import KABUPATEN, NAME

SOURCE_COLUMNS = ["name", "role", "number", "features", "edition", "imported_at"]


def status_of_workspace(
    store: Store, day: datetime.date, *, quarter: str | None = None
) -> WorkspaceStatus:
    """The state of a workspace on a day; nothing is written.

    Targets are those of `quarter`, by default the one in which the day lies.
    """
    with Repository(store) as repository:
        segments = repository.frame(Segment, current=True)
        cases = {
            identifier: from_record(Case, record)
            for identifier, record in zip(segments["id"], segments["record"], strict=True)
        }
        lengths = dict(zip(segments["id"], segments["length_m"], strict=True))
        head = repository.head() or Head()
        shown = quarter or quarter_of(day)
        return WorkspaceStatus(
            name=repository.setting(NAME) or "",
            kabupaten=repository.setting(KABUPATEN) or "",
            address=store.address,
            day=day,
            quarter=shown,
            sources=_sources(repository),
            detection=_last_detection(repository),
            states=progress_of(segments, "kabupaten"),
            kecamatan=_by_kecamatan(repository, segments, shown),
            clocks=clocks_of(cases, day),
            waiting=waiting_of(cases, lengths, day),
            marked=marked_of(cases),
            names=names_of(repository),
            excepted=len(holding(repository, day)),
            entries=head.seq,
            head=head.hash,
        )


def _sources(repository: Repository) -> pd.DataFrame:
    rows = repository.current_sources()
    table = [[getattr(row, name) for name in SOURCE_COLUMNS] for row in rows]
    return pd.DataFrame(table, columns=SOURCE_COLUMNS, dtype=object)


def _last_detection(repository: Repository) -> dict[str, object] | None:
    rows = repository.find(Detection)
    if not rows:
        return None
    last = rows[-1]
    now = {source.id for source in repository.current_sources()}
    return {"number": last.id, "at": last.at, **last.figures, "stale": set(last.sources) != now}


def _by_kecamatan(repository: Repository, segments: pd.DataFrame, quarter: str) -> pd.DataFrame:
    table = progress_by_kecamatan(segments, repository.frame(Target), quarter)
    names = kecamatans(repository)
    return table.assign(name=[names[unit] for unit in table.index])
