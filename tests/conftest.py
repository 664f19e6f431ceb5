"""Fixtures shared by all tests."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
settings.register_profile("tapal", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("tapal")

REAL_LAYERS = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def real() -> Callable[[str], Path]:
    """The path of a real layer; skips the test where the layers are not beside the checkout."""

    def path(name: str) -> Path:
        if not REAL_LAYERS.is_dir():
            pytest.skip(f"the real layers are not at {REAL_LAYERS}")
        return REAL_LAYERS / name

    return path


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample kecamatan, made by its script."""
    folder = tmp_path_factory.mktemp("sample")
    script = ROOT / "data" / "make_sample.py"
    subprocess.run([sys.executable, str(script), "--out", str(folder)], check=True)
    return folder
