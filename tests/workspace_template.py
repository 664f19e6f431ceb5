"""Copies of the workspace of `tests.workspace_fixture`, which is made only once."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from boundaries.store.database import Store, open_store
from boundaries.workflows.workspace import create_workspace
from tests.store_fixture import copied_to
from tests.workspace_fixture import doer, fill, import_all

NAME = "workspace.gpkg"


def copied_workspace(folder: Path, *, address: str = "", detected: bool = True) -> Store:
    """The workspace after its first detection, or before it, opened; the files taken in beside it.

    It is a file of its own in the folder, or lies in a database at `address`.
    """
    shutil.copytree(_template(detected=detected), folder, dirs_exist_ok=True)
    if not address.startswith("postgresql://"):
        return open_store(str(folder / NAME))
    with open_store(str(folder / NAME)) as original:
        return copied_to(address, original)


@cache
def _template(*, detected: bool) -> Path:
    made = tempfile.TemporaryDirectory(prefix="tapal-ruang-")
    atexit.register(made.cleanup)
    folder = Path(made.name)
    with create_workspace(str(folder / NAME), doer(), kabupaten="12.09", name="Asahan") as store:
        (fill if detected else import_all)(store, folder)
    return folder
