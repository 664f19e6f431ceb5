"""The interface for programs at /api/v1: what the pages show, as JSON, to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import shapely
from flask import Blueprint, Response, abort, request, url_for
from flask_babel import gettext

from boundaries.domain.finding import CLASSES, KINDS
from boundaries.store.log_pages import LogFilter, log_page
from web import land_layers, unit
from web.access import actor
from web.api_records import (
    entry_record,
    progress_record,
    segment_details,
    shared_counts,
    village_record,
)
from web.board_page import by_kecamatan
from web.land_layers import Layer
from web.ogc import BY_ID, KECAMATAN, STATE, VERDICT, VILLAGE, Wish, chosen
from web.openapi import (
    DOCUMENT_TYPE,
    JSON,
    OFFSET,
    Arguments,
    Operation,
    Schema,
    answered,
    choice,
    document,
    register,
    text,
    whole_number,
    workspace_state,
)
from web.places import places
from web.segment_rows import rows, waiting
from web.views.log import scope_of

PREFIX = "/api/v1"
MOST_ITEMS = 500
USUAL_ITEMS = 100
GREATEST_NUMBER = 10**12
LIMIT = whole_number("limit", "How many at most.", 1, MOST_ITEMS, default=USUAL_ITEMS)

api = Blueprint("api", __name__)


def index(_: Arguments) -> Response:
    """The workspace, and where its parts are."""
    lists = ("segments", "findings", "villages", "kecamatan", "log", "document")
    return answered({
        "name": unit.workspace().name,
        "kabupaten": unit.workspace().kabupaten,
        "links": {name: url_for(f"api.{name}", _external=True) for name in lists},
    })  # fmt: skip


def openapi(_: Arguments) -> Response:
    """The OpenAPI document."""
    server = url_for("api.index", _external=True).rstrip("/")
    text = "Segments, findings, villages, progress and log of a workspace of Tapal, to read."
    return answered(document("Tapal", text, server, OPERATIONS), DOCUMENT_TYPE)


def segments(asked: Arguments) -> Response:
    """Segments that pass, the gravest first."""
    land, inner = places(), rows().inner()
    mine = waiting(inner, unit.doer()) if asked.get("waiting") == "me" else None
    names = {"state": "state", "verdict": "verdict"}
    found = [
        row
        for row in inner
        if all(getattr(row, name) == asked[key] for key, name in names.items() if key in asked)
        and ("kecamatan" not in asked or asked["kecamatan"] in row.kecamatan)
        and ("village" not in asked or asked["village"] in (row.a, row.b))
        and (mine is None or row.id in mine)
    ]
    return _page("segments", asked, found, lambda row: land_layers.segment_record(row, land))


def segment(_: Arguments, identifier: str) -> Response:
    """One segment with its lines, figures, the line on the table and who signed it."""
    row = rows().by_id.get(identifier)
    if row is None:
        abort(404, gettext("There is no segment %(id)s here.", id=identifier))
    return answered(segment_details(row))


def findings(asked: Arguments) -> Response:
    """Findings that pass."""
    return _of_layer("findings", asked, land_layers.findings(), BY_ID["temuan"].asked(asked))


def finding(_: Arguments, identifier: str) -> Response:
    """One finding with its shape."""
    layer = land_layers.findings()
    place = layer.places.get(identifier)
    if place is None:
        abort(404, gettext("There is no finding %(id)s here.", id=identifier))
    shape = shapely.geometry.mapping(layer.shapes[place])
    return answered(layer.records[place] | {"geometry": shape})


def villages(asked: Arguments) -> Response:
    """Villages by key."""
    land = places()
    counts = shared_counts()
    found = [
        place
        for key, place in sorted(land.by_key.items())
        if "kecamatan" not in asked or place.kecamatan == asked["kecamatan"]
    ]
    return _page("villages", asked, found, lambda place: village_record(place, counts))


def village(_: Arguments, code: str) -> Response:
    """One village with its segments."""
    found = next((one for one in places().by_key.values() if code in (one.key, one.code)), None)
    if found is None:
        abort(404, gettext("There is no such village here."))
    own = [row for row in rows().all if found.key in (row.a, row.b)]
    records = [land_layers.segment_record(row, places()) for row in own]
    return answered(village_record(found, shared_counts()) | {"segments": records})


def kecamatan(asked: Arguments) -> Response:
    """How far each kecamatan is."""
    return _page("kecamatan", asked, by_kecamatan(rows().inner(), places()), progress_record)


def log(asked: Arguments) -> Response:
    """Entries of the log that the reader may see, the newest first."""
    wanted = LogFilter(
        who=asked.get("who", ""),
        action=asked.get("action", ""),
        kind=asked.get("kind", ""),
        subject=asked.get("subject", ""),
    )
    found = log_page(
        unit.store(),
        wanted,
        scope=scope_of(actor(), unit.reading()),
        before=asked.get("before"),
        limit=asked["limit"],
    )
    links = _links("log", {"before": found.following}) if found.following else {}
    return answered({"items": [entry_record(entry) for entry in found.entries], "links": links})


def _of_layer(name: str, asked: Arguments, layer: Layer, wishes: list[Wish]) -> Response:
    return _page(
        name, asked, chosen(layer, wishes, None).tolist(), lambda place: layer.records[place]
    )


def _page(name: str, asked: Arguments, found: Sequence[Any], record: Any) -> Response:
    """A part of a list, how long the whole is, and a link to what follows."""
    first, end = asked["offset"], asked["offset"] + asked["limit"]
    links = _links(name, {"offset": end}) if end < len(found) else {}
    items = [record(one) for one in found[first:end]]
    return answered({"total": len(found), "items": items, "links": links})


def _links(name: str, following: dict[str, int]) -> dict[str, str]:
    query = urlencode({**request.args, **following})
    return {"next": f"{url_for(f'api.{name}', _external=True)}?{query}"}


def _list_of(required: tuple[str, ...]) -> Schema:
    """A part of a list of objects with these members."""
    return {
        "type": "object",
        "required": ["items", "links"],
        "properties": {
            "total": {"type": "integer", "minimum": 0},
            "items": {"type": "array", "items": _with(required)},
            "links": {"type": "object", "properties": {"next": {"type": "string"}}},
        },
    }


def _with(required: tuple[str, ...]) -> Schema:
    return {"type": "object", "required": list(required)}


IDENTIFIER = text("identifier", "Id.")
OF_SEGMENT = (
    "id", "village_a", "village_b", "name_a", "name_b", "kecamatan", "state", "verdict",
    "length_m", "disputed_m2", "offset_m", "due", "mark", "start", "end",
)  # fmt: skip
OF_FINDING = ("id", "case", "kind", "class", "villages", "area_m2", "max_width_m", "segment")
OF_VILLAGE = ("key", "code", "name", "type", "kecamatan", "shared_segments", "areas_m2")
OF_KECAMATAN = ("code", "name", "segments", "settled", "length_m", "settled_m", "groups")
OF_ENTRY = ("seq", "at", "who", "role", "action", "subject_kind", "subject_id", "hash")
OPERATIONS = (
    Operation("/", "index", "The workspace, and where its parts are", index,
              {JSON: _with(("name", "links"))}),
    Operation("/openapi.json", "document", "This document", openapi,
              {DOCUMENT_TYPE: _with(("openapi",))}),
    Operation("/segments", "segments", "Segments between two villages, the gravest first",
              segments, {JSON: _list_of(OF_SEGMENT)},
              (STATE, VERDICT, KECAMATAN, VILLAGE, LIMIT, OFFSET,
               choice("waiting", "Those whose next step the reader may do.", ("me",)))),
    Operation("/segments/{identifier}", "segment",
              "One segment with its lines, figures and signatures", segment,
              {JSON: _with((*OF_SEGMENT, "figures", "candidates", "geometry", "proposal"))}, (),
              (IDENTIFIER,)),
    Operation("/findings", "findings", "Findings of the last detection", findings,
              {JSON: _list_of(OF_FINDING)},
              (choice("kind", "Kind.", KINDS), choice("class", "Class.", CLASSES), KECAMATAN,
               VILLAGE, text("segment", "Id of the segment."), LIMIT, OFFSET)),
    Operation("/findings/{identifier}", "finding", "One finding with its shape", finding,
              {JSON: _with((*OF_FINDING, "geometry"))}, (), (IDENTIFIER,)),
    Operation("/villages", "villages", "Villages of the current sources", villages,
              {JSON: _list_of(OF_VILLAGE)}, (KECAMATAN, LIMIT, OFFSET)),
    Operation("/villages/{code}", "village", "One village, by code or key, with its segments",
              village, {JSON: _with((*OF_VILLAGE, "segments"))}, (), (text("code", "Code."),)),
    Operation("/kecamatan", "kecamatan", "Progress by kecamatan", kecamatan,
              {JSON: _list_of(OF_KECAMATAN)}, (LIMIT, OFFSET)),
    Operation("/log", "log", "Entries of the log, the newest first", log,
              {JSON: _list_of(OF_ENTRY)},
              (text("who", "Login."), text("action", "Action."), text("kind", "Kind of subject."),
               text("subject", "Id of the subject."),
               whole_number("before", "Only older than this number.", 1, GREATEST_NUMBER), LIMIT)),
)  # fmt: skip
register(api, PREFIX, OPERATIONS, workspace_state)
