"""What each kecamatan is to reach by the end of a quarter, and how far it is."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

import pandas as pd

from boundaries.domain.case import State
from boundaries.domain.status import status_of
from boundaries.errors import ParameterError
from boundaries.messages import message
from boundaries.store.database import Store
from boundaries.store.models import Segment, Target
from boundaries.store.repository import Repository
from boundaries.workflows.doer import Doer
from boundaries.workflows.kecamatan_names import kecamatan_names

QUARTER = re.compile(r"\d{4}-Q[1-4]")
NUMBERS = ("segments", "km", "villages")
M_PER_KM = 1_000


@dataclass(frozen=True)
class Goal:
    """Segments settled, kilometres settled, and villages that are definitive."""

    segments: int
    km: float
    villages: int

    def __post_init__(self) -> None:
        if min(self.segments, self.km, self.villages) < 0:
            raise ValueError("a goal is not below zero")


def set_target(
    store: Store, kecamatan: str, quarter: str, goal: Goal, doer: Doer
) -> tuple[Target, bool]:
    """Set the goal of a kecamatan (code or name) for a quarter such as "2027-Q1".

    The row and whether it says anything new. Raises `ParameterError` for a kecamatan that is not in
    the workspace, or called as another one, and for what is no quarter.
    """
    if not QUARTER.fullmatch(quarter):
        raise ParameterError(
            "quarter",
            message("{quarter!r} is no quarter", quarter=quarter),
            message("write it like 2027-Q1"),
        )
    with Repository(store) as repository:
        unit = _unit(kecamatans(repository), kecamatan)
        known = repository.find(Target, kecamatan=unit, quarter=quarter)
        before = _numbers(known[0]) if known else None
        if before == vars(goal):
            return known[0], False
        row = known[0] if known else Target(kecamatan=unit, quarter=quarter, **vars(goal))
        for name, value in vars(goal).items():
            setattr(row, name, value)
        repository.add(row)
        repository.record(
            doer.entry(
                "set-target", ("kecamatan", unit), before=before,
                after={"quarter": quarter, **vars(goal)},
            )
        )  # fmt: skip
    return row, True


def kecamatans(repository: Repository) -> dict[str, str]:
    """The kecamatan of the segments, by the code or name that they have there: their names."""
    segments = repository.frame(Segment, current=True)
    units = sorted({*segments["kecamatan_a"], *segments["kecamatan_b"]} - {""})
    names = kecamatan_names(repository)
    return {unit: names.get(unit) or unit for unit in units}


def quarter_of(day: datetime.date) -> str:
    """The quarter in which a day lies.

    Examples
    --------
    >>> quarter_of(datetime.date(2027, 3, 31))
    '2027-Q1'
    """
    return f"{day.year}-Q{(day.month + 2) // 3}"


def progress_by_kecamatan(
    segments: pd.DataFrame, targets: pd.DataFrame, quarter: str
) -> pd.DataFrame:
    """One row per kecamatan (index, sorted): what is done, and what is to be done by the quarter.

    `segments` as for `boundaries.domain.status.status_of`, `targets` the table of that name.
    Columns: `state`, `segments`, `length_m`, `settled`, `settled_m`, `disputed`, `villages`,
    `definitive` (villages whose segments are all stipulated), `target_segments`, `target_km`,
    `target_villages` (NaN without a target for the quarter).
    """
    table = status_of(segments, "kecamatan")
    table = table[["state", "segments", "length_m", "settled", "settled_m", "disputed"]]
    done = _definitive(segments)
    counts = done.groupby("kecamatan")["definitive"].agg(villages="size", definitive="sum")
    wanted = targets[(targets["quarter"] == quarter).to_numpy()].set_index("kecamatan")
    return table.join(counts).join(wanted[list(NUMBERS)].add_prefix("target_"))


def _definitive(segments: pd.DataFrame) -> pd.DataFrame:
    """Villages with their `kecamatan`, and whether all that they share is stipulated."""
    states = status_of(segments, "village")["state_within"]
    sides = [
        segments[[f"village_{side}", f"kecamatan_{side}"]].set_axis(
            ["village", "kecamatan"], axis=1
        )
        for side in "ab"
    ]
    villages = pd.concat(sides).drop_duplicates("village").set_index("village")
    villages = villages[villages["kecamatan"] != ""]
    return villages.assign(definitive=states.reindex(villages.index) == State.DITETAPKAN.value)


def _unit(names: dict[str, str], given: str) -> str:
    """The unit that a code or a name means."""
    if given in names:
        return given
    called = [unit for unit, name in names.items() if name.casefold() == given.casefold()]
    if len(called) == 1:
        return called[0]
    raise ParameterError(
        "kecamatan",
        message("several kecamatan are called {name}", name=given)
        if called
        else message("{name} is no kecamatan of this workspace", name=given),
        message("choose one of {codes}", codes=", ".join(called or names) or "-"),
    )


def _numbers(row: Target) -> dict[str, float]:
    return {name: getattr(row, name) for name in NUMBERS}
