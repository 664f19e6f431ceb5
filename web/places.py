"""What the villages and kecamatan of a workspace are called, and the land they have."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from flask import current_app
from shapely.geometry.base import BaseGeometry

from boundaries.geometry.metrics import ellipsoidal_areas
from boundaries.store.models import Detection
from boundaries.store.repository import Repository
from boundaries.workflows.kecamatan_names import kecamatan_names
from web import unit
from web.geodata import to_degrees
from web.names import village_title

EXTENSION = "tapal-places"


@dataclass(frozen=True)
class Place:
    """A village; `kecamatan` is its code."""

    key: str
    code: str
    name: str
    level: str
    kecamatan: str

    @property
    def title(self) -> str:
        """The village as people call it, in the reader's language."""
        return village_title(self.name or self.code or self.key, self.level)


@dataclass(frozen=True)
class Places:
    """The villages of the current sources by key, the reference first.

    `lands` holds their land in degrees, `areas` its ellipsoidal area in square metres by key and
    name of the source, `kecamatan` the names of the kecamatan by code, in the order of the codes.
    """

    by_key: dict[str, Place]
    lands: dict[str, BaseGeometry]
    areas: dict[str, dict[str, float]]
    kecamatan: dict[str, str]

    @cached_property
    def boxes(self) -> dict[str, tuple[float, ...]]:
        """West, south, east and north of each land, in degrees."""
        sides = shapely.bounds(np.array(list(self.lands.values()), dtype=object)).reshape(-1, 4)
        return dict(zip(self.lands, map(tuple, sides.tolist()), strict=True))

    def place(self, key: str) -> Place:
        """A village; one that is in no source any more is called by its key."""
        return self.by_key.get(key) or Place(key, key, key, "", "")

    def title(self, key: str) -> str:
        """What a village is called."""
        return self.place(key).title


def places() -> Places:
    """The villages as the current sources have them; kept until a source or a detection comes."""
    reading = unit.reading()
    sources = [*reading.current_sources("big"), *reading.current_sources("survey")]
    detections = reading.frame(Detection, only=("id",))["id"]
    version = (*(source.id for source in sources), *detections[-1:])
    kept: tuple[object, Places] | None = current_app.extensions.get(EXTENSION)
    if kept is None or kept[0] != version:
        names = {source.id: source.name for source in sources}
        kept = (version, _read(reading, names))
        current_app.extensions[EXTENSION] = kept
    return kept[1]


def _read(reading: Repository, names: dict[int, str]) -> Places:
    frames = [reading.villages(number).assign(source=name) for number, name in names.items()]
    if not frames:
        return Places({}, {}, {}, {})
    table = gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), crs=frames[0].crs)
    table["key"] = table["known_as"].fillna(table["key"])
    table["area_m2"] = ellipsoidal_areas(table.geometry.to_numpy(), reading.store.crs)
    table["degrees"] = to_degrees(table.geometry)
    first = table.drop_duplicates("key")
    by_key = {
        row.key: Place(row.key, row.code, row.name, row.level, row.kecamatan_code)
        for row in first.itertuples(index=False)
    }
    areas: dict[str, dict[str, float]] = {}
    for key, source, area in zip(table["key"], table["source"], table["area_m2"], strict=True):
        areas.setdefault(key, {})[source] = float(np.float64(area))
    lands = dict(zip(first["key"], first["degrees"], strict=True))
    units = {code: name or code for code, name in kecamatan_names(reading).items()}
    return Places(by_key, lands, areas, units)
