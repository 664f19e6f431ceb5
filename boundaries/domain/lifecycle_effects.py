"""What each action changes in a case besides its state; every function gives a new case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from boundaries.domain.case import (
    Case,
    Decision,
    DecisionKind,
    Level,
    Mark,
    Proposal,
    Signature,
    Verification,
    Void,
)
from boundaries.domain.deadline import due_date
from boundaries.domain.deed import Deed
from boundaries.domain.lifecycle_rules import own_side

Effect = Callable[[Case, Deed], Case]


def unchanged(case: Case, _deed: Deed) -> Case:
    """Only the papers and the state change."""
    return case


def put_on_table(case: Case, deed: Deed) -> Case:
    """A new proposal takes the place of the last one, whose signatures no longer count."""
    number = case.proposals + 1
    proposal = Proposal(number, deed.facts.hash, deed.actor.person, deed.at)
    return replace(
        _voided(case, deed, Void.NEW_PROPOSAL),
        proposals=number,
        proposal=proposal,
        asked=deed.facts.asked or None,
        declined=(),
    )


def take_off_table(case: Case, deed: Deed) -> Case:
    """No proposal is on the table, and its signatures no longer count."""
    return replace(_voided(case, deed, Void.WITHDRAWN), proposal=None, asked=None, declined=())


def put_signature(case: Case, deed: Deed) -> Case:
    """The signature of the actor's village; the last one makes the agreement."""
    village = own_side(case, deed).village
    signature = Signature(
        village,
        deed.actor.person,
        deed.actor.role,
        deed.facts.number or 0,
        deed.facts.hash,
        deed.at,
    )
    signed = replace(
        case,
        signatures=(*case.signatures, signature),
        declined=tuple(other for other in case.declined if other != village),
    )
    if len(signed.standing) < len(case.parties):
        return signed
    return _settled(signed, deed, DecisionKind.AGREEMENT)


def take_signature_back(case: Case, deed: Deed) -> Case:
    """The signature of the actor's side no longer counts."""
    return _voided(case, deed, Void.TAKEN_BACK, village=own_side(case, deed).village)


def decline_line(case: Case, deed: Deed) -> Case:
    """The actor's village does not want the line on the table, which starts the clock."""
    declined = {*case.declined, own_side(case, deed).village}
    return replace(start_clock(case, deed), declined=tuple(sorted(declined)))


def start_clock(case: Case, deed: Deed) -> Case:
    """The clock starts with the first record of the disagreement, and is not started again."""
    if case.disagreed_on:
        return case
    day = deed.facts.dated or deed.today
    return replace(case, disagreed_on=day, due=due_date(day, deed.clock))


def choose_mediator(case: Case, _deed: Deed) -> Case:
    """The camat mediates within a kecamatan, the bupati between two."""
    return replace(case, level=Level.CAMAT if case.within_kecamatan else Level.BUPATI)


def count_meeting(case: Case, _deed: Deed) -> Case:
    """One more meeting of the mediation."""
    return replace(case, meetings=case.meetings + 1)


def note_deadlock(case: Case, deed: Deed) -> Case:
    """The mediation failed on this day."""
    return replace(case, deadlock_on=deed.facts.dated or deed.today)


def decide_line(case: Case, deed: Deed) -> Case:
    """The line on the table is the bupati's decision."""
    return _settled(case, deed, DecisionKind.BUPATI)


def note_verifier(case: Case, deed: Deed) -> Case:
    """The settled line is verified internally."""
    line = case.decision.hash if case.decision else ""
    return replace(case, verification=Verification(deed.actor.person, line, deed.at))


def drop_verification(case: Case, _deed: Deed) -> Case:
    """What BIG returns is verified internally anew."""
    return replace(case, verification=None)


def start_again(case: Case, deed: Deed) -> Case:
    """Signatures, decision, mediation and verification no longer count; the record stays."""
    return replace(
        _voided(case, deed, Void.REOPENED),
        proposal=None, asked=None, declined=(), decision=None, verification=None,
        level=None, disagreed_on=None, due=None, meetings=0, deadlock_on=None,
    )  # fmt: skip


def put_mark(case: Case, deed: Deed) -> Case:
    """The segment needs another look; a later reason takes the place of an earlier one."""
    lines = deed.facts.hash
    if case.mark and lines:
        lines = case.mark.lines
    return replace(case, mark=Mark(deed.facts.reason, deed.at, lines))


def clear_mark(case: Case, _deed: Deed) -> Case:
    """Somebody had another look, or the lines are again as they were before the mark."""
    return replace(case, mark=None)


def _settled(case: Case, deed: Deed, kind: DecisionKind) -> Case:
    """The case with its decision; the clock stops."""
    number, line = deed.facts.number or 0, deed.facts.hash
    decision = Decision(kind, number, line, deed.actor.person, deed.at)
    return replace(case, decision=decision, due=None)


def _voided(case: Case, deed: Deed, reason: Void, *, village: str | None = None) -> Case:
    """The case with the standing signatures of a village (None: of all) voided, but kept."""
    signatures = tuple(
        replace(signature, void_at=deed.at, void_reason=reason)
        if signature.void_at is None and village in (None, signature.village)
        else signature
        for signature in case.signatures
    )
    return replace(case, signatures=signatures)
