"""Sites cut from the ground of a comparison."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import box

from boundaries.domain.owners import owners_of
from boundaries.domain.site import disputed_faces, owned_land, site_of
from tests.domain.proposal_site import REFERENCE, ground, moved, places, site, strip
from tests.domain.village_grid import two_sources


def test_the_site_of_a_segment() -> None:
    found = site(strip(), {"BG-1": box(500, 200, 600, 800)})
    assert (found.a, found.b) == ("a", "b")
    assert places(found.line) == [(500, 0), (500, 200), (500, 800), (500, 1000)]
    assert sorted(found.land["key"]) == ["a", "b", "c", "d"]
    assert found.disputed[["owner", "claims"]].to_numpy().tolist() == [["b", ("a",)]]
    assert found.disputed.geometry.iloc[0].equals(moved(box(500, 200, 600, 800)))
    assert sorted(found.candidates["drawn_by"]) == ["a", "b", "reference"]
    assert {found.start, found.end} <= set(found.simpul["id"])
    assert found.findings["id"].tolist() == ["BG-1"]
    assert found.land_of("a").area == 500_000


def test_other_segments_have_no_part_in_the_dispute() -> None:
    found = site(strip(), {"BG-1": box(500, 200, 600, 800)}, pair=("a", "c"))
    assert found.disputed.empty
    assert found.findings.empty


def test_unknown_and_outer_segments() -> None:
    whole = ground(strip())
    outer = whole.borders.lines["id"][whole.borders.lines["outer"]].iloc[0]
    for segment in ("SG-NOWHERE", outer):
        with pytest.raises(KeyError, match=segment):
            site_of(whole, segment)


def test_disputed_faces() -> None:
    """A survey of a alone, that reaches 100 m into b, and leaves 50 m in the west.

    Of b nothing is known, so that the rest of b is not disputed.
    """
    both = two_sources(REFERENCE, {"a": box(50, 0, 600, 1000)})
    face, owner, claims = disputed_faces(owners_of(both.mosaic, both.reference), both.local)
    area = shapely.area(both.mosaic.faces[face])
    found = sorted(zip(owner, claims, area.round(3), strict=True))
    assert found == [("a", (), 50_000), ("b", ("a",), 100_000)]


def test_land_put_together_by_owner() -> None:
    both = two_sources(REFERENCE, strip())
    nobody = np.full(len(both.mosaic.faces), -1)
    owners = owners_of(both.mosaic, both.reference)
    land = owned_land(both.mosaic, owners.of_face, owners.keys, "EPSG:32647")
    assert land["key"].tolist() == ["a", "b", "c", "d"]
    assert land.area.tolist() == pytest.approx([500_000] * 4)
    assert shapely.coverage_is_valid(land.geometry.to_numpy())
    assert owned_land(both.mosaic, nobody, owners.keys, "EPSG:32647").empty
