"""The list of cases as readers filter, page and step through it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from werkzeug.datastructures import MultiDict

from boundaries.domain.analysis import Analysis
from boundaries.domain.finding import CLASSES, KINDS
from boundaries.messages import LANGUAGES
from boundaries.reports.summary import cases
from web.language import CONTRASTS

PAGE_SIZE = 500
NUMBER = re.compile(r"-?\d+(\.\d+)?")
PLACE = re.compile(rf"{NUMBER.pattern},{NUMBER.pattern}")
# Arguments of the pages beside the filters, and what tells whether a value is one of theirs.
OTHER_ARGUMENTS: dict[str, Callable[[str], object]] = {
    "lang": LANGUAGES.__contains__,
    "kontras": CONTRASTS.__contains__,
    "hal": str.isdecimal,
    "z": NUMBER.fullmatch,
    "c": PLACE.fullmatch,
    "bagian": ("daftar", "rincian").__contains__,
}
Query = dict[str, str | list[str]]


@dataclass(frozen=True)
class Filters:
    """What a reader asked to see; empty means everything.

    `kinds` and `classes` are codes, `kecamatan` a name, `village` a key, `text` part of a name, a
    code or an identifier.
    """

    kinds: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    kecamatan: str = ""
    village: str = ""
    text: str = ""

    @classmethod
    def from_query(cls, query: MultiDict[str, str]) -> Filters:
        """The filters of an address; codes that do not exist are left out."""
        return cls(
            kinds=_ordered(query.getlist("jenis"), KINDS),
            classes=_ordered(query.getlist("kelas"), CLASSES),
            kecamatan=query.get("kecamatan", "").strip(),
            village=query.get("desa", "").strip(),
            text=query.get("cari", "").strip(),
        )

    def query(self) -> Query:
        """The part of an address that `from_query` reads back."""
        values: Query = {
            "jenis": list(self.kinds),
            "kelas": list(self.classes),
            "kecamatan": self.kecamatan,
            "desa": self.village,
            "cari": self.text,
        }
        return {name: value for name, value in values.items() if value}

    def __bool__(self) -> bool:
        return self != Filters()


@dataclass(frozen=True)
class Case:
    """One row of the list; `finding` is the identifier of its largest finding.

    `ambiguous`: another row has the same kind, names and kecamatan.
    """

    id: str
    kind: str
    severity: str
    villages: tuple[str, ...]
    names: tuple[str, ...]
    kecamatan: tuple[str, ...]
    sources: tuple[str, ...]
    ambiguous: bool
    findings: int
    area_m2: float
    max_width_m: float
    finding: str


@dataclass(frozen=True)
class Page:
    """Part of the list: its cases, its number from 1, and the numbers of its neighbours."""

    cases: tuple[Case, ...]
    number: int
    previous: int | None
    next: int | None


class Selection:
    """The cases that pass the filters, the most severe first."""

    def __init__(self, table: pd.DataFrame) -> None:
        self._table = table
        self._place = {case: place for place, case in enumerate(table.index)}

    def __len__(self) -> int:
        return len(self._table)

    @property
    def findings(self) -> int:
        """How many findings the cases gather."""
        return int(self._table["findings"].sum())

    @property
    def ids(self) -> frozenset[str]:
        """Identifiers of the cases."""
        return frozenset(self._place)

    def totals(self) -> list[tuple[str, int, float]]:
        """Kind, number of cases and area in m2 of each kind that occurs."""
        areas = {kind: group.to_numpy() for kind, group in self._table.groupby("kind")["area_m2"]}
        return [
            (kind, len(areas[kind]), float(areas[kind].sum())) for kind in KINDS if kind in areas
        ]

    def place(self, case: str) -> int | None:
        """The place of a case from 0, None when the filters leave it out."""
        return self._place.get(case)

    def finding_at(self, place: int) -> str | None:
        """The largest finding of the case at `place`, None beyond the ends."""
        if 0 <= place < len(self._table):
            return str(self._table["finding"].iloc[place])
        return None

    def page_of(self, place: int) -> int:
        """The number of the page that holds the case at `place`."""
        return place // PAGE_SIZE + 1

    def page(self, number: int) -> Page:
        """Page `number` from 1; one outside the list becomes the nearest."""
        last = max(1, -(-len(self._table) // PAGE_SIZE))
        number = min(max(number, 1), last)
        rows = self._table.iloc[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        return Page(
            cases=tuple(_cases(rows)),
            number=number,
            previous=number - 1 if number > 1 else None,
            next=number + 1 if number < last else None,
        )


class CaseList:
    """All cases of an analysis, ready to be filtered."""

    def __init__(self, analysis: Analysis) -> None:
        findings, villages = analysis.findings, analysis.villages
        self._table = cases(findings)
        self._table["ambiguous"] = self._table.duplicated(
            ["kind", "names", "kecamatan"], keep=False
        )
        self._known = {"kecamatan": set(villages["kecamatan"]), "desa": set(villages["key"])}
        ids = findings.groupby("case")["id"].agg(" ".join).reindex(self._table.index)
        self._text = np.array(
            [
                " ".join((case, *names, *villages, *kecamatan, found)).casefold()
                for case, names, villages, kecamatan, found in zip(
                    self._table.index,
                    self._table["names"],
                    self._table["villages"],
                    self._table["kecamatan"],
                    ids,
                    strict=True,
                )
            ],
            dtype=object,
        )

    def __len__(self) -> int:
        return len(self._table)

    def filters(self, query: MultiDict[str, str]) -> Filters:
        """The filters of an address; places that do not exist are left out."""
        asked = Filters.from_query(query)
        return replace(
            asked,
            kecamatan=asked.kecamatan if asked.kecamatan in self._known["kecamatan"] else "",
            village=asked.village if asked.village in self._known["desa"] else "",
        )

    def unknown(self, query: MultiDict[str, str]) -> list[str]:
        """The arguments of an address that mean nothing here, as "name=value"."""
        allowed: dict[str, Callable[[str], object]] = {
            "jenis": KINDS.__contains__,
            "kelas": CLASSES.__contains__,
            "kecamatan": lambda value: value.strip() in self._known["kecamatan"],
            "desa": lambda value: value.strip() in self._known["desa"],
            "cari": lambda _: True,
        } | OTHER_ARGUMENTS
        return [
            f"{name}={value}"
            for name, value in query.items(multi=True)
            if name not in allowed or (value and not allowed[name](value))
        ]

    def select(self, filters: Filters) -> Selection:
        """The cases that pass all filters."""
        return Selection(self._table[self._mask(filters)])

    def _mask(self, filters: Filters) -> NDArray[np.bool_]:
        mask = np.ones(len(self._table), dtype=bool)
        if filters.kinds:
            mask &= self._table["kind"].isin(filters.kinds).to_numpy()
        if filters.classes:
            mask &= self._table["class"].isin(filters.classes).to_numpy()
        if filters.kecamatan:
            mask &= _having(self._table["kecamatan"], filters.kecamatan)
        if filters.village:
            mask &= _having(self._table["villages"], filters.village)
        for word in filters.text.casefold().split():
            mask &= np.array([word in text for text in self._text], dtype=bool)
        return mask

    def counts(self, column: str, filters: Filters) -> dict[str, int]:
        """How many cases have each value of "kind" or "class" and pass the other filters.

        Only values that occur in the whole list.
        """
        order = KINDS if column == "kind" else CLASSES
        others = replace(filters, kinds=()) if column == "kind" else replace(filters, classes=())
        present = set(self._table[column])
        found = self._table[column][self._mask(others)].value_counts()
        return {name: int(found.get(name, 0)) for name in order if name in present}

    def kecamatan(self) -> list[str]:
        """Names of the sub-districts that have cases, sorted."""
        return sorted({name for names in self._table["kecamatan"] for name in names if name})

    def villages(self) -> list[tuple[str, str, str]]:
        """Key, name and kecamatan of the villages that have cases, sorted by name."""
        found = {
            party
            for columns in zip(
                self._table["villages"],
                self._table["names"],
                self._table["kecamatan"],
                strict=True,
            )
            for party in zip(*columns, strict=True)
        }
        return sorted(found, key=lambda party: (party[1].casefold(), party[2], party[0]))


def _ordered(values: list[str], order: tuple[str, ...]) -> tuple[str, ...]:
    """The values in the order of their codes."""
    return tuple(name for name in order if name in values)


def _having(column: Iterable[tuple[str, ...]], value: str) -> NDArray[np.bool_]:
    return np.array([value in values for values in column], dtype=bool)


def _cases(rows: pd.DataFrame) -> Iterator[Case]:
    for case, row in zip(rows.index, rows.to_dict("records"), strict=True):
        yield Case(
            id=str(case),
            kind=row["kind"],
            severity=row["class"],
            villages=row["villages"],
            names=row["names"],
            kecamatan=row["kecamatan"],
            sources=row["sources"],
            ambiguous=row["ambiguous"],
            findings=row["findings"],
            area_m2=row["area_m2"],
            max_width_m=row["max_width_m"],
            finding=row["finding"],
        )
