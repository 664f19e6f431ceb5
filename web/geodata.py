"""GeoJSON for the map, cut to the view and thinned to what its zoom can show.

Coordinates are longitude and latitude in degrees (WGS 84). Features carry identifiers and codes
only, no names; texts for labels travel as plain strings of their own.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from boundaries.domain.analysis import Analysis
from boundaries.domain.finding import CLASSES
from web.label_places import label_places, with_quarters

FINDINGS_LIMIT = 1500
VILLAGE_LABELS_LIMIT = 60
DOT_PIXELS = 5.0
CLUSTER_PIXELS = 26.0
NARROW_PIXELS = 2.0
DEGREE_M = 111_320.0
DOTS_LIMIT = 60
FULL_DETAIL_DEGREES = 1.1e-5
LARGEST_SCREEN = 8192
MAX_ZOOM = 22
WORLD_PIXELS = 256
CACHED_RESPONSES = 128

Geometries = NDArray[np.object_]
Indices = NDArray[np.int64]
Mask = NDArray[np.bool_]


FARTHEST_DEG = 1080.0
"""Maps repeat to the east and west; nobody pans round the world more than twice."""


@dataclass(frozen=True)
class View:
    """A rectangle of the map, in degrees, at a zoom level."""

    west: float
    south: float
    east: float
    north: float
    zoom: int

    @classmethod
    def parse(cls, bbox: str, zoom: str) -> View:
        """The view of an address; raises `ValueError` for anything but four numbers and a zoom."""
        west, south, east, north = (float(part) for part in bbox.split(","))
        sides = (west, south, east, north)
        if not all(abs(side) <= FARTHEST_DEG for side in sides) or west >= east or south >= north:
            raise ValueError(f"no rectangle: {bbox}")
        return cls(west, south, east, north, min(max(int(zoom), 0), MAX_ZOOM))

    @property
    def pixel(self) -> float:
        """The width of a pixel in degrees; a view is never finer than a very large screen."""
        width = max(self.east - self.west, self.north - self.south)
        return max(360 / (WORLD_PIXELS * 2.0**self.zoom), width / LARGEST_SCREEN)


def to_degrees(geometries: gpd.GeoSeries) -> Geometries:
    """Geometries in longitude and latitude, WGS 84."""
    return np.asarray(geometries.to_crs(4326).to_numpy(), dtype=object)


def rounded(geometries: Geometries, digits: int) -> Geometries:
    """Coordinates with so many decimals."""
    result: Geometries = shapely.transform(geometries, lambda points: np.round(points, digits))
    return result


def feature(geometry: str, properties: dict[str, object], identifier: str = "") -> str:
    """A GeoJSON feature as text, from a geometry as text."""
    head = f'"id":{json.dumps(identifier)},' if identifier else ""
    return f'{{"type":"Feature",{head}"properties":{json.dumps(properties)},"geometry":{geometry}}}'


def collection(features: Iterable[str], **members: object) -> bytes:
    """A GeoJSON feature collection, with further members."""
    extra = "".join(f",{json.dumps(name)}:{json.dumps(value)}" for name, value in members.items())
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]{extra}}}'.encode()


class MapData:
    """Findings and outlines of an analysis, ready to be cut out; answers are remembered."""

    def __init__(self, analysis: Analysis) -> None:
        findings = analysis.findings
        self._shapes = to_degrees(findings.geometry)
        self._points = shapely.points(findings[["lon", "lat"]].to_numpy(dtype=float))
        self._ids = findings["id"].to_numpy(dtype=str)
        self._cases = findings["case"].to_numpy(dtype=str)
        self._kinds = findings["kind"].to_numpy(dtype=str)
        self._classes = findings["class"].to_numpy(dtype=str)
        rank = findings["class"].map({name: place for place, name in enumerate(CLASSES)})
        self._widths = findings["max_width_m"].to_numpy(dtype=float)
        self._order = np.lexsort((-findings["area_m2"], rank))
        self._bounds = shapely.bounds(self._shapes).reshape(-1, 4)
        villages = analysis.villages
        self._lands = to_degrees(villages.geometry)
        self._land_bounds = shapely.bounds(self._lands).reshape(-1, 4)
        self._outlines = shapely.boundary(self._lands)
        self._sources = villages["source"].to_numpy(dtype=str)
        self._keys = villages["key"].to_numpy(dtype=str)
        self._names = villages["name"].to_numpy(dtype=str)
        self._kecamatan = villages["kecamatan"].to_numpy(dtype=str)
        self.kecamatan_lands = lru_cache(CACHED_RESPONSES)(self._build_kecamatan_lands)
        self.findings = lru_cache(CACHED_RESPONSES)(self._build_findings)
        self.outlines = lru_cache(CACHED_RESPONSES)(self._build_outlines)

    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north of everything that is shown."""
        west, south, east, north = shapely.total_bounds(
            np.concatenate([self._outlines, self._shapes])
        )
        return float(west), float(south), float(east), float(north)

    def bounds_of(self, cases: frozenset[str]) -> tuple[float, float, float, float]:
        """West, south, east and north of the findings of `cases`; of everything without any."""
        rows = np.array([case in cases for case in self._cases], dtype=bool)
        if not rows.any():
            return self.bounds()
        west, south = self._bounds[rows, :2].min(axis=0).tolist()
        east, north = self._bounds[rows, 2:].max(axis=0).tolist()
        return west, south, east, north

    def _build_findings(self, cases: frozenset[str], view: View) -> bytes:
        """The findings of `cases` in the view, the most severe first.

        Slivers and noise appear where they are some pixels wide. What is too small or too narrow
        to be seen is a point, one for all that lie close together; `count` says how many it stands
        for. `left_out` counts the findings that have no feature of their own.
        """
        west, south, east, north = self._bounds.T
        seen = (west <= view.east) & (east >= view.west)
        seen &= (south <= view.north) & (north >= view.south)
        seen &= np.array([case in cases for case in self._cases], dtype=bool)
        rows = self._order[seen[self._order]]
        large = self._is_large(rows, view)
        drawn = rows[large][:FINDINGS_LIMIT]
        dots, counts = self._dots(rows[~large], view)
        features = (
            feature(
                text,
                {
                    "case": self._cases[row],
                    "kind": self._kinds[row],
                    "class": self._classes[row],
                    "count": int(count),
                },
                self._ids[row],
            )
            for row, text, count in zip(
                np.concatenate((drawn, dots)),
                np.concatenate(
                    (
                        _texts(_thinned(self._shapes[drawn], view), view),
                        _texts(self._points[dots], view),
                    )
                ),
                np.concatenate((np.ones(len(drawn), dtype=int), counts)),
                strict=True,
            )
        )
        return collection(features, left_out=int(len(rows) - len(drawn) - len(dots)))

    def _is_large(self, rows: Indices, view: View) -> Mask:
        """Whether a finding is wide and long enough to be drawn with its outline."""
        bounds = self._bounds[rows]
        extent = np.maximum(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1])
        wide = self._widths[rows] >= NARROW_PIXELS * view.pixel * DEGREE_M
        if view.pixel <= FULL_DETAIL_DEGREES:
            wide[:] = True
        return np.asarray((extent >= DOT_PIXELS * view.pixel) & wide)

    def _dots(self, rows: Indices, view: View) -> tuple[Indices, Indices]:
        """The most severe of the small findings in each cell of the view, and the cell's count.

        Claims have dots; findings in doubt where the dots are few, slivers and noise only where
        all is shown in full detail.
        """
        if view.pixel > FULL_DETAIL_DEGREES:
            doubtful = np.isin(self._classes[rows], ("claim", "doubt"))
            claims = self._classes[rows] == "claim"
            rows = rows[doubtful if doubtful.sum() <= DOTS_LIMIT else claims]
        places = shapely.get_coordinates(self._points[rows])
        cells = np.floor(places / (CLUSTER_PIXELS * view.pixel)).astype(np.int64)
        _, first, counts = np.unique(cells, axis=0, return_index=True, return_counts=True)
        order = np.argsort(first)
        return rows[first[order]], counts[order]

    def _build_outlines(self, sources: tuple[str, ...], view: View) -> bytes:
        """The village outlines of `sources` in the view, as one feature, and `labels`.

        Labels are `[key, name, places]`, of villages, or of kecamatan where the view holds many;
        a place is longitude, latitude and half the length, in degrees, of the text that fits there.
        """
        rows = np.flatnonzero(np.isin(self._sources, sources))
        box = (view.west, view.south, view.east, view.north)
        cut = shapely.clip_by_rect(self._outlines[rows], *box)
        cut = shapely.get_parts(_thinned(cut[~shapely.is_empty(cut)], view))
        lines = rounded(shapely.multilinestrings(cut[shapely.get_type_id(cut) == 1]), _digits(view))
        west, south, east, north = self._land_bounds[rows].T
        seen = (west < view.east) & (east > view.west) & (south < view.north) & (north > view.south)
        rows = rows[seen & (self._names[rows] != "")]
        if len(rows) > VILLAGE_LABELS_LIMIT:
            named = self.kecamatan_lands(sources)
        else:
            named = [(self._keys[row], self._names[row], self._lands[row]) for row in rows]
        labels = [
            [key, name, places]
            for key, name, land in named
            if (places := _named_places(land, name, view))
        ]
        return collection([feature(shapely.to_geojson(lines), {})], labels=labels)

    def _build_kecamatan_lands(
        self, sources: tuple[str, ...]
    ) -> list[tuple[str, str, BaseGeometry]]:
        """Each kecamatan of the sources by name: as key, as text, and its land."""
        rows = np.isin(self._sources, sources) & (self._kecamatan != "")
        names = self._kecamatan[rows]
        return [
            (str(name), str(name), shapely.union_all(self._lands[rows][names == name]))
            for name in np.unique(names)
        ]


def _named_places(land: BaseGeometry, name: str, view: View) -> list[list[float]]:
    """Places for a name in the part of its land that the view holds, and in its quarters."""
    west, south, east, north = shapely.bounds(land).tolist()
    seen = (
        max(west, view.west),
        max(south, view.south),
        min(east, view.east),
        min(north, view.north),
    )
    thin = shapely.simplify(land, view.pixel, preserve_topology=True)
    found = label_places(thin, name, with_quarters(seen), tolerance=view.pixel)
    return [[round(value, 6) for value in place] for place in found]


def _texts(geometries: Geometries, view: View) -> NDArray[np.object_]:
    return np.asarray(shapely.to_geojson(rounded(geometries, _digits(view))), dtype=object)


def _digits(view: View) -> int:
    """Decimals of a degree that keep a position within a tenth of a pixel."""
    return min(8, math.ceil(-math.log10(view.pixel / 10)))


def _thinned(geometries: Geometries, view: View) -> Geometries:
    if view.pixel <= FULL_DETAIL_DEGREES:
        return geometries
    result: Geometries = shapely.simplify(geometries, view.pixel / 2, preserve_topology=True)
    return result
