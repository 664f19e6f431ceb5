"""Work in the background: one piece of a kind at a time, and what is left when a process dies."""

from __future__ import annotations

import datetime
import hashlib
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from boundaries.domain.local_time import WIB
from boundaries.errors import InputError
from boundaries.messages import message
from web.products_jobs import KEPT, Jobs, State, Task

NOON = datetime.datetime(2026, 11, 22, 12, 0, tzinfo=WIB)
HOLDER = """
import datetime, sys
from pathlib import Path
from web.products_jobs import Jobs
task = Jobs(Path(sys.argv[1])).begin(
    "kugi", "sari", datetime.datetime.now(datetime.UTC), version=3, options={}
)
print("held" if task else "refused", flush=True)
sys.stdin.read()
"""
Work = Callable[[Task], tuple[Path, Mapping[str, Any]]]


@pytest.fixture
def jobs(tmp_path: Path) -> Jobs:
    return Jobs(tmp_path / "w.products")


def begun(jobs: Jobs, minute: int = 0, kind: str = "kugi") -> Task | None:
    at = NOON + datetime.timedelta(minutes=minute)
    return jobs.begin(kind, "sari", at, version=7, options={"unfinished": "mark"})


def done(jobs: Jobs, work: Work, minute: int = 0) -> None:
    task = begun(jobs, minute)
    assert task is not None
    task.run(work, lambda: NOON)


def written(task: Task) -> tuple[Path, Mapping[str, Any]]:
    path = task.folder / "batas.zip"
    path.write_bytes(b"zip")
    return path, {"villages": 3}


def test_nothing_was_done_yet(jobs: Jobs) -> None:
    assert jobs.all("kugi") == []
    assert jobs.file("kugi", "x") is None
    assert not jobs.folder.exists()


def test_work_is_seen_while_it_runs_and_when_it_is_done(jobs: Jobs) -> None:
    def work(task: Task) -> tuple[Path, Mapping[str, Any]]:
        task.progress(message("rounding {count} villages", count=3))
        [job] = jobs.all("kugi")
        assert (job.state, str(job.told[0])) == (State.RUNNING, "rounding 3 villages")
        return written(task)

    done(jobs, work)
    [job] = jobs.all("kugi")
    assert (job.state, job.by, job.version, job.begun) == (State.DONE, "sari", 7, NOON)
    assert (job.ended, job.options, job.facts) == (NOON, {"unfinished": "mark"}, {"villages": 3})
    assert (job.sha256, job.bytes) == (hashlib.sha256(b"zip").hexdigest(), 3)
    found = jobs.file("kugi", job.id)
    assert found is not None
    assert found[1].read_bytes() == b"zip"


def test_one_piece_of_a_kind_at_a_time(jobs: Jobs) -> None:
    first = begun(jobs)
    assert first is not None
    assert begun(jobs, 1) is None
    other = begun(jobs, 1, kind="geojson")
    assert other is not None
    assert [job.state for job in jobs.all("kugi")] == [State.RUNNING]
    first.let_go()
    other.let_go()
    assert begun(jobs, 2) is not None


def test_a_fault_is_told_with_its_remedy(jobs: Jobs) -> None:
    def work(_: Task) -> tuple[Path, Mapping[str, Any]]:
        raise InputError("x", message("{count} villages", count=2), message("settle them"))

    done(jobs, work)
    [job] = jobs.all("kugi")
    assert (job.state, [str(text) for text in job.told]) == (
        State.FAILED, ["2 villages", "settle them"],
    )  # fmt: skip
    assert jobs.file("kugi", job.id) is None
    assert begun(jobs, 1) is not None


def test_an_unforeseen_exception_leaves_it_interrupted(jobs: Jobs) -> None:
    task = begun(jobs)
    assert task is not None
    with pytest.raises(ZeroDivisionError):
        task.run(lambda _: 1 / 0, lambda: NOON)  # type: ignore[arg-type, return-value]
    assert [job.state for job in jobs.all("kugi")] == [State.INTERRUPTED]


def test_old_work_goes_when_new_begins(jobs: Jobs) -> None:
    for minute in range(KEPT + 2):
        done(jobs, written, minute)
    kept = jobs.all("kugi")
    assert len(kept) == KEPT
    assert [job.begun.minute for job in kept] == [5, 4, 3, 2]


def test_work_of_another_process_that_is_killed(jobs: Jobs) -> None:
    """The other process holds the lock until the system takes it from the dead."""
    command = [sys.executable, "-c", HOLDER, str(jobs.folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        assert begun(jobs) is None
        assert [job.state for job in jobs.all("kugi")] == [State.RUNNING]
        other.send_signal(signal.SIGKILL)
        other.wait()
    assert [job.state for job in jobs.all("kugi")] == [State.INTERRUPTED]
    assert begun(jobs, 1) is not None


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "datei").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        begun(Jobs(tmp_path / "datei"))
