"""Refuse a line, before it is signed, with which no package would prove itself any more."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd

from boundaries.domain.agreed import Decision, in_force
from boundaries.domain.foreseen import foreseen_faults
from boundaries.errors import Notice, RefusedError
from boundaries.io.package_layers import DECIMALS
from boundaries.messages import message
from boundaries.store.repository import Repository
from boundaries.workflows.agreed_ground import ground_after


def require_sound(
    repository: Repository, base: gpd.GeoDataFrame, taken: Sequence[Decision], planned: Decision
) -> None:
    """Raise `RefusedError` where a package would have faults that it has not without a decision.

    `base` is the base coverage around the segment, `taken` are the decisions between villages of
    it. Faults that are there already speak against nothing.
    """
    after = _faults(repository, base, [*taken, planned])
    if not after:
        return
    known = {(fault.code, str(fault.feature)) for fault in _faults(repository, base, taken)}
    new = [fault for fault in after if (fault.code, str(fault.feature)) not in known]
    if new:
        raise RefusedError(
            "conflict-unsound",
            message("with this line the agreed boundary would contradict itself: {fault}",
                    fault=new[0].message),
            message("propose a line that keeps clear of the land of other villages between its "
                    "junctions, and of the lines agreed on beside it (the line halfway does)"),
        )  # fmt: skip


def _faults(
    repository: Repository, base: gpd.GeoDataFrame, decisions: Sequence[Decision]
) -> tuple[Notice, ...]:
    ground = ground_after(repository, base, decisions)
    return foreseen_faults(ground, in_force(decisions), decimals=DECIMALS)
