"""Images of base map files."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, abort, current_app
from flask_babel import gettext

from web.access import everyone
from web.config import EXTENSION
from web.tiles import read_tile

tiles = Blueprint("tiles", __name__)
TILE_AGE_S = 24 * 3600


@tiles.get("/ubin/<int:number>/<int:z>/<int:x>/<int:y>")
@everyone
def tile(number: int, z: int, x: int, y: int) -> Response:
    """An image of the base map with this number."""
    basemap = dict(enumerate(current_app.extensions[EXTENSION])).get(number)
    found = None
    if basemap and basemap.kind == "mbtiles" and z < 32 and max(x, y) < 2**z:
        found = read_tile(Path(basemap.address), zoom=z, column=x, row=y)
    if found is None:
        abort(404, gettext("There is no such tile."))
    response = Response(found[0], mimetype=found[1])
    response.cache_control.max_age = TILE_AGE_S
    response.cache_control.private = True
    return response
