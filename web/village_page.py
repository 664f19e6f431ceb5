"""What the page of a village shows: its ring of segments in order, and its areas."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from boundaries.domain.case import SETTLED
from boundaries.store.models import Document
from web import unit
from web.places import Place, Places
from web.segment_page import people
from web.segment_rows import Row
from web.state_words import state_group


@dataclass(frozen=True)
class Piece:
    """A segment of a ring: who lies on the other side, and where the strip has it, in percent."""

    row: Row
    other: Place | None
    start: float
    width: float


@dataclass(frozen=True)
class VillageStatus:
    """A village in a list: how many of its shared segments are settled."""

    place: Place
    segments: int
    settled: int


@dataclass(frozen=True)
class VillagePage:
    """Everything on the page of a village; `areas` in square metres by source.

    `documents` come with the segment that they are about, `names` are people by login.
    `disputed_m2` is the land along its shared segments on which lines differ and none is settled.
    """

    place: Place
    ring: list[Piece]
    areas: dict[str, float]
    documents: list[tuple[Document, Piece]]
    names: dict[str, str]
    settled: int
    shared: int
    disputed_m2: float

    @property
    def groups(self) -> list[str]:
        """The groups of the states of its shared segments, each once."""
        return list(dict.fromkeys(state_group(one.row.state) for one in self.ring if one.other))


def village_page(key: str, found: tuple[Row, ...], places: Places) -> VillagePage:
    """The page of a village by its key."""
    own = [row for row in found if key in (row.a, row.b)]
    shared = [row for row in own if row.inner]
    ring, reading = _strip(ring_of(own), key, places), unit.reading()
    pieces = {piece.row.id: piece for piece in ring}
    documents = reading.find(Document, segment_id=[*pieces]) if pieces else []
    return VillagePage(
        place=places.place(key),
        ring=ring,
        areas=places.areas.get(key, {}),
        documents=[(row, pieces[row.segment_id or ""]) for row in documents],
        names=people(reading),
        settled=sum(row.state in SETTLED for row in shared),
        shared=len(shared),
        disputed_m2=sum(row.open_m2 for row in shared),
    )


def villages_in(code: str, found: list[Row], places: Places) -> list[VillageStatus]:
    """The villages of a kecamatan by name; `found` are the segments that touch it."""
    return statuses([one for one in places.by_key.values() if one.kecamatan == code], found)


def statuses(villages: list[Place], found: list[Row]) -> list[VillageStatus]:
    """How far some villages are, by name."""
    shared: Counter[str] = Counter()
    settled: Counter[str] = Counter()
    for row in found:
        shared.update({row.a, row.b})
        if row.settled:
            settled.update({row.a, row.b})
    ordered = sorted(villages, key=lambda place: (place.name.casefold(), place.key))
    return [VillageStatus(place, shared[place.key], settled[place.key]) for place in ordered]


def ring_of(own: list[Row]) -> list[Row]:
    """Segments of one village, each followed by the one that begins where it ends.

    Rings that do not hang together, such as those of islands, follow each other.
    """
    left = sorted(own, key=lambda row: row.id)
    ring: list[Row] = []
    end = ""
    while left:
        following = next((row for row in left if end and end in (row.start, row.end)), left[0])
        left.remove(following)
        end = (
            following.end
            if following.start == end or end not in (following.start, following.end)
            else following.start
        )
        ring.append(following)
    return ring


def _strip(ring: list[Row], key: str, places: Places) -> list[Piece]:
    total = sum(row.length_m for row in ring)
    pieces, start = [], 0.0
    for row in ring:
        width = 100 * row.length_m / total if total else 0.0
        other = row.b if row.a == key else row.a
        pieces.append(Piece(row, places.place(other) if other else None, start, width))
        start += width
    return pieces
