"""The rules of the life of a segment: each refuses what it forbids, and says who may do what.

The first line of a rule's docstring is its text in the documentation.
"""

from __future__ import annotations

from collections.abc import Callable

from boundaries.domain.case import Case, DecisionKind, Proposal, Side
from boundaries.domain.deed import Deed
from boundaries.domain.roles import HEADS, OFFICERS, ROLE_NAMES, Action, Role, listed, who_may
from boundaries.errors import RefusedError
from boundaries.messages import message

Rule = Callable[[Case, Deed], None]

SIGNING = (Action.SIGN, Action.TAKE_BACK)
RIGHT_HEAD = {"desa": Role.VILLAGE_HEAD, "kelurahan": Role.LURAH}


def own_side(case: Case, deed: Deed) -> Side:
    """The side that a head answers for; refuses where there is none, or where there are two.

    Signing, and taking a signature back, is also for the villages that are asked.
    """
    sides = case.parties if deed.action in SIGNING else case.sides
    own = [side for side in sides if side.village in deed.actor.villages]
    if len(own) == 1:
        return own[0]
    villages = listed([side.village for side in sides], last="and")
    if own:
        raise RefusedError(
            "heads-both",
            message("{person} heads both villages of this segment", person=deed.actor.person),
            message("another person must act for one of {villages}", villages=villages),
        )
    raise RefusedError(
        "own-village",
        message("{person} heads no village of this segment", person=deed.actor.person),
        message("the heads of {villages} may do this", villages=villages),
    )


def in_own_area(case: Case, deed: Deed) -> None:
    """Heads act for their own village only, a camat within the own kecamatan only."""
    if deed.actor.role in HEADS:
        side = own_side(case, deed)
        if RIGHT_HEAD.get(side.kind, deed.actor.role) != deed.actor.role:
            raise RefusedError(
                "wrong-head",
                message("{village} has another kind of head", village=side.village),
                message("a village head acts for a desa, a lurah for a kelurahan"),
            )
    if deed.actor.role is Role.CAMAT and not _covers(case, deed):
        raise RefusedError(
            "kecamatan",
            message(
                "the segment does not lie in the kecamatan of {person}", person=deed.actor.person
            ),
            message("between two kecamatan the bupati mediates; the operator records it"),
        )


def dated_until_today(_case: Case, deed: Deed) -> None:
    """No paper bears a date that is still to come."""
    if deed.facts.dated and deed.facts.dated > deed.today:
        raise RefusedError(
            "date-ahead",
            message("the date {date} is still to come", date=deed.facts.dated.isoformat()),
            message("give the date that stands on the paper"),
        )


def dated_after_disagreement(case: Case, deed: Deed) -> None:
    """No paper of a mediation is older than the disagreement that it is about."""
    began, dated = case.disagreed_on, deed.facts.dated
    if began and dated and dated < began:
        raise RefusedError(
            "date-before",
            message(
                "the date {date} lies before the disagreement of {began}, which the mediation is "
                "about",
                date=dated.isoformat(),
                began=began.isoformat(),
            ),
            message("give the date of a paper from {began} on", began=began.isoformat()),
        )


def within_kabupaten(case: Case, _deed: Deed) -> None:
    """Two villages of this kabupaten must meet here; other borders are handed over."""
    if not case.within_kabupaten:
        raise RefusedError(
            "other-kabupaten",
            message("no two villages of one kabupaten meet here"),
            message(
                "{roles} may hand the segment over to the procedure for regional boundaries",
                roles=who_may(Action.HAND_OVER),
            ),
        )


def beyond_kabupaten(case: Case, _deed: Deed) -> None:
    """Only a border with another kabupaten, or with land of no village, is handed over."""
    if case.within_kabupaten:
        raise RefusedError(
            "same-kabupaten",
            message("both villages lie in one kabupaten, which settles the line itself"),
            message("{roles} may refer a dispute to mediation", roles=who_may(Action.REFER)),
        )


def on_table(case: Case) -> Proposal:
    """The proposal on the table; refuses where there is none."""
    if case.proposal is None:
        raise RefusedError(
            "no-proposal",
            message("no proposal is on the table"),
            message("{roles} may propose a line", roles=who_may(Action.PROPOSE)),
        )
    return case.proposal


def on_the_table(case: Case, deed: Deed) -> None:
    """The number and the hash must be those of the proposal on the table."""
    proposal = on_table(case)
    if deed.facts.number != proposal.number or deed.facts.hash not in ("", proposal.hash):
        raise RefusedError(
            "other-line",
            message("proposal {number} is on the table, with another line", number=proposal.number),
            message("load the segment again and look at the line before you go on"),
        )


def another_line(case: Case, deed: Deed) -> None:
    """A new proposal must differ from the one on the table."""
    if case.proposal and case.proposal.hash == deed.facts.hash:
        raise RefusedError(
            "same-line",
            message(
                "the same line is on the table as proposal {number}", number=case.proposal.number
            ),
            message("{roles} may sign it", roles=who_may(Action.SIGN)),
        )


def own_proposal(case: Case, deed: Deed) -> None:
    """Heads and camat withdraw only what they proposed themselves."""
    proposal = on_table(case)
    if deed.actor.role not in OFFICERS and proposal.by != deed.actor.person:
        raise RefusedError(
            "own-proposal",
            message(
                "proposal {number} was made by {person}", number=proposal.number, person=proposal.by
            ),
            message(
                "its author or {roles} may withdraw it",
                roles=listed([ROLE_NAMES[role] for role in OFFICERS]),
            ),
        )


def not_signed_yet(case: Case, deed: Deed) -> None:
    """A side that has signed the line must take its signature back first."""
    side = own_side(case, deed)
    if any(signature.village == side.village for signature in case.standing):
        raise RefusedError(
            "signed-already",
            message("{village} has signed this proposal", village=side.village),
            message("its head may take the signature back until the others have signed"),
        )


def another_signer(case: Case, deed: Deed) -> None:
    """One person never signs for both sides, not even one after the other."""
    if any(signature.person == deed.actor.person for signature in case.standing):
        raise RefusedError(
            "same-person",
            message("{person} has signed for the other side", person=deed.actor.person),
            message("the heads of both villages must be two people"),
        )


def signed(case: Case, deed: Deed) -> None:
    """There must be a signature of the own side."""
    side = own_side(case, deed)
    if all(signature.village != side.village for signature in case.standing):
        raise RefusedError(
            "no-signature",
            message("{village} has not signed", village=side.village),
            message("{roles} may sign the proposal", roles=who_may(Action.SIGN)),
        )


def after_mediation(case: Case, _deed: Deed) -> None:
    """At least one meeting of the mediation must be on record."""
    if not case.meetings:
        raise RefusedError(
            "no-mediation",
            message("no meeting of the mediation is on record"),
            message("{roles} may record one", roles=who_may(Action.RECORD_MEETING)),
        )


def no_deadlock_yet(case: Case, _deed: Deed) -> None:
    """A deadlock is recorded once."""
    if case.deadlock_on:
        raise RefusedError(
            "deadlock-already",
            message("the deadlock of {date} is on record", date=case.deadlock_on.isoformat()),
            message("{roles} may decide", roles=who_may(Action.DECIDE)),
        )


def deadlocked_or_overdue(case: Case, deed: Deed) -> None:
    """Mediation must have ended in a recorded deadlock, or its clock must have run out."""
    overdue = case.due is not None and deed.today > case.due
    if not (case.deadlock_on or overdue):
        raise RefusedError(
            "no-deadlock",
            message("no deadlock is on record, and the clock runs until {date}", date=case.due),
            message("{roles} may record the deadlock", roles=who_may(Action.RECORD_DEADLOCK)),
        )


def asked_have_signed(case: Case, _deed: Deed) -> None:
    """A line that moves a junction of a third village needs the signature of its head."""
    signed = {signature.village for signature in case.standing}
    missing = [side.village for side in case.asked or () if side.village not in signed]
    if missing:
        raise RefusedError(
            "not-asked",
            message(
                "the line moves a junction of {villages}, not yet signed for there",
                villages=listed(missing, last="and"),
            ),
            message("its head may sign the proposal, or a line that keeps the junction be chosen"),
        )


def not_a_signer(case: Case, deed: Deed) -> None:
    """The verifier has neither signed nor decided the line."""
    people = {signature.person for signature in case.standing}
    if case.decision and deed.actor.person in people | {case.decision.by}:
        raise RefusedError(
            "signer-verifies",
            message("{person} has signed or decided this line", person=deed.actor.person),
            message("a verifier who did neither may verify it"),
        )


def verified(case: Case, _deed: Deed) -> None:
    """The line must have been verified internally."""
    if case.verification is None:
        raise RefusedError(
            "not-verified",
            message("the line was not verified internally"),
            message("{roles} may verify it", roles=who_may(Action.VERIFY)),
        )


def unmarked(case: Case, _deed: Deed) -> None:
    """A segment marked for another look does not go on."""
    if case.mark:
        raise RefusedError(
            "marked",
            message("the segment needs another look: {reason}", reason=case.mark.reason),
            message("{roles} may clear the mark, with a reason", roles=who_may(Action.CLEAR_MARK)),
        )


def marked(case: Case, _deed: Deed) -> None:
    """There must be a mark."""
    if case.mark is None:
        raise RefusedError(
            "not-marked",
            message("the segment bears no mark"),
            message("nothing needs to be done"),
        )


def bupati_reopens_his_decision(case: Case, deed: Deed) -> None:
    """A decision of the bupati is reopened by the bupati only."""
    decided = case.decision and case.decision.kind is DecisionKind.BUPATI
    if decided and deed.actor.role is not Role.BUPATI:
        raise RefusedError(
            "bupati-decided",
            message("the bupati decided this line"),
            message("only the bupati may reopen it"),
        )


def _covers(case: Case, deed: Deed) -> bool:
    return all(side.kecamatan in deed.actor.kecamatan for side in case.sides)
