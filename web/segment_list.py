"""The list of segments: filters and order in the address, and the rows that pass them."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from boundaries.domain.state_groups import GROUPS
from web.places import Places
from web.segment_rows import Row
from web.state_words import state_group

ROWS = 200
"""Rows on a page of the list."""
MOST_MARKED = 2000
"""Segments of a list up to which the map shows the others faintly."""
COLUMNS: dict[str, Callable[[Row, Places], Any]] = {
    "segmen": lambda row, places: (
        places.title(row.a).casefold(),
        places.title(row.b).casefold(),
    ),
    "status": lambda row, places: (
        tuple(GROUPS).index(state_group(row.state)),
        row.due or datetime.date.max,
    ),
    "panjang": lambda row, places: row.length_m,
    "lahan": lambda row, places: row.open_m2,
}
"""What each column of the list is sorted by; states by progress, then by their clock."""
LARGEST_FIRST = frozenset({"panjang", "lahan"})
"""Columns whose first order is from the largest on."""
DOWN = "-"
"""What an order from the largest on begins with, before the name of its column."""


@dataclass(frozen=True)
class Filters:
    """Which segments are wanted, and in which order; empty values want all.

    `order` is a column, with `DOWN` before it from the largest on. Without one come those that wait
    for the reader, then what is not settled, the gravest first in each.
    """

    kecamatan: str = ""
    village: str = ""
    groups: frozenset[str] = frozenset()
    verdicts: frozenset[str] = frozenset()
    waiting: bool = False
    text: str = ""
    order: str = ""

    @classmethod
    def parse(cls, arguments: MultiDict[str, str]) -> Filters:
        """The filters in an address; unknown states and orders are left out."""
        order = arguments.get("urut", "")
        return cls(
            kecamatan=arguments.get("kecamatan", ""),
            village=arguments.get("desa", ""),
            groups=frozenset(arguments.getlist("status")) & frozenset(GROUPS),
            verdicts=frozenset(filter(None, arguments.getlist("beda"))),
            waiting=arguments.get("menunggu") == "saya",
            text=arguments.get("cari", "").strip(),
            order=order if order.removeprefix(DOWN) in COLUMNS else "",
        )

    @property
    def any(self) -> bool:
        """Whether segments may be left out."""
        return replace(self, order="") != Filters()

    def query(self) -> dict[str, str | list[str]]:
        """The filters and the order as arguments of an address."""
        found: dict[str, str | list[str]] = {
            "kecamatan": self.kecamatan,
            "desa": self.village,
            "status": sorted(self.groups),
            "beda": sorted(self.verdicts),
            "menunggu": "saya" if self.waiting else "",
            "cari": self.text,
            "urut": self.order,
        }
        return {name: value for name, value in found.items() if value}

    def by(self, column: str) -> dict[str, str | list[str]]:
        """The same filters sorted by a column, the other way round where they already are."""
        first, other = column, f"{DOWN}{column}"
        if column in LARGEST_FIRST:
            first, other = other, first
        return replace(self, order=other if self.order == first else first).query()

    def select(self, rows: list[Row], places: Places, waiting: frozenset[str]) -> list[Row]:
        """The rows that pass, sorted; rows that are alike keep their order."""
        words = self.text.casefold().split()
        found = [
            row
            for row in rows
            if (not self.kecamatan or self.kecamatan in row.kecamatan)
            and (not self.village or self.village in (row.a, row.b))
            and (not self.groups or state_group(row.state) in self.groups)
            and (not self.verdicts or row.verdict in self.verdicts)
            and (not self.waiting or row.id in waiting)
            and (not words or _holds(row, places, words))
        ]
        column = COLUMNS.get(self.order.removeprefix(DOWN))
        if column is None:
            return sorted(found, key=lambda row: (row.id not in waiting, row.settled))
        down = self.order.startswith(DOWN)
        return sorted(found, key=lambda row: column(row, places), reverse=down)


@dataclass(frozen=True)
class Part:
    """The rows on one page of the list; `number` counts from 1 to `last`."""

    rows: list[Row]
    number: int
    last: int

    @classmethod
    def of(cls, found: list[Row], number: str) -> Part:
        """The page of this number; the nearest one where there is none."""
        last = max(1, -(-len(found) // ROWS))
        wanted = int(number) if number.isascii() and number.isdigit() else 1
        here = min(max(wanted, 1), last)
        return cls(found[(here - 1) * ROWS : here * ROWS], here, last)


def counts(rows: list[Row], waiting: frozenset[str]) -> Mapping[str, dict[str, int]]:
    """How many rows each chip stands for."""
    states = dict.fromkeys(GROUPS, 0)
    verdicts: dict[str, int] = {}
    for row in rows:
        states[state_group(row.state)] += 1
        verdicts[row.verdict] = verdicts.get(row.verdict, 0) + 1
    mine = sum(row.id in waiting for row in rows)
    return {"status": states, "beda": verdicts, "menunggu": {"saya": mine}}


def orders() -> dict[str, str]:
    """The orders of the list in words, by what stands in the address."""
    return {
        "": gettext("waiting for you, then most contested"),
        "segmen": gettext("segment, A to Z"),
        "-segmen": gettext("segment, Z to A"),
        "status": gettext("state, least advanced first"),
        "-status": gettext("state, most advanced first"),
        "-panjang": gettext("length, longest first"),
        "panjang": gettext("length, shortest first"),
        "-lahan": gettext("differing land, most first"),
        "lahan": gettext("differing land, least first"),
    }


def _holds(row: Row, places: Places, words: list[str]) -> bool:
    parts = [row.id]
    for key in (row.a, row.b):
        place = places.place(key)
        parts += [place.title, place.code, places.kecamatan.get(place.kecamatan, "")]
    text = " ".join(parts).casefold()
    return all(word in text for word in words)
