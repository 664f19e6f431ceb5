"""Objects by the village they would fall to under each line."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiPoint, Point, box

from boundaries.domain.impact import Impact, divisions_of, impact_of
from boundaries.domain.proposal import propose
from tests.domain.proposal_site import AREA_SCALE, moved, site, strip
from tests.domain.village_grid import CRS, SCALE

DIVISIONS = gpd.GeoDataFrame(
    {"line": ["big", "big", "a", "a"], "village": ["b", "a", "a", "b"]},
    geometry=[
        moved(shape)
        for shape in (box(50, 0, 100, 100), box(0, 0, 50, 100), box(0, 0, 80, 100),
                      box(80, 0, 100, 100))
    ],
    crs=CRS,
)  # fmt: skip
"""100 x 100 m between a in the west and b; BIG parts it at x = 50, the survey of a at x = 80."""


def impact(shapes: list[shapely.Geometry]) -> Impact:
    frame = gpd.GeoDataFrame(
        {"layer": "layer", "name": [f"object {place}" for place in range(len(shapes))]},
        geometry=[moved(shape) for shape in shapes],
        crs=CRS,
    )
    return impact_of(frame, DIVISIONS)


def of(found: Impact, column: str) -> dict[tuple[str, str], float]:
    totals = found.totals
    return dict(
        zip(zip(totals["line"], totals["village"], strict=True), totals[column], strict=True)
    )


def test_points_by_location() -> None:
    """At x = 20, 60 and 90, and one outside."""
    found = impact([Point(20, 5), Point(60, 5), Point(90, 5), Point(200, 5)])
    assert of(found, "count") == {("a", "a"): 2, ("a", "b"): 1, ("big", "a"): 1, ("big", "b"): 2}
    assert found.changing.to_dict("records") == [
        {"object": 1, "layer": "layer", "name": "object 1", "a": "a", "big": "b"}
    ]


def test_a_point_on_the_border_counts_once() -> None:
    found = impact([Point(50, 5)])
    assert of(found, "count") == {("a", "a"): 1, ("big", "a"): 1}


def test_points_in_several_parts() -> None:
    found = impact([MultiPoint([(20, 5), (60, 5), (70, 5)])])
    assert of(found, "count") == {("a", "a"): 3, ("big", "a"): 1, ("big", "b"): 2}
    assert found.changing["big"].tolist() == ["b"], "the village with the most of it"


def test_polygons_by_share_and_hectares() -> None:
    """20 x 100 m from x = 40 to 60: half of it a's under BIG's line, all of it under a's."""
    found = impact([box(40, 0, 60, 100)])
    shares = found.shares.set_index(["line", "village"])["share"]
    assert shares.to_dict() == pytest.approx({("a", "a"): 1, ("big", "a"): 0.5, ("big", "b"): 0.5})
    assert of(found, "area_ha")["big", "b"] * AREA_SCALE == pytest.approx(0.1, rel=1e-6)
    assert of(found, "count")["big", "b"] == pytest.approx(0.5)


def test_lines_by_length() -> None:
    found = impact([LineString([(0, 50), (100, 50)])])
    metres = {key: round(length * SCALE, 3) for key, length in of(found, "length_m").items()}
    assert metres == {("a", "a"): 80, ("a", "b"): 20, ("big", "a"): 50, ("big", "b"): 50}


def test_nothing_to_count() -> None:
    found = impact([])
    assert found.shares.empty
    assert found.totals.empty
    assert found.changing.empty
    assert impact([Point(500, 500)]).changing.empty


def test_different_systems_are_refused() -> None:
    frame = gpd.GeoDataFrame({"layer": ["x"], "name": ["y"]}, geometry=[Point(0, 0)], crs=4326)
    with pytest.raises(ValueError, match="the same CRS"):
        impact_of(frame, DIVISIONS)


def test_divisions_of_proposals() -> None:
    """A school in x of `strip` falls to b by the reference, to a by the survey."""
    place = site(strip())
    lines = {kind: propose(place, kind) for kind in ("reference", "a")}
    school = gpd.GeoDataFrame(
        {"layer": ["schools"], "name": ["SD 1"]}, geometry=[moved(Point(550, 500))], crs=CRS
    )
    changing = impact_of(school, divisions_of(lines)).changing
    assert changing[["name", "reference", "a"]].to_numpy().tolist() == [["SD 1", "b", "a"]]


boxes = st.builds(
    lambda x, y, w, h: box(x, y, x + w, y + h),
    st.integers(0, 80), st.integers(0, 80), st.integers(1, 20), st.integers(1, 20),
)  # fmt: skip


@given(st.lists(boxes, min_size=1, max_size=8))
def test_every_object_is_shared_out_once_per_line(shapes: list[shapely.Geometry]) -> None:
    found = impact(shapes)
    whole = found.shares.groupby(["object", "line"])[["share", "area_ha"]].sum()
    assert len(whole) == 2 * len(shapes)
    assert whole["share"].to_numpy() == pytest.approx(1, rel=1e-9)
    expected = [shape.area / AREA_SCALE / 10_000 for shape in shapes for _ in range(2)]
    assert whole["area_ha"].tolist() == pytest.approx(expected, rel=1e-4)
