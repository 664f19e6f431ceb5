"""Fixtures shared by the tests of use cases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def truth(sample: Path) -> dict[str, Any]:
    """What was planted in the sample kecamatan."""
    facts: dict[str, Any] = json.loads((sample / "truth.json").read_text())
    return facts
