"""The map of a page, made by Folium from its parts, so that the page keeps its own head."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import folium
from branca.element import MacroElement
from flask import url_for
from folium.template import Template

from web.config import Basemap
from web.tiles import USUAL_ZOOM, about

DEEPEST = 22
TAG = re.compile(r"<[^>]*>")

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
    """Hand the map to our own script, and the names of the base maps, the first one shown."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        Tapal.attach({{ this._parent.get_name() }});
        {% if this.tiles %}
        Tapal.bases({{ this._parent.get_name() }}, [{{ this.tiles | join(", ") }}]);
        {% endif %}
        {% endmacro %}
        """
    )

    def __init__(self, tiles: list[str]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.tiles = tiles


def build_map(bounds: tuple[float, float, float, float], basemaps: Sequence[Basemap]) -> MapParts:
    """A map over `bounds` (west, south, east, north in degrees) with the base maps, if any.

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
        max_zoom=DEEPEST,
        world_copy_jump=False,
    )
    for name, (height, clickable) in PANES.items():
        folium.map.CustomPane(name, z_index=height, pointer_events=clickable).add_to(canvas)
    tiles = [_tiles(basemap, place) for place, basemap in enumerate(basemaps)]
    for layer in tiles:
        layer.add_to(canvas)
    canvas.add_child(Attach([layer.get_name() for layer in tiles]))
    root: Any = canvas.get_root()
    root.render()
    return MapParts(html=root.html.render(), script=root.script.render())


def title(basemap: Basemap) -> str:
    """What a base map is called, as plain text."""
    return basemap.title or _source(basemap)


def attribution(basemap: Basemap) -> str:
    """What a base map is called and where its images come from, as plain text."""
    if basemap.kind == "mbtiles":
        credit = about(Path(basemap.address)).credit
        told = [title(basemap), TAG.sub("", unescape(credit))]
    else:
        told = [title(basemap), _source(basemap)]
    return " · ".join(dict.fromkeys(filter(None, told)))


def _source(basemap: Basemap) -> str:
    if basemap.kind == "mbtiles":
        return about(Path(basemap.address)).name
    return urlsplit(basemap.address).netloc


def _tiles(basemap: Basemap, place: int) -> folium.map.Layer:
    credit, first = escape(attribution(basemap)), place == 0
    if basemap.kind == "wms":
        return folium.WmsTileLayer(
            basemap.address, layers=basemap.layers, fmt="image/png", transparent=True, attr=credit,
            show=first, max_zoom=DEEPEST,
        )  # fmt: skip
    if basemap.kind == "xyz":
        return folium.TileLayer(
            basemap.address, attr=credit, max_native_zoom=USUAL_ZOOM, max_zoom=DEEPEST, show=first
        )
    file = about(Path(basemap.address))
    address = url_for("tiles.tile", number=place, z=0, x=0, y=0).removesuffix("0/0/0")
    more: dict[str, Any] = {}
    if file.bounds:
        west, south, east, north = file.bounds
        more["bounds"] = [[south, west], [north, east]]
    return folium.TileLayer(
        f"{address}{{z}}/{{x}}/{{y}}", attr=credit, max_native_zoom=file.max_zoom,
        max_zoom=DEEPEST, show=first, **more,
    )  # fmt: skip
