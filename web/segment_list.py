"""The list of segments: filters in the address, and the rows that pass them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from web.places import Places
from web.segment_rows import Row
from web.state_words import GROUPS, state_group

ROWS = 200
"""Rows on a page of the list."""
MOST_MARKED = 2000
"""Segments of a list up to which the map shows the others faintly."""
NAMES = ("kecamatan", "desa", "status", "beda", "menunggu", "cari")


@dataclass(frozen=True)
class Filters:
    """Which segments are wanted; empty values want all."""

    kecamatan: str = ""
    village: str = ""
    groups: frozenset[str] = frozenset()
    verdicts: frozenset[str] = frozenset()
    waiting: bool = False
    text: str = ""

    @classmethod
    def parse(cls, arguments: MultiDict[str, str]) -> Filters:
        """The filters in an address; unknown states are left out."""
        return cls(
            kecamatan=arguments.get("kecamatan", ""),
            village=arguments.get("desa", ""),
            groups=frozenset(arguments.getlist("status")) & frozenset(GROUPS),
            verdicts=frozenset(filter(None, arguments.getlist("beda"))),
            waiting=arguments.get("menunggu") == "saya",
            text=arguments.get("cari", "").strip(),
        )

    def query(self) -> dict[str, str | list[str]]:
        """The filters as arguments of an address."""
        found: dict[str, str | list[str]] = {
            "kecamatan": self.kecamatan,
            "desa": self.village,
            "status": sorted(self.groups),
            "beda": sorted(self.verdicts),
            "menunggu": "saya" if self.waiting else "",
            "cari": self.text,
        }
        return {name: value for name, value in found.items() if value}

    def select(self, rows: list[Row], places: Places, waiting: frozenset[str]) -> list[Row]:
        """The rows that pass, in their order."""
        words = self.text.casefold().split()
        return [
            row
            for row in rows
            if (not self.kecamatan or self.kecamatan in row.kecamatan)
            and (not self.village or self.village in (row.a, row.b))
            and (not self.groups or state_group(row.state) in self.groups)
            and (not self.verdicts or row.verdict in self.verdicts)
            and (not self.waiting or row.id in waiting)
            and (not words or _holds(row, places, words))
        ]


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


def _holds(row: Row, places: Places, words: list[str]) -> bool:
    parts = [row.id]
    for key in (row.a, row.b):
        place = places.place(key)
        parts += [place.title, place.code, places.kecamatan.get(place.kecamatan, "")]
    text = " ".join(parts).casefold()
    return all(word in text for word in words)
