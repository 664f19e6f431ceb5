"""Records hold a value completely, in what JSON knows."""

from __future__ import annotations

import datetime
import json

import pytest

from boundaries.domain.case import Case, State
from boundaries.domain.finding_exception import FindingException
from boundaries.domain.records import from_record, to_record
from boundaries.domain.roles import Action
from tests.domain.lifecycle_cases import JAKARTA, A, do, new, reached


@pytest.mark.parametrize("state", State)
def test_cases_come_back(state: State) -> None:
    case = do(reached(state), Action.MARK, "system")
    assert from_record(Case, json.loads(json.dumps(to_record(case)))) == case


def test_a_side_without_village_stays_without() -> None:
    assert to_record(new(A, None))["b"] is None
    assert from_record(Case, to_record(new(A, None))) == new(A, None)


def test_times_are_in_utc_and_dates_are_dates() -> None:
    at = datetime.datetime(2026, 3, 10, 1, 2, 3, tzinfo=JAKARTA)
    exception = FindingException("TT-A", "why", "gita", at, datetime.date(2026, 4, 1), 2.5)
    record = to_record(exception)
    assert record["at"] == "2026-03-09T18:02:03+00:00"
    assert record["until"] == "2026-04-01"
    assert record["state"] == "valid"
    assert from_record(FindingException, record) == exception


def test_what_is_missing_takes_its_default() -> None:
    record = to_record(new())
    del record["papers"], record["mark"]
    assert from_record(Case, record) == new()


def test_a_record_of_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="'SELESAI' is not a valid State"):
        from_record(Case, to_record(new()) | {"state": "SELESAI"})
    with pytest.raises(ValueError, match="Case has no colour"):
        from_record(Case, to_record(new()) | {"colour": "red"})
    with pytest.raises(TypeError, match="segment"):
        from_record(Case, {})
