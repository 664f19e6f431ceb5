"""The layers of a workspace that other programs read: shapes in degrees, and a record for each.

Records are plain values with English names, as in the tables of the workspace. Areas are
ellipsoidal, in square metres; lengths in metres. Each layer is kept until what it follows from
changes.
"""

from __future__ import annotations

import math
import threading
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import geopandas as gpd
import numpy as np
import shapely
from flask import current_app
from numpy.typing import NDArray

from boundaries.domain.submission import Assessed, assess
from boundaries.store.models import Detection, Finding, Junction, Source
from boundaries.workflows.agreed_ground import ground_of
from web import unit
from web.geodata import to_degrees
from web.places import Places, places
from web.segment_rows import Row, rows
from web.segments_layer import segments_layer

EXTENSION = "tapal-land-layers"
Record = dict[str, Any]
Shapes = NDArray[np.object_]
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Layer:
    """Features by place: ids, shapes in degrees, records."""

    ids: Sequence[str]
    shapes: Shapes
    records: Sequence[Record]

    @cached_property
    def tree(self) -> shapely.STRtree:
        """The shapes, to be asked for by place."""
        return shapely.STRtree(self.shapes)

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each feature by its id."""
        return {identifier: place for place, identifier in enumerate(self.ids)}


class _Kept:
    """The last of each thing, with what it was made of; each is made by one at a time."""

    def __init__(self) -> None:
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._things: dict[str, tuple[Hashable, Any]] = {}

    def get(self, name: str, version: Hashable, make: Callable[[], Thing]) -> Thing:
        with self._locks[name]:
            found = self._things.get(name)
            if found is None or found[0] != version:
                found = self._things[name] = (version, make())
            thing: Thing = found[1]
            return thing


def villages() -> Layer:
    """The villages as BIG's layer has them."""
    return _villages("desa", "big")


def surveyed() -> Layer:
    """The villages as the surveys have them."""
    return _villages("survei", "survey")


def segments() -> Layer:
    """The segments as the last detection drew them, with their state now."""
    return _kept("segmen", (rows().since, _sources()), _segments)


def junctions() -> Layer:
    """The places where segments meet."""
    return _kept("simpul", _detection(), _junctions)


def findings() -> Layer:
    """Overlaps, gaps and mismatches of the last detection."""
    return _kept("temuan", (_detection(), _sources()), _findings)


def agreed_villages() -> Layer:
    """The villages as the decisions have made them."""
    return _kept("desa-kesepakatan", _standing(), _agreed_villages)


def agreed_points() -> Layer:
    """The cartometric points of the agreed coverage."""
    return _kept("tk", _standing(), _agreed_points)


def segment_record(row: Row, land: Places) -> Record:
    """A segment in a list."""
    return {
        "id": row.id,
        "village_a": row.a,
        "village_b": row.b,
        "name_a": land.place(row.a).name,
        "name_b": land.place(row.b).name if row.b else "",
        "kecamatan": list(row.kecamatan),
        "state": row.state.value,
        "verdict": row.verdict,
        "length_m": round(row.length_m, 2),
        "disputed_m2": round(row.disputed_m2, 1),
        "offset_m": round(row.offset_m, 2),
        "due": row.due.isoformat() if row.due else None,
        "mark": row.mark,
        "start": row.start,
        "end": row.end,
    }


def _kept(name: str, version: Hashable, make: Callable[[], Thing]) -> Thing:
    kept: _Kept = current_app.extensions.setdefault(EXTENSION, _Kept())
    return kept.get(name, version, make)


def _sources() -> tuple[int, ...]:
    return tuple(source.id for source in unit.reading().current_sources())


def _detection() -> int:
    found = unit.reading().find(Detection)
    return found[-1].id if found else 0


def _standing() -> Hashable:
    """What the agreed coverage follows from."""
    decided = tuple(
        (row.id, row.state, row.case.decision.hash if row.case.decision else "")
        for row in rows().all
    )
    return _sources(), _detection(), hash(decided)


def _villages(name: str, role: str) -> Layer:
    sources = unit.reading().current_sources(role)
    version = tuple(source.id for source in sources)
    return _kept(name, version, lambda: _of_sources(sources))


def _of_sources(sources: list[Source]) -> Layer:
    reading, land = unit.reading(), places()
    ids: list[str] = []
    shapes: list[Any] = []
    records: list[Record] = []
    for source in sources:
        table = reading.villages(source.id)
        shapes += list(_outward(to_degrees(table.geometry)))
        for row in table.itertuples(index=False):
            key = row.key if row.known_as is None else row.known_as
            area = land.areas.get(key, {}).get(source.name)
            ids.append(f"{source.id}.{row.row}")
            records.append({
                "id": ids[-1], "key": key, "code": row.code, "name": row.name, "type": row.level,
                "kecamatan": row.kecamatan_code, "kecamatan_name": row.kecamatan,
                "kabupaten": row.kabupaten, "area_m2": None if area is None else round(area, 1),
                "source": source.name, "version": source.number, "edition": source.edition,
            })  # fmt: skip
    return Layer(ids, np.asarray(shapes, dtype=object), records)


def _segments() -> Layer:
    drawn, land = segments_layer(), places()
    known = rows().by_id
    kept = [place for place, identifier in enumerate(drawn.ids) if identifier in known]
    ids = [drawn.ids[place] for place in kept]
    records = [segment_record(known[identifier], land) for identifier in ids]
    return Layer(ids, drawn.lines[kept], records)


def _junctions() -> Layer:
    table = gpd.GeoDataFrame(unit.reading().frame(Junction, current=True))
    ids = [str(identifier) for identifier in table["id"]]
    records = [
        {"id": identifier, "villages": list(keys)}
        for identifier, keys in zip(ids, table["villages"], strict=True)
    ]
    return Layer(ids, to_degrees(table.geometry), records)


def _findings() -> Layer:
    table, land = gpd.GeoDataFrame(unit.reading().frame(Finding, current=True)), places()
    records = []
    for row in table.rename(columns={"class": "grade"}).itertuples(index=False):
        own = [land.place(key) for key in row.villages]
        records.append({
            "id": row.id, "case": row.case_id, "kind": row.kind, "class": row.grade,
            "villages": list(row.villages), "names": [place.name for place in own],
            "kecamatan": sorted({place.kecamatan for place in own} - {""}),
            "sources": list(row.sources), "area_m2": round(row.area_m2, 2),
            "mean_width_m": _number(row.mean_width_m), "max_width_m": _number(row.max_width_m),
            "segment": row.segment_id,
        })  # fmt: skip
    return Layer([row["id"] for row in records], _outward(to_degrees(table.geometry)), records)


def _assessed() -> Assessed | None:
    """The agreed coverage with its lines and points; None before there is a layer of BIG."""

    def make() -> Assessed | None:
        reading = unit.reading()
        return assess(ground_of(reading)) if reading.current_sources("big") else None

    return _kept("kesepakatan", _standing(), make)


def _agreed_villages() -> Layer:
    made = _assessed()
    if made is None or not _detection():
        return _nothing()
    table = made.villages
    records = [
        {
            "id": row.key, "key": row.key, "code": row.code, "name": row.name, "type": row.type,
            "kecamatan": row.kecamatan_code, "kecamatan_name": row.kecamatan,
            "kabupaten": row.kabupaten, "state": row.state, "finished": bool(row.finished),
            "area_m2": round(row.area_m2, 1), "perimeter_m": round(row.perimeter_m, 2),
        }
        for row in table.itertuples(index=False)
    ]  # fmt: skip
    shapes = [
        shapely.multipolygons(shapely.get_parts(shape))
        for shape in _outward(to_degrees(table.geometry))
    ]
    return Layer(list(table["key"]), np.asarray(shapes, dtype=object), records)


def _agreed_points() -> Layer:
    made = _assessed()
    if made is None or not _detection():
        return _nothing()
    table, lines = made.points.points, made.lines.set_index("id")
    states = table["segment"].map(lines["state"]).fillna("")
    records = [
        {
            "id": str(row.id), "name": row.name, "kind": row.kind, "line": row.segment,
            "order": int(row.order), "villages": list(row.villages), "state": state,
        }
        for row, state in zip(table.itertuples(index=False), states, strict=True)
    ]  # fmt: skip
    return Layer([row["id"] for row in records], to_degrees(table.geometry), records)


def _nothing() -> Layer:
    return Layer([], np.empty(0, dtype=object), [])


def _outward(shapes: Shapes) -> Shapes:
    """Outer rings anticlockwise, as GeoJSON has them."""
    return np.asarray(shapely.orient_polygons(shapes), dtype=object)


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 3)
