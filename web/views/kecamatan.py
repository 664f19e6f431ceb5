"""Kecamatan: what lies in one, and how far it is."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask_babel import gettext

from web import unit
from web.access import everyone
from web.board_page import by_kecamatan, progress
from web.map_config import map_of, overview_config
from web.places import places
from web.segment_rows import rows, waiting
from web.views.segments import bounds_of
from web.village_page import villages_in

kecamatan = Blueprint("kecamatan", __name__)


@kecamatan.get("/kecamatan")
@everyone
def page() -> str:
    """All kecamatan with their progress."""
    found, land = rows().inner(), places()
    return render_template("workspace/kecamatan.html", parts=by_kecamatan(found, land))


@kecamatan.get("/kecamatan/<code>")
@everyone
def area(code: str) -> str:
    """One kecamatan: its villages, its segments on the map, its progress."""
    found, land = rows().inner(), places()
    own = [row for row in found if code in row.kecamatan]
    if not own and code not in land.kecamatan:
        abort(404, gettext("There is no such kecamatan here."))
    bounds = bounds_of(own, land)
    return render_template(
        "workspace/kecamatan_unit.html",
        code=code,
        it=progress(code, land.kecamatan.get(code, code), own),
        outer=[row for row in own if len(row.kecamatan) > 1],
        villages=villages_in(code, own, land),
        waiting=waiting(own, unit.doer()),
        places=land,
        map=map_of(bounds),
        map_config=overview_config(bounds, only=[row.id for row in own]),
    )
