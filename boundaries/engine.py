"""Where a function runs over many jobs: in threads of this process, or on a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Protocol, TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")

THREADS = "threads"
ENGINES = (THREADS, "dask")
ENTRY_POINTS = "tapal.engines"
"""The engines other than threads, loaded when they are asked for: functions like `Runner`."""


class Runner(Protocol):
    """Runs a function on every job, in any order; the results come in the order of the jobs."""

    def __call__(
        self,
        function: Callable[[Given], Made],
        jobs: Sequence[Given],
        *,
        workers: int,
        scheduler: str | None,
    ) -> Iterator[Made]:
        """Yield the result of each job; raise what the function raises."""


@dataclass(frozen=True)
class Engine:
    """How to run jobs.

    `name` is one of `ENGINES`; so many `workers`, threads or processes, are used on this machine;
    `scheduler` is the address of a running cluster, None to start one here.
    """

    name: str = THREADS
    workers: int = 1
    scheduler: str | None = None

    def map(self, function: Callable[[Given], Made], jobs: Sequence[Given]) -> Iterator[Made]:
        """The results of the function on each job, in the order of the jobs.

        Raises what the function raises.
        """
        run: Runner = in_threads
        if self.name != THREADS:
            entry, *_ = entry_points(group=ENTRY_POINTS, name=self.name)
            run = entry.load()
        return run(function, jobs, workers=self.workers, scheduler=self.scheduler)


def in_threads(
    function: Callable[[Given], Made],
    jobs: Sequence[Given],
    *,
    workers: int,
    scheduler: str | None = None,
) -> Iterator[Made]:
    """Run the jobs in `workers` threads of this process; there is no `scheduler` to ask."""
    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(function, jobs)


HERE = Engine()
