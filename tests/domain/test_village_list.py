from __future__ import annotations

import pytest
from shapely import Polygon, affinity, box

from boundaries.domain.cartometric import Cartometric
from boundaries.domain.village_list import village_lists
from tests.cartometric_fixture import TEE, A, B, C, place_of, points_of

D = "12.09.02.2002"
Places = list[tuple[float, float]]


def rings(cartometric: Cartometric, village: str) -> dict[tuple[int, int], Places]:
    """The places of each ring of a village by part and hole."""
    table = village_lists(cartometric, [village]).table
    return {
        key: [place_of(cartometric, point) for point in ring["point"]]
        for key, ring in table.groupby(["part", "hole"])
    }


def test_a_list_runs_counter_clockwise_from_the_westernmost_simpul() -> None:
    """The list of B begins at the junction J, the westernmost of its three.

    A  K-----+
       |  B  |
       J-----L
    """
    points = points_of(TEE)
    assert rings(points, B) == {
        (1, 0): [(1000, 500), (2000, 500), (2000, 1000), (1000, 1000), (1000, 500)]
    }
    table = village_lists(points, [B]).table
    assert table["order"].tolist() == [1, 2, 3, 4, 5]
    assert table["point"].iloc[0] == table["point"].iloc[-1]


def test_a_simpul_counts_before_a_point_farther_west() -> None:
    """A begins at its junction (0, 500) though (-200, 750), no junction, lies farther west.

      +----------+
    W<     A     |
      S----------J
      |    C     |
    """
    west = Polygon([(0, 500), (1000, 500), (1000, 1000), (0, 1000), (-200, 750)])
    places = rings(points_of({**TEE, A: west}), A)[1, 0]
    assert places == [
        (0, 500), (1000, 500), (1000, 1000), (0, 1000), (-200, 750), (0, 500)
    ]  # fmt: skip


def test_of_simpul_equally_far_west_the_southern_one_is_first() -> None:
    """The junctions of A's eastern border all have x = 1000; the list of C begins with one of them.

    The longitude decides: east of the central meridian the southern one lies farther west.

    +---+---+
    |   | B |
    | A +---+
    |   | C |
    +---+---+
    """
    points = points_of({A: TEE[A] | box(0, 0, 1000, 500), B: TEE[B], C: box(1000, 0, 2000, 500)})
    assert rings(points, C)[1, 0][0] == (1000, 0)


def test_an_island_begins_at_its_westernmost_point() -> None:
    diamond = Polygon([(500, 0), (1000, 500), (500, 1000), (0, 500)])
    assert rings(points_of({A: diamond}), A) == {
        (1, 0): [(0, 500), (500, 0), (1000, 500), (500, 1000), (0, 500)]
    }


def test_parts_come_by_size_and_each_has_its_own_ring() -> None:
    small, large = box(0, 0, 100, 100), box(500, 0, 1500, 1000)
    found = rings(points_of({A: small | large}), A)
    assert found[1, 0][0] == found[1, 0][-1] == (500, 0)
    assert found[2, 0] == [(0, 0), (100, 0), (100, 100), (0, 100), (0, 0)]


def test_holes_follow_their_part_and_run_clockwise() -> None:
    """A around B: the village stays on the left hand, so the hole runs clockwise.

    +---------+
    |  +---+  |
    |A | B |  |
    |  +---+  |
    +---------+
    """
    inner = box(400, 400, 600, 600)
    points = points_of({A: box(0, 0, 1000, 1000) - inner, B: inner})
    found = rings(points, A)
    assert list(found) == [(1, 0), (1, 1)]
    assert found[1, 1] == [(400, 400), (400, 600), (600, 600), (600, 400), (400, 400)]
    assert rings(points, B)[1, 0] == found[1, 1][::-1]


def test_a_hole_with_two_villages_begins_at_a_simpul() -> None:
    """The hole of A holds B (west) and C (east), which meet at (500, 400) and (500, 600)."""
    west, east = box(400, 400, 500, 600), box(500, 400, 600, 600)
    points = points_of({A: box(0, 0, 1000, 1000) - west - east, B: west, C: east})
    hole = rings(points, A)[1, 1]
    assert hole[0] == hole[-1]
    assert hole[0][0] == 500
    assert len(hole) == 7
    assert {*hole} == {(400, 400), (400, 600), (500, 400), (500, 600), (600, 400), (600, 600)}


def test_a_part_inside_a_hole_is_a_part() -> None:
    """A has a hole with B, and B has a hole with a second part of A."""
    middle, core = box(300, 300, 700, 700), box(450, 450, 550, 550)
    points = points_of({A: (box(0, 0, 1000, 1000) - middle) | core, B: middle - core})
    assert list(rings(points, A)) == [(1, 0), (1, 1), (2, 0)]
    assert rings(points, A)[2, 0][0] == (450, 450)
    assert list(rings(points, B)) == [(1, 0), (1, 1)]


def test_parts_that_touch_at_a_point_are_two_rings() -> None:
    """A lies south-west and north-east of (500, 500), B and C fill the other quarters.

    +---+---+
    | B | A |
    +---+---+
    | A | C |
    +---+---+
    """
    shapes = {
        A: box(0, 0, 500, 500) | box(500, 500, 1000, 1000),
        B: box(0, 500, 500, 1000),
        C: box(500, 0, 1000, 500),
    }
    found = rings(points_of(shapes), A)
    assert sorted(len(ring) for ring in found.values()) == [5, 5]
    assert all((500, 500) in ring for ring in found.values())


def test_a_village_without_all_its_segments_has_a_notice_instead() -> None:
    points = points_of(TEE)
    part = points.of_segments(points.courses["segment"][1:].tolist())
    lists = village_lists(part)
    open_ones = {notice.feature for notice in lists.notices}
    first = points.courses.iloc[0]
    assert open_ones == {first["a"], first["b"]} - {""}
    assert set(lists.table["village"]) == {A, B, C} - open_ones
    assert "do not close around it" in str(lists.notices[0].message)


def test_an_unknown_village_has_a_notice() -> None:
    lists = village_lists(points_of(TEE), [D])
    assert lists.table.empty
    assert [notice.feature for notice in lists.notices] == [D]


@pytest.mark.parametrize("angle", [0, 30, 90, 135, 200, 315])
def test_every_ring_keeps_its_village_on_the_left(angle: float) -> None:
    """Turned in any direction, every corner stays in the list and the areas come out."""
    shapes = {
        key: affinity.rotate(shape, angle, origin=(1000, 500))
        for key, shape in {
            **TEE,
            D: box(200, 100, 400, 300),
            C: TEE[C] - box(200, 100, 400, 300),
        }.items()
    }
    points = points_of(shapes)
    for village, shape in shapes.items():
        total = sum(
            Polygon(ring).area * (1 if Polygon(ring).exterior.is_ccw else -1)
            for ring in rings(points, village).values()
        )
        assert total == pytest.approx(shape.area, rel=1e-4)


def test_points_that_are_not_wanted_are_passed_over() -> None:
    """Of B only the junction J and the corner K are listed; a village without any has no rows.

    A  K-----+
       |  B  |
       J-----L
    """
    points = points_of(TEE)
    places = {place_of(points, point): point for point in points.points["id"]}
    only = {places[1000, 500], places[1000, 1000]}
    lists = village_lists(points, [B], only={B: only})
    assert [place_of(points, point) for point in lists.table["point"]] == [
        (1000, 500), (1000, 1000), (1000, 500)
    ]  # fmt: skip
    assert lists.table["order"].tolist() == [1, 2, 3]
    none = village_lists(points, [B], only={})
    assert (len(none.table), none.notices) == (0, ())
