"""The agreed coverage, in both stores."""

from __future__ import annotations

import pytest
import shapely

from boundaries.store.database import Store
from boundaries.store.repository import Repository
from boundaries.workflows.grounds import agreed_of, base_of, decisions_of, site_for
from tests.workspace_fixture import BIG, A, B, C, D, agree, segment_of

HA = 10_000


def test_disputed_land_is_nobodys_before_a_decision(detected: Store) -> None:
    """The 10 ha that A claims of B wait; everything else is as BIG has it."""
    with Repository(detected) as repository:
        land = base_of(repository).set_index("key").geometry
        assert not decisions_of(repository)
    assert land[A].area == pytest.approx(BIG[A].area)
    assert land[B].area == pytest.approx(BIG[B].area - 10 * HA)
    assert shapely.coverage_is_valid(land.to_numpy())


def test_agreements_of_several_segments_make_a_valid_coverage(detected: Store) -> None:
    agree(detected, A, B, "equal-area")
    agree(detected, B, D, "reference")
    with Repository(detected) as repository:
        land = agreed_of(repository).set_index("key").geometry
        assert [(one.a, one.b) for one in decisions_of(repository)] == [(A, B), (B, D)]
    assert set(land.index) == {A, B, C, D}
    assert shapely.coverage_is_valid(land.to_numpy())
    assert land.area.sum() == pytest.approx(sum(shape.area for shape in BIG.values()))
    assert land[A].area == pytest.approx(BIG[A].area + 5 * HA)


def test_the_site_of_a_segment(detected: Store) -> None:
    with Repository(detected) as repository:
        site = site_for(repository, segment_of(detected, A, B))
    assert (site.a, site.b) == (A, B)
    assert site.disputed.geometry.area.tolist() == pytest.approx([10 * HA])
    assert site.disputed["owner"].tolist() == [B]
    assert set(site.land["key"]) == {A, B, C, D}
    assert len(site.findings) == 1
