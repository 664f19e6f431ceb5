"""The people who sign papers."""

from __future__ import annotations

import datetime

import pytest

from boundaries.domain.team import Capacity, Member, nip_from, signers
from boundaries.errors import ParameterError

NIP = "197708172005011002"
DAY = datetime.date(2026, 11, 22)


def member(name: str, **facts: object) -> Member:
    known: dict[str, object] = {"post": "Anggota", "capacity": Capacity.TEAM}
    return Member(name=name, **known | facts)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", [NIP, "19770817 200501 1 002", "19770817.200501.1.002", ""])
def test_a_nip_is_kept_without_spaces(text: str) -> None:
    assert nip_from(text) == (NIP if text else "")


@pytest.mark.parametrize(
    "text",
    [NIP[:-1], NIP + "1", "197713172005011002", "1977081720050110X2", "19770817200501100\u0662"],
)
def test_what_is_no_nip_is_refused(text: str) -> None:
    with pytest.raises(ParameterError, match="18 digits"):
        nip_from(text)


def test_a_head_needs_a_place() -> None:
    with pytest.raises(ParameterError, match="Ani is head or camat of no place"):
        member("Ani", capacity=Capacity.HEAD)


def test_an_appointment_does_not_end_before_it_begins() -> None:
    with pytest.raises(ParameterError, match="until a day before the first"):
        member("Ani", since=DAY, until=DAY - datetime.timedelta(days=1))


def test_both_days_of_an_appointment_count() -> None:
    one = member("Ani", since=DAY, until=DAY)
    days = [DAY + datetime.timedelta(days=shift) for shift in (-1, 0, 1)]
    assert [one.in_office(day) for day in days] == [False, True, False]


def test_signers_come_by_unit_and_place() -> None:
    members = [
        member("saksi B", capacity=Capacity.WITNESS, unit="B"),
        member("saksi 2", capacity=Capacity.WITNESS, unit="A", place=2),
        member("saksi 1", capacity=Capacity.WITNESS, unit="A", place=1),
        member("gone", capacity=Capacity.WITNESS, unit="A", until=datetime.date(2020, 1, 1)),
        member("team"),
    ]
    found = signers(members, Capacity.WITNESS, DAY, ("A", "B"))
    assert [each.name for each in found] == ["saksi 1", "saksi 2", "saksi B"]
    assert [each.name for each in signers(members, Capacity.TEAM, DAY)] == ["team"]
