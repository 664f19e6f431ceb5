"""Fixtures shared by the tests of use cases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from boundaries.store.database import Store
from tests.workspace_fixture import import_all
from tests.workspace_template import copied_workspace, nothing


@pytest.fixture(scope="session")
def truth(sample: Path) -> dict[str, Any]:
    """What was planted in the sample kecamatan."""
    facts: dict[str, Any] = json.loads((sample / "truth.json").read_text())
    return facts


@pytest.fixture
def empty(address: str, tmp_path: Path) -> Iterator[Store]:
    """A workspace of Asahan without sources."""
    with copied_workspace(tmp_path, address=address, filled=nothing) as store:
        yield store


@pytest.fixture
def detected(address: str, tmp_path: Path) -> Iterator[Store]:
    """The workspace of `tests.workspace_fixture` after its first detection."""
    with copied_workspace(tmp_path, address=address) as store:
        yield store


@pytest.fixture
def file_workspace(tmp_path: Path) -> Iterator[Store]:
    """The same in a file."""
    with copied_workspace(tmp_path) as store:
        yield store


@pytest.fixture
def store(file_workspace: Store) -> Store:
    """What the tests of many segments at once work on."""
    return file_workspace


@pytest.fixture
def imported(tmp_path: Path) -> Iterator[Store]:
    """The same in a file before the first detection."""
    with copied_workspace(tmp_path, filled=import_all) as store:
        yield store
