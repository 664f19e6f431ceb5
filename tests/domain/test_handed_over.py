"""Faults of layers that are handed over, planted one by one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import CRS, Transformer
from shapely import LineString, Point, Polygon, box

from boundaries.domain.handed_over import Layers, Opening, shape_faults, topology_faults
from boundaries.domain.handed_over_features import (
    Agreed,
    agreed_faults,
    attribute_faults,
    lacks_code,
    measure_faults,
    point_faults,
)
from boundaries.domain.point_texts import point_texts
from boundaries.geometry.lines import ellipsoidal_lengths
from boundaries.geometry.metrics import WGS84, ellipsoidal_areas

UTM = CRS.from_epsg(32647)
A, B = "12.09.20.2001", "12.09.20.2002"
LAND = {A: box(99.6, 3.0, 99.61, 3.01), B: box(99.61, 3.0, 99.62, 3.01)}
"""
      99.6   99.61   99.62
3.01   +-------+-------+
       |   A   |   B   |
3.0    +-------+-------+
"""
HOLE = box(99.612, 3.002, 99.613, 3.003)
BETWEEN = LineString([(99.61, 3.01), (99.61, 3.0)])
ROUND_A = LineString([(99.61, 3.01), (99.6, 3.01), (99.6, 3.0), (99.61, 3.0)])
ROUND_B = LineString([(99.61, 3.0), (99.62, 3.0), (99.62, 3.01), (99.61, 3.01)])


def metric(shape: shapely.Geometry) -> shapely.Geometry:
    """A shape in metres."""
    way = Transformer.from_crs(WGS84, UTM, always_xy=True)
    return shapely.transform(shape, lambda xy: np.column_stack(way.transform(*xy.T)))


def agreed(line: LineString = BETWEEN) -> Agreed:
    """The line between A and B, agreed and signed."""
    wkb = shapely.to_wkb(metric(line))
    name = hashlib.sha256(wkb).hexdigest()
    signed = tuple({"village": key, "person": f"head {key}", "hash": name} for key in (A, B))
    return Agreed("SG-1", A, B, "agreement", name, wkb, signed)


def layers() -> Layers:
    """Both villages, their three lines, and two points on the line between them."""
    shapes = np.array(list(LAND.values()), dtype=object)
    areas = ellipsoidal_areas(np.array([metric(shape) for shape in shapes], dtype=object), UTM)
    villages = gpd.GeoDataFrame(
        {"key": list(LAND), "code": list(LAND), "name": ["Air Batu", "Buntu"],
         "kecamatan_code": "12.09.20", "type": "desa", "area_m2": areas},
        geometry=shapes, crs=WGS84,
    )  # fmt: skip
    ways = np.array([BETWEEN, ROUND_A, ROUND_B], dtype=object)
    segments = gpd.GeoDataFrame(
        {"id": ["SG-1", "SG-2", "SG-3"], "segment": ["SG-1", "SG-2", "SG-3"],
         "a": [A, A, B], "b": [B, "", ""], "state": ["SEPAKAT", "", ""],
         "hash": [agreed().hash, "", ""], "pair_type": [7, 0, 0], "border_class": [10, 8, 8],
         "character": 999, "status": [2, 3, 3], "length_m": ellipsoidal_lengths(ways, WGS84)},
        geometry=ways, crs=WGS84,
    )  # fmt: skip
    places = gpd.GeoSeries([Point(99.61, 3.0), Point(99.61, 3.005)], crs=WGS84)
    texts, _ = point_texts(places, 32647)
    points = gpd.GeoDataFrame(
        {"id": ["SP-1", "TK-1"], "kind": ["simpul", "ordinary"], "segment": ["", "SG-1"],
         "name": ["TK 12.09.20.2001-20.2002-000", "TK 12.09.20.2001-20.2002-001"]},
        geometry=places, crs=WGS84,
    ).join(texts)  # fmt: skip
    kecamatan = gpd.GeoDataFrame(
        {"code": ["12.09.20"], "name": ["Kisaran"], "area_m2": [areas.sum()]},
        geometry=[shapely.union_all(shapes)], crs=WGS84,
    )  # fmt: skip
    return Layers(villages, segments, points, kecamatan, 7)


def codes(found: list[object]) -> set[str]:
    """The codes of faults."""
    return {fault.code for fault in found}  # type: ignore[attr-defined]


def changed(name: str, change: Callable[[gpd.GeoDataFrame], None]) -> Layers:
    """The layers with one of them changed in place."""
    whole = layers()
    table = getattr(whole, name).copy()
    change(table)
    return replace(whole, **{name: table})


def set_cell(row: int, column: str, value: object) -> Callable[[gpd.GeoDataFrame], None]:
    """Give a cell another value."""

    def change(table: gpd.GeoDataFrame) -> None:
        values = list(table[column])
        values[row] = value
        table[column] = (
            gpd.GeoSeries(values, crs=WGS84) if column == "geometry"
            else pd.Series(values, index=table.index)
        )  # fmt: skip

    return change


def every_fault(whole: Layers) -> set[str]:
    """The codes of all faults."""
    return codes(
        shape_faults(whole)
        or [
            *topology_faults(whole, ()),
            *attribute_faults(whole),
            *measure_faults(whole, UTM),
            *point_faults(whole, UTM, 32647),
            *agreed_faults(whole, [agreed()], UTM),
        ]
    )


def test_sound_layers_have_no_fault() -> None:
    assert every_fault(layers()) == set()


MOVED = LineString([(99.61, 3.01), (99.6100010, 3.005), (99.61, 3.0)])
"""The line between, its middle 11 cm to the east."""


@pytest.mark.parametrize(
    ("layer", "row", "column", "value", "code"),
    [
        ("villages", 0, "geometry", box(99.6, 3.0, 99.6100001, 3.01), "overlap"),
        ("villages", 0, "geometry", box(99.6, 3.0, 99.6099999, 3.01), "edge-without-line"),
        ("villages", 0, "geometry", Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]), "shape-unsound"),
        ("points", 1, "geometry", None, "shape-unsound"),
        ("segments", 1, "geometry", LineString([(9, 3), (9, 4)]), "shape-unsound"),
        ("villages", 1, "geometry", LAND[B] - HOLE, "gap"),
        ("segments", 0, "geometry", MOVED, "line-off-village"),
        ("segments", 0, "geometry", MOVED, "off-agreed-line"),
        ("segments", 1, "geometry", shapely.union(ROUND_A, BETWEEN), "line-twice"),
        ("segments", 1, "a", B, "other-sides"),
        ("kecamatan", 0, "geometry", LAND[A], "kecamatan-differs"),
        ("villages", 0, "area_m2", 1.0, "other-measure"),
        ("segments", 0, "length_m", 1.0, "other-measure"),
        ("kecamatan", 0, "area_m2", 1.0, "other-measure"),
        ("villages", 0, "code", "12.09", "village-attributes"),
        ("villages", 0, "code", B, "not-unique"),
        ("villages", 0, "name", "", "village-attributes"),
        ("villages", 0, "kecamatan_code", "12.09.21", "village-attributes"),
        ("segments", 0, "status", 1, "segment-attributes"),
        ("segments", 0, "border_class", 9, "segment-attributes"),
        ("segments", 0, "character", 5, "segment-attributes"),
        ("segments", 0, "state", "AGREED", "segment-attributes"),
        ("segments", 0, "hash", "0" * 64, "no-agreement"),
        ("points", 1, "geometry", Point(99.6100006, 3.005), "point-off-line"),
        ("points", 1, "geometry", Point(99.61, 3.0), "point-twice"),
        ("points", 1, "geometry", Point(99.61, 3.006), "point-texts"),
        ("points", 1, "x", 0.0, "point-texts"),
        ("points", 1, "lat", "north", "point-texts"),
        ("points", 1, "name", "", "point-without-name"),
        ("points", 1, "name", "TK 12.09.20.2001-20.2002-000", "name-twice"),
        ("points", 1, "name", "TK 12.09.20.2001-20.2009-001", "point-name"),
        ("points", 0, "name", "TK 12.09.20.2001-20.2009-000", "point-name"),
    ],
)  # fmt: skip
def test_every_fault_is_found(layer: str, row: int, column: str, value: object, code: str) -> None:
    assert code in every_fault(changed(layer, set_cell(row, column, value)))


def test_a_stated_opening_is_no_gap_and_must_be_there() -> None:
    whole = changed("villages", set_cell(1, "geometry", LAND[B] - HOLE))
    opening = Opening("enclave", 1.0, 99.6125, 3.0025)
    assert "gap" not in codes(topology_faults(whole, [opening]))
    [fault] = topology_faults(layers(), [opening])
    assert fault.code == "opening-gone"


def test_faults_tell_the_place() -> None:
    whole = changed("segments", set_cell(0, "geometry", MOVED))
    [fault] = [f for f in topology_faults(whole, ()) if f.code == "line-off-village"]
    assert fault.feature == "SG-1"
    assert "2 edges of SG-1 are no edges of a village, one at longitude 99.61" in str(fault.message)


ONE = agreed()


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (replace(ONE, wkb=ONE.wkb[:-1] + b"\x00"), "line-altered"),
        (replace(ONE, signatures=ONE.signatures[:1]), "signature-missing"),
        (replace(ONE, signatures=({**ONE.signatures[0], "hash": "0"}, ONE.signatures[1])),
         "signature-other"),
        (replace(ONE, signatures=tuple({**row, "person": "one"} for row in ONE.signatures)),
         "signature-missing"),
        (agreed(LineString([(99.61, 3.02), (99.61, 3.0)])), "off-agreed-line"),
    ],
)  # fmt: skip
def test_agreed_lines_are_those_that_were_signed(one: Agreed, code: str) -> None:
    assert code in codes(agreed_faults(layers(), [one], UTM))


def test_a_decision_of_the_bupati_needs_no_signature() -> None:
    assert agreed_faults(layers(), [replace(ONE, kind="bupati", signatures=())], UTM) == []


@pytest.mark.parametrize(
    ("codes", "beside", "lacks"),
    [
        (("1", "2"), {"1", "2"}, False),
        (("1", "2", "3"), {"1", "2"}, False),
        (("1", "2"), {"1", "3"}, True),
        (("1", "2"), {"1", "2", "3"}, True),
        (("1", "2", "3"), {"1", "2", "3", "4"}, False),
        (("1", "2", "5"), {"1", "2", "3", "4"}, True),
    ],
)
def test_a_name_has_the_codes_of_the_villages_that_meet(
    codes: tuple[str, ...], beside: set[str], lacks: bool
) -> None:
    """At a place where rounding has put two junctions, the name of one of them will do."""
    assert lacks_code(codes, beside) is lacks
