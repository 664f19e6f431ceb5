"""Lines of surveys led to the junctions that these miss by little."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import LineString

from boundaries.domain.junction_hold import HELD_M, held
from boundaries.domain.site import Site
from boundaries.geometry.border_path import BorderPath
from tests.domain.proposal_site import moved, places, site, strip


@pytest.fixture(scope="module")
def disputed() -> Site:
    """a and b meet at (500, 0) and (500, 1000), c lies to the north, d to the south."""
    return site(strip())


def led(place: Site, *points: tuple[float, float]) -> list[tuple[float, float]]:
    """Where the line through these points runs after it was led to the junctions."""
    line = moved(LineString(points))
    return places(held(place, BorderPath(line, line), straight=True).line)


def test_a_line_that_misses_a_junction_by_little_runs_straight_to_it(disputed: Site) -> None:
    """The survey turns 0.3 m east of the junction, 0.2 m before it: a knot with the neighbours'."""
    found = led(disputed, (500.3, 0.2), (500.3, 500), (500, 1000))
    assert found[0] == (500, 0)
    assert found[-2:] == [(500.3, 500), (500, 1000)]
    assert len(found) == 4
    assert np.hypot(found[1][0] - 500, found[1][1]) == pytest.approx(HELD_M, abs=0.05)


def test_a_spike_that_begins_at_the_junction_is_left_out(disputed: Site) -> None:
    """Along the border with d the survey runs 60 m east and comes back 0.1 m beside."""
    found = led(disputed, (500.1, 0.1), (560, 0.1), (560, 0.2), (500.2, 0.2), (500.2, 500),
                (500, 1000))  # fmt: skip
    assert max(x for x, _ in found) < 501
    assert found[0] == (500, 0)


def test_land_wider_than_a_spike_stays(disputed: Site) -> None:
    """The same way round 60 x 1.5 m."""
    found = led(disputed, (500.1, 0.1), (560, 0.1), (560, 1.6), (500.2, 1.6), (500.2, 500),
                (500, 1000))  # fmt: skip
    assert max(x for x, _ in found) == 560
    assert found[0] == (500, 0)


def test_a_straight_line_and_an_end_far_away_stay(disputed: Site) -> None:
    assert led(disputed, (500, 0), (500, 1000)) == [(500, 0), (500, 1000)]
    assert led(disputed, (540, 0), (540, 1000)) == [(540, 0), (540, 1000)]


def test_the_line_stays_out_of_the_land_of_third_villages(disputed: Site) -> None:
    """Straight to the junction it would cut through d."""
    line = moved(LineString([(501, 0), (501.9, -0.5), (503, 2), (503, 500), (500, 1000)]))
    path = held(disputed, BorderPath(line, line), straight=True)
    beyond = disputed.land_of("d")
    before = shapely.length(shapely.intersection(line, beyond))
    assert shapely.length(shapely.intersection(path.line, beyond)) <= before
