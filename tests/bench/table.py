"""Scores as a Markdown table and as JSON, and how Tapal's time grows with the vertices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from tests.bench.answers import Amount
from tests.bench.contest import Score, agreement
from tests.bench.layers import Layer
from tests.bench.tools import TAPAL

HEADINGS = (
    "layer", "tool", "does", "seconds", "min..max", "x Tapal", "CPU s", "MiB",
    "pairs > 1 m2", "ha", "gaps > 1 m2", "ha", "against Tapal",
)  # fmt: skip
TEXTS = ("layer", "tool", "does", "against Tapal")


@dataclass(frozen=True)
class Result:
    """The scores of all tools on one layer, by name of the tool."""

    layer: Layer
    scores: Mapping[str, Score]

    def ratio(self, score: Score) -> float | None:
        """The median time of a tool over that of Tapal."""
        ours = self.scores[TAPAL.name]
        return score.seconds / ours.seconds if score.runs and ours.runs else None

    def remark(self, score: Score) -> str:
        """Why a tool did not finish, or whether it found the same as Tapal."""
        if score.fault or score.tool is TAPAL:
            return score.fault
        return agreement(self.scores[TAPAL.name].answer, score.answer, self.layer.villages)


def markdown(results: Sequence[Result]) -> str:
    """One table, a row per layer and tool, its columns aligned."""
    rows = [_cells(each, score) for each in results for score in each.scores.values()]
    widths = [max(map(len, column)) for column in zip(HEADINGS, *rows, strict=True)]
    texts = [heading in TEXTS for heading in HEADINGS]

    def line(cells: Iterable[str]) -> str:
        columns = zip(cells, widths, texts, strict=True)
        padded = [cell.ljust(wide) if text else cell.rjust(wide) for cell, wide, text in columns]
        return f"| {' | '.join(padded)} |"

    columns = zip(widths, texts, strict=True)
    rule = ["-" * wide if text else "-" * (wide - 1) + ":" for wide, text in columns]
    return "\n".join([line(HEADINGS), line(rule), *map(line, rows)])


def _cells(result: Result, score: Score) -> list[str]:
    runs, ratio = [run.seconds for run in score.runs], result.ratio(score)
    pairs = score.answer.pairs if score.answer else None
    gaps = score.answer.gaps if score.answer else None
    return [
        result.layer.name,
        score.tool.name,
        score.tool.work,
        f"{score.seconds:.2f}" if runs else "",
        f"{min(runs):.2f}..{max(runs):.2f}" if runs else "",
        f"{ratio:.2f}" if ratio else "",
        f"{score.cpu_seconds:.2f}" if runs else "",
        f"{max(run.tree_mib for run in score.runs):.0f}" if runs else "",
        *_amount_cells(pairs),
        *_amount_cells(gaps),
        result.remark(score),
    ]


def _amount_cells(amount: Amount | None) -> tuple[str, str]:
    return (f"{amount.count:,}", f"{amount.area_m2 / 1e4:,.2f}") if amount else ("", "")


def growth(results: Iterable[Result]) -> dict[str, float]:
    """By kind of generated villages, the power of the vertices that Tapal's time grows with.

    1 is linear. Least squares through the logarithms; kinds of one size are left out.
    """
    points: dict[str, list[tuple[int, float]]] = {}
    for result in results:
        ours = result.scores[TAPAL.name]
        if result.layer.kind and ours.runs:
            points.setdefault(result.layer.kind, []).append((result.layer.vertices, ours.seconds))
    return {
        kind: float(np.polyfit(*np.log(np.array(each)).T, 1)[0])
        for kind, each in points.items()
        if len({vertices for vertices, _ in each}) > 1
    }


def document(
    machine: Mapping[str, str], settings: Mapping[str, Any], results: Sequence[Result]
) -> dict[str, Any]:
    """Everything, for a JSON file; times in seconds, memory in MiB, areas in square metres."""
    return {
        "machine": dict(machine),
        "settings": dict(settings),
        "results": [_entry(each, score) for each in results for score in each.scores.values()],
        "growth_exponent": growth(results),
    }


def _entry(result: Result, score: Score) -> dict[str, Any]:
    layer = result.layer
    return {
        "layer": layer.name,
        "kind": layer.kind,
        "villages": layer.villages,
        "vertices": layer.vertices,
        "tool": score.tool.name,
        "does": score.tool.work,
        "runs": [asdict(run) for run in score.runs],
        "median_s": score.seconds if score.runs else None,
        "ratio_to_tapal": result.ratio(score),
        "found": asdict(score.answer) if score.answer else None,
        "remark": result.remark(score),
    }
