"""What the page of products shows: the eight items as lights, and the background work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
import shapely
from flask import url_for
from flask_babel import gettext

from boundaries.domain.coverage_lines import segment_of
from boundaries.domain.precheck import COMPLETE, Item
from boundaries.errors import Notice
from boundaries.io.package_layers import FORMATS
from boundaries.messages import translator
from boundaries.reports.precheck_page import verdict
from web import language
from web.places import Places
from web.problems import told
from web.product_work import PRECHECK, read_precheck
from web.products_jobs import Job, Jobs, State
from web.segment_rows import Rows
from web.shell import Link, words

KINDS = (PRECHECK, *FORMATS)
SHOWN = 10
"""Faults of one item that the page lists."""
PLACE = re.compile(r"^(?:longitude )?(-?\d+\.\d+),? (?:latitude )?(-?\d+\.\d+)$")
"""A place as `boundaries.domain.handed_over.position` says it, or as older checks note it."""
NEAR = 2
"""How many villages are named for a place."""


@dataclass(frozen=True)
class FaultLine:
    """A fault in words: what, the remedy, and the pages of what it is about."""

    what: str
    remedy: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Light:
    """One of the eight items: whether it reads its word, the evidence, the first faults."""

    number: int
    name: str
    passed: bool
    verdict: str
    evidence: str
    faults: tuple[FaultLine, ...]
    count: int


@dataclass(frozen=True)
class Check:
    """The last pre-check that was finished; `kecamatan` as the domain has them."""

    job: Job
    lights: tuple[Light, ...]
    kecamatan: pd.DataFrame

    @property
    def passed(self) -> int:
        """How many items read their word."""
        return sum(light.passed for light in self.lights)


@dataclass(frozen=True)
class Products:
    """The background work by kind, the latest first, and the state that the workspace has now."""

    jobs: dict[str, list[Job]]
    version: int

    def latest(self, kind: str) -> Job | None:
        """The latest work of a kind."""
        return next(iter(self.jobs[kind]), None)

    def done(self, kind: str) -> list[Job]:
        """The work of a kind that is done."""
        return [job for job in self.jobs[kind] if job.state is State.DONE]

    def stale(self, job: Job) -> bool:
        """Whether what was handed over has changed since."""
        return job.version != self.version


def products_of(jobs: Jobs, version: int) -> Products:
    """The work as it is now."""
    return Products({kind: jobs.all(kind) for kind in KINDS}, version)


def check_of(jobs: Jobs, products: Products, rows: Rows, places: Places) -> Check | None:
    """The last pre-check that was finished, with the pages that its faults lead to."""
    for job in products.done(PRECHECK):
        found = jobs.file(PRECHECK, job.id)
        if found is not None:
            result = read_precheck(found[1])
            pages = _Pages(rows, places)
            lights = tuple(_light(item, pages) for item in result.items)
            return Check(job, lights, result.kecamatan)
    return None


class _Pages:
    """The pages of what faults are about."""

    def __init__(self, rows: Rows, places: Places) -> None:
        self._places = places
        self._segments = {row.id: row for row in rows.all}
        self._keys = {place.code: key for key, place in places.by_key.items()}

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree([*self._places.lands.values()])

    def links(self, fault: Notice) -> tuple[Link, ...]:
        """The segment, the village or the kecamatan; of a place the villages that lie nearest."""
        name = words(fault.feature)
        segment = segment_of(name)
        if segment in self._segments:
            return (Link(url_for("segments.segment", identifier=segment), self._title(segment)),)
        key = self._keys.get(name, name)
        if key in self._places.by_key:
            return (self._village(key),)
        if name in self._places.kecamatan:
            address = url_for("kecamatan.area", code=name)
            return (Link(address, self._places.kecamatan[name]),)
        return tuple(self._near(fault))

    def _title(self, segment: str) -> str:
        row = self._segments[segment]
        return " – ".join(self._places.title(key) for key in (row.a, row.b) if key)

    def _village(self, key: str) -> Link:
        place = self._places.place(key)
        return Link(url_for("villages.village", code=place.code or place.key), place.title)

    def _near(self, fault: Notice) -> Iterator[Link]:
        found = PLACE.match(str(fault.message.values.get("place", "")))
        if not found or not self._places.lands:
            return
        point = shapely.Point(float(found[1]), float(found[2]))
        keys = [*self._places.lands]
        close = self._tree.query(point.buffer(0.01))
        away = {int(one): self._places.lands[keys[one]].distance(point) for one in close}
        for one in sorted(away, key=lambda each: (away[each], each))[:NEAR]:
            yield self._village(keys[one])


def _verdict(item: Item) -> str:
    """The word of BIG in the reader's language, or how many faults there are."""
    if item.passed:
        return str(gettext("Complete") if item.word == COMPLETE else gettext("Conforms"))
    return verdict(item, translator(language.language()))


def _light(item: Item, pages: _Pages) -> Light:
    faults = tuple(
        FaultLine(told(fault.message), told(fault.hint), pages.links(fault))
        for fault in item.faults[:SHOWN]
    )
    count = len(item.faults)
    return Light(
        item.number, told(item.name), item.passed, _verdict(item),
        told(item.evidence), faults, count,
    )  # fmt: skip
