"""What the database says, in words; the program's own faults pass."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from boundaries.errors import ConflictError
from boundaries.store.database import Store
from boundaries.store.models import Village
from boundaries.store.repository import Repository
from tests.store_fixture import a_segment, a_source, entry, villages


def test_row_without_its_parent_is_a_fault_of_the_program(filled: Store) -> None:
    with pytest.raises(IntegrityError), Repository(filled) as repository:
        repository.add(a_segment(99, id="SG-2"))


def test_row_without_a_value_is_a_fault_of_the_program(filled: Store) -> None:
    with pytest.raises(IntegrityError), Repository(filled) as repository:
        repository.add(a_source(number=2, sha256=None))


def test_row_that_is_there_already_is_a_conflict(filled: Store) -> None:
    with pytest.raises(ConflictError, match="at the same time") as told:  # noqa: PT012, SIM117
        with Repository(filled) as repository:
            repository.add(a_source())
            repository.record(entry())
    assert told.value.code == "conflict"
    with pytest.raises(ConflictError), Repository(filled) as repository:
        repository.add_frame(Village, villages(), source_id=1)
