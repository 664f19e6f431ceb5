"""Repair of outlines: areas worked out by hand, and invariants over random rings."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from boundaries.geometry.validity import (
    COLLAPSED,
    EMPTY,
    MISSING,
    MIXED,
    NOT_FINITE,
    NOT_POLYGON,
    OTHER,
    REPEATED_HOLE,
    Repair,
    repair,
)

SQUARE = "0 0, 4 0, 4 4, 0 4, 0 0"


def of(*texts: str | None) -> NDArray[np.object_]:
    return np.array([None if t is None else shapely.from_wkt(t) for t in texts], dtype=object)


def repaired(text: str) -> tuple[Repair, shapely.MultiPolygon]:
    result = repair(of(text))
    return result, result.geometries[0]


@pytest.mark.parametrize(
    ("outline", "area", "reason"),
    [
        # A figure of eight: two triangles of base 2 and height 1.
        ("POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))", 2, "the outline crosses itself"),
        # A spike of no width above the square.
        ("POLYGON ((0 0, 4 0, 4 4, 4 8, 4 4, 0 4, 0 0))", 16, "the outline touches itself"),
        # The same part twice counts once.
        (f"MULTIPOLYGON ((({SQUARE})), (({SQUARE})))", 16, "the outline crosses itself"),
        # Two parts that overlap by 2 x 4: 16 + 16 - 8.
        (
            f"MULTIPOLYGON ((({SQUARE})), ((2 0, 6 0, 6 4, 2 4, 2 0)))",
            24,
            "the outline crosses itself",
        ),
        # The ring goes round twice.
        (f"POLYGON (({SQUARE}, 4 0, 4 4, 0 4, 0 0))", 16, "the outline crosses itself"),
        # A second island written as a hole.
        (
            f"POLYGON (({SQUARE}), (6 6, 8 6, 8 8, 6 8, 6 6))",
            20,
            "a ring outside the outline became a part",
        ),
        (f"POLYGON (({SQUARE}), ({SQUARE}))", 16, REPEATED_HOLE),
        (f"GEOMETRYCOLLECTION (POINT (9 9), POLYGON (({SQUARE})))", 16, MIXED),
        (
            f"GEOMETRYCOLLECTION (GEOMETRYCOLLECTION (POLYGON (({SQUARE})), POINT (9 9)))",
            16,
            MIXED,
        ),
    ],
)
def test_repaired_outlines_keep_their_land(outline: str, area: float, reason: str) -> None:
    result, geometry = repaired(outline)
    assert geometry.geom_type == "MultiPolygon"
    assert geometry.is_valid
    assert geometry.area == pytest.approx(area)
    assert result.area_after[0] == pytest.approx(area)
    assert result.changed[0]
    assert result.reasons[0] == reason


@pytest.mark.parametrize(
    "outline",
    [
        f"POLYGON (({SQUARE}))",
        "POLYGON Z ((0 0 9, 4 0 9, 4 4 9, 0 4 9, 0 0 9))",
        f"POLYGON (({SQUARE}), (1 1, 1 3, 3 3, 3 1, 1 1))",
        f"MULTIPOLYGON ((({SQUARE})), ((4 4, 5 4, 5 5, 4 5, 4 4)))",  # parts that meet in a point
        f"GEOMETRYCOLLECTION (POLYGON (({SQUARE})))",
    ],
)
def test_sound_outlines_are_only_wrapped(outline: str) -> None:
    result, geometry = repaired(outline)
    assert not result.changed[0]
    assert result.reasons[0] == ""
    assert not geometry.has_z
    assert geometry.geom_type == "MultiPolygon"
    flat = shapely.force_2d(shapely.from_wkt(outline))
    assert geometry.area == flat.area == result.area_before[0] == result.area_after[0]
    assert np.array_equal(shapely.get_coordinates(geometry), shapely.get_coordinates(flat))


@pytest.mark.parametrize(
    ("outline", "reason", "kind", "not_polygon"),
    [
        (None, MISSING, "", False),
        ("POLYGON EMPTY", EMPTY, "POLYGON", False),
        ("GEOMETRYCOLLECTION EMPTY", EMPTY, "GEOMETRYCOLLECTION", False),
        ("POINT (1 1)", NOT_POLYGON, "POINT", True),
        ("MULTILINESTRING ((0 0, 1 1))", NOT_POLYGON, "MULTILINESTRING", True),
        ("GEOMETRYCOLLECTION (POINT (1 1))", NOT_POLYGON, "GEOMETRYCOLLECTION", True),
        ("POLYGON ((0 0, 1 0, 0 0))", COLLAPSED, "POLYGON", False),
        ("POLYGON ((0 0, 1 0, 2 0, 0 0))", COLLAPSED, "POLYGON", False),
    ],
)
def test_what_encloses_no_land_becomes_none(
    outline: str | None, reason: str, kind: str, not_polygon: bool
) -> None:
    result = repair(of(outline))
    assert result.geometries[0] is None
    assert result.reasons[0] == reason
    assert result.types[0] == kind
    assert result.not_polygon[0] == not_polygon
    assert not result.changed[0]
    assert result.area_after[0] == 0


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_coordinates_that_are_no_numbers(value: float) -> None:
    with np.errstate(invalid="ignore"):
        broken = shapely.polygons([[0, 0], [1, value], [1, 1], [0, 0]])
    result = repair(np.array([broken, shapely.box(0, 0, 1, 1)], dtype=object))
    assert result.geometries[0] is None
    assert result.reasons.tolist() == [NOT_FINITE, ""]
    assert result.area_after.tolist() == [0, 1]


def test_an_empty_array() -> None:
    assert len(repair(np.array([], dtype=object)).geometries) == 0


def test_the_input_is_not_modified() -> None:
    outlines = of("POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))", "POINT Z (1 1 1)")
    before = shapely.to_wkt(outlines).tolist()
    repair(outlines)
    assert shapely.to_wkt(outlines).tolist() == before


coordinate = st.integers(0, 6).map(float)
rings = st.lists(st.tuples(coordinate, coordinate), min_size=3, max_size=9).map(shapely.polygons)
outlines = st.one_of(
    rings,
    st.lists(rings, min_size=1, max_size=3).map(shapely.multipolygons),
    st.lists(rings, min_size=1, max_size=2).map(shapely.geometrycollections),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(outlines, min_size=1, max_size=4))
def test_repair_is_idempotent_valid_and_independent_of_order(
    drawn: list[shapely.Geometry],
) -> None:
    array = np.array(drawn, dtype=object)
    once = repair(array)
    kept = once.geometries[~shapely.is_missing(once.geometries)]
    assert shapely.is_valid(kept).all()
    assert (shapely.area(kept) > 0).all()
    twice = repair(once.geometries)
    assert not twice.changed.any()
    assert shapely.equals_identical(kept, repair(kept).geometries).all()
    backwards = repair(array[::-1])
    assert backwards.area_after[::-1] == pytest.approx(once.area_after)
    assert OTHER not in once.reasons.tolist()
