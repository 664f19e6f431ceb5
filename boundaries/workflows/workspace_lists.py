"""The villages, segments and findings of a workspace, with the ids that commands ask for."""

from __future__ import annotations

import pandas as pd

from boundaries.domain.told_apart import told_apart
from boundaries.store.database import Store
from boundaries.store.models import Finding, Segment
from boundaries.store.repository import Repository
from boundaries.workflows.compare_workspace import villages_of

VILLAGES, SEGMENTS, FINDINGS = "villages", "segments", "findings"
VILLAGE_COLUMNS = ["key", "name", "kecamatan", "kecamatan_code", "sources"]
SEGMENT_COLUMNS = ["id", "villages", "names", "state", "length_m", "mark"]
FINDING_COLUMNS = ["id", "kind", "class", "villages", "names", "area_m2", "segment"]


def workspace_lists(store: Store) -> dict[str, pd.DataFrame]:
    """By `VILLAGES`, `SEGMENTS` and `FINDINGS` what the workspace holds now; nothing is written.

    Columns are `VILLAGE_COLUMNS`, `SEGMENT_COLUMNS` and `FINDING_COLUMNS`: `key` is what
    `--village` asks for, `sources`, `villages` (keys) and `names` are tuples. Raises `InputError`
    where there is no layer of BIG.
    """
    with Repository(store) as repository:
        villages = _villages(villages_of(repository))
        names = told_apart(villages.set_index("key"))
        segments = repository.frame(Segment, current=True)
        findings = repository.frame(Finding, current=True)
    sides = [
        tuple(filter(None, pair))
        for pair in zip(segments["village_a"], segments["village_b"], strict=True)
    ]
    listed = _named(segments.assign(villages=_column(sides, segments)), names)
    found = _named(findings.rename(columns={"segment_id": "segment"}), names)
    return {
        VILLAGES: villages,
        SEGMENTS: pd.DataFrame(listed[SEGMENT_COLUMNS]).sort_values("id", ignore_index=True),
        FINDINGS: pd.DataFrame(found[FINDING_COLUMNS]).sort_values(
            ["area_m2", "id"], ascending=[False, True], ignore_index=True
        ),
    }


def _villages(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per key, the words of the reference first."""
    ordered = rows.sort_values("role", key=lambda role: role != "reference", kind="stable")
    sources: dict[str, dict[str, None]] = {}
    for key, source in zip(ordered["key"], ordered["source"], strict=True):
        sources.setdefault(key, {})[source] = None
    first = pd.DataFrame(ordered.drop_duplicates("key"))
    listed = first.assign(sources=_column([tuple(sources[key]) for key in first["key"]], first))
    return listed[VILLAGE_COLUMNS].sort_values("key", ignore_index=True)


def _named(table: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """The table with the names of its villages."""
    called = [tuple(names.get(key, key) for key in keys) for keys in table["villages"]]
    return table.assign(names=_column(called, table))


def _column(values: list[tuple[str, ...]], table: pd.DataFrame) -> pd.Series:
    return pd.Series(values, index=table.index, dtype=object)
