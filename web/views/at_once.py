"""Signing and proposing in one go where all sources agree within accuracy, each seen before.

Heads sign the lines on the table; the operator and the GIS staff put BIG's line there.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import gettext

from boundaries.domain.roles import OFFICERS, PERMISSIONS, Action
from boundaries.errors import RefusedError
from boundaries.messages import message
from boundaries.store.models import Segment
from boundaries.workflows.line_offsets import source_offsets
from boundaries.workflows.once import answered_once
from boundaries.workflows.propose_many import Undisputed, propose_many, undisputed
from boundaries.workflows.sign_many import Chosen, Offer, Signed, offers, sign_many
from web import limits, unit
from web.access import actor, allowed, confirm_password
from web.once import FIELD, form_sum
from web.places import places
from web.problems import status_of, told
from web.segment_map import segment_title
from web.segment_rows import rows

at_once = Blueprint("at_once", __name__)
MOST = 100
"""Lines that are shown, and signed or proposed, at a time."""
SIGNERS = PERMISSIONS[Action.SIGN]


@at_once.get("/segmen/sekaligus")
@allowed(*SIGNERS, *OFFICERS)
def page() -> Response:
    """What waits for the own signature, or for a proposal, and no source contradicts."""
    return _page()


@at_once.post("/segmen/sekaligus")
@allowed(*SIGNERS, *OFFICERS)
@limits.from_anywhere
@limits.from_here
def do() -> Response:
    """Sign the chosen lines with the password once, or propose them; what came of each."""
    chosen = chosen_lines()
    word = request.form.get(FIELD) or secrets.token_urlsafe(12)
    try:
        if not chosen:
            raise RefusedError(
                "none-chosen",
                message("no line was chosen"),
                message("tick the lines that you mean"),
            )
        done = _proposed if _proposes() else _signed
        answer, _ = answered_once(
            unit.store(), unit.doer(), form_sum(word), lambda: (done(chosen), None)
        )
    except RefusedError as fault:
        return _page(fault=fault)
    return _page(results=(answer or {})["results"])


def _signed(chosen: Sequence[Chosen]) -> dict[str, Any]:
    confirm_password(request.form.get("password", ""))
    return {"results": [told_result(one) for one in sign_many(unit.store(), chosen, unit.doer())]}


def _proposed(chosen: Sequence[Chosen]) -> dict[str, Any]:
    done = propose_many(unit.store(), chosen, unit.doer())
    return {"results": [told_result(one) for one in done]}


def _proposes() -> bool:
    return actor().role in OFFICERS


def told_result(one: Signed) -> dict[str, str]:
    """What came of a segment, in words."""
    fault = f"{told(one.fault)}. {told(one.hint)}." if one.fault and one.hint else ""
    return {"segment": one.segment, "fault": fault}


def chosen_lines(most: int = MOST) -> list[Chosen]:
    """The lines that were ticked, as they were shown: segment, version and hash."""
    found = []
    for text in request.form.getlist("pilih")[:most]:
        segment, _, rest = text.partition(" ")
        version, _, line = rest.partition(" ")
        if version.isascii() and version.isdigit():
            found.append(Chosen(segment, int(version), line))
    return list(dict.fromkeys(found))


def _offsets(shown: Sequence[Offer | Undisputed]) -> dict[str, float]:
    """By segment how far the line on the table, or BIG's, lies from those of the sources."""
    known = {one.segment: one.offset_m for one in shown if isinstance(one, Offer)}
    asked = [one.segment for one in shown if isinstance(one, Undisputed)]
    open_now = unit.reading().find(Segment, id=asked) if asked else []
    return known | source_offsets(unit.reading(), open_now, from_reference=True)


def _page(*, results: Sequence[dict[str, str]] = (), fault: RefusedError | None = None) -> Response:
    proposing = _proposes()
    found = (undisputed if proposing else offers)(unit.reading(), unit.doer())
    shown, land = found[:MOST], places()
    titles = {row.id: segment_title(row, land) for row in rows().all}
    page = render_template(
        "workspace/propose_at_once.html" if proposing else "workspace/at_once.html",
        offers=shown,
        offsets=_offsets(shown),
        more=max(0, len(found) - MOST),
        titles=titles,
        results=results,
        refused=sum(1 for one in results if one["fault"]),
        ticked=frozenset(request.form.getlist("pilih")) if fault else frozenset(),
        fault=f"{told(fault.message)}. {told(fault.hint)}." if fault else "",
        word=secrets.token_urlsafe(12),
        heading=(
            gettext("Propose the same lines in one go")
            if proposing
            else gettext("Sign the same lines in one go")
        ),
    )
    response = make_response(page)
    response.status_code = status_of(fault) if fault else 200
    return response
