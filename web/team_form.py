"""The form of a person who signs papers."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from boundaries.domain.team import OF_A_UNIT, Capacity, Member, nip_from
from boundaries.errors import ParameterError
from boundaries.messages import Message, message
from web.places import Places

LONGEST = 200
TEXTS = ("name", "post", "unit", "nip", "decree")
DATES = ("decreed", "since", "until")
FIELDS = ("capacity", *TEXTS, *DATES, "place")


def member_from(form: Mapping[str, str], places: Places) -> Member:
    """The person in a form.

    Raises `ParameterError` for what a person cannot be, and for a head or camat of no village or
    kecamatan of the workspace.
    """
    texts = {name: " ".join(form.get(name, "").split())[:LONGEST] for name in TEXTS}
    if not texts["name"]:
        raise _wrong(message("the name is missing"), message("type the full name with titles"))
    capacity = _capacity(form.get("capacity", ""))
    decreed, since, until = (_day(form.get(name, "")) for name in DATES)
    if since and until and until < since:
        raise _wrong(
            message("{name} is appointed until a day before the first", name=texts["name"]),
            message("correct the first or the last day"),
        )
    return Member(
        name=texts["name"],
        post=texts["post"],
        capacity=capacity,
        unit=_unit(capacity, texts["unit"], places),
        nip=nip_from(texts["nip"]),
        decree=texts["decree"],
        decreed=decreed,
        since=since,
        until=until,
        place=_place(form.get("place", "")),
    )


def fields_of(member: Member) -> dict[str, str]:
    """The form of a person, as it was filled in."""
    values = {name: getattr(member, name) for name in FIELDS}
    values["capacity"] = member.capacity.value
    return {name: "" if value is None else str(value) for name, value in values.items()}


def _capacity(text: str) -> Capacity:
    if text not in set(Capacity):
        raise _wrong(message("it is not said as what the person signs"), message("choose one"))
    return Capacity(text)


def _unit(capacity: Capacity, text: str, places: Places) -> str:
    """The key of the village of a head, the code of the kecamatan of a camat."""
    keys = {place.code: key for key, place in places.by_key.items()}
    if not text and capacity in OF_A_UNIT:
        raise _wrong(
            message("a head or a camat signs for a village or a kecamatan"),
            message("choose it in the field with the code"),
        )
    if capacity not in OF_A_UNIT:
        return keys.get(text, text)
    if capacity is Capacity.HEAD and keys.get(text, text) in places.by_key:
        return keys.get(text, text)
    if capacity is Capacity.CAMAT and text in places.kecamatan:
        return text
    raise _wrong(
        message("{code} is no village or kecamatan of this workspace", code=text),
        message("choose the code from the list"),
    )


def _place(text: str) -> int:
    if text and not (text.isascii() and text.isdigit() and len(text) <= 3):
        what = message("{text!r} is no place in the list", text=text)
        raise _wrong(what, message("type 0 to 999"))
    return int(text or 0)


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError as fault:
        raise _wrong(
            message("{text!r} is no date", text=text), message("write it like 2026-11-22")
        ) from fault


def _wrong(what: Message, hint: Message) -> ParameterError:
    return ParameterError("team", what, hint)
