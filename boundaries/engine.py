"""Where a function runs over many jobs: in threads, in processes, or on a cluster.

Threads hinder each other wherever Python itself is at work. Processes do not; on Linux they are
copies of this one, made in no time, which know the jobs already.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Any, Generic, Protocol, TypeVar

from boundaries.errors import InputError
from boundaries.messages import message

Given = TypeVar("Given")
Made = TypeVar("Made")

THREADS = "threads"
PROCESSES = "processes"
DASK = "dask"
ENGINES = (THREADS, PROCESSES, DASK)
FORKS = sys.platform == "linux"
"""Whether processes may be copies of this one; elsewhere system libraries do not bear that."""
USUAL = PROCESSES if FORKS else THREADS
"""The engine unless one is asked for."""
MOST_PROCESSES = 60
"""Windows cannot wait for more."""
ENTRY_POINTS = "tapal.engines"
"""The engines that are not of this module, loaded when they are asked for: like `Runner`."""


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
        run: Runner = OWN[self.name] if self.name in OWN else _installed(self.name)
        return run(function, jobs, workers=self.workers, scheduler=self.scheduler)

    def nearby(self) -> Engine:
        """The engine for short work, which is not worth a way to a cluster."""
        return self if self.name in OWN else HERE


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


def in_processes(
    function: Callable[[Given], Made],
    jobs: Sequence[Given],
    *,
    workers: int,
    scheduler: str | None = None,
) -> Iterator[Made]:
    """Run the jobs in `workers` processes, of which this one is the first.

    The others are copies of it, unless the system has none or further threads run here, which a
    copy would lack. Else they are started anew, which takes a second each; this process begins at
    once, and jobs that are done by then do not wait for them.
    There is no `scheduler` to ask. Raises `InputError` where a process is ended by the system, and
    leaves no process behind.
    """
    others = min(workers, len(jobs), MOST_PROCESSES) - 1
    if others < 1:
        yield from map(function, jobs)
        return
    is_copy = _can_be_copied()
    with _processes(others, _Inherited(function, jobs) if is_copy else None) as pool:
        work = _Work(function, jobs, pool, is_copy)
        try:
            for _ in range(others):
                pool.submit(os.getpid).add_done_callback(work.hand_over)
            for number in range(len(jobs)):
                yield work.result(number)
        finally:
            work.drop()


def _can_be_copied() -> bool:
    """Whether a copy of this process would lack nothing: no other thread runs in it."""
    return FORKS and threading.active_count() == 1


@dataclass(frozen=True)
class _Inherited(Generic[Given, Made]):
    """What a copy of this process has to do."""

    function: Callable[[Given], Made]
    jobs: Sequence[Given]


_inherited: list[_Inherited[Any, Any]] = []
"""In a copy of the process that has jobs, these alone."""


def _made(number: int) -> Any:
    """What the function makes of an inherited job."""
    (own,) = _inherited
    return own.function(own.jobs[number])


class _Work(Generic[Given, Made]):
    """Jobs that a pool and this process take one by one, and what has been made of them.

    Where the processes of the pool are copies of this one (`is_copy`) they have the jobs.
    """

    def __init__(
        self,
        function: Callable[[Given], Made],
        jobs: Sequence[Given],
        pool: ProcessPoolExecutor,
        is_copy: bool,
    ) -> None:
        self.function, self.pool, self.is_copy = function, pool, is_copy
        self.waiting = deque(enumerate(jobs))
        self.handed: dict[int, Future[Made]] = {}
        self.made: dict[int, Made] = {}
        self.lock = threading.Lock()

    def hand_over(self, done: Future[Made] | Future[int]) -> None:
        """When a process is done with something, give it the next job, unless it failed."""
        if done.cancelled() or done.exception() is not None:
            return
        with self.lock:
            if not self.waiting:
                return
            number, job = self.waiting.popleft()
            call = (_made, number) if self.is_copy else (self.function, job)
            future = self.handed[number] = self.pool.submit(*call)
        future.add_done_callback(self.hand_over)

    def result(self, number: int) -> Made:
        """What was made of a job; while it is not there waiting jobs are done here."""
        while number not in self.made:
            with self.lock:
                future = self.handed.get(number)
                here = self.waiting and not (future and future.done())
                own, job = self.waiting.popleft() if here else (number, None)
            if job is None:
                return self.handed.pop(number).result()
            self.made[own] = self.function(job)
        return self.made.pop(number)

    def drop(self) -> None:
        """Hand over nothing any more."""
        with self.lock:
            self.waiting.clear()


@contextmanager
def _processes(count: int, inherited: _Inherited[Any, Any] | None) -> Iterator[ProcessPoolExecutor]:
    """A pool of processes, copies where they inherit jobs, which are killed in the end."""
    earlier = set(multiprocessing.active_children())
    context = multiprocessing.get_context("fork" if inherited else "spawn")
    pool = ProcessPoolExecutor(
        count, mp_context=context, initializer=_follow_parent, initargs=(inherited,)
    )
    try:
        yield pool
    except BrokenProcessPool as ended:
        raise InputError(
            "process-ended",
            message("the system has ended a process that searched for conflicts"),
            message("free memory, or use --jobs 1"),
        ) from ended
    finally:
        for child in set(multiprocessing.active_children()) - earlier:
            child.kill()
        pool.shutdown(cancel_futures=True)


def _follow_parent(inherited: _Inherited[Any, Any] | None) -> None:
    """In a new process: leave interrupts to the parent, and end when it ends."""
    if inherited is not None:
        _inherited.append(inherited)
        gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _installed(name: str) -> Runner:
    entry, *_ = entry_points(group=ENTRY_POINTS, name=name)
    runner: Runner = entry.load()
    return runner


OWN: dict[str, Runner] = {THREADS: in_threads, PROCESSES: in_processes}
HERE = Engine()
