"""What the page of a segment shows."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext

from boundaries.domain.case import Case
from boundaries.domain.deadline import days_left
from boundaries.domain.proposal import MADE
from boundaries.domain.roles import Action
from boundaries.geometry.metrics import ellipsoidal_areas
from boundaries.store import models
from boundaries.store.models import Account, Document, Event, Finding, Segment
from boundaries.store.repository import Repository
from boundaries.workflows.doer import Doer
from boundaries.workflows.evidence import documents_of
from boundaries.workflows.presence import Present
from web import unit
from web.language import numbers
from web.places import Place, Places, places
from web.problems import told
from web.segment_actions import Step, Waiting, concerns, may_do, steps
from web.segment_grounds import TABLE, Ground, Line, ground_of, on_table
from web.segment_map import Reference
from web.segment_rows import Row
from web.segment_state import Sign, next_words, presence, signs

LEAST_BEYOND_M = 20.0
"""So much of a line at least goes on beyond BIG's before the page says so."""


@dataclass(frozen=True)
class Choice:
    """A line that can be chosen: areas in square metres, None where it cannot be made."""

    name: str
    title: str
    note: str
    offset_m: float | None
    change_a: float | None
    change_b: float | None


@dataclass(frozen=True)
class Table:
    """The line on the table, or the settled one."""

    row: models.Proposal
    by: str
    line: Line | None
    title: str


@dataclass(frozen=True)
class Areas:
    """A village's land by BIG's line, and in its own sources, in square metres."""

    place: Place
    letter: str
    before_m2: float


@dataclass(frozen=True)
class SegmentPage:
    """Everything on the page of a segment between two villages."""

    row: Row
    segment: Segment
    case: Case
    places: Places
    a: Place
    b: Place
    ground: Ground
    reference: Reference
    choices: list[Choice]
    table: Table | None
    signs: list[Sign]
    steps: list[Step]
    waiting: list[Waiting]
    may_propose: bool
    areas: list[Areas]
    concerned: bool
    documents: list[Document]
    history: list[Event]
    findings: list[Finding]
    present: Present
    names: dict[str, str]
    next: str

    @property
    def title(self) -> str:
        """The segment by its villages."""
        return f"{self.a.title} – {self.b.title}"

    @property
    def tolerance_m(self) -> float | None:
        """The offset up to which two lines count as the same; None where it is not known."""
        found = (self.segment.figures or {}).get("comparisons") or []
        return max((float(one["tolerance_m"]) for one in found), default=None)

    @property
    def open_m2(self) -> float:
        """Land that the reference gives to nobody or to several, and this segment settles."""
        land = self.ground.site.disputed
        mine = land[self.ground.site.own_disputed & land["open"].to_numpy(dtype=bool)]
        return float(ellipsoidal_areas(mine.geometry.to_numpy(), self.ground.crs).sum())

    @property
    def replaced(self) -> str:
        """What a new proposal would replace, in a sentence; "" for nothing."""
        if self.table is None or self.row.settled:
            return ""
        return str(
            gettext(
                "It replaces proposal %(number)s by %(person)s.",
                number=self.table.row.number, person=self.table.by,
            )
        )  # fmt: skip

    @property
    def days(self) -> int | None:
        """Days until the clock runs out; None where none runs."""
        return None if self.case.due is None else days_left(self.case.due, unit.now().date())


def segment_page(row: Row, doer: Doer) -> SegmentPage:
    """The page of a segment that has a village on both sides."""
    reading, land = unit.reading(), places()
    segment = reading.get(Segment, row.id)
    ground = ground_of(segment)
    names = people(reading)
    reference = reference_of(reading)
    table = _table(ground, segment, names, settled=row.settled)
    found, waiting = steps(row.case, doer, land)
    a, b, mine = land.place(row.a), land.place(row.b), concerns(row.case, doer)
    return SegmentPage(
        row=row,
        segment=segment,
        case=row.case,
        places=land,
        a=a,
        b=b,
        ground=ground,
        reference=reference,
        choices=_choices(ground, reference, {"a": a, "b": b}, table),
        table=table,
        signs=signs(reading, row.case, land, names),
        steps=found,
        waiting=waiting,
        may_propose=may_do(row.case, Action.PROPOSE, doer),
        areas=_areas(ground, a, b),
        concerned=mine,
        documents=documents_of(reading, segment=row.id) if mine else [],
        history=_history(reading, row.id) if mine else [],
        findings=sorted(
            reading.find(Finding, segment_id=row.id, current=True), key=lambda one: -one.area_m2
        ),
        present=presence(reading, row.id, doer, names),
        names=names,
        next=next_words(row.case, doer, land),
    )


def people(reading: Repository) -> dict[str, str]:
    """Names by login."""
    return {account.login: account.name for account in reading.find(Account)}


def reference_of(reading: Repository) -> Reference:
    """The reference as the map calls it."""
    found = reading.current_sources("big")
    return Reference(found[0].name, found[0].edition or "") if found else Reference("BIG", "")


def line_title(name: str, reference: Reference, sides: dict[str, Place]) -> str:
    """What a line is called in the table."""
    if name in sides:
        return str(gettext("according to %(village)s", village=sides[name].title))
    words = {
        "reference": reference.title,
        "midline": gettext("line halfway"),
        "equal-area": gettext("line of equal halves"),
        "drawn": gettext("drawn line"),
        "uploaded": gettext("uploaded line"),
    }
    return str(words[name])


def _choices(
    ground: Ground, reference: Reference, sides: dict[str, Place], table: Table | None
) -> list[Choice]:
    found = []
    for name in ("a", "b", "reference", "midline", "equal-area"):
        line, fault = ground.lines.get(name), ground.faults.get(name)
        title = line_title(name, reference, sides)
        if line is not None:
            found.append(_choice(ground, name, title, line))
        elif fault is not None:
            note = f"{told(fault.message)}. {told(fault.hint)}."
            found.append(Choice(name, title, note, None, None, None))
    if table and table.line:
        found.insert(0, _choice(ground, TABLE, table.title, table.line))
    return found


def _choice(ground: Ground, name: str, title: str, line: Line) -> Choice:
    site = ground.site
    notes = [told(line.proposal.method)] if name in MADE else []
    if line.beyond_m >= LEAST_BEYOND_M:
        length = numbers().length(line.beyond_m)
        notes.append(gettext("%(length)s of it lie beyond the end of BIG's line", length=length))
    note = "; ".join(notes)
    return Choice(name, title, note, line.offset_m, line.change(site.a), line.change(site.b))


def _table(
    ground: Ground, segment: Segment, names: dict[str, str], *, settled: bool
) -> Table | None:
    found = on_table(ground, segment)
    if found is None:
        return None
    row, line = found
    title = gettext("proposal %(number)s", number=row.number)
    if settled:
        title = gettext("settled line (proposal %(number)s)", number=row.number)
    return Table(row, names.get(row.by, row.by), line, title)


def _history(reading: Repository, segment: str) -> list[Event]:
    """What was done to a segment, the latest first."""
    return reading.find(Event, subject_kind="segment", subject_id=segment)[::-1]


def _areas(ground: Ground, a: Place, b: Place) -> list[Areas]:
    table = ground.lines["reference"].consequence.areas
    before = dict(zip(table["village"], table["before_m2"], strict=True))
    return [
        Areas(place, letter, float(before[place.key])) for letter, place in (("a", a), ("b", b))
    ]
