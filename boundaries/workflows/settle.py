"""Settle a segment: propose a line, sign it, and everything else the rules of its life allow."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

import shapely

from boundaries.domain.agreed import Decision, agreed_coverage, decision_of
from boundaries.domain.agreed_conflicts import HINTS, SETTLE_FIRST, conflicts
from boundaries.domain.canonical import canonical, line_hash
from boundaries.domain.case import Case, Proposal
from boundaries.domain.consequence import Consequence, consequence_of
from boundaries.domain.corridor import Corridor, corridor_of
from boundaries.domain.deed import NO_FACTS, Facts
from boundaries.domain.lifecycle import Outcome, act
from boundaries.domain.proposal import GIVEN, KINDS, propose
from boundaries.domain.proposal import Proposal as Line
from boundaries.domain.roles import Action
from boundaries.domain.site import Site
from boundaries.errors import ParameterError, RefusedError
from boundaries.messages import message
from boundaries.store import models
from boundaries.store.database import Store
from boundaries.store.models import Segment
from boundaries.store.repository import Repository
from boundaries.workflows.cases import case_of, put_case, sides_of
from boundaries.workflows.doer import Doer, entry_of
from boundaries.workflows.grounds import base_of, decisions_of, site_for
from boundaries.workflows.sound_decision import require_sound
from boundaries.workflows.untouched import require_untouched
from boundaries.workflows.village_names import names_of
from boundaries.workflows.write_decision import take_back, write_decision

OPEN, SUPERSEDED, WITHDRAWN, AGREED = "open", "superseded", "withdrawn", "agreed"


@dataclass(frozen=True)
class Wording:
    """What is said with a proposal.

    `natural` describes a natural border (`kind`, such as "river" or "road"; `side`, such as
    "middle"; `remark`); `reason` why the line leaves the corridor, where it does.
    """

    note: str = ""
    natural: Mapping[str, str] | None = None
    reason: str = ""


NO_WORDING = Wording()


@dataclass(frozen=True)
class Preview:
    """A line that was not proposed yet, and what would follow from it."""

    site: Site
    line: Line
    hash: str
    consequence: Consequence


def preview(
    store: Store, segment: str, kind: str, *, drawn: shapely.Geometry | None = None
) -> Preview:
    """The line of a kind for a segment, compared with the other lines there are.

    `kind` is one of `boundaries.domain.proposal.KINDS`, `drawn` the line (working CRS) of the kinds
    "drawn" and "uploaded". Raises `ParameterError` where the line cannot be made, and `StoreError`
    for an unknown segment. Nothing is written.
    """
    with Repository(store) as repository:
        site = site_for(repository, repository.get(Segment, segment))
    return preview_on(site, kind, drawn=drawn)


def preview_on(site: Site, kind: str, *, drawn: shapely.Geometry | None = None) -> Preview:
    """The same on a site that is at hand."""
    if kind not in KINDS or (kind in GIVEN) != (drawn is not None):
        raise ParameterError(
            "kind",
            message("{kind} is no kind of line, or a drawn line is missing", kind=kind),
            message("choose one of {kinds}", kinds=", ".join(KINDS)),
        )
    corridor = corridor_of(site)
    line = propose(site, kind, drawn=drawn, corridor=corridor)
    consequence = consequence_of(site, line, _other_lines(site, kind, corridor))
    return Preview(site, line, line_hash(line.line), consequence)


def _other_lines(site: Site, kind: str, corridor: Corridor) -> dict[str, Line]:
    """The lines of BIG and of the surveys, but that of `kind` and those that cannot be made.

    A survey that draws the line of BIG leaves nothing in dispute, and so no line of its own.
    """
    surveyed = set(site.candidates["drawn_by"])
    lines = {}
    for name in ("reference", "a", "b"):
        if name != kind and (name == "reference" or name in surveyed):
            with suppress(ParameterError):
                lines[name] = propose(site, name, corridor=corridor)
    return lines


def propose_line(
    store: Store,
    segment: str,
    kind: str,
    doer: Doer,
    *,
    drawn: shapely.Geometry | None = None,
    wording: Wording = NO_WORDING,
    version: int | None = None,
    site: Site | None = None,
) -> Proposal:
    """Put a line on the table; the signatures of an earlier one no longer count.

    `version` is that of the segment that the user saw, `site` its site where it is at hand. Raises
    what `preview` raises, `ParameterError` for a drawn line that leaves the corridor without a
    reason, `RefusedError` as the rules say, and `ConflictError` when somebody else was faster.
    """
    shown = (
        preview_on(site, kind, drawn=drawn) if site else preview(store, segment, kind, drawn=drawn)
    )
    _require_reason(shown.line, wording)
    with Repository(store) as repository:
        row = repository.get(Segment, segment, version=version)
        facts = Facts(hash=shown.hash, asked=sides_of(repository, shown.line.asked))
        outcome = act(case_of(row), Action.PROPOSE, doer.actor, doer.at, facts)
        proposal = outcome.case.proposal
        if proposal is None:
            raise LookupError("no proposal is on the table after it was put there")
        repository.hold(row)
        _leave(repository, row, SUPERSEDED)
        written = models.Proposal(
            segment_id=segment,
            number=proposal.number,
            kind=kind,
            hash=shown.hash,
            by=doer.actor.person,
            at=doer.at,
            note=wording.note or None,
            natural=dict(wording.natural) if wording.natural else None,
            corridor_reason=wording.reason or None,
            consequence=figures_of(shown.consequence),
            state=OPEN,
            geometry=canonical(shown.line.line),
        )
        repository.add(written)
        row.proposal_id = written.id
        _write(repository, row, outcome)
    return proposal


def act_on(
    store: Store,
    segment: str,
    action: Action,
    doer: Doer,
    facts: Facts = NO_FACTS,
    *,
    version: int | None = None,
) -> Case:
    """Do what the rules of a segment's life allow; the case after it.

    A signature, and a decision of the bupati, are refused (code "conflict-" and what is wrong)
    where the line contradicts what neighbours have agreed on. What settles the segment moves the
    land; reopening a settled one moves it back. To propose a line use `propose_line`. Raises
    `RefusedError`, `ConflictError` and `StoreError`.
    """
    if action is Action.PROPOSE:
        raise ValueError("a line is proposed with propose_line")
    with Repository(store) as repository:
        row = repository.get(Segment, segment, version=version)
        outcome = act(case_of(row), action, doer.actor, doer.at, facts)
        planned = None
        if action in (Action.SIGN, Action.DECIDE):
            planned = _planned(repository, row)
        repository.hold(row)
        if outcome.case.decision and planned:
            write_decision(repository, row, outcome.case, planned)
            _leave(repository, row, AGREED)
        elif row.decision_id is not None and outcome.case.decision is None:
            take_back(repository, row, doer)
        if outcome.case.proposal is None and row.proposal_id is not None:
            _leave(repository, row, WITHDRAWN)
            row.proposal_id = None
        _write(repository, row, outcome)
    return outcome.case


def figures_of(consequence: Consequence) -> dict[str, object]:
    """A consequence as plain figures; areas in square metres and hectares, lengths in metres."""
    gains = consequence.gains[["village_from", "village_to", "area_m2"]]
    return {
        "areas": consequence.areas.to_dict("records"),
        "gains": gains.to_dict("records"),
        "length_m": consequence.length_m,
        "offsets_m": consequence.offsets,
        "villages": list(consequence.villages),
        "simpul": list(consequence.simpul),
        "remaining": list(consequence.remaining),
    }


def _require_reason(line: Line, wording: Wording) -> None:
    faults = line.drawn.faults if line.drawn else ()
    if faults and not wording.reason.strip():
        raise ParameterError(
            faults[0].code,
            faults[0].message,
            message("keep the line to the corridor, or give the reason why it leaves it"),
        )


def _leave(repository: Repository, segment: Segment, state: str) -> None:
    """Note that the proposal on the table is no longer there."""
    if segment.proposal_id is not None:
        repository.get(models.Proposal, segment.proposal_id).state = state


def _write(repository: Repository, segment: Segment, outcome: Outcome) -> None:
    put_case(segment, outcome.case)
    repository.record(entry_of(outcome.event))


def _planned(repository: Repository, segment: Segment) -> Decision:
    """The decision that the line on the table would make; refused where others stand against it."""
    require_untouched(repository)
    proposal = repository.get(models.Proposal, segment.proposal_id)
    site = site_for(repository, segment)
    base = base_of(repository, around=(segment.village_a, segment.village_b))
    there = set(base["key"])
    taken = [one for one in decisions_of(repository) if {one.a, one.b} <= there]
    kind = proposal.kind
    drawn = shapely.get_geometry(proposal.geometry, 0) if kind in GIVEN else None
    line = propose(site, kind, drawn=drawn)
    if line_hash(line.line) != proposal.hash:
        raise RefusedError(
            "line-changed",
            message("the line on the table is not the one that these sources give any more"),
            message("propose the line anew; the operator, the GIS staff or a head may do it"),
        )
    before = agreed_coverage(base, taken)
    planned = decision_of("", site, line, before)
    found = conflicts(base, taken, planned, names_of(repository))
    if found:
        raise RefusedError(
            f"conflict-{found[0].code}",
            found[0].message,
            HINTS.get(found[0].code, SETTLE_FIRST),
        )
    require_sound(repository, base, taken, planned, before=before)
    return planned
