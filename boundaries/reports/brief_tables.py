"""The tables of the brief for the monthly coordination meeting, in the reader's language."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from babel.dates import format_date

from boundaries.domain.brief import MOST_DISPUTES, Brief
from boundaries.domain.case import STATE_NAMES, State
from boundaries.domain.roles import ACTION_NAMES, Action, who_may
from boundaries.messages import Gettext, Message, message
from boundaries.reports.labels import clean, parties
from boundaries.reports.numbers import Numbers

MOST_PROGRESS, MOST_CLOCKS, MOST_ASKS, MOST_PLACES = 27, 14, 16, 4
"""Rows that two pages have room for, and kecamatan named in one."""
NONE = "–"


@dataclass(frozen=True)
class BriefTable:
    """One table: a heading, columns with their share of the width, and rows of text.

    `most` rows are shown where there is room for all of them; `none` stands instead of no rows.
    `total` is the sum below them, () for none, `explained` what has to be known to read the table.
    """

    heading: str
    columns: tuple[str, ...]
    shares: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    most: int
    none: str = ""
    total: tuple[str, ...] = ()
    explained: str = ""

    def note(self, shown: int, gettext: Gettext) -> str:
        """What stands below the rows that are shown."""
        left = len(self.rows) - shown
        return rest(left, gettext) if self.rows else self.none


def rest(count: int, gettext: Gettext) -> str:
    """How many more there are; "" for none."""
    return message("and {count} more", count=count).render(gettext) if count > 0 else ""


def title_lines(brief: Brief, gettext: Gettext, language: str) -> tuple[str, ...]:
    """The title, and which days the figures are of."""
    month = format_date(brief.month, "MMMM y", locale=language)
    numbers = Numbers(language)
    days = {"day": numbers.date(brief.day), "until": numbers.date(brief.until)}
    lines = (
        message("Brief on village boundaries, {name}, {month}", name=brief.name, month=month),
        message(
            "Figures of {day}; targets of {quarter}; clocks until the next meeting on {until}",
            quarter=brief.quarter, **days,
        ) if brief.targeted else message(
            "Figures of {day}; no targets are set for {quarter}; "
            "clocks until the next meeting on {until}",
            quarter=brief.quarter, **days,
        ),
        message("Nothing here is official before the regulation of the bupati."),
    )  # fmt: skip
    return tuple(clean(line.render(gettext)) for line in lines)


def brief_tables(brief: Brief, gettext: Gettext, language: str) -> tuple[BriefTable, ...]:
    """Progress, clocks, disputes and requests, in the reader's language."""
    words = _Words(gettext, Numbers(language))
    return (
        _progress(brief, words),
        _clocks(brief, words),
        _disputes(brief, words),
        _asks(brief, words),
    )


@dataclass(frozen=True)
class _Words:
    """How cells are written."""

    gettext: Gettext
    numbers: Numbers

    def say(self, text: Message) -> str:
        return clean(text.render(self.gettext))

    def all(self, *texts: Message) -> tuple[str, ...]:
        return tuple(map(self.say, texts))

    def sentence(self, text: Message | str) -> str:
        """A text that begins with a capital, as the pages write it."""
        said = self.say(text) if isinstance(text, Message) else clean(text)
        return f"{said[:1].upper()}{said[1:]}"

    def count(self, value: float, before: float | None = None) -> str:
        """A count, and by how much it changed."""
        text = NONE if math.isnan(value) else self.numbers.integer(value)
        change = 0 if before is None else int(value - before)
        return f"{text} ({change:+d})" if change else text

    def length(self, metres: float) -> str:
        return self.numbers.length(metres) if metres else NONE


def _progress(brief: Brief, words: _Words) -> BriefTable:
    kecamatan = brief.kecamatan.sort_values("name", kind="stable").to_dict("records")
    whole = {**brief.whole, "name": words.say(message("All")), "target_segments": math.nan}
    targets = brief.targeted
    return BriefTable(
        words.say(message("Progress by kecamatan, change since last month in brackets")),
        words.all(
                message("Kecamatan"), message("Segments"), message("Settled"),
                *((message("Target"), message("Of the target")) if targets else ()),
                message("Settled length"), message("Disputes on record"),
                message("Differing land"),
        ),
        (26, 10, 12, *((9, 12) if targets else ()), 13, 13, 14),
        tuple(_progress_row(row, words, targets=targets) for row in kecamatan),
        MOST_PROGRESS,
        total=_progress_row(whole, words, targets=targets),
        explained=words.say(message(
            "A segment between two kecamatan counts in both, once in all. Differing land: where "
            "the sources draw different lines and none is settled."
        )),
    )  # fmt: skip


def _progress_row(row: Mapping[Any, Any], words: _Words, *, targets: bool) -> tuple[str, ...]:
    wanted = row["target_segments"]
    share = row["settled"] / wanted if wanted and not math.isnan(wanted) else math.nan
    reached = (
        words.count(wanted),
        NONE if math.isnan(share) else f"{words.numbers.integer(100 * share)} %",
    )
    return (
        clean(row["name"]),
        words.count(row["segments"]),
        words.count(row["settled"], row["settled_before"]),
        *(reached if targets else ()),
        words.length(row["settled_m"]),
        words.count(row["disputed"], row["disputed_before"]),
        words.numbers.area(row["land_m2"]) if row["land_m2"] else NONE,
    )


def _clocks(brief: Brief, words: _Words) -> BriefTable:
    rows = [
        (
            parties(brief.names.get(key, key) for key in row["villages"]),
            words.sentence(STATE_NAMES[State(row["state"])]),
            words.numbers.date(row["due"]),
            words.numbers.integer(row["days_left"]),
        )
        for row in brief.clocks.to_dict("records")
    ]
    return BriefTable(
        words.say(message("Clocks that run out before the next meeting")),
        words.all(
                message("Villages"), message("State"), message("Due"), message("Days left"),
        ),
        (45, 28, 15, 12),
        tuple(rows),
        MOST_CLOCKS,
        words.say(message("No clock runs out before the next meeting.")),
    )  # fmt: skip


def _disputes(brief: Brief, words: _Words) -> BriefTable:
    counted, timed = brief.disputes["objects"].notna().any(), brief.disputes["due"].notna().any()
    rows = [
        (
            parties(row["villages"]),
            words.sentence(STATE_NAMES[State(row["state"])]),
            words.numbers.area(row["area_m2"]),
            *((words.count(row["objects"]),) if counted else ()),
            *((words.numbers.date(row["due"]) if row["due"] else NONE,) if timed else ()),
        )
        for row in brief.disputes.to_dict("records")
    ]
    return BriefTable(
        words.say(message("The greatest differences that are not settled")),
        words.all(
                message("Villages"), message("State"), message("Differing land"),
                *((message("Objects on it"),) if counted else ()),
                *((message("Due"),) if timed else ()),
        ),
        (40, 24, 14, *((10,) if counted else ()), *((12,) if timed else ())),
        tuple(rows),
        MOST_DISPUTES,
        words.say(message("There is no differing land.")),
    )  # fmt: skip


def _asks(brief: Brief, words: _Words) -> BriefTable:
    rows = []
    for row in brief.asks.to_dict("records"):
        places = row["kecamatan"]
        named = ", ".join(clean(place) for place in places[:MOST_PLACES])
        more = rest(len(places) - MOST_PLACES, words.gettext)
        step = Action(row["action"])
        rows.append(
            (
                words.sentence(ACTION_NAMES[step]),
                words.sentence(who_may(step)),
                clean(row["office"]),
                words.count(row["segments"]),
                words.length(row["length_m"]),
                f"{named} {more}".strip(),
            )
        )
    return BriefTable(
        words.say(message("The next steps, and who is asked for them")),
        words.all(
                message("Next step"), message("Who may do it"), message("Office"),
                message("Segments"), message("Length"), message("Kecamatan"),
        ),
        (20, 28, 16, 9, 11, 22),
        tuple(rows),
        MOST_ASKS,
        words.say(message("Nothing is left to do.")),
        explained=words.say(message(
            "Office: the one that sees to the step in this kabupaten, as the settings of the "
            "papers have it."
        )),
    )  # fmt: skip
