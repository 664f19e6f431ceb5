"""Build the workspace of the sample: its files imported and compared, an account for each role.

Usage: python data/make_workspace.py [--sample data/sample] [--out data/sample/contoh.gpkg]

The files must be there: data/make_sample.py makes them.
"""

from __future__ import annotations

import argparse
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from sample_people import PASSWORD, people

from boundaries.domain.local_time import WIB
from boundaries.domain.roles import Actor, Role
from boundaries.store.database import Store
from boundaries.store.repository import Repository
from boundaries.workflows.accounts import add_account, set_password
from boundaries.workflows.detect_workspace import detect
from boundaries.workflows.doer import Doer
from boundaries.workflows.layer_options import LayerOptions
from boundaries.workflows.take_in import take_in
from boundaries.workflows.workspace import create_workspace

MAKER = Actor("make_workspace.py", Role.SYSTEM)
OPERATOR = Actor("gis", Role.GIS)


def main() -> None:
    """Read the options and build the workspace."""
    folder = Path(__file__).parent / "sample"
    parser = argparse.ArgumentParser(description="Build the workspace of the sample.")
    parser.add_argument("--sample", type=Path, default=folder)
    parser.add_argument("--out", type=Path, default=None)
    options = parser.parse_args()
    make_workspace(options.sample, options.out or options.sample / "contoh.gpkg")


def make_workspace(folder: Path, target: Path) -> None:
    """Make the workspace from the files of a folder; an earlier one goes."""
    for name in ("", "-wal", "-shm"):
        target.with_name(f"{target.name}{name}").unlink(missing_ok=True)
    facts = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    store = create_workspace(
        str(target), now(MAKER), crs=facts["working_crs"], kabupaten="12.68", name="Contoh"
    )
    with store:
        open_accounts(store, facts)
        surveys = sorted((folder / "survei").iterdir())
        for role, paths in (("big", [folder / "big.gpkg"]), ("survey", surveys)):
            take_in(store, paths, role=role, doer=now(OPERATOR), options=LayerOptions())
        detect(store, now(OPERATOR))


def open_accounts(store: Store, facts: dict[str, Any]) -> None:
    """One account for each role, all with the known password, which the pages then show."""
    for person in people(facts):
        add_account(store, person, now(MAKER))
        set_password(store, person.login, PASSWORD, now(MAKER))
    with Repository(store) as repository:
        repository.set_setting("demo", PASSWORD)
        repository.record(now(MAKER).entry("label-sample", ("workspace", "Contoh")))


def now(actor: Actor) -> Doer:
    """Somebody who acts now."""
    return Doer(actor, datetime.now(WIB))


if __name__ == "__main__":
    main()
