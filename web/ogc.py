"""The collections of OGC API - Features, and how features are chosen and written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from flask_babel import gettext
from numpy.typing import NDArray

from boundaries.domain.case import State
from boundaries.domain.correspondence import VERDICTS
from boundaries.domain.finding import CLASSES, KINDS
from web import land_layers
from web.geodata import collection, feature
from web.land_layers import Layer
from web.ogc_crs import System, in_system
from web.openapi import Parameter, choice, text

MOST_FEATURES = 2000
USUAL_FEATURES = 200
DERIVED = ("desa-kesepakatan", "tk")

Indices = NDArray[np.int64]
Wish = tuple[str, tuple[str, ...]]
"""A value, and the properties of which one is to have it."""

KECAMATAN = text("kecamatan", "Code of the kecamatan, as in the property kecamatan.")
STATE = choice("state", "State of the segment.", [state.value for state in State])
VILLAGE = text("village", "Key of a village that it belongs to.")
VERDICT = choice("verdict", "How the lines of the sources differ.", list(VERDICTS))


@dataclass(frozen=True)
class Collection:
    """A layer that other programs read: `filters` are parameters with the properties they ask."""

    id: str
    layer: Callable[[], Layer]
    filters: tuple[tuple[Parameter, tuple[str, ...]], ...]

    def asked(self, arguments: Mapping[str, Any]) -> list[Wish]:
        """What the arguments ask of properties."""
        return [
            (arguments[parameter.name], names)
            for parameter, names in self.filters
            if parameter.name in arguments
        ]

    @property
    def land(self) -> Layer:
        """A layer with about the extent of this one that is at hand."""
        return (land_layers.villages if self.id in DERIVED else self.layer)()

    @property
    def title(self) -> str:
        """What it is called, in the reader's language."""
        return _titles()[self.id][0]

    @property
    def description(self) -> str:
        """What it holds, in the reader's language."""
        return _titles()[self.id][1]


COLLECTIONS = (
    Collection(
        "desa", land_layers.villages, ((KECAMATAN, ("kecamatan",)), (VILLAGE, ("key", "code")))
    ),
    Collection(
        "survei",
        land_layers.surveyed,
        (
            (KECAMATAN, ("kecamatan",)),
            (VILLAGE, ("key", "code")),
            (text("source", "Name of the source."), ("source",)),
        ),
    ),
    Collection(
        "segmen",
        land_layers.segments,
        (
            (STATE, ("state",)),
            (KECAMATAN, ("kecamatan",)),
            (VILLAGE, ("village_a", "village_b")),
            (VERDICT, ("verdict",)),
        ),
    ),
    Collection("simpul", land_layers.junctions, ((VILLAGE, ("villages",)),)),
    Collection(
        "temuan",
        land_layers.findings,
        (
            (choice("kind", "Kind of the finding.", KINDS), ("kind",)),
            (choice("class", "Class of the finding.", CLASSES), ("class",)),
            (KECAMATAN, ("kecamatan",)),
            (VILLAGE, ("villages",)),
            (text("segment", "Id of the segment that it lies on."), ("segment",)),
        ),
    ),
    Collection(
        "desa-kesepakatan",
        land_layers.agreed_villages,
        ((STATE, ("state",)), (KECAMATAN, ("kecamatan",)), (VILLAGE, ("key", "code"))),
    ),
    Collection(
        "tk",
        land_layers.agreed_points,
        (
            (STATE, ("state",)),
            (VILLAGE, ("villages",)),
            (text("line", "Id of the line that it lies on."), ("line",)),
        ),
    ),
)
BY_ID = {one.id: one for one in COLLECTIONS}


def chosen(layer: Layer, wishes: list[Wish], box: shapely.Geometry | None) -> Indices:
    """The features that meet a box, in degrees, and every wish."""
    if box is None:
        found = np.arange(len(layer.ids))
    else:
        found = np.sort(layer.tree.query(box, predicate="intersects"))
    kept = [
        place
        for place in found
        if all(_has(layer.records[int(place)], names, value) for value, names in wishes)
    ]
    return np.asarray(kept, dtype=np.int64)


def as_geojson(layer: Layer, places: Indices, system: System, **members: object) -> bytes:
    """Features as a GeoJSON collection with further members."""
    texts = shapely.to_geojson(in_system(layer.shapes[places], system))
    return collection(
        (
            feature(shape, _properties(layer, place), layer.ids[place])
            for shape, place in zip(texts, places, strict=True)
        ),
        **members,
    )


def one_as_geojson(layer: Layer, place: int, system: System) -> dict[str, Any]:
    """One feature as GeoJSON."""
    (shape,) = in_system(layer.shapes[[place]], system)
    return {
        "type": "Feature",
        "id": layer.ids[place],
        "properties": _properties(layer, place),
        "geometry": shapely.geometry.mapping(shape),
    }


def extent(layer: Layer) -> list[float] | None:
    """West, south, east and north of a layer; None of an empty one."""
    if not len(layer.ids):
        return None
    return [round(float(side), 8) for side in shapely.total_bounds(layer.shapes)]


def _properties(layer: Layer, place: int) -> dict[str, Any]:
    return {name: value for name, value in layer.records[place].items() if name != "id"}


def _has(record: dict[str, Any], names: tuple[str, ...], wanted: str) -> bool:
    for name in names:
        value = record[name]
        if wanted in value if isinstance(value, list) else wanted == value:
            return True
    return False


def _titles() -> dict[str, tuple[str, str]]:
    return {
        "desa": (
            gettext("Villages by BIG"),
            gettext("Village outlines of BIG's layer; indicative."),
        ),
        "survei": (
            gettext("Villages by survey"),
            gettext("Village outlines of the surveys that were imported."),
        ),
        "segmen": (
            gettext("Segments"),
            gettext(
                "Border lines of two villages from simpul to simpul, with their state, and those "
                "of the outer border, which have one village only and which pages do not count."
            ),
        ),
        "simpul": (gettext("Simpul"), gettext("Places where segments meet.")),
        "temuan": (
            gettext("Findings"),
            gettext("Overlaps, gaps and mismatches of the last detection."),
        ),
        "desa-kesepakatan": (
            gettext("Villages as agreed"),
            gettext("Village outlines after all decisions in force, without overlap or gap."),
        ),
        "tk": (
            gettext("Cartometric points"),
            gettext("Cartometric points (TK) and simpul of the agreed coverage."),
        ),
    }
