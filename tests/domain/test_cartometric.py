from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import LineString, Point, box

from boundaries.domain.cartometric import Cartometric, cartometric_points
from boundaries.domain.tk_names import FULL, parse_name
from boundaries.domain.tk_selection import PointRule
from boundaries.errors import InputError
from tests.cartometric_fixture import (
    CORNERS,
    CRS,
    EAST,
    NORTH,
    TEE,
    A,
    B,
    C,
    borders_of,
    place_of,
    points_of,
)

ISLAND = {A: box(0, 0, 1000, 1000), B: box(2000, 0, 3000, 1000)}
AROUND = {A: box(0, 0, 1000, 1000) - box(400, 400, 600, 600), B: box(400, 400, 600, 600)}
HUNDREDS = PointRule(bend_m=1, least_m=0, greatest_m=200)


def named(cartometric: Cartometric) -> dict[str, tuple[float, float]]:
    points = cartometric.points
    return {
        name: place_of(cartometric, key)
        for name, key in zip(points["name"], points["id"], strict=True)
    }


def pair(cartometric: Cartometric, a: str, b: str) -> str:
    """The id of the segment between two villages."""
    courses = cartometric.courses
    return str(courses.loc[(courses["a"] == a) & (courses["b"] == b), "segment"].iloc[0])


def test_junctions_bear_all_codes_and_zeros() -> None:
    found = named(points_of(TEE))
    assert found["TK 12.09.01.1001-01.2002-02.2001-000"] == (1000, 500)
    assert found["TK 12.09.01.1001-01.2002-000"] == (1000, 1000)
    assert found["TK 12.09.01.1001-02.2001-000"] == (0, 500)


def test_ordinary_points_are_counted_along_the_segment_to_the_kabupaten() -> None:
    """The border of A and B from the junction north to the outer border, 500 m: two points."""
    points = points_of(TEE, HUNDREDS)
    found = named(points)
    assert found["TK 12.09.01.1001-01.2002-001"] == (1000, 666.667)
    assert found["TK 12.09.01.1001-01.2002-002"] == (1000, 833.333)
    course = points.courses.set_index("segment").loc[pair(points, A, B)]
    assert (course["rule"], course["points"]) == ("kabupaten", 2)
    own = points.points[points.points["segment"] == pair(points, A, B)]
    assert own["at_m"].round(3).tolist() == [166.667, 333.333]
    assert own["codes"].tolist() == [(A, B), (A, B)]


def test_stations_run_from_junction_to_junction() -> None:
    points = points_of(TEE, HUNDREDS)
    stations = points.stations()
    own = stations[stations["segment"] == pair(points, A, B)]
    assert own["order"].tolist() == [0, 1, 2, 3]
    assert [place_of(points, point)[1] for point in own["point"]] == [500, 666.667, 833.333, 1000]
    assert len(stations) == 2 * len(points.courses) + points.courses["points"].sum()


def test_rings_begin_at_their_westernmost_vertex_and_close() -> None:
    points = points_of(ISLAND)
    stations = points.stations()
    first = stations[stations["segment"] == pair(points, A, "")]
    places = [place_of(points, point) for point in first["point"]]
    assert places == [(0, 0), (1000, 0), (1000, 1000), (0, 1000), (0, 0)]
    assert first["order"].tolist() == [1, 2, 3, 4, 5]
    assert named(points)["TK 12.09.01.1001-001"] == (0, 0)
    assert set(points.courses["rule"]) == {"drawn"}


def test_a_village_inside_another_has_points_without_junction() -> None:
    points = points_of(AROUND)
    found = named(points)
    assert found["TK 12.09.01.1001-01.2002-001"] == (400, 400)
    assert sum("01.2002" in name for name in found) == 4


def test_segments_of_one_pair_are_counted_through() -> None:
    """A lies south of B, the lake C cuts their border in two.

    +-----+---+-----+
    |     | C |  B  |
    +-----+---+-----+
    |       A       |
    +---------------+
    """
    shapes = {
        A: box(0, 0, 3000, 500),
        B: box(0, 500, 1000, 1000) | box(2000, 500, 3000, 1000) | box(1000, 900, 2000, 1000),
        C: box(1000, 500, 2000, 900),
    }
    points = points_of(shapes, PointRule(bend_m=1, least_m=0, greatest_m=300))
    own = points.points[points.points["villages"] == (A, B)]
    ordinary = own[own["kind"] == "ordinary"].sort_values("name")
    assert [parse_name(name).number for name in ordinary["name"]] == [1, 2, 3, 4, 5, 6]
    west = ordinary.geometry.x.to_numpy() - EAST < 1000
    assert west.tolist() == [True] * 3 + [False] * 3
    ends = points.points[points.points["kind"] == "simpul"]
    assert named(points)["TK 12.09.01.1001-01.2002-02.2001-000"] == (1000, 500)
    assert named(points)["TK 12.09.01.1001-01.2002-02.2001-000B"] == (2000, 500)
    assert ends["name"].is_unique


def test_a_part_keeps_its_names_and_its_junctions() -> None:
    points = points_of(TEE, HUNDREDS)
    part = points.of_segments([pair(points, A, B)])
    assert len(part.points) == 4
    assert set(part.points["name"]) <= set(points.points["name"])
    assert part.courses["segment"].tolist() == [pair(points, A, B)]


def test_names_follow_the_edition_and_ids_stay() -> None:
    borders = borders_of(TEE)
    old = cartometric_points(borders.lines, borders.simpul, rule=HUNDREDS)
    edition = {A: "12.09.05.2009", B: "12.09.05.2001"}
    new = cartometric_points(
        borders.lines, borders.simpul, rule=HUNDREDS, edition=edition, previous=old.points
    )
    assert set(new.points["id"]) == set(old.points["id"])
    assert "TK 12.09.02.2001-05.2001-05.2009-000" in set(new.points["name"])
    assert not set(new.points["name"]) & {
        name for name in old.points["name"] if "1001" in name or "2002" in name
    }


def test_points_keep_their_ids_when_the_line_changes_elsewhere() -> None:
    """The junction of A, B and C moves 100 m: the points in the north and at the sides stay."""
    shapes = {**TEE, A: box(0, 500, 1100, 1000), B: box(1100, 500, 2000, 1000)}
    old = points_of(TEE, HUNDREDS)
    borders = borders_of(shapes)
    new = cartometric_points(borders.lines, borders.simpul, rule=HUNDREDS, previous=old.points)
    before = {place_of(old, key): key for key in old.points["id"]}
    after = {place_of(new, key): key for key in new.points["id"]}
    same = before.keys() & after.keys()
    assert len(same) > 20
    assert all(before[place] == after[place] for place in same)
    moved = {after[place] for place in after.keys() - same}
    assert moved.isdisjoint(old.points["id"])
    assert new.points["id"].is_unique
    assert {*new.courses["start"], *new.courses["end"]} <= {*new.points["id"], ""}


def test_names_in_full_on_request() -> None:
    borders = borders_of(TEE)
    points = cartometric_points(borders.lines, borders.simpul, rule=CORNERS, form=FULL)
    assert f"TK {A}-{B}-{C}-000" in set(points.points["name"])


def test_villages_without_code_are_named_in_a_notice() -> None:
    shapes = {"Sidomulyo": TEE[A], B: TEE[B], C: TEE[C]}
    points = points_of(shapes, HUNDREDS)
    nameless = points.points[points.points["name"] == ""]
    assert all("Sidomulyo" in keys for keys in nameless["villages"])
    assert [notice.code for notice in points.notices] == ["point-without-name"]
    text = f"Sidomulyo has no valid code, so {len(nameless)} points have no name"
    assert str(points.notices[0].message) == text


def test_no_segments_have_no_points() -> None:
    borders = borders_of(TEE)
    points = cartometric_points(borders.lines.iloc[:0], borders.simpul, rule=CORNERS)
    assert points.points.empty
    assert points.stations().empty


def test_lines_in_degrees_and_in_parts_are_refused() -> None:
    borders = borders_of(TEE)
    with pytest.raises(InputError, match="cannot be measured in WGS 84"):
        cartometric_points(borders.lines.to_crs("EPSG:4326"), borders.simpul)
    parts = borders.lines.copy()
    parts["geometry"] = shapely.multilinestrings([[shape] for shape in parts.geometry])
    with pytest.raises(ValueError, match="must be one LineString"):
        cartometric_points(parts, borders.simpul)


def test_the_sea_decides_the_direction() -> None:
    """The border of A and B ends at the outer border in the north; the sea lies in the south."""
    borders = borders_of(TEE)
    sea = LineString([(EAST, NORTH + 490), (EAST + 2000, NORTH + 490)])
    coast = gpd.GeoSeries([sea], crs=CRS)
    points = cartometric_points(borders.lines, borders.simpul, rule=HUNDREDS, coastline=coast)
    assert named(points)["TK 12.09.01.1001-01.2002-001"] == (1000, 833.333)


@pytest.mark.parametrize("rule", [CORNERS, HUNDREDS, PointRule(every_vertex=True)])
def test_names_ids_and_places_do_not_depend_on_row_order_or_drawing(rule: PointRule) -> None:
    borders = borders_of(TEE)
    lines = borders.lines.iloc[::-1].copy()
    expected = cartometric_points(borders.lines, borders.simpul, rule=rule).points
    shuffled = cartometric_points(lines, borders.simpul.iloc[::-1], rule=rule).points
    columns = ["id", "name", "order", "segment"]
    by_id = [each.sort_values("id", ignore_index=True) for each in (expected, shuffled)]
    assert by_id[0][columns].equals(by_id[1][columns])
    assert shapely.equals_exact(
        by_id[0].geometry.to_numpy(), by_id[1].geometry.to_numpy(), tolerance=1e-6
    ).all()


def test_every_point_lies_on_its_line() -> None:
    points = points_of({**TEE, C: box(0, 0, 2000, 500) - Point(1500, 0).buffer(300)}, HUNDREDS)
    ordinary = points.points[points.points["kind"] == "ordinary"]
    lines = points.courses.set_index("segment").geometry[ordinary["segment"]].to_numpy()
    printed = shapely.transform(ordinary.geometry.to_numpy(), lambda places: places.round(2))
    assert np.max(shapely.distance(printed, lines)) <= 0.01
