"""The line that somebody draws and has not proposed yet, kept for that person only."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from boundaries.domain.roles import PERMISSIONS, Action
from boundaries.store.models import Draft, Segment
from boundaries.workflows.drafts import Drawn, draft_of, drop_draft, keep_draft
from web import unit
from web.access import actor, allowed
from web.etags import asked_version, version_tag
from web.once import HEADER
from web.segment_forms import positions, sent_json

drafts = Blueprint("drafts", __name__)
DRAWERS = PERMISSIONS[Action.PROPOSE]


@drafts.get("/data/segmen/<identifier>/draf")
@allowed(*DRAWERS)
def read(identifier: str) -> Response:
    """The own line, with the version that the next change names; version 0 without a line."""
    unit.reading().get(Segment, identifier)
    return _answer(draft_of(unit.reading(), identifier, actor().person))


@drafts.put("/data/segmen/<identifier>/draf")
@allowed(*DRAWERS)
def keep(identifier: str) -> Response:
    """Keep the line; a change from elsewhere in the meantime is a conflict with both lines."""
    sent = sent_json()
    drawn = Drawn(
        points=positions(sent.get("garis"), least=1).tolist(),
        kind=str(sent.get("jenis", "drawn")),
        request=request.headers.get(HEADER, "")[:100],
    )
    return _answer(
        keep_draft(unit.store(), identifier, drawn, unit.doer(), version=asked_version())
    )


@drafts.delete("/data/segmen/<identifier>/draf")
@allowed(*DRAWERS)
def drop(identifier: str) -> Response:
    """Throw the own line away."""
    drop_draft(unit.store(), identifier, unit.doer())
    return _answer(None)


def _answer(row: Draft | None) -> Response:
    if row is None:
        response = jsonify(garis=None, versi=0)
    else:
        at = unit.local(row.at).isoformat()
        response = jsonify(garis=row.points["line"], jenis=row.kind, versi=row.version, pada=at)
    response.headers["ETag"] = version_tag(row.version if row else 0)
    response.cache_control.no_store = True
    return response
