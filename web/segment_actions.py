"""What a person may do with a segment now, what it waits for, and what an action will do."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext

from boundaries.domain.case import Case, State
from boundaries.domain.deed import Facts
from boundaries.domain.lifecycle import act
from boundaries.domain.lifecycle_table import REQUIREMENTS, open_actions
from boundaries.domain.next_step import BACKWARDS, SELDOM, next_step
from boundaries.domain.roles import ACTION_NAMES, Action, listed, may
from boundaries.domain.talk import may_read
from boundaries.errors import RefusedError
from boundaries.messages import Message
from boundaries.workflows.doer import Doer
from web.places import Places
from web.problems import told
from web.state_words import state_label

ANY_HASH = "0" * 64
WITH_PASSWORD = (Action.SIGN, Action.DECIDE)
"""Actions that settle a line; they ask for the password again."""
QUIET = (Action.MARK, Action.PROPOSE)
"""Actions without a form of their own among the others."""
PAPER_KINDS: dict[Action, str] = {
    Action.RECORD_DOCUMENTS: "minutes",
    Action.RECORD_TRACING: "minutes",
    Action.RECORD_DISAGREEMENT: "minutes",
    Action.RECORD_MEETING: "minutes",
    Action.RECORD_DEADLOCK: "minutes",
    Action.DECIDE: "regulation",
    Action.VERIFY: "agreement",
}
"""What the paper of an action usually is, see `boundaries.workflows.evidence.KINDS`."""


@dataclass(frozen=True)
class Step:
    """An action that is possible: what it is called, needs and does.

    `following`: the segment waits for it; `seldom`: it leads back or out.
    """

    action: Action
    title: str
    sentence: str
    needs: tuple[str, ...]
    password: bool
    paper: str
    seldom: bool
    following: bool


@dataclass(frozen=True)
class Waiting:
    """An action that the role may do at other times, and why not now."""

    title: str
    reason: str
    hint: str


def outcome(case: Case, action: Action, doer: Doer) -> Case | RefusedError:
    """The case after an action whose papers are all there, or why it is refused."""
    proposal = case.proposal
    facts = Facts(
        number=proposal.number if proposal else None,
        hash=proposal.hash if proposal and action is not Action.PROPOSE else ANY_HASH,
        documents=("?",),
        reason="?",
        reference="?",
        dated=doer.at.date(),
        gazette="?",
    )
    try:
        return act(case, action, doer.actor, doer.at, facts).case
    except RefusedError as fault:
        return fault


def may_do(case: Case, action: Action, doer: Doer) -> bool:
    """Whether the person may do the action now, once its papers are there."""
    return may(action, doer.actor.role) and isinstance(outcome(case, action, doer), Case)


def waits_for(case: Case, doer: Doer) -> bool:
    """Whether the next step of the segment is one that this person may do."""
    step = next_step(case, doer.at.date())
    return step is not None and may_do(case, step, doer)


def steps(case: Case, doer: Doer, places: Places) -> tuple[list[Step], list[Waiting]]:
    """The actions that are possible, and those that are not yet.

    The next one comes first, then the others as they usually follow; what takes back comes last.
    """
    following = next_step(case, doer.at.date())
    possible, waiting = [], []
    for action in open_actions(case.state):
        if action in QUIET or not may(action, doer.actor.role):
            continue
        after = outcome(case, action, doer)
        title = told(ACTION_NAMES[action])
        if isinstance(after, RefusedError):
            if action not in (Action.CLEAR_MARK, *SELDOM):
                waiting.append(Waiting(title, told(after.message), told(after.hint)))
            continue
        step = Step(
            action,
            title,
            _sentence(action, case, after, places),
            tuple(name for name in REQUIREMENTS[action].needs if name not in ("number", "hash")),
            action in WITH_PASSWORD,
            PAPER_KINDS.get(action, "other"),
            action in (*SELDOM, *BACKWARDS),
            action is following,
        )
        possible.append(step)
    possible.sort(
        key=lambda step: (not step.following, step.action in BACKWARDS, step.action in SELDOM)
    )
    return possible, waiting


def concerns(case: Case, doer: Doer) -> bool:
    """Whether papers and history of the segment are this person's business.

    They are for the heads of the two villages and of those that are asked, their camat, and all
    offices.
    """
    return may_read(case.parties, doer.actor)


def _sentence(action: Action, case: Case, after: Case, places: Places) -> str:
    """What will happen, in one or two sentences."""
    text = _effect(action, case, after, places)
    if after.state is not case.state:
        moved = gettext("The segment becomes: %(state)s.", state=state_label(after.state))
        return f"{text} {moved}".strip()
    return text


def _effect(action: Action, case: Case, after: Case, places: Places) -> str:
    number = case.proposal.number if case.proposal else 0
    if action is Action.SIGN:
        return _sign_effect(number, after, places)
    texts = {
        Action.RECORD_DOCUMENTS: gettext("The paper is kept with the segment."),
        Action.RECORD_TRACING: gettext(
            "The paper is kept with the segment; from then on lines can be proposed and signed."
        ),
        Action.TAKE_BACK: gettext("Your signature no longer counts; it stays in the record."),
        Action.DECLINE: gettext(
            "Your village declines proposal %(number)s, with the reason. The clock of six months "
            "runs from the first disagreement.",
            number=number,
        ),
        Action.WITHDRAW: gettext(
            "Proposal %(number)s is off the table, and its signatures no longer count.",
            number=number,
        ),
        Action.RECORD_DISAGREEMENT: gettext("The clock of six months begins to run."),
        Action.RECORD_MEETING: gettext("One more meeting of the mediation is on record."),
        Action.RECORD_DEADLOCK: gettext("From then on the bupati may decide."),
        Action.DECIDE: gettext(
            "Proposal %(number)s becomes the line by decision of the bupati.", number=number
        ),
        Action.VERIFY: gettext("The line is verified internally and may be sent to BIG."),
        Action.RETURN: gettext("BIG's remarks are recorded; the line is verified anew."),
        Action.REOPEN: gettext(
            "Signatures, decision, mediation and verification no longer count; the record stays."
        ),
        Action.CLEAR_MARK: gettext("The mark goes; the reason stays in the record."),
    }
    return str(texts.get(action, ""))


def _sign_effect(number: int, after: Case, places: Places) -> str:
    if after.state is State.SEPAKAT:
        return str(
            gettext(
                "With your signature all villages have agreed on proposal %(number)s; the line "
                "moves the land as shown.",
                number=number,
            )
        )
    own = {signature.village for signature in after.standing}
    missing = [places.title(side.village) for side in after.parties if side.village not in own]
    others = listed(missing, last="and")
    return str(
        gettext(
            "Your village agrees with the line of proposal %(number)s. It becomes the boundary "
            "when %(village)s has signed too; until then you may take the signature back.",
            number=number,
            village=told(others) if isinstance(others, Message) else others,
        )
    )
