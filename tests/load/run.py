"""Let many reviewers work at once on the sample, in a file and in a database.

    python -m tests.load.run [--reviewers 50] [--seconds 120] [--stores file,postgis]

docs/benchmarks.md says what they do and what is checked. The exit code is 1 when a request ended
with an error, or something that was acknowledged is lost.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from boundaries.domain.roles import Role
from boundaries.store.database import open_store
from boundaries.workflows.evidence import VARIABLE
from boundaries.workflows.snapshot import restore, snapshot
from tests.load.people import doer, meeting_segments, open_accounts, trace
from tests.load.proof import faults_of
from tests.load.reviewers import Reviewer
from tests.load.server import ROOT, serving, told
from tests.load.tally import Tally
from tests.postgis import running_server

STORES = ("file", "postgis")
MOST_SHOWN = 20


@dataclass(frozen=True)
class Load:
    """How many work, for how long, with how many seconds between two requests of one."""

    reviewers: int
    seconds: float
    pause: float


def main() -> int:
    """Command line; 1 when anything went wrong in either store."""
    options = _options()
    load = Load(options.reviewers, options.seconds, options.pause)
    moment = datetime.now().astimezone().isoformat(timespec="minutes")
    print(
        f"{moment}; {os.cpu_count()} cores, load before {os.getloadavg()[0]:.1f}; "
        f"{load.reviewers} reviewers for {load.seconds:g} s, a request every {load.pause:g} s each"
    )
    wrong = False
    for name in options.stores:
        with (
            tempfile.TemporaryDirectory(prefix="tapal-load-") as folder,
            place(name, Path(folder)) as workspace,
        ):
            tally, faults = work(workspace, Path(folder), load)
        print(f"\n{name}\n\n{tally.markdown()}")
        _list("refused by the rules", [f"{n} x {text}" for text, n in tally.reasons.most_common()])
        _list("wrong", faults)
        wrong |= bool(faults)
    return int(wrong)


def work(workspace: str, folder: Path, load: Load) -> tuple[Tally, list[str]]:
    """Let reviewers work in a workspace; what was counted, and all that is wrong.

    The folder takes the evidence and what the server tells.
    """
    os.environ[VARIABLE] = str(folder / "evidence")
    with open_store(workspace) as store:
        segments = meeting_segments(store)
        trace(store, segments)
        people = open_accounts(store, segments, load.reviewers)
    tally = Tally()
    with serving(workspace, folder) as address:
        Reviewer(address, people[0], segments, tally, load.pause).open_first()
        reviewers = [Reviewer(address, one, segments, tally, load.pause) for one in people]
        until = time.monotonic() + load.seconds
        with ThreadPoolExecutor(len(reviewers)) as threads:
            for done in [threads.submit(one.work, until) for one in reviewers]:
                done.result()
    with open_store(workspace) as store:
        faults = faults_of(store, tally, {one.login for one in people})
    requests = [f"{count} x {text}" for text, count in tally.faults.most_common()]
    return tally, [*requests, *faults, *told(folder)]


@contextmanager
def place(name: str, folder: Path) -> Iterator[str]:
    """The address of a workspace of the sample in a store."""
    workspace = folder / "contoh.gpkg"
    for script, *words in (
        ("make_sample.py", "--out", folder / "sample"),
        ("make_workspace.py", "--sample", folder / "sample", "--out", workspace),
    ):
        command = [sys.executable, str(ROOT / "data" / script), *map(str, words)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    if name == "file":
        yield str(workspace)
        return
    with running_server() as server:
        address = f"{server}&schema=contoh"
        with open_store(str(workspace)) as store:
            snapshot(store, folder / "snapshot.gpkg")
        restore(folder / "snapshot.gpkg", address, doer(Role.ADMIN))[0].close()
        yield address


def _list(title: str, lines: list[str]) -> None:
    if lines:
        print(f"\n{title}:")
    for line in lines[:MOST_SHOWN]:
        print(f"- {line}")
    if len(lines) > MOST_SHOWN:
        print(f"- and {len(lines) - MOST_SHOWN} more")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="make load ARGS=", description="many reviewers at once in a workspace of the sample"
    )
    parser.add_argument("--reviewers", type=int, default=50, help="how many (default 50)")
    parser.add_argument("--seconds", type=float, default=120.0, help="how long (default 120)")
    parser.add_argument(
        "--pause", type=float, default=2.0,
        help="seconds between two requests of a reviewer, on the average (default 2)",
    )  # fmt: skip
    parser.add_argument(
        "--stores",
        type=_stores,
        default=list(STORES),
        help=f"separated by commas: {', '.join(STORES)} (default all)",
    )
    return parser.parse_args()


def _stores(text: str) -> list[str]:
    names = text.split(",")
    if unknown := set(names) - set(STORES):
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}")
    return names


if __name__ == "__main__":
    sys.exit(main())
