"""A program that works on workspaces and is killed, or meets a full disk, in the midst of it.

Each line that it reads is an order (JSON): what to do ("init", "open", "sign", "import", "detect",
"restore") with the workspace at `address`; `moment` names where it is killed, `room` how many bytes
any file may have. A process of its own follows the order. The answer is a line with the `status` in
which that ended, and the fault that it told, in English and in Indonesian.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any
from unittest import mock

from alembic import command
from sqlalchemy import event
from sqlalchemy.orm import Session

from boundaries.errors import TapalError
from boundaries.messages import translator
from boundaries.store import audit
from boundaries.store.database import Store, create_store, open_store
from boundaries.store.repository import Repository
from boundaries.workflows import detect_workspace, settle, snapshot
from boundaries.workflows.cases import case_of
from boundaries.workflows.detect_workspace import detect
from tests.store_fixture import UTM
from tests.workspace_fixture import A, B, doer, segment_of, sign, take

Order = dict[str, Any]
Ask = Callable[..., Order]
KILLED = -signal.SIGKILL
ROOT = Path(__file__).resolve().parent.parent
MOMENTS: dict[str, tuple[object, str, str]] = {
    "tables made": (command, "upgrade", "after"),
    "land moved": (settle, "_write", "before"),
    "source written": (Repository, "add_frame", "after"),
    "segments kept": (detect_workspace, "_keep_findings", "before"),
    "log written": (audit, "append", "after"),
    "rows copied": (snapshot, "copy_tables", "after"),
    "committed": (audit, "append", "commit"),
}
"""A function, and whether the process is killed before it, after it, or after the next commit."""


@contextmanager
def program() -> Iterator[Ask]:
    """The program, which has loaded everything once; gives it an order, and returns its answer."""
    with subprocess.Popen(
        [sys.executable, "-m", __name__],
        cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as running:  # fmt: skip
        assert running.stdin is not None
        assert running.stdout is not None
        orders, answers = running.stdin, running.stdout

        def ask(**order: object) -> Order:
            print(json.dumps(order), file=orders, flush=True)
            answer: Order = json.loads(answers.readline())
            return answer

        yield ask


def follow(order: Order) -> None:
    """Do what is ordered."""
    if order["what"] == "init":
        create_store(order["address"], crs=UTM)
    if order["what"] == "restore":
        snapshot.restore(Path(order["file"]), order["address"], doer())
    with open_store(order["address"]) as store:
        if order["what"] == "sign":
            sign_for_b(store)
        elif order["what"] == "import":
            take(store, Path(order["file"]), name="anew")
        elif order["what"] == "detect":
            detect(store, doer(day=5))


def sign_for_b(store: Store) -> None:
    """The head of B signs the line between A and B, which settles it."""
    row = segment_of(store, A, B)
    proposal = case_of(row).proposal
    assert proposal is not None
    sign(store, row.id, proposal, B)


def kills(moment: str | None) -> AbstractContextManager[object]:
    """A block in which the process is killed at a moment."""
    if moment is None:
        return nullcontext()
    place, name, when = MOMENTS[moment]
    return mock.patch.object(place, name, killing(getattr(place, name), when))


def killing(function: Callable[..., object], when: str) -> Callable[..., object]:
    """The function, and the end of the process."""

    def end(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def called(*given: object, **named: object) -> object:
        if when == "before":
            end()
        result = function(*given, **named)
        if when == "after":
            end()
        event.listen(Session, "after_commit", end)
        return result

    return called


def in_child(order: Order, answers: int) -> None:
    """Follow an order, write the fault that it ends with, and leave."""
    if "room" in order:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["room"], order["room"]))
    told: dict[str, str] = {}
    try:
        with kills(order.get("moment")):
            follow(order)
    except TapalError as fault:
        told = {"code": fault.code}
        for language in ("en", "id"):
            gettext = translator(language)
            told[language] = f"{fault.message.render(gettext)}; {fault.hint.render(gettext)}"
    os.write(answers, json.dumps(told).encode())
    os._exit(0)


def main() -> None:
    """Follow the orders, each in a process of its own."""
    for line in sys.stdin:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            in_child(json.loads(line), writing)
        os.close(writing)
        with os.fdopen(reading) as answers:
            told = json.loads(answers.read() or "{}")
        _, status = os.waitpid(child, 0)
        print(json.dumps({**told, "status": os.waitstatus_to_exitcode(status)}), flush=True)


if __name__ == "__main__":
    main()
