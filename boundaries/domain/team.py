"""The people who sign papers: heads of villages, camat, bupati, the boundary team, witnesses."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from boundaries.errors import ParameterError
from boundaries.messages import Message, message

NIP_DIGITS = 18
_PADDING = re.compile(r"[\s.-]+")


class Capacity(StrEnum):
    """As what a person signs."""

    HEAD = "head"
    CAMAT = "camat"
    REGENT = "regent"
    TEAM = "team"
    WITNESS = "witness"


CAPACITY_NAMES: dict[Capacity, Message] = {
    Capacity.HEAD: message("head of a village"),
    Capacity.CAMAT: message("camat"),
    Capacity.REGENT: message("bupati or wali kota"),
    Capacity.TEAM: message("member of the boundary team"),
    Capacity.WITNESS: message("witness"),
}
OF_A_UNIT = (Capacity.HEAD, Capacity.CAMAT)
"""Capacities that need the unit they are held in."""


@dataclass(frozen=True, kw_only=True)
class Member:
    """A person who signs.

    `unit` is the key of a village or the code of a kecamatan, "" for the kabupaten. `nip` has 18
    digits or is "" (heads of villages have none). `decree` is the number of the appointment and
    `decreed` its date; it holds from `since` until `until`, both days included. `place` orders
    members of one capacity.
    """

    name: str
    post: str
    capacity: Capacity
    unit: str = ""
    nip: str = ""
    decree: str = ""
    decreed: datetime.date | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None
    place: int = 0

    def __post_init__(self) -> None:
        if self.capacity in OF_A_UNIT and not self.unit:
            raise ParameterError(
                "team-unit",
                message("{name} is head or camat of no place", name=self.name),
                message("give --unit with the code of the village or kecamatan"),
            )
        if self.since and self.until and self.until < self.since:
            raise ParameterError(
                "team-dates",
                message("{name} is appointed until a day before the first", name=self.name),
                message("check --from and --until"),
            )

    def in_office(self, day: datetime.date) -> bool:
        """Whether the appointment holds on a day."""
        return not (self.since and day < self.since) and not (self.until and day > self.until)


def nip_from(text: str) -> str:
    """The 18 digits of a NIP written with or without spaces; "" for none.

    The first eight are a date of birth. Raises `ParameterError` for anything else.
    """
    digits = _PADDING.sub("", text)
    if not digits or (re.fullmatch(rf"[0-9]{{{NIP_DIGITS}}}", digits) and _is_day(digits[:8])):
        return digits
    raise ParameterError(
        "nip",
        message("{nip!r} is no NIP: it has 18 digits and begins with a date of birth", nip=text),
        message("copy the 18 digits, such as 197708172005011002"),
    )


def signers(
    members: Iterable[Member], capacity: Capacity, day: datetime.date, units: Sequence[str] = ("",)
) -> list[Member]:
    """Those in office on a day in one of the units, in their order."""
    found = [
        each
        for each in members
        if each.capacity is capacity and each.unit in units and each.in_office(day)
    ]
    return sorted(found, key=lambda each: (units.index(each.unit), each.place))


def _is_day(text: str) -> bool:
    try:
        datetime.datetime.strptime(text, "%Y%m%d")  # noqa: DTZ007 - a date has no time zone
    except ValueError:
        return False
    return True
