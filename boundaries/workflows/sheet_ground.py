"""The ground of map sheets: the agreed coverage of a workspace with its lines and points.

It is the same that packages are made of, so that maps and data agree.
"""

from __future__ import annotations

import datetime

import geopandas as gpd
import pandas as pd

from boundaries.domain.case import SETTLED, State
from boundaries.domain.codes import KECAMATAN_LENGTH
from boundaries.domain.local_time import zone_of
from boundaries.domain.submission import assess
from boundaries.reports.map_sheet_subject import SOURCE_COLUMNS, SheetGround
from boundaries.store.models import Decision
from boundaries.store.repository import Repository
from boundaries.workflows.agreed_ground import ground_of
from boundaries.workflows.compare_workspace import villages_of
from boundaries.workflows.workspace import KABUPATEN

FACTS = ("code", "name", "type", "kecamatan", "kecamatan_code", "kabupaten")
SEGMENT_COLUMNS = ["id", "a", "b", "state", "border_class", "geometry"]


def sheet_ground(repository: Repository, *, all_points: bool = False) -> SheetGround:
    """The ground of a workspace: agreed land where there are decisions, BIG's elsewhere.

    Points lie on segments that are agreed, decided or later; on all with `all_points`. Raises
    `InputError` where there is no layer of BIG.
    """
    ground = ground_of(repository)
    zone = zone_of(repository.setting(KABUPATEN) or "")
    assessed = assess(ground)
    lines = assessed.lines
    points = assessed.points
    if not all_points:
        settled = lines["state"].isin([state.value for state in SETTLED])
        points = points.of_segments(set(lines.loc[settled, "id"]))
    states = lines["state"].where(lines["state"] != "", State.INDIKATIF.value)
    return SheetGround(
        villages=_described(ground.coverage, ground.villages),
        segments=lines.assign(state=states)[SEGMENT_COLUMNS],
        cartometric=points,
        sources=_sources(repository, zone),
        as_of=_last_change(repository, zone),
    )


def _described(land: gpd.GeoDataFrame, villages: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The land with what its villages are called; a kecamatan without name is called by code."""
    table = land.join(villages.set_index("key")[list(FACTS)], on="key")
    table[list(FACTS)] = table[list(FACTS)].fillna("")
    of_village = table["code"].str[:KECAMATAN_LENGTH]
    code = table["kecamatan_code"].where(table["kecamatan_code"] != "", of_village)
    name = table["kecamatan"].where(table["kecamatan"] != "", code)
    return gpd.GeoDataFrame(table.assign(kecamatan_code=code, kecamatan=name))


def _sources(repository: Repository, zone: datetime.tzinfo) -> pd.DataFrame:
    """The sources in their current versions, with the keys of their villages."""
    keys = villages_of(repository).groupby("source")["key"].agg(frozenset)
    rows = [
        (
            source.name,
            source.role,
            source.edition or "",
            source.imported_at.astimezone(zone).date(),
            keys.get(source.name, frozenset()),
        )
        for source in repository.current_sources()
    ]
    return pd.DataFrame(rows, columns=[*SOURCE_COLUMNS])


def _last_change(repository: Repository, zone: datetime.tzinfo) -> datetime.date | None:
    """The date, at the place, of the last decision, or of the last import."""
    moments = [source.imported_at for source in repository.current_sources()]
    moments += [row.at for row in repository.find(Decision)]
    return max(moments).astimezone(zone).date() if moments else None
