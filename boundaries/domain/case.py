"""A segment's case: everything the rules of its life look at, as one value that never changes."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from boundaries.domain.roles import Action, Role
from boundaries.messages import Message, message


class State(StrEnum):
    """Where a segment stands, in order of progress; the least of several is the status of all."""

    INDIKATIF = "INDIKATIF"
    DOKUMEN_DITELITI = "DOKUMEN_DITELITI"
    DICABUT = "DICABUT"
    DILACAK = "DILACAK"
    TIDAK_SEPAKAT = "TIDAK_SEPAKAT"
    MEDIASI_CAMAT = "MEDIASI_CAMAT"
    MEDIASI_BUPATI = "MEDIASI_BUPATI"
    LIMPAH_BATAS_DAERAH = "LIMPAH_BATAS_DAERAH"
    SEPAKAT = "SEPAKAT"
    DIPUTUS_BUPATI = "DIPUTUS_BUPATI"
    PERBAIKAN_BIG = "PERBAIKAN_BIG"
    SIAP_VERIFIKASI = "SIAP_VERIFIKASI"
    TERVERIFIKASI = "TERVERIFIKASI"
    DITETAPKAN = "DITETAPKAN"


DISPUTED = (State.TIDAK_SEPAKAT, State.MEDIASI_CAMAT, State.MEDIASI_BUPATI)
MEDIATION = (State.MEDIASI_CAMAT, State.MEDIASI_BUPATI)
UNSETTLED = (State.DILACAK, *DISPUTED)
"""States in which a line may be proposed, signed and declined."""
SETTLED = (
    State.SEPAKAT, State.DIPUTUS_BUPATI, State.PERBAIKAN_BIG, State.SIAP_VERIFIKASI,
    State.TERVERIFIKASI, State.DITETAPKAN,
)  # fmt: skip
"""States in which the line is agreed or decided; only people with a reason reopen it."""

STATE_NAMES: dict[State, Message] = {
    State.INDIKATIF: message("indicative"),
    State.DOKUMEN_DITELITI: message("documents studied"),
    State.DICABUT: message("revoked"),
    State.DILACAK: message("traced"),
    State.TIDAK_SEPAKAT: message("not agreed"),
    State.MEDIASI_CAMAT: message("in mediation by the camat"),
    State.MEDIASI_BUPATI: message("in mediation by the bupati"),
    State.LIMPAH_BATAS_DAERAH: message("handed over as a regional boundary"),
    State.SEPAKAT: message("agreed"),
    State.DIPUTUS_BUPATI: message("decided by the bupati"),
    State.PERBAIKAN_BIG: message("returned by BIG"),
    State.SIAP_VERIFIKASI: message("sent to BIG"),
    State.TERVERIFIKASI: message("verified by BIG"),
    State.DITETAPKAN: message("stipulated"),
}

LINE_STATUS: dict[State, int] = {
    **dict.fromkeys(State, 3),
    **dict.fromkeys(SETTLED, 2),
    State.DITETAPKAN: 1,
}
"""STSBTS of the KUGI catalogue: 1 official, 2 by agreement or decision, 3 not yet affirmed."""


class Level(StrEnum):
    """Who mediates: the camat within one kecamatan, the bupati between two."""

    CAMAT = "camat"
    BUPATI = "bupati"


class Void(StrEnum):
    """Why a signature no longer counts."""

    NEW_PROPOSAL = "new-proposal"
    WITHDRAWN = "withdrawn"
    TAKEN_BACK = "taken-back"
    REOPENED = "reopened"


class DecisionKind(StrEnum):
    """How a line was settled."""

    AGREEMENT = "agreement"
    BUPATI = "bupati"


@dataclass(frozen=True)
class Side:
    """A village of a segment; codes, or names where there are none; `kind` desa or kelurahan."""

    village: str
    kecamatan: str
    kabupaten: str
    kind: str = "desa"


@dataclass(frozen=True)
class Proposal:
    """The line on the table: its number within the segment and its hash."""

    number: int
    hash: str
    by: str
    at: datetime.datetime


@dataclass(frozen=True)
class Signature:
    """One side's word on one line; it stays in the record when it no longer counts."""

    village: str
    person: str
    role: Role
    number: int
    hash: str
    at: datetime.datetime
    void_at: datetime.datetime | None = None
    void_reason: Void | None = None


@dataclass(frozen=True)
class Decision:
    """The line that was agreed, or decided by `by`."""

    kind: DecisionKind
    number: int
    hash: str
    by: str
    at: datetime.datetime


@dataclass(frozen=True)
class Verification:
    """Internal verification of a line before it goes to BIG."""

    person: str
    hash: str
    at: datetime.datetime


@dataclass(frozen=True)
class Mark:
    """Why a segment needs another look, and since when.

    `lines` is the hash of its lines as they were before an automatic step marked it, "" where a
    person did: when they are so again the mark goes by itself.
    """

    reason: str
    at: datetime.datetime
    lines: str = ""


@dataclass(frozen=True)
class Paper:
    """The evidence of one action: documents by id, number, date and gazette of a regulation."""

    action: Action
    at: datetime.datetime
    documents: tuple[str, ...] = ()
    reference: str = ""
    dated: datetime.date | None = None
    gazette: str = ""


@dataclass(frozen=True)
class Case:
    """A segment and all that decides what may happen to it next.

    `b` is None where no village lies on the other side. `proposals` counts the lines proposed so
    far, `proposal` is the one on the table or settled; `asked` are villages of no side of the
    segment, whose junction its line moves: they must sign too (None for none). `meetings` counts
    those of the mediation, `declined` are the villages whose heads declined the line on the table,
    `deadlock_on` is the day on which the mediation was recorded as failed. `due` is the last day of
    the clock.
    """

    segment: str
    a: Side
    b: Side | None
    state: State = State.INDIKATIF
    level: Level | None = None
    disagreed_on: datetime.date | None = None
    due: datetime.date | None = None
    meetings: int = 0
    deadlock_on: datetime.date | None = None
    proposals: int = 0
    proposal: Proposal | None = None
    asked: tuple[Side, ...] | None = None
    signatures: tuple[Signature, ...] = ()
    declined: tuple[str, ...] = ()
    decision: Decision | None = None
    verification: Verification | None = None
    mark: Mark | None = None
    papers: tuple[Paper, ...] = ()

    @property
    def sides(self) -> tuple[Side, ...]:
        """The villages of the segment, one or two."""
        return (self.a, self.b) if self.b else (self.a,)

    @property
    def parties(self) -> tuple[Side, ...]:
        """The villages that must sign the line on the table: the sides, and those asked."""
        return (*self.sides, *(self.asked or ()))

    @property
    def standing(self) -> tuple[Signature, ...]:
        """The signatures that count."""
        return tuple(signature for signature in self.signatures if signature.void_at is None)

    @property
    def within_kabupaten(self) -> bool:
        """Whether two villages of one kabupaten meet here."""
        return self.b is not None and self.a.kabupaten == self.b.kabupaten

    @property
    def within_kecamatan(self) -> bool:
        """Whether two villages of one kecamatan meet here."""
        return self.b is not None and (self.a.kabupaten, self.a.kecamatan) == (
            self.b.kabupaten,
            self.b.kecamatan,
        )
