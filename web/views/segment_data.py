"""Data that the pages of segments fetch: the map, previews of lines, positions, who draws."""

from __future__ import annotations

from typing import Any

import shapely
from flask import Blueprint, Response, abort, jsonify, request
from flask_babel import gettext

from boundaries.domain.roles import PERMISSIONS, Action
from boundaries.errors import ParameterError
from boundaries.io.read_lines import read_lines
from boundaries.messages import message
from boundaries.store.models import Segment
from boundaries.workflows.drafts import MOST_POINTS
from boundaries.workflows.presence import leave_place, take_place
from web import unit
from web.access import allowed, everyone
from web.etags import conditional
from web.findings_layer import findings_layer
from web.geodata import View
from web.places import places
from web.problems import told
from web.segment_forms import Upload, line_of, sent_file, sent_json
from web.segment_grounds import Ground, ground_of, on_table
from web.segment_map import Degrees, line_data, segment_map
from web.segment_page import people, reference_of
from web.segment_rows import row_of, rows
from web.segments_layer import segments_layer
from web.typed_position import typed_position

segment_data = Blueprint("segment_data", __name__)


@segment_data.get("/data/segmen.geojson")
@everyone
def layer() -> Response:
    """The segments in a part of the map, by state, and the names of the villages there."""
    view = _view()
    body = segments_layer().cut(rows(), places(), view)
    response = Response(body, mimetype="application/geo+json")
    return conditional(response, rows().since, vars(view))


@segment_data.get("/data/temuan.geojson")
@everyone
def findings() -> Response:
    """The findings in a part of the map that can be seen there."""
    view = _view()
    version, layer = findings_layer()
    response = Response(layer.cut(view), mimetype="application/geo+json")
    return conditional(response, version, vars(view))


def _view() -> View:
    """The part of the map that is asked for."""
    try:
        return View.parse(request.args.get("bbox", ""), request.args.get("z", ""))
    except ValueError:
        abort(400, gettext("bbox must be west,south,east,north in degrees, and z a zoom level."))


@segment_data.get("/data/segmen/<identifier>.json")
@everyone
def segment(identifier: str) -> Response:
    """The map of one segment, and all its lines with their figures."""
    ground, row = _ground(identifier), row_of(identifier)
    found = on_table(ground, unit.reading().get(Segment, identifier))
    data = segment_map(
        ground,
        places(),
        reference_of(unit.reading()),
        [one for one in rows().all if one.id != identifier],
        found[1] if found else None,
    )
    return conditional(jsonify(data), row.id, rows().version)


@segment_data.post("/data/segmen/<identifier>/pratinjau")
@everyone
def preview(identifier: str) -> Response:
    """What follows from a line that somebody draws, or why it is none yet; nothing is written."""
    ground = _ground(identifier)
    return jsonify(_previewed(ground, line_of(ground, sent_json().get("garis"))))


@segment_data.post("/data/segmen/<identifier>/unggah")
@everyone
def upload(identifier: str) -> Response:
    """The line in a GPX, CSV, GeoJSON or other file, as positions in degrees."""
    ground = _ground(identifier)
    sent = sent_file("berkas")
    if sent is None:
        raise ParameterError(
            "file", message("no file was sent"), message("choose a GPX, CSV or GeoJSON file")
        )
    with Upload(sent) as path:
        lines = read_lines(path, working=ground.crs)
    parts = shapely.get_parts(shapely.line_merge(shapely.union_all(lines)))
    if len(parts) != 1:
        raise ParameterError(
            "several-lines",
            message("the file holds {count} separate lines", count=len(parts)),
            message("leave the one line in it that is proposed"),
        )
    points = shapely.get_coordinates(parts[0])
    if len(points) > MOST_POINTS:
        raise ParameterError(
            "long-line",
            message("the line of the file has {count} points", count=len(points)),
            message("thin it out; {most} points are the most", most=MOST_POINTS),
        )
    return jsonify(garis=Degrees(ground).points(points))


@segment_data.get("/data/letak.json")
@everyone
def position() -> Response:
    """The position that a text notes, in degrees."""
    lon, lat = typed_position(request.args.get("teks", ""), unit.store().crs)
    return jsonify(lon=lon, lat=lat)


@segment_data.post("/data/segmen/<identifier>/pakai")
@allowed(*PERMISSIONS[Action.PROPOSE])
def lease(identifier: str) -> Response:
    """Keep the place of the person who draws, or give it up; who has it already."""
    doer = unit.doer()
    if "selesai" in request.args:
        leave_place(unit.store(), identifier, doer)
        return jsonify(orang=None)
    other = take_place(unit.store(), identifier, doer)
    return jsonify(orang=people(unit.reading()).get(other, other) if other else None)


def _previewed(ground: Ground, line: shapely.LineString) -> dict[str, Any]:
    try:
        made = ground.line("drawn", line)
    except ParameterError as fault:
        return {"unfinished": told(fault.message)}
    faults = made.proposal.drawn.faults if made.proposal.drawn else ()
    data = line_data(ground, made)
    return {**data, "faults": [told(fault.message) for fault in faults]}


def _ground(identifier: str) -> Ground:
    segment = unit.reading().get(Segment, identifier)
    if not segment.village_b:
        abort(404, gettext("No village lies on the other side of this border."))
    return ground_of(segment)
