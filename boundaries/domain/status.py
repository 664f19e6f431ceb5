"""The status of villages, kecamatan and the kabupaten: the least of their segments' states.

Segments are rows with the columns `village_a`, `village_b`, `kecamatan_a`, `kecamatan_b` (those of
`b` are "" or missing where no village lies on the other side), `state` (a `State` or its value) and
`length_m`. The order of states is that of `boundaries.domain.case.State`.

Borders where no village lies on the other side are nobody's to agree on: they count apart and do
not hold a status back, unless they were handed over.
"""

from __future__ import annotations

from typing import Literal

import pandas as pd

from boundaries.domain.case import DISPUTED, SETTLED, State

RANK = {state.value: rank for rank, state in enumerate(State)}
STATES = list(RANK)
HANDED_OVER = State.LIMPAH_BATAS_DAERAH.value
COLUMNS = (
    "state", "state_within", "segments", "length_m", "settled", "settled_m", "disputed",
    "disputed_m", "handed_over", "handed_over_m", "unshared", "unshared_m",
)  # fmt: skip

Unit = Literal["village", "kecamatan", "kabupaten"]


def status_of(segments: pd.DataFrame, unit: Unit) -> pd.DataFrame:
    """One row per village or kecamatan (sorted index), or the one row "" of the kabupaten.

    Columns: `state`, the least state of the segments that touch the unit, and `state_within`, that
    of those that were not handed over to the procedure for regional boundaries ("" where there are
    none); `segments` and `length_m` of all shared segments, and of them those `settled` (agreed,
    decided or later), `disputed` and `handed_over`; `unshared` borders. A segment inside a unit
    counts once, one between two units in both. Lengths are in metres.
    """
    rows = _by_unit(segments, unit)
    groups = rows.groupby("unit")["rank"]
    table = pd.DataFrame({"state": _named(groups.min())})
    within = rows["rank"].where(rows["state"] != HANDED_OVER)
    table["state_within"] = _named(within.groupby(rows["unit"]).min())
    kinds = {
        "": rows["shared"],
        "settled": rows["state"].isin([state.value for state in SETTLED]),
        "disputed": rows["state"].isin([state.value for state in DISPUTED]),
        "handed_over": rows["state"] == HANDED_OVER,
        "unshared": ~rows["shared"],
    }
    for kind, chosen in kinds.items():
        lengths = rows["length_m"].where(chosen, 0.0)
        table[kind or "segments"] = chosen.groupby(rows["unit"]).sum().astype(int)
        table[f"{kind}_m" if kind else "length_m"] = lengths.groupby(rows["unit"]).sum()
    return table[list(COLUMNS)]


def progress_of(segments: pd.DataFrame, unit: Unit) -> pd.DataFrame:
    """Segments by unit and state: columns `unit`, `state`, `segments`, `length_m`.

    Only what occurs has a row; rows are sorted by unit and progress. Unshared borders are left out.
    """
    rows = _by_unit(segments, unit)
    rows = rows[rows["shared"]]
    table = rows.groupby(["unit", "rank"])["length_m"].agg(["size", "sum"]).reset_index()
    table["state"] = _named(table["rank"])
    table = table.rename(columns={"size": "segments", "sum": "length_m"})
    return table[["unit", "state", "segments", "length_m"]]


def _by_unit(segments: pd.DataFrame, unit: Unit) -> pd.DataFrame:
    """One row per segment and unit that it touches: `unit`, `state`, `rank`, `length_m`, `shared`.

    The rank of unshared borders is NaN.
    """
    states = segments["state"].astype(str)
    other = segments["village_b"].fillna("") != ""
    facts = pd.DataFrame(
        {
            "state": states,
            "length_m": segments["length_m"].astype(float),
            "shared": other | (states == HANDED_OVER),
        }
    )
    facts["rank"] = states.map(RANK).where(facts["shared"]).astype(float)
    facts["segment"] = range(len(facts))
    if unit == "kabupaten":
        return facts.assign(unit="")
    sides = [facts.assign(unit=segments[f"{unit}_{side}"].fillna("")) for side in "ab"]
    rows = pd.concat(sides, ignore_index=True)
    return rows[rows["unit"] != ""].drop_duplicates(["segment", "unit"])


def _named(ranks: pd.Series) -> pd.Series:
    """States by rank; "" for NaN."""
    return ranks.map(dict(enumerate(STATES))).fillna("").astype(object)
