"""Recording the study of documents, and the tracing, of many segments by one paper."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, abort, make_response, render_template, request
from flask_babel import gettext

from boundaries.domain.roles import OFFICERS, Action
from boundaries.errors import InputError, ParameterError, TapalError
from boundaries.messages import message
from boundaries.workflows.evidence import Subject
from boundaries.workflows.line_offsets import source_offsets
from boundaries.workflows.once import answered_once
from boundaries.workflows.record_many import RECORDED, record_many, recordable
from boundaries.workflows.sign_many import Chosen
from web import limits, unit
from web.access import allowed
from web.once import FIELD, form_sum
from web.places import places
from web.problems import status_of, told
from web.segment_forms import Upload, day_of, sent_file
from web.segment_list import Filters
from web.segment_map import segment_title
from web.segment_rows import rows, waiting
from web.views.at_once import chosen_lines, told_result

recording = Blueprint("recording", __name__)
MOST = 200
"""Segments that are shown, and recorded, at a time."""


@dataclass(frozen=True)
class Offer:
    """A segment that waits for the action."""

    segment: str
    version: int
    length_m: float
    hash: str = ""


@recording.get("/segmen/catat/<action>")
@allowed(*OFFICERS)
def page(action: str) -> Response:
    """The segments that wait for the action, of those that the filters of the list choose."""
    return _page(_known(action))


@recording.post("/segmen/catat/<action>")
@allowed(*OFFICERS)
@limits.from_anywhere
@limits.from_here
def do(action: str) -> Response:
    """Record the action for the ticked segments; what came of each."""
    known, chosen = _known(action), chosen_lines(MOST)
    word = request.form.get(FIELD) or secrets.token_urlsafe(12)
    try:
        answer, _ = answered_once(
            unit.store(), unit.doer(), form_sum(word), lambda: (_recorded(known, chosen), None)
        )
    except (InputError, ParameterError) as fault:
        return _page(known, fault=fault)
    return _page(known, results=(answer or {})["results"])


def _recorded(action: Action, chosen: Sequence[Chosen]) -> dict[str, list[dict[str, str]]]:
    sent = sent_file("berkas")
    if not chosen:
        raise ParameterError(
            "none-chosen",
            message("no segment was chosen"),
            message("tick the segments that you mean"),
        )
    if sent is None:
        raise ParameterError(
            "needs-paper",
            message("the paper is missing"),
            message("choose the file with the minutes"),
        )
    subject = Subject(kind="minutes", dated=day_of(request.form.get("dated", "")))
    with Upload(sent) as path:
        done = record_many(unit.store(), chosen, action, (path, subject), unit.doer())
    return {"results": [told_result(one) for one in done]}


def _known(action: str) -> Action:
    found = next((one for one in RECORDED if one == action), None)
    return found or abort(404)


def _page(
    action: Action, *, results: Sequence[dict[str, str]] = (), fault: TapalError | None = None
) -> Response:
    land, inner = places(), rows().inner()
    filters = Filters.parse(request.args)
    chosen = filters.select(inner, land, waiting(inner, unit.doer()))
    open_now = {row.id: row for row in recordable(unit.reading(), action, unit.doer())}
    found = [Offer(row.id, row.version, row.length_m) for row in chosen if row.id in open_now]
    shown = [open_now[one.segment] for one in found[:MOST]]
    page = render_template(
        "workspace/record_many.html",
        offers=found[:MOST],
        offsets=source_offsets(unit.reading(), shown, from_reference=False),
        more=max(0, len(found) - MOST),
        titles={row.id: segment_title(row, land) for row in inner},
        results=results,
        refused=sum(1 for one in results if one["fault"]),
        ticked=frozenset(request.form.getlist("pilih")) if fault else frozenset(),
        fault=f"{told(fault.message)}. {told(fault.hint)}." if fault else "",
        word=secrets.token_urlsafe(12),
        today=unit.now().date(),
        heading=(
            gettext("Record the study of documents of many segments")
            if action is Action.RECORD_DOCUMENTS
            else gettext("Record the tracing of many segments")
        ),
    )
    response = make_response(page)
    response.status_code = status_of(fault) if fault else 200
    return response
