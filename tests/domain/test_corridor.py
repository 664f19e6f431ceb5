"""The disputed land along a segment that a line can part."""

from __future__ import annotations

import pytest
import shapely
from shapely import box

from boundaries.domain.corridor import corridor_of, halves_of, line_of_share, share_of_a
from tests.domain.proposal_site import REFERENCE, at_junction, moved, places, site, strip


def test_the_patch_between_the_lines() -> None:
    corridor = corridor_of(site(strip()))
    assert [patch.area for patch in corridor.polygons] == [60_000]
    assert corridor.sides.side.tolist() == [0, 1]
    assert shapely.length(corridor.sides.lines).tolist() == pytest.approx([600, 800])


def test_patches_that_no_line_along_the_segment_parts() -> None:
    """An island that a claims inside b, land below a square metre, and what c claims too."""
    island = box(700, 400, 800, 500)
    crumb = box(500, 300, 500.5, 301)
    surveys = {
        "a": shapely.union_all([REFERENCE["a"], island, crumb]),
        "b": shapely.difference(REFERENCE["b"], shapely.union_all([island, crumb])),
    }
    assert len(corridor_of(site(surveys)).polygons) == 0
    over = box(500, 900, 600, 1000)
    three = {
        "a": shapely.union_all([REFERENCE["a"], over]),
        "b": shapely.difference(REFERENCE["b"], over),
        "c": shapely.union_all([REFERENCE["c"], over]),
    }
    assert len(corridor_of(site(three)).polygons) == 0


def test_a_patch_across_the_reference_line() -> None:
    """Both surveys claim 50 m on either side of the line: 600 x 100 m, one patch."""
    both = box(450, 200, 550, 800)
    surveys = {key: shapely.union_all([REFERENCE[key], both]) for key in "ab"}
    place = site(surveys)
    corridor = corridor_of(place)
    assert [patch.area for patch in corridor.polygons] == [60_000]
    assert shapely.area(share_of_a(place, corridor, "a")).sum() == 60_000
    assert len(share_of_a(place, corridor, "b")) == 0
    halves = halves_of(place, corridor, "equal-area")
    assert shapely.area(halves.a).sum() == pytest.approx(30_000, rel=1e-6)


def test_the_line_of_a_share() -> None:
    place = site(at_junction())
    corridor = corridor_of(place)
    share = moved(box(500, 0, 600, 400))
    found = line_of_share(place, corridor, shapely.get_parts(share))
    assert found is not None
    assert places(found.line) == [(600, 0), (600, 400), (500, 400), (500, 1000)]
    assert places(found.way)[:2] == [(500, 0), (600, 0)]


def test_an_island_goes_to_the_side_it_lies_on() -> None:
    place = site(at_junction())
    share = shapely.get_parts(moved(box(540, 400, 560, 500)))
    found = line_of_share(place, corridor_of(place), share)
    assert found is not None
    assert found.line.length == pytest.approx(1000)
