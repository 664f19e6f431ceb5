"""Tile by tile the same is found as in one piece."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import Polygon, box

from boundaries.domain.detection import jobs, search, search_wide
from boundaries.geometry.tiling import tiles_of

CRS = "EPSG:32647"
ORIGIN = np.array([568_000.0, 329_000.0])
KM = 1000.0

Row = tuple[str, str, str, shapely.Geometry]


def layer(*rows: Row) -> gpd.GeoDataFrame:
    """Villages by key, source, role and outline, the outline in kilometres from one place."""
    keys, sources, roles, shapes = zip(*rows, strict=True)
    outlines = shapely.transform(np.array(shapes, dtype=object), lambda xy: xy * KM + ORIGIN)
    columns = {"key": keys, "source": sources, "role": roles}
    return gpd.GeoDataFrame(columns, geometry=outlines, crs=CRS)


def found_in(villages: gpd.GeoDataFrame, *, most: int) -> pd.DataFrame:
    """All that is found in tiles of `most` villages, in an order of its own."""
    tiles = tiles_of(villages.bounds.to_numpy(), most=most)
    parts = [search(job) for job in jobs(villages, tiles, min_area_m2=1.0)]
    patches = [part.patches for part in parts]
    if len(tiles) > 1:
        patches.append(search_wide(villages, tiles, parts, min_area_m2=1.0))
    together = pd.concat(patches, ignore_index=True)
    table = pd.DataFrame(together.drop(columns="geometry")).assign(shape=together.geometry.to_wkb())
    return table.sort_values(["scope", "kind", "villages", "shape"], ignore_index=True)


def assert_tiles_make_no_difference(villages: gpd.GeoDataFrame, *, most: int) -> pd.DataFrame:
    whole = found_in(villages, most=len(villages))
    pd.testing.assert_frame_equal(found_in(villages, most=most), whole, check_dtype=False)
    return whole


def square(name: str, x: float, y: float, side: float = 1.0, role: str = "layer") -> Row:
    return name, role, role, box(x, y, x + side, y + side)


def test_an_overlap_longer_than_any_window() -> None:
    """A strip of 20 km that A and B both claim, over many small villages."""
    north = ("A", "big", "layer", box(0, 0, 20, 1))
    south = ("B", "big", "layer", box(0, -1, 20, 0.01))
    beside = [square(f"C{n:02}", n, 1) for n in range(20)]
    found = assert_tiles_make_no_difference(layer(north, south, *beside), most=4)
    assert found["villages"].tolist() == [("A", "B")]


def test_an_enclave_wider_than_any_window() -> None:
    """A ring of villages of 1 km round a hole of 6 km, and more of them outside."""
    rows = [
        square(f"V{x}{y}", x, y)
        for x in range(10)
        for y in range(10)
        if not (2 <= x < 8 and 2 <= y < 8)
    ]
    found = assert_tiles_make_no_difference(layer(*rows), most=6)
    assert found["kind"].tolist() == ["gap"]
    assert found["area_m2"][0] == pytest.approx(36e6, rel=1e-3)
    assert len(found["villages"][0]) == 24


def test_a_bay_is_no_gap_in_any_tile() -> None:
    """The ring of the last test, open to the east."""
    rows = [
        square(f"V{x}{y}", x, y) for x in range(8) for y in range(8) if not (x > 1 and 2 <= y < 6)
    ]
    assert assert_tiles_make_no_difference(layer(*rows), most=5).empty


def test_village_that_its_survey_puts_far_away() -> None:
    """The local A lies 9 km off: the local source is not silent about A where A is not seen."""
    rows = [square(name, n, 0, role="reference") for n, name in enumerate("ABCD")]
    rows += [square(name, n, 0, role="local") for n, name in enumerate("BCD", start=1)]
    rows.append(square("A", 0, 9, role="local"))
    found = assert_tiles_make_no_difference(layer(*rows), most=2)
    assert found["villages"].tolist() == [("A",), ("A",)]
    assert set(found["kind"]) == {"mismatch"}


corner = st.tuples(st.integers(0, 12), st.integers(0, 12))
outlines = st.builds(
    lambda at, size: box(*at, at[0] + size[0], at[1] + size[1]),
    corner, st.tuples(st.integers(1, 6), st.integers(1, 3)),
) | st.lists(corner, min_size=3, max_size=3, unique=True).map(Polygon).filter(
    lambda triangle: triangle.area > 0
)  # fmt: skip


@given(st.lists(outlines, min_size=2, max_size=9), st.integers(1, 3))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_one_source(shapes: list[Polygon], most: int) -> None:
    rows: list[Row] = [(f"V{n}", "big", "layer", shape) for n, shape in enumerate(shapes)]
    assert_tiles_make_no_difference(layer(*rows), most=most)


@given(
    st.lists(outlines, min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 7), outlines), min_size=1, max_size=5),
    st.integers(1, 3),
)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_two_sources(reference: list[Polygon], local: list[tuple[int, Polygon]], most: int) -> None:
    rows: list[Row] = [(f"V{n}", "big", "reference", s) for n, s in enumerate(reference)]
    rows += [(f"V{n}", f"file {i}", "local", s) for i, (n, s) in enumerate(local)]
    assert_tiles_make_no_difference(layer(*rows), most=most)
