"""Coordinate lists found by what they are about."""

from __future__ import annotations

import pytest

from boundaries.errors import ParameterError
from boundaries.store.database import Store
from boundaries.workflows.coordinates import coordinates_of
from tests.agreed_workspace import A, B
from tests.workspace_fixture import segment_of


def test_a_village_is_listed_around(partial_store: Store) -> None:
    document = coordinates_of(partial_store, "village", A, str)
    [table] = document.tables
    names = table.table["Sequence of points"].tolist()
    assert "Desa Air Batu" in document.title
    assert names[0] == names[-1]
    assert len(names) > 7


def test_a_kecamatan_lists_its_villages(partial_store: Store) -> None:
    by_code, by_name = (
        coordinates_of(partial_store, "kecamatan", code, str) for code in ("12.09.20", "kisaran")
    )
    assert len(by_code.tables) == 2
    assert [each.heading for each in by_code.tables] == [each.heading for each in by_name.tables]
    assert "Kecamatan Kisaran" in by_name.title


def test_a_segment_is_described_from_point_to_point(partial_store: Store) -> None:
    document = coordinates_of(partial_store, "segment", segment_of(partial_store, A, B).id, str)
    [table] = document.tables
    assert "Direction" in table.table.columns
    assert table.table["Direction"].iloc[-1] == ""


@pytest.mark.parametrize("kind", ["village", "kecamatan"])
def test_what_is_not_there_is_named(partial_store: Store, kind: str) -> None:
    with pytest.raises(ParameterError, match=f"there is no {kind} 99"):
        coordinates_of(partial_store, kind, "99", str)
