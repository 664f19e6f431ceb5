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

from boundaries.domain.analysis import Analysis
from boundaries.domain.finding import CLASSES

FINDINGS_LIMIT = 1500
VILLAGE_LABELS_LIMIT = 60
DOT_PIXELS = 5.0
FULL_DETAIL_DEGREES = 1.1e-5
LARGEST_SCREEN = 8192
MAX_ZOOM = 22
WORLD_PIXELS = 256
CACHED_RESPONSES = 128

Geometries = NDArray[np.object_]
Floats = NDArray[np.float64]


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
        if not all(map(math.isfinite, (west, south, east, north))) or west > east or south > north:
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
        self._order = np.lexsort((-findings["area_m2"], rank))
        self._bounds = shapely.bounds(self._shapes).reshape(-1, 4)
        villages = analysis.villages
        outlines = shapely.boundary(to_degrees(villages.geometry))
        self._sources = villages["source"].to_numpy(dtype=str)
        self._outlines = outlines
        self._names = villages["name"].to_numpy(dtype=str)
        self._kecamatan = villages["kecamatan"].to_numpy(dtype=str)
        inside = villages.geometry.representative_point()
        self._inside = shapely.get_coordinates(to_degrees(inside))
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

        What would be smaller than a few pixels is a point. `left_out` counts the findings beyond
        the limit of one answer.
        """
        west, south, east, north = self._bounds.T
        seen = (west <= view.east) & (east >= view.west)
        seen &= (south <= view.north) & (north >= view.south)
        seen &= np.array([case in cases for case in self._cases], dtype=bool)
        rows = self._order[seen[self._order]]
        shown = rows[:FINDINGS_LIMIT]
        bounds = self._bounds[shown]
        extent = np.maximum(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1])
        shapes = np.where(
            extent < DOT_PIXELS * view.pixel,
            self._points[shown],
            _thinned(self._shapes[shown], view),
        )
        texts = shapely.to_geojson(rounded(shapes, _digits(view)))
        features = (
            feature(
                text,
                {"case": self._cases[row], "kind": self._kinds[row], "class": self._classes[row]},
                self._ids[row],
            )
            for row, text in zip(shown, texts, strict=True)
        )
        return collection(features, left_out=int(len(rows) - len(shown)))

    def _build_outlines(self, sources: tuple[str, ...], view: View) -> bytes:
        """The village outlines of `sources` in the view, as one feature, and `labels`.

        Labels are `[name, lon, lat]`, of villages, or of kecamatan where the view holds many.
        """
        rows = np.flatnonzero(np.isin(self._sources, sources))
        box = (view.west, view.south, view.east, view.north)
        cut = shapely.clip_by_rect(self._outlines[rows], *box)
        cut = shapely.get_parts(_thinned(cut[~shapely.is_empty(cut)], view))
        lines = rounded(shapely.multilinestrings(cut[shapely.get_type_id(cut) == 1]), _digits(view))
        x, y = self._inside[rows].T
        seen = rows[(x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3])]
        names, points = self._names[seen], self._inside[seen]
        if len(seen) > VILLAGE_LABELS_LIMIT:
            names, points = _centres(self._kecamatan[seen], points)
        labels = [
            [name, *point]
            for name, point in zip(names, points.round(6).tolist(), strict=True)
            if name
        ]
        return collection([feature(shapely.to_geojson(lines), {})], labels=labels)


def _centres(names: NDArray[np.str_], points: Floats) -> tuple[NDArray[np.str_], Floats]:
    """Each name once, at the mean of its points."""
    found, group = np.unique(names, return_inverse=True)
    sums = [np.bincount(group, weights=points[:, axis]) for axis in (0, 1)]
    return found, np.column_stack(sums) / np.bincount(group)[:, None]


def _digits(view: View) -> int:
    """Decimals of a degree that keep a position within a tenth of a pixel."""
    return min(8, math.ceil(-math.log10(view.pixel / 10)))


def _thinned(geometries: Geometries, view: View) -> Geometries:
    if view.pixel <= FULL_DETAIL_DEGREES:
        return geometries
    result: Geometries = shapely.simplify(geometries, view.pixel / 2, preserve_topology=True)
    return result
