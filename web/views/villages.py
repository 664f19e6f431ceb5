"""Villages: the list, and each with its ring of segments."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask_babel import gettext

from web.access import everyone
from web.map_config import map_of, overview_config
from web.places import places
from web.segment_rows import rows
from web.village_map import bounds_around, names_around
from web.village_page import VillageStatus, statuses, village_page

villages = Blueprint("villages", __name__)
MOST_NAMED = 1000


@villages.get("/desa")
@everyone
def page() -> str:
    """All villages by kecamatan; where they are very many, how many there are in each."""
    land = places()
    own: dict[str, list[VillageStatus]] = {code: [] for code in land.kecamatan}
    for one in statuses(list(land.by_key.values()), rows().inner()):
        own.setdefault(one.place.kecamatan, []).append(one)
    many = len(land.by_key) > MOST_NAMED
    return render_template("workspace/villages.html", groups=own, places=land, many=many)


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
    bounds = bounds_around(key, land)
    it = village_page(key, found.all, land)
    others = [piece.other.key for piece in it.ring if piece.other]
    return render_template(
        "workspace/village.html",
        it=it,
        places=land,
        map=map_of(bounds),
        map_config=overview_config(
            bounds, only=[row.id for row in own], names=names_around(key, others, land)
        ),
    )
