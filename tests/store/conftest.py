"""A workspace in each of the two stores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from boundaries.store.database import Store
from boundaries.store.repository import Repository
from tests.store_fixture import fill
from tests.store_template import new_store


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """An empty workspace."""
    with new_store(address, name="Asahan") as made:
        yield made


@pytest.fixture
def filled(store: Store) -> Store:
    """The workspace of `tests.store_fixture`."""
    fill(store)
    return store


@pytest.fixture
def repository(filled: Store) -> Iterator[Repository]:
    """A unit of work on it."""
    with Repository(filled) as unit:
        yield unit


@pytest.fixture
def geopackage(tmp_path: Path) -> Iterator[Store]:
    """The filled workspace in a file."""
    with new_store(str(tmp_path / "workspace.gpkg"), fill) as made:
        yield made
