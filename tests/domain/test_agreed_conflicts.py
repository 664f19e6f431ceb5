"""Decisions that cannot both hold, found before they are signed."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pytest
import shapely
from shapely import LineString, box

from boundaries.domain.agreed import Decision, inverse
from boundaries.domain.agreed_conflicts import Conflict, conflicts
from tests.domain.proposal_site import REFERENCE, moved
from tests.domain.village_grid import SCALE, table

NAMES = {"a": "Aek", "b": "Bagan", "c": "Candi", "d": "Danau"}


@pytest.fixture
def base() -> gpd.GeoDataFrame:
    """a and b side by side, c in the north, d in the south; junctions N (500, 1000), S (500, 0).

    +-----------+
    |     c     |
    +-----N-----+ 1000
    |  a  |  b  |
    +-----S-----+ 0
    |     d     |
    +-----------+
    0    500   1000
    """
    corners = {key: shapely.union_all([shape]) for key, shape in REFERENCE.items()}
    villages = table(corners)
    noded = shapely.node(shapely.union_all(shapely.boundary(villages.geometry.to_numpy())))
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    inside = shapely.point_on_surface(faces)
    order = [int(shapely.contains(shape, inside).argmax()) for shape in villages.geometry]
    return villages[["key"]].set_geometry(gpd.GeoSeries(faces[order], crs=villages.crs))


def decided(
    id: str,
    pair: str,
    points: list[tuple[float, float]],
    *transfers: tuple[str, str, shapely.Geometry],
    ends: tuple[str, str] = ("", ""),
) -> Decision:
    shapes = [moved(land) for _, _, land in transfers]
    frame = gpd.GeoDataFrame(
        {
            "village_from": [giver for giver, _, _ in transfers],
            "village_to": [taker for _, taker, _ in transfers],
            "area_m2": [shape.area for shape in shapes],
        },
        geometry=shapes,
        crs="EPSG:32647",
    )
    line = moved(LineString(points))
    return Decision(id, f"SG-{pair}", pair[0], pair[1], *ends, line, frame)


AB = decided("1", "ab", [(500, 0), (600, 0), (600, 1000), (500, 1000)][1:3],
             ("b", "a", box(500, 0, 600, 1000)), ends=("S", "N"))  # fmt: skip
"""a gets 100 m of b all along; both junctions move 100 m to the east."""
STRAIGHT = decided("2", "ab", [(500, 0), (500, 1000)], ends=("S", "N"))
AC = decided("3", "ac", [(0, 1000), (500, 1000)], ends=("W", "N"))
BC = decided("4", "bc", [(500, 1000), (1000, 1000)], ends=("N", "E"))


def only(found: tuple[Conflict, ...], code: str) -> Conflict:
    [conflict] = [one for one in found if one.code == code]
    return conflict


def test_agreements_that_meet_at_a_junction(base: gpd.GeoDataFrame) -> None:
    assert conflicts(base, [STRAIGHT, AC], BC, NAMES) == ()
    assert conflicts(base, [], AB, NAMES) == ()


def test_a_junction_moved_by_one_and_not_by_the_other(base: gpd.GeoDataFrame) -> None:
    found = conflicts(base, [BC], AB, NAMES)
    apart = only(found, "junction-apart")
    assert apart.simpul == ("N",)
    assert apart.villages == ("a", "b", "c")
    assert apart.length_m == pytest.approx(100)
    text = "at junction N this line ends 100.00 m from that of Bagan and Candi"
    assert str(apart.message) == text
    lost = only(found, "line-lost")
    assert lost.decision == "4"
    assert lost.length_m == pytest.approx(100, abs=0.01)
    assert "the line that Bagan and Candi agreed on would no longer divide them" in str(
        lost.message
    )


def test_a_line_whose_end_stays_but_that_now_belongs_to_others(base: gpd.GeoDataFrame) -> None:
    """The same move without named junctions: 100 m of the line b-c come to lie between a and c."""
    found = conflicts(base, [replace(BC, start="", end="")], AB, NAMES)
    assert [one.code for one in found] == ["line-lost"]


def test_land_given_away_twice(base: gpd.GeoDataFrame) -> None:
    """c takes 200 x 50 m of b, of which a has got 100 x 50 m before."""
    taken = decided("5", "bc", [(500, 950), (700, 950)], ("b", "c", box(500, 950, 700, 1000)))
    twice = only(conflicts(base, [AB], taken, NAMES), "land-twice")
    assert twice.area_m2 == pytest.approx(5_000 / SCALE**2, rel=1e-6)
    assert twice.decision == "1"
    assert "m2 of this land were given away by what Aek and Bagan agreed on" in str(twice.message)
    assert twice.geometry.area == pytest.approx(5_000)


def test_land_taken_from_whom_it_was_given_to(base: gpd.GeoDataFrame) -> None:
    onward = decided("5", "ac", [(500, 950), (550, 950)], ("a", "c", box(500, 950, 550, 1000)))
    assert "land-twice" not in {one.code for one in conflicts(base, [AB], onward, NAMES)}


def test_a_segment_is_decided_once(base: gpd.GeoDataFrame) -> None:
    found = conflicts(base, [STRAIGHT], AB, NAMES)
    assert [one.code for one in found] == ["segment-decided"]
    assert str(found[0].message) == "Aek and Bagan have already decided on this segment"
    assert conflicts(base, [STRAIGHT, inverse(STRAIGHT, "9")], AB, NAMES) == ()


def test_taking_back_what_others_rely_on(base: gpd.GeoDataFrame) -> None:
    """c got land from a that a had got from b; without b's agreement it is not a's to give."""
    onward = decided("5", "ac", [(500, 950), (550, 950)], ("a", "c", box(500, 950, 550, 1000)))
    assert conflicts(base, [AB], inverse(AB, "9"), NAMES) == ()
    found = conflicts(base, [AB, onward], inverse(AB, "9"), NAMES)
    assert {one.code for one in found} == {"land-twice", "line-lost"}


def test_far_decisions_have_no_conflict(base: gpd.GeoDataFrame) -> None:
    cd = decided("7", "cd", [(0, 0), (1, 1)], ends=("Y", "Z"))
    assert conflicts(base, [cd], STRAIGHT, NAMES) == ()
