"""Villages: the list, and each with its ring of segments."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask_babel import gettext

from web.access import everyone
from web.map_config import map_of, overview_config
from web.places import places
from web.segment_rows import rows
from web.village_page import status_in, village_page

villages = Blueprint("villages", __name__)


@villages.get("/desa")
@everyone
def page() -> str:
    """All villages by kecamatan."""
    found, land = rows().inner(), places()
    own: dict[str, list[object]] = {code: [] for code in land.kecamatan}
    for place in sorted(land.by_key.values(), key=lambda one: (one.name.casefold(), one.key)):
        own.setdefault(place.kecamatan, []).append(status_in(place, found))
    return render_template("workspace/villages.html", groups=own, places=land)


@villages.get("/desa/<code>")
@everyone
def village(code: str) -> str:
    """One village: its ring of segments as a strip, its areas, its papers."""
    found, land = rows(), places()
    key = next(
        (place.key for place in land.by_key.values() if code in (place.key, place.code)), None
    )
    if key is None:
        abort(404, gettext("There is no such village here."))
    own = [row for row in found.all if key in (row.a, row.b)]
    bounds = list(land.lands[key].bounds)
    return render_template(
        "workspace/village.html",
        it=village_page(key, found.all, land),
        places=land,
        map=map_of(bounds),
        map_config=overview_config(bounds, only=[row.id for row in own]),
    )
