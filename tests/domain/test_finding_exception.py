"""Exceptions end by themselves and never come back by themselves."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from boundaries.domain.finding_exception import (
    ExceptionState,
    FindingException,
    except_finding,
    reopen_finding,
    review,
)
from boundaries.errors import RefusedError
from tests.domain.lifecycle_cases import NOON, PEOPLE, TODAY

UNTIL = datetime.date(2026, 12, 31)


def granted(who: str = "gis", **changed: object) -> FindingException:
    given = {"reason": "the river moved", "until": UNTIL, "area_m2": 100.0} | changed
    return except_finding("TT-AAAAAAAA", PEOPLE[who], NOON, **given)  # type: ignore[arg-type]


def test_an_exception_tells_who_and_why() -> None:
    exception = granted()
    assert (exception.by, exception.reason, exception.at) == ("gita", "the river moved", NOON)
    assert exception.state is ExceptionState.VALID


@pytest.mark.parametrize(
    ("today", "area", "state"),
    [
        (UNTIL, 110.0, "valid"),
        (UNTIL + datetime.timedelta(days=1), 100.0, "expired"),
        (UNTIL, 110.1, "reopened"),
        (UNTIL, 20.0, "valid"),
    ],
)
def test_time_and_growth_end_it(today: datetime.date, area: float, state: str) -> None:
    assert review(granted(), today, area_m2=area).state == state


def test_how_much_it_may_grow_is_a_setting() -> None:
    assert review(granted(), TODAY, area_m2=149.0, growth=1.5).state == "valid"
    assert review(granted(), TODAY, area_m2=101.0, growth=1.0).state == "reopened"


@pytest.mark.parametrize("state", [ExceptionState.EXPIRED, ExceptionState.REOPENED])
def test_what_has_ended_does_not_come_back(state: ExceptionState) -> None:
    over = replace(granted(), state=state)
    assert review(over, TODAY, area_m2=1.0) == over


def test_a_person_takes_it_back() -> None:
    assert reopen_finding(granted(), PEOPLE["operator"]).state is ExceptionState.REOPENED
    with pytest.raises(RefusedError, match="the village head may not reopen the finding"):
        reopen_finding(granted(), PEOPLE["head of A"])


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"reason": " "}, "an exception needs a reason"),
        ({"until": TODAY}, "an exception must end after today, not on 2026-03-10"),
        ({"who": "camat"}, "the camat may not except the finding"),
        ({"who": "system"}, "an automatic step may not except the finding"),
    ],
)
def test_what_is_missing_is_refused(changed: dict[str, object], text: str) -> None:
    with pytest.raises(RefusedError, match=text) as refusal:
        granted(**changed)  # type: ignore[arg-type]
    assert "the operator of the boundary team or the GIS staff" in str(refusal.value.hint)


def test_a_time_needs_its_zone() -> None:
    with pytest.raises(ValueError, match="a time needs its zone"):
        except_finding(
            "TT-A", PEOPLE["gis"], NOON.replace(tzinfo=None), reason="x", until=UNTIL, area_m2=1
        )
