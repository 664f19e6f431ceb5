"""The pages of a workspace, for the bar at the top: those that exist and that the role may open."""

from __future__ import annotations

from flask import request, url_for
from flask_babel import gettext

from web.access import may_open
from web.shell import Link


def navigation() -> list[Link]:
    """The pages in the order of the work."""
    pages = {
        "board.page": gettext("Board"),
        "segments.page": gettext("Segments"),
        "villages.page": gettext("Villages"),
        "kecamatan.page": gettext("Kecamatan"),
        "products.page": gettext("Products"),
        "sources.page": gettext("Sources"),
        "log.page": gettext("Log"),
        "team.page": gettext("Team"),
    }
    here = (request.endpoint or "").split(".")[0]
    return [
        Link(url_for(endpoint), text, endpoint.split(".")[0] == here)
        for endpoint, text in pages.items()
        if may_open(endpoint)
    ]
