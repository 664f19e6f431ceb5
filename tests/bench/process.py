"""A whole process under watch: wall time, processor time and peak memory."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LAUNCH = Path(__file__).with_name("launch.py")
LAST_WORDS = 160
LOG = "log"


class RunError(Exception):
    """A process did not end well; the text says how."""


@dataclass(frozen=True)
class Usage:
    """Seconds by the clock and of processors; peak MiB of the process, and with its children.

    Pages that processes share count once. Children are seen on Linux only.
    """

    seconds: float
    cpu_seconds: float
    process_mib: float
    tree_mib: float


def run(
    command: Sequence[str], folder: Path, *, timeout_s: float, log: Path | None = None
) -> Usage:
    """Run a command in `folder`; raises `RunError` if it fails or takes longer than `timeout_s`.

    What it prints goes to the file `log`, one in the folder unless another is given.
    """
    log = log or folder / LOG
    launch = [sys.executable, "-I", "-S", str(LAUNCH), str(timeout_s), str(log), *command]
    printed = subprocess.run(launch, cwd=folder, check=True, stdout=subprocess.PIPE).stdout
    end = json.loads(printed)
    if end["late"]:
        raise RunError(f"stopped after {timeout_s:g} s")
    if end["code"]:
        words = " ".join(log.read_text(encoding="utf-8", errors="replace").split())
        raise RunError(f"failed with code {end['code']}: ... {words[-LAST_WORDS:]}")
    return Usage(**end["usage"])
