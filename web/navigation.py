"""The pages of a workspace, for the bar at the top: those that exist and that the role may open."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext

from web.access import may_open
from web.shell import Link


@dataclass(frozen=True)
class Pages:
    """The pages of everyday work, and the `further` ones under a menu, in the order of the work."""

    main: list[Link]
    further: list[Link]


def navigation() -> Pages:
    """The pages in the order of the work."""
    return Pages(
        main=_links(
            {
                "board.page": gettext("Board"),
                "segments.page": gettext("Segments"),
                "villages.page": gettext("Villages"),
                "products.page": gettext("Products"),
            }
        ),
        further=_links(
            {
                "kecamatan.page": gettext("Kecamatan"),
                "sources.page": gettext("Sources"),
                "log.page": gettext("Log"),
                "team.page": gettext("Team"),
                "ogc.landing": gettext("Open in QGIS"),
            }
        ),
    )


def _links(pages: dict[str, str]) -> list[Link]:
    here = (request.endpoint or "").split(".")[0]
    return [
        Link(url_for(endpoint), text, endpoint.split(".")[0] == here)
        for endpoint, text in pages.items()
        if may_open(endpoint)
    ]
