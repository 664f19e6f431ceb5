"""Copies of the workspace of `tests.workspace_fixture`, which is made only once."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from boundaries.store.database import Store, open_store
from boundaries.workflows.workspace import create_workspace
from tests.store_fixture import copied_to
from tests.workspace_fixture import doer, fill

NAME = "workspace.gpkg"
Filled = Callable[[Store, Path], None]


def copied_workspace(folder: Path, *, address: str = "", filled: Filled = fill) -> Store:
    """The workspace as `filled` leaves it, opened; the files taken in beside it.

    That is after the first detection, before it (`import_all`), or without sources (`nothing`). It
    is a file of its own in the folder, or lies in a database at `address`.
    """
    shutil.copytree(_template(filled), folder, dirs_exist_ok=True)
    if not address.startswith("postgresql://"):
        return open_store(str(folder / NAME))
    with open_store(str(folder / NAME)) as original:
        return copied_to(address, original)


def nothing(store: Store, folder: Path) -> None:
    """Leave a workspace as it was made."""


@cache
def _template(filled: Filled) -> Path:
    made = tempfile.TemporaryDirectory(prefix="tapal-ruang-")
    atexit.register(made.cleanup)
    folder = Path(made.name)
    with create_workspace(str(folder / NAME), doer(), kabupaten="12.09", name="Asahan") as store:
        filled(store, folder)
    return folder
