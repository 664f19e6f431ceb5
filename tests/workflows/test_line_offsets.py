"""How far the lines of sources lie apart: A's survey takes 100 m of B, C's is as BIG has it."""

from __future__ import annotations

import pytest

from boundaries.store.database import Store
from boundaries.store.models import Segment
from boundaries.store.repository import Repository
from boundaries.workflows.line_offsets import source_offsets
from boundaries.workflows.sign_many import offers
from tests.workspace_fixture import A, B, C, D, head_of, put_on_table, segment_of


def found_in(store: Store, *, from_reference: bool = False) -> dict[str, float]:
    with Repository(store) as repository:
        rows = [row for row in repository.find(Segment, current=True) if row.village_b]
        return source_offsets(repository, rows, from_reference=from_reference)


@pytest.mark.parametrize("from_reference", [True, False])
def test_each_segment_has_its_own_figure(store: Store, from_reference: bool) -> None:
    """Nobody surveyed B and D, whose line is drawn once."""
    found = found_in(store, from_reference=from_reference)
    assert found[segment_of(store, A, B).id] == pytest.approx(100)
    assert found[segment_of(store, B, C).id] == pytest.approx(0, abs=1e-6)
    assert found[segment_of(store, B, D).id] == 0


def test_nothing_of_nothing(store: Store) -> None:
    with Repository(store) as repository:
        assert source_offsets(repository, [], from_reference=True) == {}


def test_who_proposes_and_who_signs_see_one_figure(store: Store) -> None:
    """BIG's line on the table is as far from the surveys as it was before it was proposed."""
    segment = segment_of(store, B, C).id
    put_on_table(store, segment, "reference")
    with Repository(store) as repository:
        [offer] = offers(repository, head_of(B))
    assert offer.offset_m == found_in(store, from_reference=True)[segment]
