"""What follows from a line, in figures that can be checked by hand."""

from __future__ import annotations

import pytest
import shapely
from shapely import LineString, box

from boundaries.domain.consequence import area_table, consequence_of
from boundaries.domain.proposal import propose
from boundaries.domain.site import Site
from tests.domain.proposal_site import AREA_SCALE, REFERENCE, at_junction, moved, site, strip
from tests.domain.village_grid import SCALE

FINDINGS = {
    "BG-1": box(500, 200, 600, 800),
    "BG-2": box(900, 400, 1000, 500),
    "TT-3": box(499, 100, 501, 150),
}


@pytest.fixture(scope="module")
def disputed() -> Site:
    """See `strip`; BG-1 is x, BG-2 lies far from the segment, TT-3 is a sliver on its line."""
    return site(strip(), FINDINGS)


def test_areas_before_and_after(disputed: Site) -> None:
    """a gets 6 ha of b's 50 ha: 12 percent."""
    lines = {kind: propose(disputed, kind) for kind in ("reference", "a", "b")}
    areas = area_table(disputed, lines).set_index(["line", "village"])
    assert areas["change_m2"].to_numpy() * AREA_SCALE == pytest.approx(
        [0, 0, 60_000, -60_000, 60_000, -60_000], rel=1e-6
    )
    assert areas["change_ha"].to_numpy() == pytest.approx(areas["change_m2"].to_numpy() / 10_000)
    assert areas.loc[("a", "b"), "change_percent"] == pytest.approx(-12, rel=1e-4)
    assert areas.loc[("a", "a"), "before_m2"] == pytest.approx(500_000 / AREA_SCALE, rel=1e-6)
    totals = areas["after_m2"].groupby(level="line").sum()
    assert totals.to_numpy() == pytest.approx([1_000_000 / AREA_SCALE] * 3, rel=1e-6)


def test_line_and_neighbours(disputed: Site) -> None:
    """The line of a is 1000 m and two sides of 100 m long; it starts at d and ends at c."""
    found = consequence_of(
        disputed, propose(disputed, "a"), {"BIG": propose(disputed, "reference")}
    )
    assert found.length_m * SCALE == pytest.approx(1200, abs=0.01)
    assert found.villages == ("c", "d")
    assert found.simpul == tuple(sorted((disputed.start, disputed.end)))
    assert found.areas["line"].unique().tolist() == ["BIG", "a"]
    assert found.gains["area_m2"].sum() == pytest.approx(60_000 / AREA_SCALE, rel=1e-6)


def test_greatest_offsets(disputed: Site) -> None:
    """A straight line along the reference is 100 m off the surveys in the middle of x."""
    found = consequence_of(disputed, propose(disputed, "reference"))
    assert found.offsets == pytest.approx({"a": 100, "b": 100, "reference": 0}, abs=1e-6)


def test_remaining_findings(disputed: Site) -> None:
    assert consequence_of(disputed, propose(disputed, "reference")).remaining == ("BG-2",)
    drawn = moved(LineString([(500, 0), (550, 500), (500, 1000)]))
    found = consequence_of(disputed, propose(disputed, "drawn", drawn=drawn))
    assert found.remaining == ("BG-2",)


def test_land_that_the_line_cannot_part_remains() -> None:
    """Both a and c claim 100 x 100 m of b beside c; a alone 100 x 50 m south of that."""
    over, by_a = box(500, 900, 600, 1000), box(500, 850, 600, 1000)
    surveys = {
        "a": shapely.union_all([REFERENCE["a"], by_a]),
        "b": shapely.difference(REFERENCE["b"], by_a),
        "c": shapely.union_all([REFERENCE["c"], over]),
    }
    place = site(surveys, {"BG-1": by_a, "BG-2": box(500, 850, 600, 900)})
    drawn = propose(place, "drawn", drawn=moved(LineString([(500, 0), (490, 500), (500, 1000)])))
    assert consequence_of(place, drawn).remaining == ("BG-1",)


def test_a_moved_junction_is_touched() -> None:
    place = site(at_junction())
    found = consequence_of(place, propose(place, "b"))
    assert set(found.simpul) >= {place.start, place.end}
    assert found.remaining == ()
    assert shapely.length(propose(place, "b").line) == pytest.approx(1000)
