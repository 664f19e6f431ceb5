"""Outlines and mosaics do not depend on how and where a layout is drawn."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from boundaries.geometry.metrics import ellipsoidal_areas, greatest_widths, mean_widths
from boundaries.geometry.mosaic import build_mosaic
from boundaries.geometry.validity import repair
from tests.geometry.zoo import CRS, ZOO, Array

small = st.integers(0, 8)
rings = st.lists(st.tuples(small, small), min_size=3, max_size=7, unique=True)
layouts = st.lists(rings, min_size=1, max_size=4)
"""Rings through a few whole metres, most of which cross themselves and each other."""


def repaired(drawn: list[list[tuple[int, int]]], east: int = 0, north: int = 0) -> Array:
    polygons = [shapely.Polygon([(x + east, y + north) for x, y in ring]) for ring in drawn]
    return repair(np.array(polygons, dtype=object)).geometries


def land_by_claims(polygons: Array) -> dict[tuple[int, ...], float]:
    """Area of the mosaic by the set of polygons that claim it."""
    mosaic = build_mosaic(polygons)
    claims: list[tuple[int, ...]] = [()] * len(mosaic.faces)
    for face, polygon in zip(mosaic.claim_face, mosaic.claim_polygon, strict=True):
        claims[face] += (int(polygon),)
    land: dict[tuple[int, ...], float] = {}
    for key, area in zip(claims, shapely.area(mosaic.faces), strict=True):
        land[key] = land.get(key, 0.0) + area
    return land


def assert_same_land(one: Array, other: Array) -> None:
    """Equal to what the grid of 0.01 mm can move along the lines of a layout 8 m wide."""
    here, there = land_by_claims(one), land_by_claims(other)
    for key in here.keys() | there.keys():
        assert here.get(key, 0.0) == pytest.approx(there.get(key, 0.0), abs=2e-3)


def assert_same_outlines(one: Array, other: Array) -> None:
    assert shapely.is_missing(one).tolist() == shapely.is_missing(other).tolist()
    present = ~shapely.is_missing(one)
    difference = shapely.symmetric_difference(one[present], other[present])
    assert shapely.area(difference) == pytest.approx(0, abs=1e-9)


@settings(max_examples=60)
@given(layouts, st.integers(0, 6))
def test_where_a_ring_starts_does_not_matter(
    drawn: list[list[tuple[int, int]]], steps: int
) -> None:
    turned = [ring[steps % len(ring) :] + ring[: steps % len(ring)] for ring in drawn]
    assert_same_outlines(repaired(drawn), repaired(turned))
    assert_same_land(repaired(drawn), repaired(turned))


@settings(max_examples=60)
@given(layouts)
def test_which_way_a_ring_runs_does_not_matter(drawn: list[list[tuple[int, int]]]) -> None:
    backwards = [ring[::-1] for ring in drawn]
    assert_same_outlines(repaired(drawn), repaired(backwards))
    assert_same_land(repaired(drawn), repaired(backwards))


@settings(max_examples=60)
@given(layouts, st.integers(-1_000_000, 1_000_000), st.integers(0, 10_000_000))
def test_where_a_layout_lies_does_not_matter(
    drawn: list[list[tuple[int, int]]], east: int, north: int
) -> None:
    assert_same_land(repaired(drawn), repaired(drawn, east, north))


@settings(max_examples=40)
@given(layouts)
def test_measures_do_not_depend_on_how_a_ring_is_written(
    drawn: list[list[tuple[int, int]]],
) -> None:
    """Widths are exact to a hundredth of the mean width."""
    one = repaired(drawn, 500_000, 300_000)
    other = repaired([ring[1:] + ring[:1] for ring in drawn][::-1], 500_000, 300_000)[::-1]
    assert ellipsoidal_areas(other, CRS) == pytest.approx(ellipsoidal_areas(one, CRS), abs=1e-6)
    assert mean_widths(other) == pytest.approx(mean_widths(one), rel=1e-6)
    assert greatest_widths(other) == pytest.approx(greatest_widths(one), rel=0.03)


@settings(max_examples=30)
@given(st.lists(st.sampled_from(sorted(ZOO.keys() - {"many vertices"})), max_size=8))
def test_repair_is_idempotent_in_any_company(names: list[str]) -> None:
    herd = np.empty(len(names), dtype=object)
    herd[:] = [ZOO[name] for name in names]
    once = repair(herd)
    twice = repair(once.geometries)
    assert not twice.changed.any()
    assert twice.area_after.tolist() == once.area_after.tolist()
    present = ~shapely.is_missing(once.geometries)
    assert shapely.equals_identical(twice.geometries[present], once.geometries[present]).all()
    assert repair(herd[::-1]).area_after[::-1].tolist() == once.area_after.tolist()
