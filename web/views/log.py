"""The log: who did what, when and why, and whether it proves itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask import Blueprint, Response, render_template, request

from boundaries.domain.roles import HEADS, Actor, Role
from boundaries.store.log_pages import LogFilter, Scope, clock_steps, log_page, log_words
from boundaries.store.models import Account, Segment
from boundaries.store.repository import Repository
from boundaries.workflows.cases import asking
from web import unit
from web.access import actor, everyone
from web.log_values import differences
from web.problems import told

log = Blueprint("log", __name__)
ROWS = 50
VERIFIED_AT_ONCE = 5000
"""Entries up to which the whole log is verified whenever the page is shown."""


@dataclass(frozen=True)
class Proof:
    """The result of looking at the whole log: None where it was not looked at."""

    entries: int
    hash: str
    faults: list[str] | None


@log.get("/catatan")
@everyone
def page() -> Response | str:
    """The newest entries that match, and further ones by cursor."""
    reading = unit.reading()
    fields = ("orang", "tindakan", "jenis", "nomor", "sejak", "sampai")
    asked = {name: request.args.get(name, "").strip() for name in fields}
    scope = scope_of(actor(), reading)
    found = log_page(
        unit.store(),
        wanted(asked),
        scope=scope,
        before=request.args.get("sebelum", type=int),
        limit=ROWS,
    )
    return render_template(
        "workspace/log.html",
        page=found,
        asked=asked,
        query={name: value for name, value in asked.items() if value},
        words=log_words(unit.store(), scope=scope),
        names={row.login: row.name for row in reading.find(Account)},
        proof=_proof(reading, asked_for="periksa" in request.args),
        differences=differences,
        set_back=clock_steps(unit.store()),
        within=scope is not None,
    )


def scope_of(who: Actor, reading: Repository) -> Scope | None:
    """Heads and camat read what concerns their land; everybody else reads all."""
    asked: list[str] = []
    if who.role in HEADS:
        asked = asking(reading, who.villages)
        sides = {"village_a": who.villages, "village_b": who.villages}
    elif who.role is Role.CAMAT:
        sides = {"kecamatan_a": who.kecamatan, "kecamatan_b": who.kecamatan}
    else:
        return None
    rows = [row for name, own in sides.items() for row in reading.find(Segment, **{name: own})]
    return Scope(person=who.person, segments=sorted({*asked, *(row.id for row in rows)}))


def wanted(asked: dict[str, str]) -> LogFilter:
    """The filter in a request; a date that is none wants all."""
    return LogFilter(
        who=asked["orang"],
        action=asked["tindakan"],
        kind=asked["jenis"],
        subject=asked["nomor"],
        since=_day(asked["sejak"]),
        until=_day(asked["sampai"], after=1),
    )


def _day(text: str, *, after: int = 0) -> datetime | None:
    """The beginning of a day, or of one some days after it, in the zone of the kabupaten."""
    try:
        day = date.fromisoformat(text) + timedelta(days=after)
        return datetime.combine(day, time(), unit.workspace().zone)
    except (ValueError, OverflowError):
        return None


def _proof(reading: Repository, *, asked_for: bool) -> Proof:
    head = reading.head()
    entries = head.seq if head else 0
    look = asked_for or entries <= VERIFIED_AT_ONCE
    faults = [told(fault.message) for fault in reading.verify()] if look else None
    return Proof(entries, head.hash if head else "", faults)
