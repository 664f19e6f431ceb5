"""New workspaces without a detection; those in files are copies of one that is made only once."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from boundaries.store.database import Store, create_store, open_store
from tests.store_fixture import UTM

Fill = Callable[[Store], object]


def new_store(address: str, fill: Fill | None = None, **settings: str) -> Store:
    """A workspace in UTM zone 47N with these settings, and with what `fill` writes, opened."""
    if address.startswith("postgresql://"):
        return _made(address, fill, settings)
    shutil.copy(_template(fill, **settings), address)
    return open_store(address)


def _made(address: str, fill: Fill | None, settings: dict[str, str]) -> Store:
    store = create_store(address, crs=UTM, settings=settings)
    if fill is not None:
        fill(store)
    return store


@cache
def _template(fill: Fill | None, **settings: str) -> Path:
    folder = tempfile.TemporaryDirectory(prefix="tapal-ruang-")
    atexit.register(folder.cleanup)
    path = Path(folder.name) / "w.gpkg"
    _made(str(path), fill, settings).close()
    return path
