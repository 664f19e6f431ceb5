"""The server of a workspace as a process of its own, as `tapal serve WORKSPACE` starts it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from boundaries.workflows.evidence import VARIABLE

PROGRAM = "from boundaries.start import main; main()"
ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "127.0.0.1"
READY_S = 60


@contextmanager
def serving(workspace: str, folder: Path, *, port: int = 0) -> Iterator[str]:
    """The address of the pages for as long as the block lasts; what it tells goes to a log."""
    port = port or _free_port()
    address = f"http://{HOST}:{port}"
    command = [sys.executable, "-c", PROGRAM, "serve", workspace, "--port", str(port)]
    environment = {**os.environ, VARIABLE: str(folder / "evidence")}
    with (
        log_of(folder).open("wb") as log,
        subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log) as running,
    ):
        try:
            _wait_for(address, running, folder)
            yield address
        finally:
            running.terminate()


def log_of(folder: Path) -> Path:
    """Where the server wrote what it had to tell."""
    return folder / "server.log"


def told(folder: Path) -> list[str]:
    """Faults that the server told."""
    lines = log_of(folder).read_text(encoding="utf-8", errors="replace").splitlines()
    return [line for line in lines if "Traceback" in line or "ERROR" in line or "Error" in line]


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as listener:
        return int(listener.getsockname()[1])


def _wait_for(address: str, running: subprocess.Popen[bytes], folder: Path) -> None:
    end = time.monotonic() + READY_S
    while time.monotonic() < end:
        if running.poll() is not None:
            break
        try:
            if requests.get(f"{address}/healthz", timeout=READY_S).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise ChildProcessError(log_of(folder).read_text(encoding="utf-8", errors="replace"))
