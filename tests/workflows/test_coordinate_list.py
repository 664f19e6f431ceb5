"""Coordinate lists made of a workspace."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from boundaries.domain.case import State
from boundaries.errors import ParameterError, StoreError
from boundaries.store.database import Store
from boundaries.workflows.coordinate_list import segment_coordinates, village_coordinates
from tests.agreed_workspace import A, B, C, agreed_workspace
from tests.workspace_fixture import put_on_table, segment_of

DRAFT = "This line was proposed; it is neither agreed nor decided yet"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A and B have agreed on A's line, A and C have one on the table, B and C have none."""
    with agreed_workspace(tmp_path_factory.mktemp("lists"), [(A, B)]) as made:
        put_on_table(made, segment_of(made, A, C).id, "reference")
        yield made


def test_a_settled_segment_is_described_from_point_to_point(store: Store) -> None:
    """A's line turns at (1000, 200), (1100, 200), (1100, 800) and (1000, 800)."""
    found = segment_coordinates(store, segment_of(store, A, B).id, str, comma=False)
    table = found.tables[0].table
    assert DRAFT not in found.statements
    assert table["Direction"].tolist() == ["south", "east", "south", "west", "south", ""]
    assert "From here the border runs 600.20 m to the south" in " ".join(table["Description"])


def test_a_line_on_the_table_is_called_so(store: Store) -> None:
    found = segment_coordinates(store, segment_of(store, A, C).id, str)
    assert found.statements[0] == DRAFT


def test_no_list_before_a_line_was_proposed(store: Store) -> None:
    segment = segment_of(store, B, C)
    assert segment.state == State.INDIKATIF
    with pytest.raises(ParameterError, match=f"no line was proposed for {segment.id} yet"):
        segment_coordinates(store, segment.id, str)
    with pytest.raises(StoreError, match="is not there"):
        segment_coordinates(store, "SG-NOWHERE", str)


def test_the_list_of_a_village_says_what_is_not_settled(store: Store) -> None:
    """A shares two segments, of which that with C is not settled; its list closes."""
    found = village_coordinates(store, [A], "Desa A", str)
    assert found.title == "Coordinates of the border of Desa A"
    assert found.statements[0].startswith("1 of 2 segments are not settled yet")
    names = found.tables[0].table["Sequence of points"].tolist()
    assert names[0] == names[-1]
    assert len(set(names)) == len(names) - 1


def test_several_villages_have_a_table_each(store: Store) -> None:
    found = village_coordinates(store, [B, A], "Kecamatan Kisaran", str)
    assert len(found.tables) == 2
    assert found.statements[0].startswith("2 of 3 segments")


def test_villages_without_border_are_refused(store: Store) -> None:
    with pytest.raises(ParameterError, match="no border of tidak-ada is known"):
        village_coordinates(store, ["tidak-ada"], "", str)
