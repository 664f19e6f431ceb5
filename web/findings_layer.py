"""The findings of a workspace as GeoJSON, cut to the view and thinned to what its zoom can show."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from flask import current_app

from boundaries.domain.finding import CLASSES
from boundaries.store.models import Detection, Finding
from web import unit
from web.geodata import DEGREE_M, View, collection, feature, rounded, to_degrees

EXTENSION = "tapal-findings-layer"
MOST_FEATURES = 800
SHORTEST_PIXELS = 5.0
NARROWEST_PIXELS = 1.5
DIGITS = 6


class FindingsLayer:
    """The findings of one detection, the most severe and largest first."""

    def __init__(self, findings: gpd.GeoDataFrame) -> None:
        rank = findings["class"].map({name: place for place, name in enumerate(CLASSES)})
        ordered = findings.iloc[np.lexsort((-findings["area_m2"], rank))]
        self._ids = ordered["id"].to_numpy(dtype=str)
        self._kinds = ordered["kind"].to_numpy(dtype=str)
        self._widths = ordered["max_width_m"].to_numpy(dtype=float)
        self._shapes = to_degrees(ordered.geometry)
        self._tree = shapely.STRtree(self._shapes)

    def cut(self, view: View) -> bytes:
        """The findings in a view that can be seen there; property `kind`."""
        box = shapely.box(view.west, view.south, view.east, view.north)
        seen = np.sort(self._tree.query(box))
        west, south, east, north = shapely.bounds(self._shapes[seen]).T
        long = np.maximum(east - west, north - south) >= SHORTEST_PIXELS * view.pixel
        wide = self._widths[seen] >= NARROWEST_PIXELS * view.pixel * DEGREE_M
        shown = seen[long & wide][:MOST_FEATURES]
        thin = shapely.simplify(self._shapes[shown], view.pixel / 2)
        texts = shapely.to_geojson(rounded(np.asarray(thin, dtype=object), DIGITS))
        return collection(
            feature(text, {"kind": kind}, identifier)
            for text, kind, identifier in zip(
                texts, self._kinds[shown], self._ids[shown], strict=True
            )
        )


def findings_layer() -> tuple[int, FindingsLayer]:
    """The number of the last detection and its findings, kept until the next one."""
    reading = unit.reading()
    detections = reading.find(Detection)
    version = detections[-1].id if detections else 0
    kept: tuple[int, FindingsLayer] | None = current_app.extensions.get(EXTENSION)
    if kept is None or kept[0] != version:
        found = gpd.GeoDataFrame(reading.frame(Finding, current=True))
        kept = (version, FindingsLayer(found))
        current_app.extensions[EXTENSION] = kept
    return kept
