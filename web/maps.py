"""The map of a page, made by Folium from its parts, so that the page keeps its own head."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import urlsplit

import folium
from branca.element import MacroElement
from flask import url_for
from folium.template import Template

from web.config import Basemap

# Panes from back to front; those with "point" take clicks.
PANES = {
    "lands": (350, False),
    "outlines": (380, False),
    "touch": (400, True),
    "findings": (410, True),
    "lines": (430, False),
    "labels": (640, False),
}


@dataclass(frozen=True)
class MapParts:
    """The element that holds the map, and the script that fills it."""

    html: str
    script: str


class Attach(MacroElement):
    """Hand the map to our own script."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        Tapal.attach({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )


def build_map(bounds: tuple[float, float, float, float], basemap: Basemap | None) -> MapParts:
    """A map over `bounds` (west, south, east, north in degrees) with the base map, if any.

    Folium's head, which loads files from other hosts, is left out.
    """
    west, south, east, north = bounds
    canvas = folium.Map(
        location=[(south + north) / 2, (west + east) / 2],
        tiles=None,
        zoom_control=False,
        attribution_control=False,
        zoom_snap=0.25,
        zoom_delta=0.5,
        max_zoom=22,
        world_copy_jump=False,
    )
    for name, (height, clickable) in PANES.items():
        folium.map.CustomPane(name, z_index=height, pointer_events=clickable).add_to(canvas)
    if basemap:
        _tiles(basemap).add_to(canvas)
    canvas.add_child(Attach())  # type: ignore[no-untyped-call]
    root: Any = canvas.get_root()
    root.render()
    return MapParts(html=root.html.render(), script=root.script.render())


def attribution(basemap: Basemap) -> str:
    """Where the images of a base map come from, as plain text."""
    if basemap.kind == "mbtiles":
        return basemap.address.replace("\\", "/").rsplit("/", 1)[-1]
    return urlsplit(basemap.address).netloc


def _tiles(basemap: Basemap) -> folium.map.Layer:
    credit = escape(attribution(basemap))
    if basemap.kind == "wms":
        return folium.WmsTileLayer(
            basemap.address, layers=basemap.layers, fmt="image/png", transparent=True, attr=credit
        )
    address = basemap.address
    if basemap.kind == "mbtiles":
        address = url_for("data.tile", z=0, x=0, y=0).removesuffix("0/0/0") + "{z}/{x}/{y}"
    return folium.TileLayer(address, attr=credit, max_native_zoom=19, max_zoom=22)
