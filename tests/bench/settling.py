"""Time the work in a workspace: two imports, detection, status, decisions; each a whole process."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.layers import REAL, ROOT, SAMPLE, AbsentError
from tests.bench.process import LOG, Usage, run

DECISIONS = 50
KABUPATEN = {"asahan": "12.09", "sample": "12.68"}
SURVEYS = {
    "asahan": [REAL["asahan"].with_name("bps2020.geojson")],
    "sample": sorted((SAMPLE.parent / "survei").glob("*.g*")),
}
HEADINGS = ("step", "seconds", "CPU s", "MiB")


@dataclass(frozen=True)
class Settled:
    """What each step took, and what the decisions came to."""

    steps: tuple[tuple[str, Usage], ...]
    outcome: dict[str, Any]


def settle(name: str, *, timeout_s: float) -> Settled:
    """Make a workspace of a reference and surveys, and decide; raises `AbsentError`."""
    reference = SAMPLE if name == "sample" else REAL[name]
    for path in (reference, *SURVEYS[name]):
        if not path.is_file():
            raise AbsentError(f"absent: put the layer at {path}, or leave it out: --workspace none")
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "workspace.gpkg"
        steps = [
            (title, run(command, ROOT, timeout_s=timeout_s, log=Path(folder) / LOG))
            for title, command in _steps(str(workspace), name, reference)
        ]
        outcome = json.loads((Path(folder) / LOG).read_text(encoding="utf-8"))
    return Settled(tuple(steps), outcome)


def _steps(workspace: str, name: str, reference: Path) -> Iterator[tuple[str, list[str]]]:
    program = str(Path(sys.executable).with_name("tapal"))
    files = [str(path) for path in SURVEYS[name]]
    yield "tapal init", [program, "init", workspace, "--kabupaten", KABUPATEN[name]]
    yield "tapal import --as big", [program, "import", workspace, str(reference), "--as", "big"]
    yield "tapal import --as survey", [program, "import", workspace, *files, "--as", "survey"]
    yield "tapal detect", [program, "detect", workspace]
    yield "tapal status", [program, "status", workspace]
    decide = [sys.executable, "-m", "tests.bench.decide", workspace, str(DECISIONS)]
    yield f"{DECISIONS} decisions", decide


def markdown(settled: Settled) -> str:
    """The table, with the sum of the commands, and the outcome below it."""
    commands = [usage for title, usage in settled.steps if title.startswith("tapal")]
    total = Usage(
        sum(usage.seconds for usage in commands),
        sum(usage.cpu_seconds for usage in commands),
        max(usage.process_mib for usage in commands),
        max(usage.tree_mib for usage in commands),
    )
    *first, last = settled.steps
    rows = [
        (title, *_figures(usage)) for title, usage in (*first, ("commands together", total), last)
    ]
    lines = [HEADINGS, ("---", "---:", "---:", "---:"), *rows]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    told = settled.outcome
    valid = "a valid coverage" if told["valid"] else "NOT a valid coverage"
    passed = ", ".join(f"{fault} {count}" for fault, count in sorted(told["refused"].items()))
    return (
        f"{table}\n\n{told['settled']} segments decided by the line halfway, the slowest in "
        f"{told['slowest_s']:.2f} s; passed over: {passed or 'none'}; the land of "
        f"{told['villages']} villages agreed on is {valid}"
    )


def _figures(usage: Usage) -> tuple[str, str, str]:
    return f"{usage.seconds:.1f}", f"{usage.cpu_seconds:.1f}", f"{usage.tree_mib:.0f}"
