"""What people do to a segment: propose a line, and every action that its rules allow."""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from boundaries.domain.case import Case
from boundaries.domain.lifecycle_table import REQUIREMENTS
from boundaries.domain.proposal import GIVEN, KINDS
from boundaries.domain.roles import ACTION_NAMES, PERMISSIONS, Action
from boundaries.errors import ConflictError, InputError, ParameterError, RefusedError
from boundaries.store.models import Segment
from boundaries.workflows.drafts import drop_draft
from boundaries.workflows.settle import Wording, act_on, propose_line
from web import limits, unit
from web.access import confirm_password, everyone
from web.etags import asked_version
from web.once import Done, once
from web.places import places
from web.problems import told
from web.segment_actions import WITH_PASSWORD, outcome
from web.segment_forms import drawn_in_form, facts_of
from web.segment_grounds import ground_of
from web.segment_map import segment_title
from web.segment_page import line_title, people, reference_of
from web.segment_rows import Row, row_of
from web.state_words import case_label
from web.views.segments import show

acts = Blueprint("acts", __name__)
OFFERED = tuple(action for action in Action if action not in (Action.BEGIN, Action.PROPOSE))
KEPT_OUT = ("csrf_token", "versi", "password")
"""Fields of a form that are not sent again over another version."""


@acts.post("/segmen/<identifier>/usulan")
@everyone
def propose(identifier: str) -> AnyResponse | str:
    """Put a line on the table; the draft of a line that was drawn goes."""
    return once(lambda: _propose(identifier))


def _propose(identifier: str) -> Done | AnyResponse | str:
    kind, version = request.form.get("garis-jenis", ""), asked_version()
    if kind not in KINDS:
        abort(422, gettext("Choose a line first."))
    try:
        segment = unit.reading().get(Segment, identifier)
        drawn = drawn_in_form(ground_of(segment)) if kind in GIVEN else None
        wording = Wording(
            note=request.form.get("catatan", "").strip(),
            reason=request.form.get("alasan", "").strip(),
        )
        made = propose_line(
            unit.store(),
            identifier,
            kind,
            unit.doer(),
            drawn=drawn,
            wording=wording,
            version=version,
        )
    except ConflictError as fault:
        return _conflict(identifier, fault)
    except (ParameterError, RefusedError) as fault:
        return show(row_of(identifier), fault)
    if drawn is not None:
        drop_draft(unit.store(), identifier, unit.doer())
    text = gettext("The line is on the table as proposal %(number)s.", number=made.number)
    return Done(text, _back(identifier))


@acts.post("/segmen/<identifier>/tindakan/<action>")
@everyone
@limits.from_anywhere
@limits.from_here
def act(identifier: str, action: str) -> AnyResponse | str:
    """Do what the rules allow, with the papers that the form brings."""
    chosen = next((one for one in OFFERED if one == action), None)
    if chosen is None:
        abort(404)
    return once(lambda: _act(identifier, chosen))


def _act(identifier: str, chosen: Action) -> Done | AnyResponse | str:
    version = asked_version()
    try:
        if chosen in WITH_PASSWORD:
            confirm_password(request.form.get("password", ""))
        doer = unit.doer()
        facts = facts_of(identifier, doer) if doer.actor.role in PERMISSIONS[chosen] else None
        case = (
            act_on(unit.store(), identifier, chosen, doer, facts, version=version)
            if facts
            else act_on(unit.store(), identifier, chosen, doer, version=version)
        )
    except ConflictError as fault:
        return _conflict(identifier, fault)
    except (InputError, ParameterError, RefusedError) as fault:
        return show(row_of(identifier), fault)
    return Done(_done(chosen, case), _back(identifier))


def _done(action: Action, case: Case) -> str:
    return str(
        gettext(
            "Done: %(action)s. The segment is now: %(state)s.",
            action=told(ACTION_NAMES[action]),
            state=case_label(case),
        )
    )


def _back(identifier: str) -> str:
    """The address of the segment, with the filters it was opened with."""
    query = request.query_string.decode("ascii", "replace")
    address = url_for("segments.segment", identifier=identifier)
    return f"{address}?{query}" if query else address


def _conflict(identifier: str, fault: ConflictError) -> Response:
    """Both versions, and a way on from what can be done on either."""
    row = row_of(identifier)
    proposal = row.case.proposal
    action = Action((request.view_args or {}).get("action", Action.PROPOSE))
    fields = [
        (name, value) for name, value in request.form.items(multi=True) if name not in KEPT_OUT
    ]
    labels = _field_words()
    page = render_template(
        "workspace/segment_conflict.html",
        row=row,
        title=segment_title(row, places()),
        text=told(fault.message),
        hint=told(fault.hint),
        action=action.value,
        hindrance=_hindrance(row.case, action),
        fields=fields,
        shown=[(labels[name], _told(name, value, row)) for name, value in fields if name in labels],
        proposal=proposal,
        names=people(unit.reading()),
        moment=unit.local(proposal.at) if proposal else None,
        password=action in WITH_PASSWORD,
    )
    response = make_response(page)
    response.status_code = 409
    return response


def _hindrance(case: Case, action: Action) -> str:
    """Why what was sent cannot be done on the version of now; "" where it can."""
    proposal, sent = case.proposal, (request.form.get("number", ""), request.form.get("hash", ""))
    about_line = "number" in REQUIREMENTS[action].needs
    if about_line and proposal and sent != (str(proposal.number), proposal.hash):
        return str(
            gettext(
                "What you sent is about proposal %(number)s, which is not on the table any more. "
                "Look at proposal %(now)s first, and decide then.",
                number=sent[0],
                now=proposal.number,
            )
        )
    after = outcome(case, action, unit.doer())
    if isinstance(after, RefusedError):
        return f"{told(after.message)}. {told(after.hint)}."
    return ""


def _field_words() -> dict[str, str]:
    """What the fields of the forms are called."""
    return {
        "garis-jenis": gettext("Line"),
        "catatan": gettext("Note"),
        "alasan": gettext("Reason"),
        "reason": gettext("Reason"),
        "number": gettext("Proposal"),
        "reference": gettext("Number of the paper"),
        "dated": gettext("Date of the paper"),
        "gazette": gettext("Place in the gazette"),
    }


def _told(name: str, value: str, row: Row) -> str:
    """The value of a field as people read it."""
    if name != "garis-jenis" or value not in KINDS:
        return value
    land = places()
    sides = {"a": land.place(row.a), "b": land.place(row.b)}
    return line_title(value, reference_of(unit.reading()), sides)
