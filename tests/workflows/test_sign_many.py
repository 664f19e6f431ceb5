"""Signing in one go where no source contradicts the line on the table.

B and C meet along 1,000 m; only C was surveyed there, exactly as BIG draws it, and A's survey ends
on the line, which has a third point there. That survey moves the border of A and B by
100 m: that one is never offered.
"""

from __future__ import annotations

import pytest
import shapely

from boundaries.store.database import Store
from boundaries.store.models import Event, Segment
from boundaries.store.repository import Repository
from boundaries.workflows.doer import Doer
from boundaries.workflows.settle import Wording, propose_line
from boundaries.workflows.sign_many import Chosen, Offer, offers, sign_many
from tests.workspace_fixture import A, B, C, doer, head_of, put_on_table, segment_of


@pytest.fixture
def same(store: Store) -> str:
    """The segment on which all agree, its line on the table."""
    row = segment_of(store, B, C)
    assert row.verdict == "same"
    put_on_table(store, row.id, "reference")
    return row.id


def offered(store: Store, who: Doer) -> list[Offer]:
    with Repository(store) as repository:
        return offers(repository, who)


def chosen(one: Offer) -> Chosen:
    return Chosen(one.segment, one.version, one.hash)


def test_both_sides_sign_the_same_hash(store: Store, same: str) -> None:
    [offer] = offered(store, head_of(B))
    assert (offer.segment, offer.points, offer.other_side) == (same, 3, False)
    assert offer.length_m == pytest.approx(1000, rel=1e-3)
    assert offer.offset_m == pytest.approx(0, abs=1e-6)
    [done] = sign_many(store, [chosen(offer)], head_of(B))
    assert done.fault is None
    assert offered(store, head_of(B)) == []
    [other] = offered(store, head_of(C))
    assert (other.hash, other.other_side) == (offer.hash, True)
    sign_many(store, [chosen(other)], head_of(C))
    with Repository(store) as repository:
        assert repository.get(Segment, same).state == "SEPAKAT"
        assert len(repository.find(Event, action="sign", subject_id=same)) == 2


def test_others_are_not_offered(store: Store, same: str) -> None:
    put_on_table(store, segment_of(store, A, B).id, "reference")
    assert offered(store, head_of(A)) == []
    assert offered(store, doer()) == []


def test_a_line_far_from_the_sources_is_not_offered(store: Store, same: str) -> None:
    """All sources draw the same line, but another was put on the table: 500 m into C."""
    with Repository(store) as repository:
        points = shapely.get_coordinates(repository.get(Segment, same).geometry)
    (west, y), (east, _) = points[0], points[-1]
    way = (east - west) / 20
    around = shapely.LineString(
        [(west, y), (west + way, y + 500), (east - way, y + 500), (east, y)]
    )
    propose_line(store, same, "drawn", doer(), drawn=around, wording=Wording(reason="jalan"))
    assert offered(store, head_of(B)) == []


def test_one_refusal_keeps_no_other_back(store: Store, same: str) -> None:
    contested = put_on_table(store, segment_of(store, A, B).id, "reference")
    [offer] = offered(store, head_of(B))
    wrong = [
        Chosen(contested.hash, 1, contested.hash),
        Chosen(same, offer.version, "0" * 64),
        Chosen(same, offer.version - 1, offer.hash),
    ]
    results = sign_many(store, [*wrong, chosen(offer)], head_of(B))
    assert ["not open" in str(one.fault) for one in results] == [True, True, False, False]
    assert "changed by somebody else" in str(results[2].fault)
    assert results[3].fault is None
