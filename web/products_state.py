"""The background work of a workspace: its folder, its threads, and the state it looks at."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from flask import current_app

from boundaries.store.database import Store
from boundaries.store.log_pages import LogFilter, log_page
from boundaries.workflows.doer import Doer
from boundaries.workflows.evidence import folder_named
from web import unit
from web.products_jobs import Jobs, Work

EXTENSION = "tapal-products"
ENDING = ".products"
WITHOUT_EFFECT = frozenset({"account", "package", "team-member"})
"""Subjects of entries in the log that change nothing of what is handed over."""
PAGE = 50
THREADS = 2


@dataclass
class _Kept:
    """What a process keeps: its threads, and the last state by the head of the log."""

    threads: ThreadPoolExecutor
    state: tuple[int, int] = (0, 0)
    """The number of the head, and that of the last entry with effect; threads share it."""


def jobs() -> Jobs:
    """The background work of the workspace."""
    return Jobs(folder_of(unit.store()))


def folder_of(store: Store) -> Path:
    """Where background work and its files lie: beside a file, or with the documents.

    Raises `ParameterError` for a workspace in a database where no folder for documents is named.
    """
    if store.path is not None:
        return store.path.absolute().with_suffix(ENDING)
    name = hashlib.sha256(f"{store.address} {store.schema}".encode()).hexdigest()[:12]
    return folder_named(store.address).absolute() / f"products-{name}"


def begin(kind: str, options: Mapping[str, str], doer: Doer, work: Work) -> bool:
    """Begin work in the background; False while work of its kind runs already."""
    task = jobs().begin(kind, doer.actor.person, doer.at, version=state_version(), options=options)
    if task is None:
        return False
    clock = partial(datetime.datetime.now, unit.workspace().zone)
    done = _kept().threads.submit(task.run, work, clock)
    done.add_done_callback(partial(_tell, current_app.logger.error, kind))
    return True


def state_version() -> int:
    """The number of the last entry of the log that changed what is handed over."""
    kept, head = _kept(), unit.reading().head()
    seq = head.seq if head else 0
    known, version = kept.state
    if known != seq:
        version = _last_change(known, version)
        kept.state = seq, version
    return version


def _last_change(known: int, version: int) -> int:
    """The last entry with an effect after entry `known`, else `version`."""
    before: int | None = None
    while True:
        page = log_page(unit.store(), LogFilter(), before=before, limit=PAGE)
        for entry in page.entries:
            if entry.seq <= known:
                return version
            if entry.subject_kind not in WITHOUT_EFFECT:
                return entry.seq
        if page.following is None:
            return version
        before = page.following


def _kept() -> _Kept:
    found: _Kept | None = current_app.extensions.get(EXTENSION)
    if found is None:
        threads = ThreadPoolExecutor(THREADS, thread_name_prefix="tapal-products")
        found = current_app.extensions.setdefault(EXTENSION, _Kept(threads))
    return found


def _tell(log: Callable[..., None], kind: str, done: Future[None]) -> None:
    """Log why work was interrupted."""
    fault = done.exception()
    if fault is not None:
        log("work %s was interrupted", kind, exc_info=fault)
