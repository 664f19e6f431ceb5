"""Signing in one go where all sources draw the same line, each segment as an action of its own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import shapely

from boundaries.domain.accuracy import DOUBT_FACTOR
from boundaries.domain.deed import Facts
from boundaries.domain.lifecycle import act
from boundaries.domain.next_step import next_step
from boundaries.domain.roles import Action
from boundaries.errors import ConflictError, RefusedError
from boundaries.messages import Message, message
from boundaries.store.database import Store
from boundaries.store.models import Proposal, Segment
from boundaries.store.repository import Repository
from boundaries.workflows.cases import case_of
from boundaries.workflows.doer import Doer
from boundaries.workflows.settle import act_on

SAME = "same"


@dataclass(frozen=True)
class Offer:
    """A line on the table that a person may sign, and that no source contradicts.

    `offset_m` is its greatest distance from the lines of the sources, `points` the number of its
    vertices, `change_m2` what the person's village gains by it compared with BIG's line (negative:
    loses), `other_side` whether the others have signed.
    """

    segment: str
    version: int
    number: int
    hash: str
    points: int
    length_m: float
    offset_m: float
    change_m2: float
    other_side: bool

    @property
    def facts(self) -> Facts:
        """What a signature on it covers."""
        return Facts(number=self.number, hash=self.hash)


@dataclass(frozen=True)
class Chosen:
    """A line that a person has seen and chosen: the segment in a version, and the hash."""

    segment: str
    version: int
    hash: str


@dataclass(frozen=True)
class Signed:
    """What came of one of them: the reason and the remedy where it was refused."""

    segment: str
    fault: Message | None = None
    hint: Message | None = None


def offers(
    repository: Repository, doer: Doer, segments: Collection[str] | None = None
) -> list[Offer]:
    """What the person may sign in one go, of some segments or of all, in the order of the store.

    Every comparison of lines along the segment is within accuracy, the line on the table keeps as
    near to each source, and the next step is the signature of this person.
    """
    wanted = {} if segments is None else {"id": list(segments)}
    rows = repository.find(Segment, current=True, verdict=SAME, **wanted)
    numbers = [row.proposal_id for row in rows if row.proposal_id is not None]
    lines = {row.id: row for row in repository.find(Proposal, id=numbers)}
    found = [_offer(row, lines[row.proposal_id], doer) for row in rows if row.proposal_id in lines]
    return [offer for offer in found if offer is not None]


def sign_many(store: Store, chosen: Collection[Chosen], doer: Doer) -> list[Signed]:
    """Sign each line that was chosen; what is refused or changed meanwhile keeps no other back."""
    with Repository(store) as repository:
        known = {one.segment: one for one in offers(repository, doer, [c.segment for c in chosen])}
    return [_sign(store, one, known.get(one.segment), doer) for one in chosen]


def _sign(store: Store, chosen: Chosen, offer: Offer | None, doer: Doer) -> Signed:
    if offer is None or offer.hash != chosen.hash:
        return Signed(
            chosen.segment,
            message("the line is not open any more for signing in one go"),
            message("open the segment and look at the line on the table"),
        )
    try:
        act_on(store, chosen.segment, Action.SIGN, doer, offer.facts, version=chosen.version)
    except (ConflictError, RefusedError) as fault:
        return Signed(chosen.segment, fault.message, fault.hint)
    return Signed(chosen.segment)


def _offer(row: Segment, line: Proposal, doer: Doer) -> Offer | None:
    case, figures = case_of(row), row.figures or {}
    if case.proposal is None or next_step(case, doer.at.date()) is not Action.SIGN:
        return None
    tolerances = [float(one["tolerance_m"]) for one in figures.get("comparisons") or []]
    offsets = ((line.consequence or {}).get("offsets_m") or {}).values()
    offset = max(map(float, offsets), default=None)
    if offset is None or offset > DOUBT_FACTOR * max(tolerances, default=0.0):
        return None
    offer = Offer(
        segment=row.id,
        version=row.version,
        number=line.number,
        hash=line.hash,
        points=int(shapely.get_num_coordinates(line.geometry)),
        length_m=float((line.consequence or {}).get("length_m") or row.length_m),
        offset_m=offset,
        change_m2=sum(
            float(area["change_m2"])
            for area in (line.consequence or {}).get("areas") or []
            if area["village"] in doer.actor.villages and area["line"] == line.kind
        ),
        other_side=len(case.standing) == len(case.parties) - 1,
    )
    try:
        act(case, Action.SIGN, doer.actor, doer.at, offer.facts)
    except RefusedError:
        return None
    return offer
