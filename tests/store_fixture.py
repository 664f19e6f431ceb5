"""Rows of a small workspace: two villages side by side, the segment between them, a finding."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

import geopandas as gpd
import shapely
from pyproj import CRS

from boundaries.store.audit import Entry
from boundaries.store.database import Store, create_store
from boundaries.store.models import Detection, Finding, Segment, Source, Village
from boundaries.store.repository import Repository
from boundaries.store.snapshot import copy_tables

UTM = CRS.from_epsg(32647)
NOON = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)


def entry(action: str = "try", **fields: Any) -> Entry:
    """An entry of the log."""
    plain: dict[str, Any] = {"at": NOON, "who": "Ani", "role": "staff", "action": action}
    return Entry(**{**plain, "subject_kind": "segment", "subject_id": "SG-1", **fields})


def a_source(**fields: Any) -> Source:
    """A source, the first version of BIG's layer."""
    plain: dict[str, Any] = {
        "role": "big", "name": "BIG", "number": 1, "file_name": "big.gpkg", "sha256": "00",
        "crs": "EPSG:4326", "features": 2, "imported_at": NOON, "imported_by": "Ani",
        "current": True,
    }  # fmt: skip
    return Source(**{**plain, **fields})


def villages() -> gpd.GeoDataFrame:
    """Three villages of 100 m by 100 m:

    +---+---+---+
    | A | B | C |
    +---+---+---+
    """
    return gpd.GeoDataFrame(
        {
            "row": [0, 1, 2],
            "key": ["A", "B", "C"],
            "code": ["12.09.01.2001", "12.09.01.2002", "12.09.01.2003"],
            "name": ["Air Batu", "Buntu Pane", "Cinta Damai"],
            "level": "desa",
            "known_as": [None, None, "12.09.01.2009"],
        },
        geometry=[shapely.box(x, 0, x + 100, 100) for x in (0, 100, 200)],
        crs=UTM,
    ).assign(kecamatan="Air Batu", kecamatan_code="12.09.01", kabupaten="Asahan")


def a_segment(detection_id: int, **fields: Any) -> Segment:
    """The segment between A and B."""
    plain: dict[str, Any] = {
        "id": "SG-1", "village_a": "A", "village_b": "B", "pair_type": 7, "kecamatan_a": "Air Batu",
        "kecamatan_b": "Air Batu", "start_junction": "SP-1", "end_junction": "SP-2",
        "state": "indicative", "record": {}, "verdict": "agrees", "length_m": 100.0,
        "current": True, "geometry": shapely.LineString([(100, 0), (100, 100)]),
    }  # fmt: skip
    return Segment(**{**plain, "detection_id": detection_id, **fields})


def a_finding(detection_id: int, **fields: Any) -> Finding:
    """An overlap of A and B of 10 m by 100 m."""
    plain: dict[str, Any] = {
        "id": "TT-1", "case_id": "KTT-1", "kind": "overlap", "class_": "claim",
        "villages": ["A", "B"], "sources": ["BIG"], "area_m2": 1000.0, "current": True,
        "geometry": shapely.box(95, 0, 105, 100),
    }  # fmt: skip
    return Finding(**{**plain, "detection_id": detection_id, **fields})


def copied_to(address: str, original: Store) -> Store:
    """A workspace at another address, opened, with all rows of the original."""
    return create_store(address, crs=original.crs, fill=partial(copy_tables, original))


def fill(store: Store) -> tuple[int, int]:
    """A source with villages, a detection, the segment, the finding; ids of the first two."""
    with Repository(store) as repository:
        source = a_source()
        detection = Detection(at=NOON, by="Ani", sources=[1], parameters={}, figures={})
        repository.add(source, detection)
        repository.add_frame(Village, villages(), source_id=source.id)
        repository.add(a_segment(detection.id))
        repository.add(a_finding(detection.id, segment_id="SG-1"))
        repository.record(entry("import"), entry("detect"))
    return source.id, detection.id
