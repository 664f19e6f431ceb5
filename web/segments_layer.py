"""The segments of a whole workspace as GeoJSON, cut to the view and thinned to its zoom.

A segment runs from junction to junction and is thinned between them only, so that neighbours meet
at every zoom. Where a view holds very many, those inside a kecamatan are left out.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from flask import current_app
from numpy.typing import NDArray

from boundaries.store.models import Detection, Segment
from web import unit
from web.geodata import View, collection, feature, rounded, to_degrees
from web.label_places import label_places, with_quarters
from web.places import Places
from web.segment_rows import Rows
from web.state_words import state_group

EXTENSION = "tapal-segments-layer"
MOST_FEATURES = 1300
MOST_BYTES = 280_000
HEAD_BYTES = 90
COARSER = 4
"""Zooms by which lines are thinned further at most, so that an answer stays small."""
MOST_VILLAGES = 60
KEPT = 64

Texts = NDArray[np.object_]
Indices = NDArray[np.int64]


@dataclass(frozen=True)
class _Label:
    """A name and the land that it names."""

    key: str
    text: str
    land: shapely.Geometry


class SegmentsLayer:
    """The lines of all segments of one detection."""

    def __init__(self, identifiers: list[str], lines: NDArray[np.object_]) -> None:
        self.ids = identifiers
        self.lines = lines
        self._tree = shapely.STRtree(lines)
        self._texts = lru_cache(KEPT)(self._build_texts)
        self._answers: OrderedDict[tuple[object, ...], bytes] = OrderedDict()
        self._kecamatan: list[_Label] | None = None

    def cut(self, rows: Rows, places: Places, view: View) -> bytes:
        """The segments in a view, with `labels`: key, text and places of the names there.

        Properties: `group`, the group of the state (`domain.state_groups`), or "luar" for a
        border without a village on the other side. `left_out` counts segments that are not drawn.
        """
        key = (rows.since, view)
        found = self._answers.get(key)
        if found is None:
            found = self._answers[key] = self._cut(rows, places, view)
            while len(self._answers) > KEPT:
                self._answers.popitem(last=False)
        return found

    def _cut(self, rows: Rows, places: Places, view: View) -> bytes:
        known = rows.by_id
        box = shapely.box(view.west, view.south, view.east, view.north)
        seen = [int(place) for place in np.sort(self._tree.query(box)) if self.ids[place] in known]
        kept = seen
        if len(seen) > MOST_FEATURES:
            kept = [place for place in seen if len(known[self.ids[place]].kecamatan) > 1]
        texts = self._fitting(kept[:MOST_FEATURES], view.zoom)
        features = []
        for place in kept[:MOST_FEATURES]:
            row = known[self.ids[place]]
            group = state_group(row.state) if row.inner else "luar"
            features.append(feature(str(texts[place]), {"group": group}, row.id))
        labels = self._labels(places, view)
        return collection(features, labels=labels, left_out=len(seen) - len(features))

    def _fitting(self, kept: list[int], zoom: int) -> Texts:
        """The lines thinned for the zoom, or further where an answer would be too large."""
        for level in range(zoom, max(0, zoom - COARSER) - 1, -1):
            texts = self._texts(level)
            if sum(len(texts[place]) + HEAD_BYTES for place in kept) <= MOST_BYTES:
                break
        return texts

    def _build_texts(self, zoom: int) -> Texts:
        """All lines as GeoJSON, thinned to half a pixel."""
        pixel = 360 / (256 * 2.0**zoom)
        thin = shapely.simplify(self.lines, pixel / 2, preserve_topology=True)
        digits = min(7, max(2, int(np.ceil(-np.log10(pixel / 10)))))
        return np.asarray(shapely.to_geojson(rounded(thin, digits)), dtype=object)

    def _labels(self, places: Places, view: View) -> list[object]:
        named = [
            _Label(key, places.place(key).name or key, land)
            for key, land in places.lands.items()
            if _meets(land.bounds, view)
        ]
        if len(named) > MOST_VILLAGES:
            named = [
                label for label in self._named_kecamatan(places) if _meets(label.land.bounds, view)
            ]
        return [
            [label.key, label.text, found]
            for label in named
            if (found := _label_places(label, view))
        ]

    def _named_kecamatan(self, places: Places) -> list[_Label]:
        if self._kecamatan is None:
            lands: dict[str, list[shapely.Geometry]] = {}
            for key, land in places.lands.items():
                lands.setdefault(places.place(key).kecamatan, []).append(land)
            self._kecamatan = [
                _Label(f"kec-{code}", places.kecamatan[code], shapely.union_all(lands[code]))
                for code in places.kecamatan
                if code in lands
            ]
        return self._kecamatan


def segments_layer() -> SegmentsLayer:
    """The segments of the last detection, kept until the next one."""
    reading = unit.reading()
    detections = reading.find(Detection)
    version = detections[-1].id if detections else 0
    kept: tuple[int, SegmentsLayer] | None = current_app.extensions.get(EXTENSION)
    if kept is None or kept[0] != version:
        frame = reading.frame(Segment, current=True)
        kept = (version, SegmentsLayer(list(frame["id"]), to_degrees(frame.geometry)))
        current_app.extensions[EXTENSION] = kept
    return kept[1]


def _meets(bounds: tuple[float, ...], view: View) -> bool:
    west, south, east, north = bounds
    return west < view.east and east > view.west and south < view.north and north > view.south


def _label_places(label: _Label, view: View) -> list[list[float]]:
    west, south, east, north = label.land.bounds
    seen = (
        max(west, view.west), max(south, view.south), min(east, view.east), min(north, view.north)
    )  # fmt: skip
    thin = shapely.simplify(label.land, view.pixel, preserve_topology=True)
    found = label_places(thin, label.text, with_quarters(seen)[:1], tolerance=view.pixel)
    return [[round(value, 6) for value in place] for place in found]
