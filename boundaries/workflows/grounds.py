"""The land that lines are proposed on, and the coverage that decisions have made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from boundaries.domain.agreed import Decision, agreed_coverage, base_coverage
from boundaries.domain.claims import SourceClaims, source_claims
from boundaries.domain.open_land import owners_of_all
from boundaries.domain.owners import Owners
from boundaries.domain.segment import Segments
from boundaries.domain.site import NEAR_M, Site, disputed_faces, ground_of, site_of
from boundaries.geometry.mosaic import Mosaic, build_mosaic
from boundaries.store import models
from boundaries.store.models import Candidate, Finding, Junction, Segment
from boundaries.store.repository import Repository
from boundaries.workflows.compare_workspace import villages_of
from boundaries.workflows.detect import rows_of
from boundaries.workflows.workspace import parameters_of


@dataclass(frozen=True)
class _Land:
    """The mosaic of villages of both roles, who has it by the reference, what surveys claim.

    `between` marks the faces that the reference gives to nobody or to several.
    """

    mosaic: Mosaic
    owners: Owners
    between: NDArray[np.bool_]
    local: SourceClaims
    villages: gpd.GeoDataFrame


def site_for(repository: Repository, segment: Segment) -> Site:
    """The site of a segment: its lines and the land around it by the current sources."""
    land = _land(repository, near=(segment.village_a, segment.village_b))
    names = land.villages.drop_duplicates("key").set_index("key")["name"].to_dict()
    ground = ground_of(
        land.mosaic,
        land.owners,
        land.local,
        _borders(repository, segment),
        candidates=_candidates(repository, segment),
        findings=_keyed(repository.frame(Finding, current=True, segment_id=segment.id)),
        names=names,
        between=land.between,
    )
    return site_of(ground, segment.id)


def base_of(repository: Repository, *, around: Sequence[str] = ()) -> gpd.GeoDataFrame:
    """The coverage before any decision: the reference's, disputed and open land nobody's.

    `around` some villages (keys) it has the land of their neighbours and the neighbours' neighbours
    only; that of the latter may be wrong where they meet others.
    """
    land = _land(repository, near=around, rings=2)
    undecided = np.zeros(len(land.mosaic.faces), dtype=bool)
    undecided[disputed_faces(land.owners, land.local, land.between)[0]] = True
    return base_coverage(land.mosaic, land.owners, repository.store.crs, undecided=undecided)


def decisions_of(repository: Repository) -> list[Decision]:
    """All decisions, in the order in which they were taken."""
    rows = repository.find(models.Decision)
    decided = [row.segment_id for row in rows]
    segments = {row.id: row for row in repository.find(Segment, id=decided)}
    transfers = repository.frame(models.Transfer)
    return [
        Decision(
            id=str(row.id),
            segment=row.segment_id,
            a=segments[row.segment_id].village_a,
            b=segments[row.segment_id].village_b,
            start=row.start_junction,
            end=row.end_junction,
            line=shapely.get_geometry(row.geometry, 0),
            transfers=transfers[(transfers["decision_id"] == row.id).to_numpy()]
            .drop(columns="decision_id")
            .fillna({"village_from": "", "village_to": ""}),
            inverts=str(row.inverts or ""),
        )
        for row in rows
    ]


def agreed_of(repository: Repository) -> gpd.GeoDataFrame:
    """The agreed coverage, as `boundaries.domain.agreed.agreed_coverage` gives it."""
    return agreed_coverage(base_of(repository), decisions_of(repository))


def _land(repository: Repository, *, near: Sequence[str] = (), rings: int = 1) -> _Land:
    """The land of all villages, or of those `near`, their neighbours, and so on for `rings`."""
    villages = villages_of(repository)
    shapes, keys = villages.geometry.to_numpy(), set(near)
    tree = shapely.STRtree(shapes)
    for _ in range(rings if near else 0):
        own = shapes[villages["key"].isin(keys).to_numpy()]
        reached = np.unique(tree.query(own, predicate="dwithin", distance=NEAR_M)[1])
        keys |= set(villages["key"].to_numpy()[reached])
    if near:
        villages = villages[villages["key"].isin(keys).to_numpy()].reset_index(drop=True)
    mosaic = build_mosaic(villages.geometry.to_numpy())
    ours = source_claims(mosaic, villages, rows_of(villages, "reference"))
    theirs = source_claims(mosaic, villages, rows_of(villages, "local"))
    owners, between = owners_of_all(
        mosaic, ours, parameters_of(repository), repository.store.crs, scope="reference"
    )
    return _Land(mosaic, owners, between, theirs, villages)


def _named(table: gpd.GeoDataFrame, land: _Land) -> gpd.GeoDataFrame:
    """The table with what its villages (column `key`) are called, by the reference first."""
    first = land.villages.drop_duplicates("key")
    return table.assign(name=table["key"].map(dict(zip(first["key"], first["name"], strict=True))))


def _borders(repository: Repository, segment: Segment) -> Segments:
    """The segments of both villages, and all junctions, as a detection gave them."""
    pair = [key for key in (segment.village_a, segment.village_b) if key]
    rows = {segment.id: segment}
    for side in ("village_a", "village_b"):
        found = repository.find(Segment, current=True, **{side: pair})
        rows |= {row.id: row for row in found}
    known = sorted(rows.values(), key=lambda row: row.id)
    lines = gpd.GeoDataFrame(
        {
            "id": [row.id for row in known],
            "a": [row.village_a for row in known],
            "b": [row.village_b for row in known],
            "start": [row.start_junction for row in known],
            "end": [row.end_junction for row in known],
            "outer": [row.village_b == "" for row in known],
        },
        geometry=[shapely.get_geometry(row.geometry, 0) for row in known],
        crs=repository.store.crs,
    )
    return Segments(lines, _keyed(repository.frame(Junction, current=True)), pd.DataFrame())


def _candidates(repository: Repository, segment: Segment) -> gpd.GeoDataFrame:
    table = repository.frame(Candidate, segment_id=segment.id, detection_id=segment.detection_id)
    table = table.rename(columns={"role": "drawn_by"})[["drawn_by", "geometry"]]
    return gpd.GeoDataFrame(table.assign(a=segment.village_a, b=segment.village_b))


def _keyed(table: pd.DataFrame) -> gpd.GeoDataFrame:
    kept = table[["id", "villages", "geometry"]]
    villages = pd.Series([tuple(keys) for keys in kept["villages"]], index=kept.index, dtype=object)
    return gpd.GeoDataFrame(kept.assign(villages=villages))
