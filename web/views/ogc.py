"""OGC API - Features, Parts 1 and 2, to read: QGIS and others open the layers of a workspace."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask_babel import gettext

from web import unit
from web.ogc import (
    COLLECTIONS,
    MOST_FEATURES,
    USUAL_FEATURES,
    Collection,
    as_geojson,
    chosen,
    extent,
    one_as_geojson,
)
from web.ogc_crs import CRS84, System, box_in_degrees, stored_in, systems
from web.openapi import (
    DOCUMENT_TYPE,
    GEOJSON,
    JSON,
    OFFSET,
    Arguments,
    Operation,
    Parameter,
    answered,
    choice,
    document,
    register,
    text,
    whole_number,
    with_words,
    workspace_state,
)
from web.wanted import wants_json

PREFIX = "/ogc"
CONFORMANCE = (
    *(f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}"
      for name in ("core", "oas30", "geojson")),
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
)  # fmt: skip
HTML = "text/html"
LINKS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["href", "rel"],
        "properties": {name: {"type": "string"} for name in ("href", "rel", "type", "title")},
    },
}
FORMAT = choice("f", "Format of the answer.", ("json",))
BBOX = Parameter(
    "bbox",
    "West, south, east, north in the system of bbox-crs; heights are ignored.",
    {
        "type": "array",
        "items": {"type": "number"},
        "oneOf": [{"minItems": count, "maxItems": count} for count in (4, 6)],
    },
)
BBOX_CRS = text("bbox-crs", "System of bbox, by its address.")
CRS = text("crs", "System of the coordinates, by its address.")
LIMIT = whole_number(
    "limit", "How many features at most.", 1, MOST_FEATURES, default=USUAL_FEATURES, clamped=True
)

ogc = Blueprint("ogc", __name__)


def landing(_: Arguments) -> Response:
    """What there is, and where."""
    if not wants_json():
        page = render_template(
            "workspace/ogc.html", collections=COLLECTIONS, address=_address("landing")
        )
        return Response(page, mimetype=HTML)
    title = gettext("Boundaries of %(name)s", name=unit.workspace().name)
    links = [
        _link("self", "landing", JSON),
        _link("alternate", "landing", HTML, f="html"),
        _link("service-desc", "document", DOCUMENT_TYPE),
        _link("conformance", "conformance", JSON),
        _link("data", "collections", JSON),
    ]
    return answered({"title": title, "description": _description(), "links": links})


def conformance(_: Arguments) -> Response:
    """The classes of the standard that hold."""
    return answered({"conformsTo": CONFORMANCE})


def openapi(_: Arguments) -> Response:
    """The OpenAPI document."""
    server = _address("landing").rstrip("/")
    known = list(systems(unit.store().crs))
    operations = with_words(OPERATIONS, {"crs": known, "bbox-crs": known})
    made = document("Tapal: OGC API - Features", _description(), server, operations)
    return answered(made, DOCUMENT_TYPE)


def collections(_: Arguments) -> Response:
    """All collections."""
    return answered({
        "links": [_link("self", "collections", JSON)],
        "collections": [_described(one) for one in COLLECTIONS],
        "crs": list(systems(unit.store().crs)),
    })  # fmt: skip


def _collection(one: Collection) -> Callable[[Arguments], Response]:
    return lambda _: answered(_described(one))


def _items(one: Collection) -> Callable[[Arguments], Response]:
    def view(asked: Arguments) -> Response:
        system, layer = _system(asked, "crs"), one.layer()
        found = chosen(layer, one.asked(asked), _box(asked))
        first, limit = asked["offset"], asked["limit"]
        page = found[first : first + limit]
        links = [_here("self", one, asked)]
        if first + limit < len(found):
            links.append(_here("next", one, asked | {"offset": first + limit}))
        if first:
            links.append(_here("prev", one, asked | {"offset": max(0, first - limit)}))
        links.append(_link("collection", one.id, JSON))
        members = {
            "links": links,
            "timeStamp": unit.now().isoformat(timespec="seconds"),
            "numberMatched": len(found),
            "numberReturned": len(page),
        }
        return _in_system(as_geojson(layer, page, system, **members), system)

    return view


def _item(one: Collection) -> Callable[[Arguments, str], Response]:
    def view(asked: Arguments, identifier: str) -> Response:
        system, layer = _system(asked, "crs"), one.layer()
        place = layer.places.get(identifier)
        if place is None:
            abort(404, gettext("There is no feature %(id)s in this collection.", id=identifier))
        links = [
            _link("self", f"{one.id}-item", GEOJSON, identifier=identifier),
            _link("collection", one.id, JSON),
        ]
        body = one_as_geojson(layer, place, system) | {"links": links}
        return _in_system(answered(body).get_data(), system)

    return view


def _in_system(body: bytes, system: System) -> Response:
    response = Response(body, mimetype=GEOJSON)
    response.headers["Content-Crs"] = f"<{system.address}>"
    return response


def _system(asked: Arguments, name: str) -> System:
    """The system that an argument names; CRS84 unless given."""
    known = systems(unit.store().crs)
    address = asked.get(name, CRS84)
    if address not in known:
        abort(400, gettext("The value of %(name)s cannot be used.", name=name))
    return known[address]


def _box(asked: Arguments) -> Any:
    """The land of the bbox; None without one."""
    system = _system(asked, "bbox-crs")
    if "bbox" not in asked:
        return None
    try:
        return box_in_degrees(asked["bbox"], system)
    except ValueError:
        abort(400, gettext("The value of %(name)s cannot be used.", name="bbox"))


def _described(one: Collection) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": one.id,
        "title": one.title,
        "description": one.description,
        "itemType": "feature",
        "crs": list(systems(unit.store().crs)),
        "storageCrs": stored_in(unit.store().crs),
        "links": [
            _link("self", one.id, JSON),
            _link("items", f"{one.id}-items", GEOJSON, title=one.title),
        ],
    }
    box = extent(one.land)
    return made | ({"extent": {"spatial": {"bbox": [box], "crs": CRS84}}} if box else {})


def _address(name: str, **values: str) -> str:
    return url_for(f"ogc.{name}", _external=True, **values)


def _link(
    rel: str, name: str, media_type: str, *, title: str = "", **values: str
) -> dict[str, str]:
    made = {"href": _address(name, **values), "rel": rel, "type": media_type}
    return made | ({"title": title} if title else {})


def _here(rel: str, one: Collection, asked: Arguments) -> dict[str, str]:
    """A link to the items that the request asks for, or to the next of them."""
    given = {name: value for name, value in request.args.items() if name != "offset"}
    if asked["offset"]:
        given["offset"] = str(asked["offset"])
    query = f"?{urlencode(given, safe=',:/')}" if given else ""
    return {"href": _address(f"{one.id}-items") + query, "rel": rel, "type": GEOJSON}


def _description() -> str:
    return str(gettext("Villages, segments, findings and agreed borders of a workspace of Tapal."))


ITEMS = {
    "type": "object",
    "required": ["type", "features", "links", "numberMatched", "numberReturned"],
    "properties": {
        "type": {"type": "string", "enum": ["FeatureCollection"]},
        "features": {"type": "array", "items": {"type": "object"}},
        "links": LINKS,
        "timeStamp": {"type": "string", "format": "date-time"},
        "numberMatched": {"type": "integer", "minimum": 0},
        "numberReturned": {"type": "integer", "minimum": 0},
    },
}
ITEM = {
    "type": "object",
    "required": ["type", "id", "geometry", "properties"],
    "properties": {
        "type": {"type": "string", "enum": ["Feature"]},
        "id": {"type": "string"},
        "geometry": {"type": "object"},
        "properties": {"type": "object"},
        "links": LINKS,
    },
}
LINKED = {"type": "object", "required": ["links"], "properties": {"links": LINKS}}


def _object(*names: str) -> dict[str, Any]:
    return {"type": "object", "required": list(names)}


def _operations_of(one: Collection) -> tuple[Operation, ...]:
    """What may be asked of a collection."""
    path = f"/collections/{one.id}"
    filters = tuple(parameter for parameter, _ in one.filters)
    return (
        Operation(
            path, one.id, f"Collection {one.id}", _collection(one), {JSON: LINKED}, (FORMAT,)
        ),
        Operation(
            f"{path}/items", f"{one.id}-items", f"Features of {one.id}", _items(one),
            {GEOJSON: ITEMS}, (BBOX, BBOX_CRS, CRS, LIMIT, OFFSET, FORMAT, *filters),
        ),
        Operation(
            f"{path}/items/{{identifier}}", f"{one.id}-item", f"One feature of {one.id}",
            _item(one), {GEOJSON: ITEM}, (CRS, FORMAT), (text("identifier", "Id."),),
        ),
    )  # fmt: skip


OPERATIONS = (
    Operation(
        "/", "landing", "What there is, and where", landing,
        {JSON: LINKED, HTML: {"type": "string"}},
        (choice("f", "Format of the answer.", ("json", "html")),),
    ),
    Operation(
        "/conformance", "conformance", "Classes of the standard", conformance,
        {JSON: _object("conformsTo")}, (FORMAT,),
    ),
    Operation(
        "/api", "document", "This document", openapi, {DOCUMENT_TYPE: _object("openapi")}, (FORMAT,)
    ),
    Operation(
        "/collections", "collections", "All collections", collections,
        {JSON: _object("links", "collections")}, (FORMAT,),
    ),
    *(operation for one in COLLECTIONS for operation in _operations_of(one)),
)  # fmt: skip
register(ogc, PREFIX, OPERATIONS, workspace_state)
