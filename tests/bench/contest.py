"""Runs of several tools on one layer, taking turns."""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench import process
from tests.bench.answers import Answer, compare
from tests.bench.layers import AbsentError, Layer
from tests.bench.process import RunError, Usage
from tests.bench.tools import TAPAL, Tool


@dataclass
class Score:
    """The runs of one tool on one layer, and what it found; `fault` says why there is no more."""

    tool: Tool
    runs: list[Usage] = field(default_factory=list)
    answer: Answer | None = None
    fault: str = ""

    @property
    def seconds(self) -> float:
        """The median time by the clock."""
        return statistics.median(run.seconds for run in self.runs)

    @property
    def cpu_seconds(self) -> float:
        """The median time of processors."""
        return statistics.median(run.cpu_seconds for run in self.runs)


def contest(
    layer: Layer, peers: Iterable[Tool], *, runs: int, timeout_s: float
) -> dict[str, Score]:
    """Tapal and its peers on a layer, by name; a tool that fails once is not run again."""
    scores = {tool.name: Score(tool) for tool in (TAPAL, *peers)}
    for number in range(runs):
        for score in scores.values():
            if not score.fault:
                print(
                    f"{layer.name}: {score.tool.name}, run {number + 1} of {runs}", file=sys.stderr
                )
                _take_turn(score, layer, timeout_s)
    return scores


def _take_turn(score: Score, layer: Layer, timeout_s: float) -> None:
    with tempfile.TemporaryDirectory(prefix="tapal-bench-") as name:
        folder = Path(name)
        try:
            score.tool.release()
            usage = process.run(score.tool.command(layer, folder), folder, timeout_s=timeout_s)
            if score.answer is None:
                score.answer = score.tool.answer(layer, folder)
        except (AbsentError, RunError) as error:
            score.fault = str(error)
        else:
            score.runs.append(usage)


def agreement(ours: Answer | None, theirs: Answer | None, villages: int) -> str:
    """Whether Tapal and a peer found the same of a layer with so many villages, in words."""
    if theirs is None:
        return ""
    if theirs.villages is not None:
        lost = villages - theirs.villages
        return f"lists nothing; {lost} villages lost" if lost else "lists nothing"
    if ours is None:
        return ""
    both = {"pairs": compare(ours.pairs, theirs.pairs), "gaps": compare(ours.gaps, theirs.gaps)}
    return "; ".join(f"{what} {words}" for what, words in both.items() if words)
