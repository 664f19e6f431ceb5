"""The land along a segment and the lines that can be proposed there, made once per detection."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
import shapely
from flask import current_app
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from boundaries.domain.canonical import line_hash
from boundaries.domain.consequence import Consequence, consequence_of
from boundaries.domain.corridor import Corridor, corridor_of
from boundaries.domain.proposal import CHOSEN, GIVEN, MADE, Proposal, propose
from boundaries.domain.site import Site
from boundaries.errors import ParameterError
from boundaries.geometry.lines import farthest, offsets
from boundaries.store import models
from boundaries.store.models import Segment
from boundaries.store.repository import Repository
from boundaries.workflows.grounds import site_for
from web import unit

EXTENSION = "tapal-grounds"
KEPT = 200
"""Segments whose land is remembered."""
OFFERED = (*CHOSEN, *MADE)
Key = tuple[object, ...]
TABLE = "usulan"
"""The name of the line on the table among the others."""


@dataclass(frozen=True)
class Line:
    """A line for the segment, what follows from it, and its offsets from the reference line.

    `series` holds one offset in metres per place of `Ground.places`, positive into the land of a,
    NaN where nothing of the line lies beside. `offset_m` is the greatest distance between it and
    the reference line, measured from both, all of each: both run from junction to junction.
    `beyond_m` is the length of it that goes on where the reference line has ended.
    """

    name: str
    proposal: Proposal
    hash: str
    consequence: Consequence
    series: NDArray[np.float64]
    offset_m: float
    beyond_m: float

    def change(self, key: str) -> float:
        """Land that a village gains, in square metres; negative what it loses."""
        table = self.consequence.areas
        rows = table[(table["village"] == key) & (table["line"] == self.proposal.kind)]
        return float(rows["change_m2"].sum())


@dataclass(frozen=True)
class Ground:
    """The site of a segment with all lines that can be made of it, and why others cannot.

    `places` (working CRS) and `along` (metres) are where offsets are measured along the reference
    line; `drawn` are those of the lines "a" and "b" as their sources have them, and `farthest` the
    greatest distances between these and the reference line, measured from both, without what goes
    on where the other has ended: a source may draw a part of the line only.
    """

    site: Site
    corridor: Corridor
    lines: dict[str, Line]
    faults: dict[str, ParameterError]
    places: NDArray[np.float64]
    along: NDArray[np.float64]
    drawn: dict[str, NDArray[np.float64]]
    farthest: dict[str, float]

    @property
    def crs(self) -> CRS:
        """The working CRS."""
        return CRS.from_user_input(self.site.land.crs)

    def to_degrees(self) -> Transformer:
        """From the working CRS to longitude and latitude."""
        return Transformer.from_crs(self.crs, 4326, always_xy=True)

    def to_metres(self) -> Transformer:
        """From longitude and latitude to the working CRS."""
        return Transformer.from_crs(4326, self.crs, always_xy=True)

    def line(self, name: str, drawn: shapely.Geometry | None = None) -> Line:
        """A line of a kind, or a drawn one; raises `ParameterError` where it cannot be made."""
        kind = "drawn" if drawn is not None and name not in GIVEN else name
        proposal = propose(self.site, kind, drawn=drawn, corridor=self.corridor)
        return Line(
            name,
            proposal,
            line_hash(proposal.line),
            consequence_of(self.site, proposal),
            _series(self.site.line, proposal.line),
            float(farthest(_objects(proposal.line), _objects(self.site.line), beyond=True)[0]),
            _beyond(proposal.line, self.site.line),
        )


class Grounds:
    """The grounds of the segments that were looked at last; safe for several threads.

    Of several that want the same ground at once one makes it, and the others wait.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, Ground] = OrderedDict()
        self._lock = threading.Lock()
        self._makers: dict[Key, threading.Lock] = {}

    def of(self, reading: Repository, segment: Segment) -> Ground:
        """The ground of a segment between two villages."""
        sources = tuple(source.id for source in reading.current_sources())
        key = (segment.id, segment.detection_id, sources)
        found = self._found(key)
        if found is not None:
            return found
        with self._lock:
            maker = self._makers.setdefault(key, threading.Lock())
        with maker:
            return self._found(key) or self._keep(key, _ground(site_for(reading, segment)))

    def _found(self, key: Key) -> Ground | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def _keep(self, key: Key, made: Ground) -> Ground:
        with self._lock:
            self._kept[key] = made
            self._makers.pop(key, None)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made


def ground_of(segment: Segment) -> Ground:
    """The ground of a segment, remembered by the application."""
    grounds: Grounds = current_app.extensions.setdefault(EXTENSION, Grounds())
    return grounds.of(unit.reading(), segment)


def on_table(ground: Ground, segment: Segment) -> tuple[models.Proposal, Line | None] | None:
    """The proposal on the table, or the settled one, with its line; None where there is none.

    The line is None where today's sources do not give it any more.
    """
    if segment.proposal_id is None:
        return None
    row = unit.reading().get(models.Proposal, segment.proposal_id)
    given = row.kind in GIVEN
    known = None if given else ground.lines.get(row.kind)
    if known is None or known.hash != row.hash:
        try:
            known = ground.line("drawn", shapely.get_geometry(row.geometry, 0))
        except ParameterError:
            return row, None
    return row, known


def _ground(site: Site) -> Ground:
    corridor = corridor_of(site)
    found = offsets(_objects(site.line), _objects(site.line))
    along = shapely.line_locate_point(site.line, shapely.points(found.points))
    sources = zip(site.candidates["drawn_by"], site.candidates.geometry, strict=True)
    shapes = {name: line for name, line in sources if name != "reference"}
    drawn = {name: _series(site.line, line) for name, line in shapes.items()}
    apart = {
        name: float(farthest(_objects(site.line), _objects(line))[0])
        for name, line in shapes.items()
    }
    ground = Ground(site, corridor, {}, {}, found.points, along, drawn, apart)
    surveyed = set(drawn)
    for kind in OFFERED:
        if kind in ("a", "b") and kind not in surveyed:
            continue
        try:
            ground.lines[kind] = ground.line(kind)
        except ParameterError as fault:
            ground.faults[kind] = fault
    return ground


def _series(reference: shapely.LineString, line: shapely.Geometry) -> NDArray[np.float64]:
    """Offsets of a line from the reference line, positive where it lies left of it."""
    found = offsets(_objects(reference), _objects(line))
    return np.where(found.beyond, np.nan, found.distance * found.side)


def _beyond(line: shapely.LineString, reference: shapely.LineString) -> float:
    """Metres of a line that go on where the reference line has ended."""
    found = offsets(_objects(line), _objects(reference))
    return float(found.weight[found.beyond].sum())


def _objects(line: shapely.Geometry) -> NDArray[np.object_]:
    array = np.empty(1, dtype=object)
    array[0] = line
    return array
