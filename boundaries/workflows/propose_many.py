"""Putting BIG's line on the table in one go where all sources draw it, each as its own action."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from boundaries.domain.canonical import line_hash
from boundaries.domain.deed import Facts
from boundaries.domain.lifecycle import act
from boundaries.domain.next_step import next_step
from boundaries.domain.roles import Action
from boundaries.domain.site import Site
from boundaries.errors import ConflictError, ParameterError, RefusedError
from boundaries.messages import message
from boundaries.store.database import Store
from boundaries.store.models import Segment
from boundaries.store.repository import Repository
from boundaries.workflows.cases import case_of
from boundaries.workflows.doer import Doer
from boundaries.workflows.grounds import site_for
from boundaries.workflows.settle import propose_line
from boundaries.workflows.sign_many import SAME, Chosen, Signed

REFERENCE = "reference"


@dataclass(frozen=True)
class Undisputed:
    """A traced segment without a proposal along which all sources draw the same line.

    `hash` is that of BIG's line along it, `tolerance_m` what counts as the same.
    """

    segment: str
    version: int
    hash: str
    length_m: float
    tolerance_m: float


def undisputed(
    repository: Repository, doer: Doer, segments: Collection[str] | None = None
) -> list[Undisputed]:
    """Where the person may propose BIG's line in one go, of some segments or of all.

    In the order of the store: the next step is a proposal, and the verdict of the last detection is
    that all sources agree within their accuracy.
    """
    wanted = {} if segments is None else {"id": list(segments)}
    rows = repository.find(Segment, current=True, verdict=SAME, **wanted)
    return [_one(row) for row in rows if row.village_b and _open(row, doer)]


def propose_many(store: Store, chosen: Collection[Chosen], doer: Doer) -> list[Signed]:
    """Propose BIG's line for each segment that was chosen; a refusal keeps no other back."""
    with Repository(store) as repository:
        found = undisputed(repository, doer, [one.segment for one in chosen])
        known = {one.segment: one.hash for one in found}
        sites = {
            one: site_for(repository, repository.get(Segment, one.segment))
            for one in chosen
            if known.get(one.segment) == one.hash
        }
    return [_propose(store, one, sites.get(one), doer) for one in chosen]


def _propose(store: Store, chosen: Chosen, site: Site | None, doer: Doer) -> Signed:
    if site is None:
        return Signed(
            chosen.segment,
            message("the segment is not open any more for proposing in one go"),
            message("open the segment and look at its lines"),
        )
    try:
        propose_line(store, chosen.segment, REFERENCE, doer, version=chosen.version, site=site)
    except (ConflictError, ParameterError, RefusedError) as fault:
        return Signed(chosen.segment, fault.message, fault.hint)
    return Signed(chosen.segment)


def _open(row: Segment, doer: Doer) -> bool:
    case = case_of(row)
    if next_step(case, doer.at.date()) is not Action.PROPOSE:
        return False
    try:
        act(case, Action.PROPOSE, doer.actor, doer.at, Facts(hash=line_hash(row.geometry)))
    except RefusedError:
        return False
    return True


def _one(row: Segment) -> Undisputed:
    compared = (row.figures or {}).get("comparisons") or []
    return Undisputed(
        segment=row.id,
        version=row.version,
        hash=line_hash(row.geometry),
        length_m=float(row.length_m),
        tolerance_m=max((float(one["tolerance_m"]) for one in compared), default=0.0),
    )
