"""Fixtures shared by all tests."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from shapely import box

from boundaries.io import code_table
from boundaries.start import RARELY
from boundaries.store.database import Store
from tests.agreed_workspace import A, B, C, agreed_workspace
from tests.cli_layers import layer
from tests.postgis import running_server
from tests.quick_templates import quick_templates

ROOT = Path(__file__).resolve().parent.parent
settings.register_profile("tapal", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("tapal")

gc.set_threshold(*RARELY)

LONGEST = (
    "browser/test_story.py", "notebooks/", "test_docs.py", "data/test_make_workspace.py",
    "browser/", "bench/", "load/", "web/test_access.py",
)  # fmt: skip
"""Where tests run for long: they begin first, so that no process is left with them at the end."""

REAL_LAYERS = ROOT.parent / "shared" / "data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest tests first."""
    items.sort(key=_rank)


def _rank(item: pytest.Item) -> int:
    found = (rank for rank, start in enumerate(LONGEST) if item.nodeid.startswith(f"tests/{start}"))
    return next(found, len(LONGEST))


def pytest_collection_finish() -> None:
    """Let the collector pass over what stays until the end: modules and thousands of tests."""
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def templates_are_quick() -> Iterator[None]:
    """No page waits for its templates to be compiled once more."""
    with quick_templates():
        yield


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


@pytest.fixture(scope="session")
def agreed_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The workspace of `tests.agreed_workspace`; tests export from it and change nothing else."""
    return agreed_workspace(tmp_path_factory.mktemp("agreed"))


@pytest.fixture(scope="session")
def partial_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The same where the segment between B and C is not agreed on: only A is finished."""
    return agreed_workspace(tmp_path_factory.mktemp("partial"), [(A, B), (A, C)])


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """Two villages that overlap by a strip of 20 x 1000 m."""
    return layer(
        tmp_path / "two.gpkg",
        {"12.09.20.2001": box(0, 0, 1000, 1000), "12.09.20.2002": box(980, 0, 2000, 1000)},
    )


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """The first of the two villages, drawn 100 m narrower."""
    return layer(tmp_path / "one.gpkg", {"12.09.20.2001": box(0, 0, 900, 1000)})


@pytest.fixture(scope="session")
def postgis_server() -> Iterator[str]:
    """The address of a database with PostGIS; fails with the remedy where it cannot be started."""
    with running_server() as address:
        yield address


@pytest.fixture(scope="session")
def schemas() -> Iterator[int]:
    """Numbers for schemas."""
    return count(1)


@pytest.fixture
def postgis_url(postgis_server: str, schemas: Iterator[int]) -> str:
    """The address of a workspace that is not there yet, in a database with PostGIS."""
    return f"{postgis_server}&schema=test_{next(schemas)}"


@pytest.fixture(params=["geopackage", "postgis"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a workspace may be made, in either store."""
    if request.param == "geopackage":
        return str(tmp_path / "workspace.gpkg")
    return str(request.getfixturevalue("postgis_url"))


@pytest.fixture(scope="session", autouse=True)
def no_official_names() -> Iterator[None]:
    """Kecamatan are called as the layers of a test call them, whatever tables are installed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(code_table, "KECAMATAN_FILE", "absent.csv")
        code_table.installed_kecamatan.cache_clear()
        yield
    code_table.installed_kecamatan.cache_clear()


@pytest.fixture
def official_names(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """A table of official names that knows two kecamatan is installed."""
    folder = tmp_path_factory.mktemp("names")
    (folder / "1.0").mkdir()
    (folder / "1.0" / "districts.csv").write_text(
        "code,regency_code,name\n12.09.20,,Kota Kisaran Timur\n12.09.21,,Aek Songsongan\n"
    )
    monkeypatch.setattr(code_table, "FOLDER", folder)
    monkeypatch.setattr(code_table, "KECAMATAN_FILE", "districts.csv")
    code_table.installed_kecamatan.cache_clear()
    yield
    code_table.installed_kecamatan.cache_clear()
