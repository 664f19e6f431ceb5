"""Decisions as they are written into a workspace, with the land that they move."""

from __future__ import annotations

import geopandas as gpd

from boundaries.domain.agreed import Decision, back
from boundaries.domain.case import Case
from boundaries.store import models
from boundaries.store.models import Segment, Transfer
from boundaries.store.repository import Repository
from boundaries.workflows.doer import Doer
from boundaries.workflows.workspace_layers import follow_decision, keep_agreed


def write_decision(repository: Repository, segment: Segment, case: Case, planned: Decision) -> None:
    """Write the decision on the line on the table, and the land that it moves."""
    if case.decision is None:
        raise LookupError("nothing was decided")
    row = models.Decision(
        segment_id=segment.id,
        proposal_id=segment.proposal_id,
        kind=case.decision.kind.value,
        hash=case.decision.hash,
        at=case.decision.at,
        start_junction=planned.start,
        end_junction=planned.end,
        geometry=planned.line,
    )
    repository.add(row)
    _move(repository, row.id, planned.transfers)
    segment.decision_id = row.id
    follow_decision(repository, segment, planned)


def take_back(repository: Repository, segment: Segment, doer: Doer) -> None:
    """Write the decision that takes the last one back."""
    taken = repository.get(models.Decision, segment.decision_id)
    row = models.Decision(
        segment_id=segment.id,
        proposal_id=taken.proposal_id,
        kind=taken.kind,
        hash=taken.hash,
        at=doer.at,
        inverts=taken.id,
        start_junction=taken.start_junction,
        end_junction=taken.end_junction,
        geometry=taken.geometry,
    )
    repository.add(row)
    transfers = repository.frame(Transfer, decision_id=taken.id).drop(columns="decision_id")
    _move(repository, row.id, back(gpd.GeoDataFrame(transfers)))
    segment.decision_id = None
    keep_agreed(repository)


def _move(repository: Repository, decision: int, transfers: gpd.GeoDataFrame) -> None:
    table = transfers.assign(
        village_from=transfers["village_from"].replace("", None),
        village_to=transfers["village_to"].replace("", None),
    )
    repository.add_frame(Transfer, table, decision_id=decision)
