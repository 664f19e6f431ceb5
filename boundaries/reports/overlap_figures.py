"""The figures of the overlap report: sources by role, cards, matrix and histogram."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from boundaries.domain.analysis import Analysis
from boundaries.domain.finding import KINDS
from boundaries.reports.numbers import Numbers
from boundaries.reports.qgis_style import source_colours
from boundaries.reports.summary import by_kind_and_class, roles_of

NAMED_SOURCES = 4
"""Up to this many sources of a role are named, more are counted."""
WIDTH_STEPS_M = (0.05, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)


def groups(analysis: Analysis) -> list[dict[str, object]]:
    """The inputs by role, with the colours of their lines; those of many files are counted."""
    colours = source_colours(roles_of(analysis))
    found = []
    for role in dict.fromkeys(record.role for record in analysis.inputs):
        records = [record for record in analysis.inputs if record.role == role]
        found.append(
            {
                "role": role,
                "records": records,
                "many": len(records) > NAMED_SOURCES,
                "colours": [colours[record.source] for record in records],
            }
        )
    return found


def cards(analysis: Analysis, case_table: pd.DataFrame) -> list[dict[str, object]]:
    """The three figures of the first page."""
    third = "mismatch" if analysis.command == "compare" else "enclave"
    return [
        {
            "kind": kind,
            "area_m2": analysis.findings.loc[analysis.findings["kind"] == kind, "area_m2"].sum(),
            "cases": int((case_table["kind"] == kind).sum()),
        }
        for kind in ("overlap", "gap", third)
    ]


def matrix(case_table: pd.DataFrame) -> list[dict[str, object]]:
    """Cases per kind: counts by class, all, and the area."""
    table = by_kind_and_class(case_table)
    return [
        {
            "kind": kind,
            "counts": dict(zip(rows["class"], rows["cases"], strict=True)),
            "cases": int(rows["cases"].sum()),
            "area_m2": float(rows["area_m2"].sum()),
        }
        for kind in KINDS
        if not (rows := table[table["kind"] == kind]).empty
    ]


def histogram(widths: pd.Series, numbers: Numbers) -> list[dict[str, object]]:
    """Findings counted by greatest width."""
    edges = np.array([0.0, *WIDTH_STEPS_M, np.inf])
    counts, _ = np.histogram(widths.to_numpy(dtype=float), edges)
    decimals = {0.05: 2, 0.5: 1}
    steps = [numbers.decimal(step, decimals.get(step, 0)) for step in WIDTH_STEPS_M]
    texts = [f"< {steps[0]}", *(f"{a}–{b}" for a, b in pairwise(steps)), f"≥ {steps[-1]}"]
    return [{"label": text, "count": int(count)} for text, count in zip(texts, counts, strict=True)]
