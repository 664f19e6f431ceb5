"""The map of one segment: land of both villages, disputed land, lines, and where others meet.

Everything is GeoJSON in degrees; names are plain strings that the page writes as text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from flask_babel import gettext
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from boundaries.domain.site import Site
from web.close_up import DIGITS
from web.geodata import rounded
from web.names import edition_text, listing
from web.places import Places
from web.segment_grounds import Ground, Line
from web.segment_rows import Row

Box = tuple[float, float, float, float]

MARGIN_SHARE = 1.0
LEAST_MARGIN_M = 60.0
ALIKE_M = 0.05
THIN = 1 / 4000
"""Land around is drawn without bends smaller than this share of the map."""
NEIGHBOURS = 14
"""Land of villages around that is named at most."""


@dataclass(frozen=True)
class Reference:
    """What the reference is called, and its edition."""

    name: str
    edition: str

    @property
    def title(self) -> str:
        """Its label on the map."""
        title = str(gettext("%(source)s, indicative", source=self.name))
        if not self.edition:
            return title
        edition = edition_text(self.edition)
        return str(gettext("%(title)s, edition %(edition)s", title=title, edition=edition))


def segment_map(
    ground: Ground,
    places: Places,
    reference: Reference,
    neighbours: Iterable[Row],
    table: Line | None,
) -> dict[str, Any]:
    """All that the map of a segment shows.

    `features` have a `role`: "land-a", "land-b", "land-c", "disputed" (with `to`), "line-a",
    "line-b", "line-reference", "simpul"; `lines` are those that can be proposed, see `line_data`;
    `sources` are the offsets of the lines of a and b, `places` and `along` where offsets are given,
    `farthest` the greatest distance of these two from the reference line, wherever it is. `bounds`
    hold all lines and the land that the segment settles, and features reach well beyond them.
    """
    degrees = Degrees(ground)
    reach = _reach(ground, table)
    box = _around(reach)
    features = [
        *_lands(ground.site, places, box, degrees),
        *_disputed(ground.site, box, degrees),
        *_candidates(ground.site, places, reference, box, degrees),
        *_simpul(ground.site, places, list(neighbours), degrees),
    ]
    lines = {name: line_data(ground, line) for name, line in ground.lines.items()}
    if table is not None:
        lines["usulan"] = line_data(ground, table)
    return {
        "features": features,
        "lines": lines,
        "sources": {name: _values(series) for name, series in ground.drawn.items()},
        "farthest": ground.farthest,
        "places": degrees.points(ground.places),
        "along": [round(float(value), 1) for value in ground.along],
        "bounds": degrees.bounds(reach),
    }


def line_data(ground: Ground, line: Line) -> dict[str, Any]:
    """A line as the page compares it: geometry, land that changes sides, offsets, figures."""
    degrees = Degrees(ground)
    site = ground.site
    gains = line.consequence.gains
    letters = {site.a: "a", site.b: "b"}
    changes = {letter: line.change(key) for key, letter in letters.items()}
    return {
        "geometry": degrees.geometry(line.proposal.line),
        "gains": [
            {
                "to": letters.get(key, ""),
                "area_m2": float(area),
                "geometry": degrees.geometry(shape),
            }
            for key, area, shape in zip(
                gains["village_to"], gains["area_m2"], gains.geometry, strict=True
            )
        ],
        "series": _values(line.series),
        "hash": line.hash,
        "length_m": line.consequence.length_m,
        "change_m2": changes,
        "offset_m": line.offset_m,
        "beyond_m": line.beyond_m,
    }


def _values(series: NDArray[np.float64]) -> list[float | None]:
    return [None if np.isnan(value) else round(float(value), 2) for value in series]


class Degrees:
    """Geometries of the working CRS as GeoJSON in degrees."""

    def __init__(self, ground: Ground) -> None:
        self._transform = ground.to_degrees().transform

    def geometry(self, shape: BaseGeometry) -> Any:
        """The geometry as plain GeoJSON."""
        moved = shapely.transform(shape, self._transform, interleaved=False)
        digits = rounded(np.array([moved], dtype=object), DIGITS)
        return json.loads(str(shapely.to_geojson(digits)[0]))

    def bounds(self, box: Box) -> list[list[float]]:
        """South-west and north-east of a box; what lies in it lies between them."""
        corners = np.array(self.points(shapely.get_coordinates(shapely.box(*box))))
        return [corners.min(axis=0).tolist(), corners.max(axis=0).tolist()]

    def points(self, points: NDArray[np.float64]) -> list[list[float]]:
        """Positions as longitude and latitude."""
        moved = np.column_stack(self._transform(points[:, 0], points[:, 1]))
        return [[float(x), float(y)] for x, y in np.round(moved, DIGITS)]


def _reach(ground: Ground, table: Line | None) -> Box:
    """How far the lines go, and the land that the segment settles or that any of them moves."""
    site, lines = ground.site, [*ground.lines.values(), *([table] if table else [])]
    shapes = [
        site.line,
        *site.candidates.geometry,
        *site.disputed.geometry[site.own_disputed],
        *(line.proposal.line for line in lines),
        *(shape for line in lines for shape in line.consequence.gains.geometry),
    ]
    west, south, east, north = shapely.total_bounds(np.array(shapes, dtype=object)).tolist()
    return west, south, east, north


def _around(reach: Box) -> Box:
    west, south, east, north = reach
    margin = max(LEAST_MARGIN_M, MARGIN_SHARE * max(east - west, north - south)) * 2
    return west - margin, south - margin, east + margin, north + margin


def _feature(role: str, geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"role": role, **properties}, "geometry": geometry}


def _lands(site: Site, places: Places, box: Box, degrees: Degrees) -> Iterator[dict[str, Any]]:
    """Both villages, then those around them, cut to the surroundings of the line."""
    letters = {site.a: "a", site.b: "b"}
    order = sorted(
        zip(site.land["key"], site.land.geometry, strict=True),
        key=lambda row: (letters.get(row[0], "c"), row[0]),
    )
    for key, shape in order[: NEIGHBOURS + 2]:
        cut = shapely.simplify(shapely.clip_by_rect(shape, *box), THIN * (box[2] - box[0]))
        if shapely.is_empty(cut):
            continue
        yield _feature(
            f"land-{letters.get(key, 'c')}",
            degrees.geometry(cut),
            key=key,
            label=places.title(key),
            short=places.place(key).name,
        )


def _disputed(site: Site, box: Box, degrees: Degrees) -> Iterator[dict[str, Any]]:
    """Disputed land by who claims it: "a", "b", "ab" (both) or "" (nobody)."""
    letters = {site.a: "a", site.b: "b"}
    for claims, shape in zip(site.disputed["claims"], site.disputed.geometry, strict=True):
        cut = shapely.clip_by_rect(shape, *box)
        if shapely.is_empty(cut) or shapely.area(cut) == 0:
            continue
        to = "".join(sorted(letters[key] for key in set(claims) if key in letters))
        yield _feature("disputed", degrees.geometry(cut), to=to)


def _candidates(
    site: Site,
    places: Places,
    reference: Reference,
    box: Box,
    degrees: Degrees,
) -> Iterator[dict[str, Any]]:
    """The lines of the sources; those that run together have one label, which names both."""
    keys = {"a": site.a, "b": site.b}
    drawn = {
        str(name): shapely.clip_by_rect(shapely.line_merge(shape), *box)
        for name, shape in zip(site.candidates["drawn_by"], site.candidates.geometry, strict=True)
    }
    pair = {"a", "b"} <= drawn.keys()
    together = pair and bool(shapely.hausdorff_distance(drawn["a"], drawn["b"]) < ALIKE_M)
    for name in ("reference", "a", "b"):
        line = drawn.get(name)
        if line is None or shapely.is_empty(line):
            continue
        label, short = reference.title, reference.name
        if name != "reference":
            own = [site.a, site.b] if together else [keys[name]]
            label = _according([places.title(key) for key in own])
            short = _according([places.place(key).name for key in own])
        named = not (together and name == "b")
        yield _feature(
            f"line-{name}",
            degrees.geometry(line),
            label=label if named else "",
            short=short if named else "",
            shared=together and name != "reference",
        )


def _according(villages: list[str]) -> str:
    return str(gettext("according to %(village)s", village=listing(villages)))


def _simpul(
    site: Site, places: Places, neighbours: list[Row], degrees: Degrees
) -> Iterator[dict[str, Any]]:
    """The two junctions, numbered, with the other segments that meet there."""
    if not site.start:
        return
    for number, (identifier, place) in enumerate(((site.start, 0), (site.end, -1)), start=1):
        point = shapely.get_point(site.line, place)
        meeting = [
            {"id": row.id, "title": segment_title(row, places)}
            for row in neighbours
            if identifier in (row.start, row.end)
        ]
        yield _feature(
            "simpul", degrees.geometry(point), number=number, id=identifier, meeting=meeting
        )


def segment_title(row: Row, places: Places) -> str:
    """A segment by its villages: "Desa Sidomulyo – Desa Tinggi Raja"."""
    if not row.b:
        return str(gettext("%(village)s – outer border", village=places.title(row.a)))
    return f"{places.title(row.a)} – {places.title(row.b)}"
