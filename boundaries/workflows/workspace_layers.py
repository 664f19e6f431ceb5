"""Keep the layers that programs such as QGIS show of a workspace: coverage, points, views, styles.

They follow from what people decided and from the sources, and are written in the transaction that
changes these. A detection and a decision that is taken back make them anew; a new decision changes
the villages and points around it only, so that a signature need not wait for the whole kabupaten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import geopandas as gpd
import pandas as pd
import shapely
from pyproj import CRS

from boundaries.domain.agreed import Decision, agreed_coverage
from boundaries.domain.cartometric import SIMPUL
from boundaries.geometry.metrics import ellipsoidal_areas
from boundaries.messages import DEFAULT_LANGUAGE, translator
from boundaries.reports.qgis_workspace import source_style, workspace_styles
from boundaries.store.base import Base
from boundaries.store.database import Transaction
from boundaries.store.layers import wait_for
from boundaries.store.models import AgreedVillage, CartometricPoint, Segment
from boundaries.store.repository import Repository
from boundaries.store.source_views import FIELDS, make_source_views
from boundaries.store.styles import write_styles
from boundaries.workflows.compare_workspace import villages_of
from boundaries.workflows.grounds import base_of, decisions_of
from boundaries.workflows.paper_lines import paper_line, points_along

NEAR_M = 1.0
"""Villages this near to land that moves may get a vertex of it."""
FACTS = ["code", "name", "kecamatan"]
SOURCE_FIELDS = (*FIELDS, "source", "source_version")


def name_layers(repository: Repository) -> None:
    """A layer for the villages of each current source, and the style of every layer."""
    write_names(repository.connection(), roles_of(repository), repository.store.crs)


def roles_of(repository: Repository) -> dict[str, str]:
    """The role ("big" or "survey") of each current source by name."""
    return {row.name: row.role for row in repository.current_sources()}


def write_names(connection: Transaction, roles: Mapping[str, str], crs: CRS) -> None:
    """What `name_layers` does for sources of these roles, in a transaction that is open."""
    views = make_source_views(connection, roles, crs)
    gettext = translator(DEFAULT_LANGUAGE)
    fields = {name: table.columns.keys() for name, table in Base.metadata.tables.items()}
    styles = workspace_styles(fields, gettext)
    for view, names in views.items():
        styles[view] = source_style(names, roles, SOURCE_FIELDS, gettext)
    write_styles(connection, styles)


def keep_layers(repository: Repository) -> None:
    """Make all layers anew."""
    name_layers(repository)
    keep_agreed(repository)


def keep_agreed(repository: Repository) -> None:
    """Make the agreed coverage and the points of settled lines anew."""
    _wait(repository)
    base, decisions = base_of(repository), decisions_of(repository)
    coverage = agreed_coverage(base, decisions) if decisions else base
    facts = villages_of(repository).drop_duplicates("key").set_index("key")[FACTS]
    repository.remove(AgreedVillage)
    _add_villages(repository, coverage, facts)
    repository.remove(CartometricPoint)
    points = _points(repository, repository.find(Segment, current=True))
    repository.add_frame(CartometricPoint, points)


def follow_decision(repository: Repository, segment: Segment, decision: Decision) -> None:
    """Bring the layers up to a decision that was just written for a segment."""
    _wait(repository)
    before = gpd.GeoDataFrame(repository.frame(AgreedVillage))
    moved = decision.transfers
    parties = {"", *moved["village_from"], *moved["village_to"]}
    if parties - {"", *before["key"]}:
        keep_agreed(repository)
        return
    if len(moved):
        land = shapely.union_all(moved.geometry.to_numpy())
        near = shapely.dwithin(before.geometry.to_numpy(), land, NEAR_M)
        old = before[near | before["key"].isin(parties).to_numpy()]
        repository.remove(AgreedVillage, key=old["key"].tolist())
        coverage = agreed_coverage(old[["key", "geometry"]], [decision])
        _add_villages(repository, coverage, old.set_index("key")[FACTS])
    _follow_points(repository, segment)


def _follow_points(repository: Repository, segment: Segment) -> None:
    """Write the points anew along the segments between the same two villages."""
    pair = {"village_a": segment.village_a, "village_b": segment.village_b}
    rows = repository.find(Segment, current=True, **pair)
    numbers = [row.id for row in rows]
    repository.remove(CartometricPoint, segment_id=numbers)
    ends = [end for row in rows for end in (row.start_junction, row.end_junction) if end]
    meeting = [
        row.id
        for side in ("start_junction", "end_junction")
        for row in repository.find(Segment, current=True, **{side: ends})
    ]
    points = _points(repository, rows, among=sorted({*numbers, *meeting}))
    repository.remove(CartometricPoint, id=points.loc[points["kind"] == SIMPUL, "id"].tolist())
    repository.add_frame(CartometricPoint, points)


def _wait(repository: Repository) -> None:
    """One decision after the other, so that none misses the land of another."""
    connection = repository.connection()
    for model in (AgreedVillage, CartometricPoint):
        wait_for(connection, model.__tablename__)


def _add_villages(repository: Repository, coverage: gpd.GeoDataFrame, facts: pd.DataFrame) -> None:
    known = facts.reindex(coverage["key"]).fillna("").reset_index(drop=True)
    table = coverage.reset_index(drop=True)[["key", "geometry"]].join(known)
    areas = ellipsoidal_areas(table.geometry.to_numpy(), CRS.from_user_input(table.crs))
    repository.add_frame(AgreedVillage, table.assign(area_m2=areas))


def _points(
    repository: Repository, segments: Sequence[Segment], *, among: Sequence[str] = ()
) -> gpd.GeoDataFrame:
    """The points of those segments that are settled; `among` as `points_along` has it."""
    settled = [row for row in segments if row.decision_id is not None]
    if not settled:
        return gpd.GeoDataFrame({"id": [], "kind": []}, geometry=[], crs=repository.store.crs)
    lines = [paper_line(repository, row) for row in settled]
    points = points_along(repository, lines, among=among).points
    lists = [list(keys) for keys in points["villages"]]
    return gpd.GeoDataFrame(
        {
            "id": points["id"],
            "kind": points["kind"],
            "name": points["name"],
            "segment_id": points["segment"].replace("", None),
            "place": points["order"].where(points["order"] > 0),
            "at_m": points["at_m"],
            "villages": pd.Series(lists, index=points.index, dtype=object),
        },
        geometry=points.geometry,
        crs=points.crs,
    )
