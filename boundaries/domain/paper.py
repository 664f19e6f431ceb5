"""What a paper of the procedure is made of, before it has a form."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import pandas as pd

from boundaries.domain.cartometric import Cartometric
from boundaries.domain.paper_wording import Wording
from boundaries.domain.team import Capacity, Member, signers
from boundaries.errors import Notice
from boundaries.messages import Message, message

SETTLED, PROPOSED, INDICATIVE = "settled", "proposed", "indicative"
"""Where a line comes from: agreed or decided, on the table, or the one of BIG."""


class PaperKind(StrEnum):
    """The papers: minutes (berita acara) of each step, and the draft of the regulation."""

    DOCUMENTS = "documents"
    TRACING = "tracing"
    AGREEMENT = "agreement"
    DISAGREEMENT = "disagreement"
    MEDIATION = "mediation"
    REGULATION = "regulation"


@dataclass(frozen=True)
class Border:
    """A segment as a paper has it: the hash of its line and where that comes from.

    `b` is "" where no village lies on the other side. `follows` says what the line follows: `kind`
    such as "river", `side` such as "middle", `remark`.
    """

    segment: str
    a: str
    b: str
    hash: str
    origin: str
    length_m: float
    follows: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Claim:
    """What one side says: the village, whose line it stands for, and why."""

    village: str
    lines: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """A document on record."""

    name: str
    kind: str
    dated: datetime.date | None
    sha256: str


@dataclass(frozen=True)
class Dispute:
    """How far a dispute is: land in dispute, claims, other reasons on record, meetings, clock."""

    area_m2: float = 0.0
    claims: tuple[Claim, ...] = ()
    reasons: tuple[str, ...] = ()
    meetings: int = 0
    by_camat: bool = True
    since: datetime.date | None = None
    due: datetime.date | None = None


@dataclass(frozen=True, kw_only=True)
class PaperFacts:
    """All that a paper of any kind tells.

    `day` is the date of the paper, `numbers` its numbers ("" unknown), one of each party.
    `villages` has by key the columns `name`, `word`, `head`, `kecamatan` (name) and
    `kecamatan_code`. `parties` are the keys of the villages that the paper is about, `subject`
    names a kecamatan where it is about all of one, `asked` are keys of third villages whose simpul
    the line moves. `sources` name the layers that lines come from.
    """

    kind: PaperKind
    day: datetime.date
    numbers: Sequence[str]
    wording: Wording
    villages: pd.DataFrame
    parties: Sequence[str]
    members: Sequence[Member]
    borders: Sequence[Border]
    cartometric: Cartometric
    documents: Sequence[Evidence] = ()
    sources: Sequence[str] = ()
    dispute: Dispute = field(default_factory=Dispute)
    subject: str = ""
    asked: Sequence[str] = ()

    def signers(self, capacity: Capacity, *units: str) -> list[Member]:
        """Those in office on the date of the paper, in the units given or in the kabupaten."""
        return signers(self.members, capacity, self.day, units or ("",))

    def kecamatans(self) -> list[str]:
        """The codes of the kecamatan of the parties, in their order."""
        return list(dict.fromkeys(self.villages.loc[list(self.parties), "kecamatan_code"]))


def blanks(facts: PaperFacts) -> tuple[Notice, ...]:
    """What nobody has entered, so that the paper has a blank there."""
    return tuple(
        Notice("paper-blank", what, hint) for what, hint in [*_unsigned(facts), *_unsaid(facts)]
    )


def unsettled(facts: PaperFacts) -> tuple[Notice, ...]:
    """The borders of a regulation that are not agreed or decided yet."""
    return tuple(
        Notice(
            "paper-unsettled",
            message("this line is neither agreed nor decided"),
            message("the draft says so at its line; settle it before the regulation is signed"),
            border.segment,
        )
        for border in facts.borders
        if border.b and border.origin != SETTLED
    )


def _unsigned(facts: PaperFacts) -> Iterator[tuple[Message, Message]]:
    hint = message("add the person with tapal team add")
    if facts.kind is PaperKind.REGULATION:
        if not facts.signers(Capacity.REGENT):
            yield message("the team table has no {regent}", regent=facts.wording.regent), hint
        return
    for key in facts.parties:
        if not facts.signers(Capacity.HEAD, key):
            village = facts.villages.loc[key]
            yield (
                message(
                    "the team table has no head of {village}",
                    village=f"{village['word']} {village['name']}",
                ),
                hint,
            )
    for code in facts.kecamatans():
        if code and not facts.signers(Capacity.CAMAT, code):
            yield message("the team table has no camat of {kecamatan}", kecamatan=code), hint
    if not facts.signers(Capacity.TEAM):
        yield message("the team table has no members of the boundary team"), hint


def _unsaid(facts: PaperFacts) -> Iterator[tuple[Message, Message]]:
    if not any(facts.numbers):
        yield message("the paper has no number"), message("give it with --number")
    hint = message("set it with tapal wording")
    unset = (
        (message("the name of the kabupaten is not set"), facts.wording.kabupaten),
        (message("the place where papers are signed is not set"), facts.wording.capital),
        (message("the base map is not set"), facts.wording.base_map),
    )
    for what, value in unset:
        if not value:
            yield what, hint
    own = facts.villages.loc[[*facts.parties]]
    for code in own.loc[own["kecamatan"] == "", "kecamatan_code"].unique():
        yield (
            message("the name of kecamatan {code} is not known", code=code or "-"),
            message("import a BIG layer that names the kecamatan (WADMKC)"),
        )
