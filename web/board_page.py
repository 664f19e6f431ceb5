"""What the board shows: progress by kecamatan, what waits for the reader, clocks."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import pandas as pd
from flask_babel import gettext

from boundaries.domain.case import DISPUTED
from boundaries.domain.deadline import days_left
from boundaries.domain.next_step import next_step
from boundaries.domain.roles import ACTION_NAMES
from boundaries.domain.state_groups import GROUPS
from boundaries.workflows.doer import Doer
from web.places import Places
from web.problems import told
from web.segment_rows import Row, Rows, waiting
from web.state_words import group_label, state_group

SHOWN = 8
M_PER_KM = 1000


@dataclass(frozen=True)
class Share:
    """Segments of one group of states: how many, how long, and where its bar begins and ends."""

    group: str
    segments: int
    length_m: float
    start: float
    width: float


@dataclass(frozen=True)
class Progress:
    """How far a kecamatan is, or all together; `key` "" for all."""

    key: str
    name: str
    segments: int
    settled: int
    length_m: float
    settled_m: float
    disputed_m2: float
    shares: list[Share]


@dataclass(frozen=True)
class BoardPage:
    """Everything on the board; lists hold the first rows, `mine_all` counts all of mine.

    `mine` has the step that each row waits for, in words; `mine_settled` counts those of mine whose
    line is settled, `closed` settled segments that were disputed, `outer` stretches of the border
    of the whole.
    """

    all: Progress
    kecamatan: list[Progress]
    mine: list[tuple[Row, str]]
    mine_all: int
    clocks: list[tuple[Row, int]]
    ending: int
    oldest: list[tuple[Row, datetime.date]]
    mine_settled: int
    closed: int
    outer: int


def board_page(everything: Rows, places: Places, doer: Doer) -> BoardPage:
    """The board for the person who looks at it."""
    found = everything.inner()
    today = doer.at.date()
    mine = waiting(found, doer)
    running = sorted((row for row in found if row.due), key=lambda row: (row.due, row.id))
    clocks = [(row, days_left(row.due, today)) for row in running if row.due]
    ending = sum(
        (row.due.year, row.due.month) == (today.year, today.month) for row in running if row.due
    )
    disputes = [
        (row, row.case.disagreed_on)
        for row in found
        if row.state in DISPUTED and row.case.disagreed_on
    ]
    disputes.sort(key=lambda pair: (pair[1], pair[0].id))
    return BoardPage(
        all=progress("", gettext("All"), found),
        kecamatan=by_kecamatan(found, places),
        mine=[(row, _step(row, today)) for row in found if row.id in mine][:SHOWN],
        mine_all=len(mine),
        clocks=clocks[:SHOWN],
        ending=ending,
        oldest=disputes[:SHOWN],
        mine_settled=sum(row.settled for row in found if row.id in mine),
        closed=sum(row.settled and row.case.disagreed_on is not None for row in found),
        outer=len(everything.all) - len(found),
    )


def _step(row: Row, today: datetime.date) -> str:
    """What a segment waits for, in words."""
    step = next_step(row.case, today)
    return told(ACTION_NAMES[step]) if step else ""


def by_kecamatan(found: list[Row], places: Places) -> list[Progress]:
    """One row per kecamatan that has segments; a segment between two counts in both."""
    own: dict[str, list[Row]] = {}
    for row in found:
        for code in row.kecamatan:
            own.setdefault(code, []).append(row)
    return [
        progress(code, places.kecamatan.get(code, code), rows) for code, rows in sorted(own.items())
    ]


def progress(key: str, name: str, found: list[Row]) -> Progress:
    """How far these segments are."""
    lengths: dict[str, list[float]] = {group: [] for group in GROUPS}
    for row in found:
        lengths[state_group(row.state)].append(row.length_m)
    shares, start = [], 0.0
    for group, own in lengths.items():
        width = 100 * len(own) / len(found) if found else 0.0
        if own:
            shares.append(Share(group, len(own), sum(own), start, width))
        start += width
    settled = [row for row in found if row.settled]
    return Progress(
        key=key,
        name=name,
        segments=len(found),
        settled=len(settled),
        length_m=sum(row.length_m for row in found),
        settled_m=sum(row.length_m for row in settled),
        disputed_m2=sum(row.open_m2 for row in found),
        shares=shares,
    )


def table_of(found: list[Row], places: Places) -> pd.DataFrame:
    """The table by kecamatan for export, with units in the headings."""
    table = []
    for part in [*by_kecamatan(found, places), progress("", gettext("All"), found)]:
        row: dict[str, object] = {
            gettext("Code"): part.key,
            gettext("Kecamatan"): part.name,
            gettext("Segments"): part.segments,
            gettext("Settled"): part.settled,
            gettext("Length (km)"): round(part.length_m / M_PER_KM, 3),
            gettext("Settled (km)"): round(part.settled_m / M_PER_KM, 3),
            gettext("Differing land, unsettled (ha)"): round(part.disputed_m2 / 10_000, 2),
        }
        counted = {share.group: share.segments for share in part.shares}
        row |= {group_label(group): counted.get(group, 0) for group in GROUPS}
        table.append(row)
    return pd.DataFrame(table)
