"""Stretches of border on layouts of a few rectangles, in metres."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import Point, Polygon, box, union_all

from boundaries.domain.stretches import stretches
from boundaries.engine import Engine

ORIGIN = np.array([568_000.0, 329_000.0])
NORTH = np.array([0.0, 5000.0])


def layer(shapes: dict[str, shapely.Geometry]) -> gpd.GeoDataFrame:
    moved = shapely.transform(np.array(list(shapes.values())), lambda xy: xy + ORIGIN)
    return gpd.GeoDataFrame({"key": list(shapes)}, geometry=moved, crs=32647)


def patches(*rows: tuple[str, shapely.Geometry]) -> gpd.GeoDataFrame:
    """Patches by their parties, a letter each."""
    moved = shapely.transform(np.array([shape for _, shape in rows]), lambda xy: xy + ORIGIN)
    parties = pd.Series([tuple(names) for names, _ in rows], dtype=object)
    return gpd.GeoDataFrame({"villages": parties}, geometry=moved, crs=32647)


def parted() -> tuple[dict[str, Polygon], gpd.GeoDataFrame]:
    """A and B meet west and east of C; the east is the longer stretch. Gaps w, e and f.

    1000 +--------------------------------+
         |              A                 |
     500 +----w---+-------+---e---f-------+
         |        |   C   |               |
         |   B    +-------+      B        |
       0 +--------------------------------+
         0       600    1600            4000
    """
    c = box(600, 250, 1600, 500)
    gaps = {x: Polygon([(x, 500), (x + 50, 500), (x + 25, 510)]) for x in (300, 2000, 3500)}
    a = Polygon([(0, 500), *corners(gaps), (4000, 500), (4000, 1000), (0, 1000)])
    below = Polygon([
        (0, 0), (4000, 0), (4000, 500), (3550, 500), (3500, 500), (2050, 500), (2000, 500),
        (1600, 500), (1600, 250), (600, 250), (600, 500), (350, 500), (300, 500), (0, 500),
    ])  # fmt: skip
    return {"A": a, "B": below, "C": c}, patches(*(("AB", gap) for gap in gaps.values()))


def corners(gaps: dict[int, Polygon]) -> list[tuple[float, float]]:
    """The line of A from west to east: round the gaps, with the corners of C."""
    places = [(600.0, 500.0), (1600.0, 500.0)]
    for x in gaps:
        places += [(x, 500.0), (x + 25.0, 510.0), (x + 50.0, 500.0)]
    return sorted(places)


def test_villages_that_meet_twice_have_two_stretches_the_longer_first() -> None:
    villages, gaps = parted()
    assert stretches(gaps, layer(villages)).tolist() == [1, 0, 0]


def test_numbers_do_not_depend_on_other_patches_or_on_the_order() -> None:
    villages, gaps = parted()
    for rows in ([0], [0, 2], [2, 1, 0]):
        found = stretches(gaps.iloc[rows].reset_index(drop=True), layer(villages))
        assert found.tolist() == [int(row == 0) for row in rows]
    turned = dict(reversed(villages.items()))
    assert stretches(gaps, layer(turned)).tolist() == [1, 0, 0]


def squeezed(shape: Polygon) -> Polygon:
    """The shape with all that lies east of 600 m moved 800 m to the west."""
    return Polygon([(x - 800 if x > 600 else x, y) for x, y in shape.exterior.coords])


def test_a_village_between_that_is_narrow_does_not_part_the_border() -> None:
    """C cut down to 200 m: the two ends are nearer to each other than 250 m."""
    villages, gaps = parted()
    shapes = {key: squeezed(shape) for key, shape in villages.items()}
    near = patches(*(("AB", squeezed(gap)) for gap in gaps.geometry.translate(*-ORIGIN)))
    assert stretches(near, layer(shapes)).tolist() == [0, 0, 0]


def test_patches_of_other_kinds_carry_the_stretch_on() -> None:
    """Overlaps of A and B in a row touch each other; 500 m of them lie between the outer two."""
    row = [("AB", box(x, 0, x + 100, 5)) for x in range(0, 700, 100)]
    assert stretches(patches(*row), layer({"A": box(0, 0, 1, 1), "B": box(2, 0, 3, 1)})).max() == 0
    ends = patches(row[0], row[-1])
    assert stretches(ends, layer({"A": box(0, 0, 1, 1), "B": box(2, 0, 3, 1)})).tolist() == [0, 1]


@pytest.mark.parametrize("parties", ["A", "ABC"])
def test_patches_of_other_numbers_of_parties_belong_together_when_near(parties: str) -> None:
    """Squares at 0, 200 and 600 m: gaps of 190 and 390 m."""
    villages = layer({key: box(0, 0, 1000, 1000) for key in "ABC"})
    rows = patches(*((parties, box(x, 0, x + 10, 10)) for x in (0, 200, 600)))
    assert stretches(rows, villages).tolist() == [0, 0, 1]


def test_points_are_on_the_stretch_that_they_are_near() -> None:
    villages, gaps = parted()
    points = patches(("AB", Point(100, 500)), ("AB", Point(2200, 500)), ("AB", Point(3600, 500)))
    both = gpd.GeoDataFrame(pd.concat([gaps, points], ignore_index=True), crs=32647)
    assert stretches(both, layer(villages)).tolist() == [1, 0, 0, 1, 0, 0]


def test_no_patches() -> None:
    assert stretches(patches(("AB", box(0, 0, 1, 1))).iloc[:0], layer(parted()[0])).tolist() == []


def test_shapes_of_the_layout() -> None:
    """The villages of the sketch do not overlap, and leave the gaps only."""
    villages, gaps = parted()
    land = union_all(list(villages.values()))
    assert land.area == pytest.approx(sum(shape.area for shape in villages.values()))
    assert land.area == pytest.approx(4_000_000 - gaps.area.sum())


def test_villages_looked_at_one_by_one_have_the_same_stretches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The sketch of `parted` twice, the second 5 km to the north."""
    villages, gaps = parted()
    north = {
        name: shapely.transform(shape, lambda xy: xy + NORTH)
        for name, shape in zip("DEF", villages.values(), strict=True)
    }
    moved = shapely.transform(gaps.geometry.to_numpy(), lambda xy: xy + NORTH)
    northern = gaps.assign(villages=pd.Series([("D", "E")] * 3)).set_geometry(moved, crs=32647)
    rows = gpd.GeoDataFrame(pd.concat([northern, gaps], ignore_index=True), crs=32647)
    together = stretches(rows, layer({**villages, **north})).tolist()
    assert together == [1, 0, 0, 1, 0, 0]
    monkeypatch.setattr("boundaries.domain.stretches.MOST_VILLAGES", 1)
    assert stretches(rows, layer({**villages, **north})).tolist() == together
    run = Engine("processes", workers=2).map
    assert stretches(rows, layer({**villages, **north}), run=run).tolist() == together
