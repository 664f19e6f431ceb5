"""After a change the same is detected as from the start, though only part of it is searched."""

from __future__ import annotations

from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import Polygon, box

from boundaries.messages import Message
from boundaries.workflows.detect_tiles import Detection, detected, detected_again

ORIGIN = np.array([568_000.0, 329_000.0])
KM = 1000.0


def layer(shapes: list[shapely.Geometry], role: str = "layer") -> gpd.GeoDataFrame:
    """Villages V0, V1 ... with outlines in kilometres from one place."""
    outlines = shapely.transform(np.array(shapes, dtype=object), lambda xy: xy * KM + ORIGIN)
    keys = [f"V{n}" for n in range(len(shapes))]
    return gpd.GeoDataFrame(
        {"key": keys, "source": role, "role": role}, geometry=outlines, crs="EPSG:32647"
    )


def in_order(patches: gpd.GeoDataFrame) -> pd.DataFrame:
    table = pd.DataFrame(patches.drop(columns="geometry")).assign(shape=patches.geometry.to_wkb())
    return table.sort_values(["scope", "kind", "villages", "shape"], ignore_index=True)


def squares(columns: int, rows: int) -> list[shapely.Geometry]:
    return [box(x, y, x + 1, y + 1) for x in range(columns) for y in range(rows)]


def test_only_tiles_that_see_the_change_are_searched() -> None:
    """Of 400 squares the first grows over two neighbours."""
    shapes = squares(20, 20)
    before = detected(layer(shapes), min_area_m2=1.0, most=30)
    assert before.patches.empty
    said: list[Message] = []
    shapes[0] = box(0, 0, 1.1, 1.1)
    again = detected_again(before, layer(shapes), min_area_m2=1.0, progress=said.append)
    assert len(again.patches) == 3
    assert len(before.found) > 15
    searched = [tile for tile in again.found if again.found[tile] is not before.found[tile]]
    assert 1 <= len(searched) <= 2


def test_a_village_that_leaves_the_tiles_is_found_all_the_same() -> None:
    shapes = squares(4, 4)
    before = detected(layer(shapes), min_area_m2=1.0, most=4)
    shapes[3] = box(-500, -500, -499, -499)
    shapes[4] = box(-500.5, -500, -499.5, -499)
    again = detected_again(before, layer(shapes), min_area_m2=1.0)
    assert again.patches["villages"].tolist()[0] == ("V3", "V4")
    fresh = detected(layer(shapes), min_area_m2=1.0, most=4)
    pd.testing.assert_frame_equal(in_order(again.patches), in_order(fresh.patches))


corner = st.tuples(st.integers(0, 8), st.integers(0, 8))
outlines = st.builds(
    lambda at, size: box(at[0] / 2, at[1] / 2, (at[0] + size[0]) / 2, (at[1] + size[1]) / 2),
    corner, st.tuples(st.integers(1, 6), st.integers(1, 3)),
) | st.just(Polygon())  # fmt: skip


def villages_of(shapes: list[shapely.Geometry], two: bool) -> gpd.GeoDataFrame:
    """The villages alone, or as the reference of a local layer that never changes."""
    if not two:
        return layer(shapes)
    local = layer(squares(4, 4)[3:9], "local")
    return pd.concat([layer(shapes, "reference"), local], ignore_index=True)


@cache
def before_changes(two: bool) -> Detection:
    return detected(villages_of(squares(4, 4), two), min_area_m2=1.0, most=5)


@pytest.mark.parametrize("two", [False, True])
@given(st.lists(st.tuples(st.integers(0, 15), outlines), min_size=1, max_size=3))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_again_is_as_from_the_start(two: bool, changes: list[tuple[int, shapely.Geometry]]) -> None:
    shapes = squares(4, 4)
    for place, shape in changes:
        shapes[place] = shape
    villages = villages_of(shapes, two)
    again = detected_again(before_changes(two), villages, min_area_m2=1.0)
    fresh = detected(villages, min_area_m2=1.0, most=1000)
    pd.testing.assert_frame_equal(
        in_order(again.patches), in_order(fresh.patches), check_dtype=False
    )
