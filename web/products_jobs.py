"""Long work in the background: who asked for it, how far it is, and the file that came of it.

Each piece of work has a folder `<kind>/<id>` with `job.json` and its file. While it runs, its
process holds the lock `<kind>.lock`, which the system lets go when the process ends, however it
ends: what says that it runs while nobody holds the lock was interrupted. The lock is that of an
empty SQLite file, so several processes on one computer never do the same work twice.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from boundaries.domain.records import to_record
from boundaries.errors import InputError, TapalError
from boundaries.io.write import write_json
from boundaries.messages import Message, message, message_from, message_record

RECORD = "job.json"
KEPT = 4
"""Pieces of work of a kind that are kept; older ones go when the next one begins."""
WAIT_SECONDS = 2
"""How long a beginner waits for those who only look whether work runs."""


class State(StrEnum):
    """How far a piece of work is."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, kw_only=True)
class Job:
    """A piece of work.

    `by` is the login of who asked, `version` the state of the workspace that it looked at, `told`
    the step it is at, or why it failed followed by the remedy. `facts` are what it found out, as
    plain values.
    """

    id: str
    kind: str
    by: str
    begun: datetime.datetime
    version: int
    options: Mapping[str, str]
    state: State = State.RUNNING
    told: tuple[Message, ...] = ()
    ended: datetime.datetime | None = None
    file: str = ""
    sha256: str = ""
    bytes: int = 0
    facts: Mapping[str, Any] = field(default_factory=dict)


class Task:
    """A piece of work that this process does; it holds the lock of its kind."""

    def __init__(self, job: Job, folder: Path, lock: sqlite3.Connection) -> None:
        self.job = job
        self.folder = folder
        self._lock = lock

    def progress(self, step: Message) -> None:
        """Note the step that begins."""
        self._write(replace(self.job, told=(step,)))

    def run(self, work: Work, now: Callable[[], datetime.datetime]) -> None:
        """Do the work, which gives a file in the folder and facts, and let others have the lock.

        A fault is noted with its remedy. Any other exception leaves the work as interrupted.
        """
        try:
            path, facts = work(self)
            content = path.read_bytes()
            self._write(
                replace(
                    self.job, state=State.DONE, told=(), ended=now(), facts=facts, file=path.name,
                    bytes=len(content), sha256=hashlib.sha256(content).hexdigest(),
                )
            )  # fmt: skip
        except TapalError as fault:
            told = (fault.message, fault.hint)
            self._write(replace(self.job, state=State.FAILED, told=told, ended=now()))
        finally:
            self.let_go()

    def let_go(self) -> None:
        """Give the lock up."""
        self._lock.close()

    def _write(self, job: Job) -> None:
        self.job = job
        told = [message_record(each) for each in job.told]
        names = vars(job) | {"told": (), "options": {**job.options}, "facts": {**job.facts}}
        record = {name: to_record(value) for name, value in names.items()}
        write_json(record | {"told": told}, self.folder / RECORD)


Work = Callable[[Task], tuple[Path, Mapping[str, Any]]]


class Jobs:
    """The work of a workspace, in a folder that is made with the first piece."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(
        self, kind: str, by: str, at: datetime.datetime, *, version: int, options: Mapping[str, str]
    ) -> Task | None:
        """Take a piece of work up; None while another of its kind runs.

        Raises `InputError` where the folder cannot be written.
        """
        job = Job(
            id=f"{at:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}",
            kind=kind, by=by, begun=at, version=version, options=options,
        )  # fmt: skip
        folder = self.folder / kind / job.id
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = self._locked(kind)
            if lock is None:
                return None
            with ExitStack() as undone:
                undone.callback(lock.close)
                for old in self._ids(kind)[KEPT - 1 :]:
                    shutil.rmtree(self.folder / kind / old)
                folder.mkdir(parents=True)
                task = Task(job, folder, lock)
                task.progress(message("begins"))
                undone.pop_all()
        except (OSError, sqlite3.Error) as fault:
            raise InputError(
                "products-folder",
                message("{path}: cannot be written ({fault})", path=self.folder, fault=fault),
                message("let the server write there, and free some space"),
            ) from fault
        return task

    def all(self, kind: str) -> list[Job]:
        """The work of a kind that is kept, the latest first."""
        found = [self._read(kind, name) for name in self._ids(kind)]
        return [job for job in found if job is not None]

    def file(self, kind: str, identifier: str) -> tuple[Job, Path] | None:
        """A piece of work that is done, and its file; None where there is none."""
        for job in self.all(kind):
            if job.id == identifier and job.state is State.DONE:
                return job, self.folder / kind / job.id / job.file
        return None

    def _ids(self, kind: str) -> list[str]:
        place = self.folder / kind
        return sorted((one.name for one in place.iterdir()), reverse=True) if place.is_dir() else []

    def _read(self, kind: str, name: str) -> Job | None:
        """A piece of work; one that runs in no process any more is interrupted."""
        job = self._as_written(kind, name)
        if job is None or job.state is not State.RUNNING or self._runs(kind):
            return job
        job = self._as_written(kind, name)
        if job is None or job.state is not State.RUNNING:
            return job
        return replace(job, state=State.INTERRUPTED)

    def _as_written(self, kind: str, name: str) -> Job | None:
        """What is noted of a piece of work; None without a whole note."""
        try:
            record = json.loads((self.folder / kind / name / RECORD).read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError, json.JSONDecodeError):
            return None
        for moment in ("begun", "ended"):
            if record[moment]:
                record[moment] = datetime.datetime.fromisoformat(record[moment])
        told = tuple(message_from(each) for each in record["told"])
        return Job(**record | {"told": told, "state": State(record["state"])})

    def _lock_file(self, kind: str) -> Path:
        return self.folder / f"{kind}.lock"

    def _locked(self, kind: str) -> sqlite3.Connection | None:
        """The lock of a kind, which closing gives up; None while somebody else has it."""
        lock = sqlite3.connect(
            self._lock_file(kind),
            timeout=WAIT_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as fault:
            lock.close()
            if fault.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            return None
        return lock

    def _runs(self, kind: str) -> bool:
        """Whether any process holds the lock of a kind."""
        if not self._lock_file(kind).is_file():
            return False
        with closing(sqlite3.connect(self._lock_file(kind), timeout=0)) as look:
            try:
                look.execute("SELECT 1 FROM sqlite_master").fetchall()
            except sqlite3.OperationalError as fault:
                if fault.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    raise
                return True
        return False
