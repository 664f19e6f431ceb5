"""Clocks, next steps and marks of many segments."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from boundaries.domain.case import Case, Level, Mark, Side, State
from boundaries.domain.workspace_status import clocks_of, marked_of, waiting_of

DAY = datetime.date(2026, 3, 1)
AT = datetime.datetime(2026, 2, 1, tzinfo=datetime.UTC)
PLAIN = Case("s", Side("A", "K1", "12.09"), Side("B", "K1", "12.09"))


def cases(**changes: dict[str, object]) -> dict[str, Case]:
    """Cases by id, each differing from a new one in some fields."""
    return {name: replace(PLAIN, segment=name, **fields) for name, fields in changes.items()}  # type: ignore[arg-type]


def test_the_clock_that_runs_out_first_comes_first() -> None:
    march, july = datetime.date(2026, 2, 28), datetime.date(2026, 7, 1)
    disputed = {"state": State.MEDIASI_CAMAT, "level": Level.CAMAT}
    table = clocks_of(
        cases(s1={"due": july, **disputed}, s2={"due": march, **disputed}, s3={}), DAY
    )
    assert table["segment"].tolist() == ["s2", "s1"]
    assert table["days_left"].tolist() == [-1, 122]
    assert table["overdue"].tolist() == [True, False]
    assert table["villages"].tolist() == [("A", "B")] * 2
    assert table["level"].tolist() == ["camat", "camat"]


def test_steps_in_the_order_of_progress() -> None:
    """Two wait for the study of documents, one for a proposal, one for verification."""
    found = cases(s2={}, s1={}, s3={"state": State.DILACAK}, s4={"state": State.SEPAKAT},
                  s5={"state": State.DITETAPKAN})  # fmt: skip
    table = waiting_of(found, dict.fromkeys(found, 100.0), DAY)
    assert table["action"].tolist() == ["record-documents", "propose", "verify"]
    assert table["segments"].tolist() == [2, 1, 1]
    assert table["length_m"].tolist() == pytest.approx([200, 100, 100])
    assert table["first"].tolist() == ["s1", "s3", "s4"]
    assert table["roles"].tolist()[2] == ("verifier",)


def test_the_latest_mark_comes_first() -> None:
    later = AT + datetime.timedelta(days=1)
    table = marked_of(cases(s1={"mark": Mark("old", AT)}, s2={"mark": Mark("new", later)}, s3={}))
    assert table["reason"].tolist() == ["new", "old"]
    assert table["segment"].tolist() == ["s2", "s1"]


def test_no_cases() -> None:
    assert clocks_of({}, DAY).empty
    assert waiting_of({}, {}, DAY).empty
    assert marked_of({}).empty
