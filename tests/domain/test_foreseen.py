"""Which villages a line reaches, and what makes the same proof."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pytest
import shapely
from shapely import LineString, Polygon, box

from boundaries.domain.agreed import Decision
from boundaries.domain.foreseen import content_of, part_of, reach_of
from boundaries.domain.parameters import Parameters
from boundaries.domain.submission import Ground

UTM = "EPSG:32647"
LAND = {"A": box(0, 0, 100, 100), "B": box(100, 0, 200, 100), "C": box(200, 0, 300, 100)}
"""
    +-----+-----+-----+ 100
    |  A  L  B  |  C  |
    +-----+-----+-----+ 0
    0    100   200   300
"""
LINE = LineString([(100, 100), (100, 0)])


def layer(land: dict[str, shapely.Geometry]) -> gpd.GeoDataFrame:
    """A coverage of some villages."""
    return gpd.GeoDataFrame({"key": list(land)}, geometry=list(land.values()), crs=UTM)


def agreed_on(land: dict[str, shapely.Geometry]) -> Ground:
    """What is agreed on; one segment between A and B, one between B and C."""
    lines = gpd.GeoDataFrame(
        {"id": ["SG-1", "SG-2"], "a": ["A", "B"], "b": ["B", "C"]}, geometry=[LINE, LINE], crs=UTM
    )
    return Ground(layer(land), layer(land), layer(land), lines, Parameters())


def decided(*moved: shapely.Geometry) -> Decision:
    """The line L between A and B, and the land that it moves."""
    transfers = gpd.GeoDataFrame(geometry=list(moved), crs=UTM)
    return Decision("", "SG-1", "A", "B", "", "", LINE, transfers)


HOLED = {
    "A": Polygon([(0, 0), (100, 0), (100, 40), (100, 60), (100, 100), (0, 100)]),
    "B": box(100, 0, 200, 100) - box(100, 40, 200, 60),
    "C": Polygon([(200, 40), (200, 0), (300, 0), (300, 100), (200, 100), (200, 60)]),
}
FAR = box(50, 500, 150, 600)


@pytest.mark.parametrize(
    ("land", "reached"),
    [
        (LAND, "AB"),
        (HOLED, "ABC"),
        ({**LAND, "D": box(50, 100.5, 150, 200), "E": FAR}, "ABD"),
        ({**LAND, "D": box(50, 100.04, 150, 200), "E": FAR}, "ABCDE"),
    ],
)
def test_those_beside_the_line_and_around_its_hole_are_reached(
    land: dict[str, shapely.Geometry], reached: str
) -> None:
    """Not C, unless it lies at a hole that meets the line; all where 4 cm lie between two rims."""
    assert reach_of(decided(), layer(land), agreed_on(land)) == {*reached}


def test_those_who_get_or_lose_land_are_reached() -> None:
    """A crumb of B has gone to C without a transfer, and a strip of C goes to B with one."""
    crumb = box(199, 0, 200, 1)
    now = {**LAND, "B": LAND["B"] - crumb, "C": LAND["C"] | crumb}
    assert reach_of(decided(), layer(LAND), agreed_on(now)) == {*"ABC"}
    strip = box(200, 0, 210, 100)
    assert reach_of(decided(strip), layer(LAND), agreed_on(LAND)) == {*"ABC"}


def test_a_part_has_only_what_lies_between_its_villages() -> None:
    part = part_of(agreed_on(LAND), {"A", "B"})
    assert part.coverage["key"].tolist() == part.villages["key"].tolist() == ["A", "B"]
    assert part.segments["id"].tolist() == ["SG-1"]


def test_only_what_is_all_the_same_has_the_same_sum() -> None:
    """A tenth of a millimetre makes another one; the id of a decision does not."""
    ground, decision = agreed_on(LAND), decided()
    moved = agreed_on({**LAND, "C": box(200, 0, 300.0001, 100)})
    drawn = replace(decision, line=LineString([(100, 100), (100.0001, 50), (100, 0)]))
    asked = [
        (ground, decision, 7), (ground, decision, 8), (moved, decision, 7), (ground, drawn, 7),
        (replace(ground, parameters=Parameters(gap_width_m=1.0)), decision, 7),
        (ground, replace(decision, id="1"), 7),
    ]  # fmt: skip
    sums = [content_of(where, [one], decimals=decimals) for where, one, decimals in asked]
    assert len(set(sums)) == len(sums) - 1
    assert sums[-1] == sums[0]
