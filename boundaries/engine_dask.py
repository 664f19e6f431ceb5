"""Run jobs on a Dask cluster: one that is running, or one started here for the purpose."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from typing import TypeVar

from distributed import Client, LocalCluster

from boundaries.errors import InputError
from boundaries.messages import message

Given = TypeVar("Given")
Made = TypeVar("Made")

IN_FLIGHT = 3
"""So many jobs per thread of the cluster are handed over before the first is done."""
CONNECT_SECONDS = 15


def on_dask(
    function: Callable[[Given], Made],
    jobs: Sequence[Given],
    *,
    workers: int,
    scheduler: str | None,
) -> Iterator[Made]:
    """Run the jobs on the cluster of `scheduler`, or on `workers` processes of this machine.

    A job whose worker is lost is run again on another one. Only a few jobs are under way at a time,
    so that the cluster's memory is not filled. Raises `InputError` where the scheduler cannot be
    reached.
    """
    with ExitStack() as stack:
        client = stack.enter_context(_client(stack, workers, scheduler))
        most = IN_FLIGHT * max(sum(client.nthreads().values()), workers)
        waiting = iter(jobs)
        under_way = deque(client.submit(function, job, pure=False) for job in islice(waiting, most))
        while under_way:
            yield under_way.popleft().result()
            under_way += (client.submit(function, job, pure=False) for job in islice(waiting, 1))


def _client(stack: ExitStack, workers: int, scheduler: str | None) -> Client:
    if scheduler is None:
        cluster = LocalCluster(
            n_workers=workers, threads_per_worker=1, dashboard_address=None, processes=True
        )
        return Client(stack.enter_context(cluster))
    try:
        return Client(scheduler, timeout=CONNECT_SECONDS)
    except (OSError, ValueError) as refused:
        raise InputError(
            "scheduler",
            message("no Dask scheduler answers at {address}", address=scheduler),
            message("start one with 'dask scheduler', and give its address as tcp://HOST:8786"),
        ) from refused
