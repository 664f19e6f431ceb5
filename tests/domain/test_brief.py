"""What the monthly meeting is told."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from boundaries.domain.brief import OFFICE_OF, asks_of, greatest_disputes, states_at
from boundaries.domain.case import Case, Side, State
from boundaries.domain.next_step import NEXT
from boundaries.domain.paper_wording import Offices

UTC = datetime.UTC
DAY = datetime.date(2026, 11, 22)


@dataclass(frozen=True)
class Entry:
    at: datetime.datetime
    subject_id: str
    before: dict[str, Any] | None


def entry(day: int, segment: str, before: dict[str, Any] | None) -> Entry:
    return Entry(datetime.datetime(2026, 11, day, tzinfo=UTC), segment, before)


def test_states_are_read_back_from_the_log() -> None:
    """S1 was traced on the 5th and agreed on the 10th; S2 was taken up on the 8th."""
    log = [
        entry(5, "S1", {"state": "DOKUMEN_DITELITI"}),
        entry(6, "S1", {"mark": None}),
        entry(8, "S2", None),
        entry(9, "gone", {"state": "INDIKATIF"}),
        entry(10, "S1", {"state": "DILACAK"}),
    ]
    now = {"S1": "SEPAKAT", "S2": "INDIKATIF"}

    def at(day: int) -> dict[str, str]:
        return states_at(now, log, datetime.datetime(2026, 11, day, tzinfo=UTC))

    assert at(1) == {"S1": "DOKUMEN_DITELITI"}
    assert at(7) == {"S1": "DILACAK"}
    assert at(9) == {"S1": "DILACAK", "S2": "INDIKATIF"}
    assert at(11) == now


def disputes(*rows: tuple[str, str, str, float, float]) -> list[str]:
    names = ["segment", "state", "verdict", "area_m2", "objects"]
    return [*greatest_disputes(pd.DataFrame(rows, columns=names))["segment"]]


def test_objects_rank_before_area_and_area_before_the_id() -> None:
    nan = float("nan")
    assert disputes(
        ("D", "TIDAK_SEPAKAT", "shifted", 5.0, 1.0),
        ("C", "DILACAK", "contested", 7.0, 1.0),
        ("A", "DILACAK", "contested", 1.0, 3.0),
        ("settled", "SEPAKAT", "contested", 90.0, 9.0),
        ("alike", "DILACAK", "same", 90.0, 9.0),
        ("E", "DILACAK", "shifted", 4.0, 1.0),
    ) == ["A", "C", "D", "E"]
    assert disputes(
        ("B", "DILACAK", "contested", 5.0, nan), ("A", "DILACAK", "contested", 5.0, nan)
    ) == ["A", "B"]


def test_at_most_ten_disputes() -> None:
    rows = [(f"S{n:02d}", "DILACAK", "contested", float(n), 0.0) for n in range(12)]
    assert disputes(*rows) == [f"S{n:02d}" for n in range(11, 1, -1)]


def test_who_is_asked_for_what() -> None:
    a, b = Side("A", "k1", "kab"), Side("B", "k2", "kab")
    first = Case("S1", a, b)
    cases = {
        "S1": first,
        "S2": replace(first, segment="S2"),
        "S3": replace(first, segment="S3", state=State.SIAP_VERIFIKASI),
        "S4": replace(first, segment="S4", state=State.DITETAPKAN),
    }
    lengths = dict.fromkeys(cases, 100.0)
    places = {"S1": ("Hulu", "Hilir"), "S2": ("Hulu",), "S3": ("Hilir",), "S4": ("Hilir",)}
    table = asks_of(cases, lengths, places, Offices(documents="Dinas PMD"), DAY)
    assert table.to_dict("records") == [
        {"office": "Dinas PMD", "action": "record-documents", "segments": 2, "length_m": 200.0,
         "kecamatan": ("Hulu", "Hilir")},
        {"office": "BIG", "action": "accept", "segments": 1, "length_m": 100.0,
         "kecamatan": ("Hilir",)},
    ]  # fmt: skip


def test_nobody_is_asked_where_nothing_is_left() -> None:
    assert asks_of({}, {}, {}, Offices(), DAY).empty


def test_every_next_step_has_an_office() -> None:
    assert {step for step in NEXT.values() if step} <= set(OFFICE_OF)
    assert all(hasattr(Offices(), field) for field in OFFICE_OF.values())
