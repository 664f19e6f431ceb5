"""Data that the map fetches: findings and outlines as GeoJSON."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request
from flask_babel import gettext

from web.close_up import close_up
from web.geodata import View
from web.site import site

data = Blueprint("data", __name__)


@data.get("/data/temuan.geojson")
def findings() -> Response:
    """The findings of the filtered cases in a part of the map."""
    shared = site()
    selection = shared.cases.select(shared.cases.filters(request.args))
    return _geojson(shared.map_data.findings(selection.ids, _view()))


@data.get("/data/batas/<int:number>.geojson")
def outlines(number: int) -> Response:
    """The village outlines of one layer of the legend in a part of the map."""
    shared = site()
    if number >= len(shared.layers):
        abort(404, gettext("There is no such source."))
    return _geojson(shared.map_data.outlines(shared.layers[number].sources, _view()))


@data.get("/data/temuan/<identifier>.geojson")
def finding(identifier: str) -> Response:
    """One finding in full detail, with the lines of its parties."""
    row = site().finding(identifier)
    if row is None:
        abort(404, gettext("There is no finding %(id)s in this review.", id=identifier))
    response = _geojson(close_up(site().analysis, site().names, row))
    response.vary.add("Cookie")
    return response


def _view() -> View:
    try:
        return View.parse(request.args.get("bbox", ""), request.args.get("z", ""))
    except ValueError:
        abort(400, gettext("bbox must be west,south,east,north in degrees, and z a zoom level."))


def _geojson(body: bytes) -> Response:
    response = Response(body, mimetype="application/geo+json")
    response.cache_control.no_cache = True
    response.cache_control.private = True
    response.add_etag()
    response.make_conditional(request)
    return response
