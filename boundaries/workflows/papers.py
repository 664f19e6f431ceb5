"""Write the papers of a workspace: minutes of each step, and drafts of the regulation."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from boundaries.domain.canonical import line_hash
from boundaries.domain.cartometric import Cartometric
from boundaries.domain.coverage_lines import segment_of
from boundaries.domain.local_time import zone_of
from boundaries.domain.paper import (
    INDICATIVE,
    Border,
    Dispute,
    Evidence,
    PaperFacts,
    PaperKind,
    blanks,
    unsettled,
)
from boundaries.domain.paper_wording import Wording
from boundaries.domain.subjects import listed_by
from boundaries.domain.team import Member
from boundaries.errors import Notice, ParameterError
from boundaries.geometry.lines import ellipsoidal_lengths
from boundaries.io.packed import undated
from boundaries.io.write import replacing
from boundaries.messages import Message, message
from boundaries.reports.berita_acara import paper_bytes, template_of
from boundaries.store import models
from boundaries.store.database import Store
from boundaries.store.models import Document, Segment
from boundaries.store.repository import Repository
from boundaries.workflows.cases import case_of
from boundaries.workflows.paper_lines import PaperLine, agreed_points, paper_line, points_along
from boundaries.workflows.paper_people import dispute_of, people_of, villages_named
from boundaries.workflows.wording import wording_of
from boundaries.workflows.workspace import KABUPATEN

ENDING = ".docx"


@dataclass(frozen=True, kw_only=True)
class PaperRequest:
    """Which paper is wanted.

    A paper is about one `segment`, or a regulation about one `segment` (its two villages), all of a
    `village` (key), or all of a `kecamatan` (code). `numbers` are those of the paper, one of each
    party. `day` is its date, by default that of the agreement, else today. `templates` is the
    office's own folder.
    """

    kind: PaperKind
    segment: str = ""
    village: str = ""
    kecamatan: str = ""
    numbers: Sequence[str] = ()
    day: datetime.date | None = None
    templates: Path | None = None


@dataclass(frozen=True)
class PaperGround:
    """What all papers of a workspace share.

    `villages` as in `boundaries.domain.paper.PaperFacts`. `agreed` are the points along all borders
    of the agreed coverage; without them each paper computes what it needs.
    """

    wording: Wording
    villages: pd.DataFrame
    members: Sequence[Member]
    sources: Sequence[str]
    agreed: Cartometric | None = None


@dataclass(frozen=True)
class _Subject:
    """The villages, the segments and the points that a paper is about."""

    parties: tuple[str, ...]
    borders: tuple[Border, ...]
    cartometric: Cartometric
    name: str = ""


def write_paper(
    store: Store, wanted: PaperRequest, path: Path, *, today: datetime.date
) -> tuple[Notice, ...]:
    """Write a paper as .docx; what was left blank, and borders of a regulation that are open.

    Raises `ParameterError` for another ending and for a paper that the segment does not allow,
    `InputError` for a faulty template, and `StoreError` for an unknown segment.
    """
    if path.suffix.lower() != ENDING:
        raise ParameterError(
            "unknown-format",
            message("{path}: papers are written as {ending}", path=path, ending=ENDING),
            message("choose a name that ends in {ending}", ending=ENDING),
        )
    template = template_of(wanted.kind, wanted.templates)
    facts = paper_facts(store, wanted, today=today)
    content = undated(paper_bytes(facts, template))
    with replacing(path) as draft:
        draft.write_bytes(content)
    open_borders = unsettled(facts) if wanted.kind is PaperKind.REGULATION else ()
    return (*blanks(facts), *open_borders, *facts.cartometric.notices)


def paper_facts(store: Store, wanted: PaperRequest, *, today: datetime.date) -> PaperFacts:
    """All that the paper tells; raises as `write_paper`."""
    with Repository(store) as repository:
        return facts_of(repository, paper_ground(repository), wanted, today=today)


def paper_ground(repository: Repository, agreed: Cartometric | None = None) -> PaperGround:
    """What the papers of a workspace share."""
    wording = wording_of(repository)
    return PaperGround(
        wording=wording,
        villages=villages_named(repository, wording),
        members=people_of(repository),
        sources=[_source(row) for row in repository.current_sources()],
        agreed=agreed,
    )


def facts_of(
    repository: Repository, ground: PaperGround, wanted: PaperRequest, *, today: datetime.date
) -> PaperFacts:
    """All that a paper tells; raises as `write_paper`."""
    subject = _subject(repository, wanted, ground)
    rows = [repository.get(Segment, wanted.segment)] if wanted.segment else []
    return PaperFacts(
        kind=wanted.kind,
        day=wanted.day or _agreed_on(repository, wanted, rows) or today,
        numbers=wanted.numbers,
        wording=ground.wording,
        villages=ground.villages,
        parties=subject.parties,
        members=ground.members,
        borders=subject.borders,
        cartometric=subject.cartometric,
        documents=_documents(repository, subject),
        sources=ground.sources,
        dispute=dispute_of(repository, rows[0]) if rows else Dispute(),
        subject=subject.name,
        asked=[side.village for row in rows for side in case_of(row).asked or ()],
    )


def _subject(repository: Repository, wanted: PaperRequest, ground: PaperGround) -> _Subject:
    given = [wanted.segment, wanted.village, wanted.kecamatan]
    if sum(map(bool, given)) != 1 or (
        not wanted.segment and wanted.kind is not PaperKind.REGULATION
    ):
        raise _unfit(
            message("this paper is about one segment"),
            message("give --segment; a regulation may have --village or --kecamatan instead"),
        )
    if wanted.kind is PaperKind.REGULATION:
        return _of_regulation(repository, wanted, ground)
    row = repository.get(Segment, wanted.segment)
    if not row.village_b:
        raise _unfit(
            message("{segment} has no village on the other side", segment=row.id),
            message("choose a segment between two villages"),
        )
    line = paper_line(repository, row)
    if wanted.kind is PaperKind.AGREEMENT and line.origin == INDICATIVE:
        raise _unfit(
            message("no line was proposed for {segment} yet", segment=row.id),
            message("propose a line first; both heads then sign it"),
        )
    points = _points(repository, line, ground)
    return _Subject((row.village_a, row.village_b), _borders(repository, points, [line]), points)


def _points(repository: Repository, line: PaperLine, ground: PaperGround) -> Cartometric:
    """The points along a line: as the agreed coverage has them where that is known."""
    if ground.agreed is None:
        return points_along(repository, [line])
    names = ground.agreed.courses["segment"]
    return ground.agreed.of_segments([name for name in names if segment_of(name) == line.segment])


def _of_regulation(repository: Repository, wanted: PaperRequest, ground: PaperGround) -> _Subject:
    points, villages = ground.agreed or agreed_points(repository), ground.villages
    name = ""
    parties: tuple[str, ...] = (wanted.village,)
    courses = points.courses
    if wanted.kecamatan:
        own = villages[villages["kecamatan_code"] == wanted.kecamatan]
        parties = tuple(sorted({*own.index} & {*courses["a"], *courses["b"]}))
        name = next(filter(None, own["kecamatan"]), wanted.kecamatan)
    touching = courses["a"].isin(parties) | courses["b"].isin(parties)
    if wanted.segment:
        row = repository.get(Segment, wanted.segment)
        parties = tuple(filter(None, (row.village_a, row.village_b)))
        touching = (courses["a"] == row.village_a) & (courses["b"] == row.village_b)
    if not touching.any():
        raise _unfit(
            message("nothing is known of {unit}", unit=wanted.village or wanted.kecamatan or "-"),
            listed_by("village"),
        )
    own_points = points.of_segments([*courses.loc[touching, "segment"]])
    return _Subject(parties, _borders(repository, own_points), own_points, name)


def _borders(
    repository: Repository, points: Cartometric, lines: Sequence[PaperLine] = ()
) -> tuple[Border, ...]:
    """The courses with the hash and the origin of their lines.

    That is one of `lines`, else the settled line of the segment, else what is drawn.
    """
    courses = points.courses
    own = {name: segment_of(name) for name in courses["segment"]}
    rows = {row.id: row for row in repository.find(Segment, id=sorted({*own.values()}))}
    settled = [row for row in rows.values() if row.decision_id is not None]
    drawn = zip(courses["segment"], courses.geometry, strict=True)
    known = {name: PaperLine(name, line, line_hash(line), INDICATIVE) for name, line in drawn}
    known |= {row.id: paper_line(repository, row) for row in settled}
    known |= {line.segment: line for line in lines}
    said = {row.id: row.natural or {} for row in repository.find(models.Proposal)}
    follows = {name: said.get(row.proposal_id or 0, {}) for name, row in rows.items()}
    lengths = ellipsoidal_lengths(courses.geometry.to_numpy(), repository.store.crs)
    ways = zip(courses["segment"], courses["a"], courses["b"], lengths, strict=True)
    return tuple(
        _border(known.get(own[name], known[name]), (name, a, b), float(length),
                follows.get(own[name], {}))
        for name, a, b, length in ways
    )  # fmt: skip


def _border(
    line: PaperLine, names: tuple[str, str, str], length_m: float, follows: Mapping[str, str]
) -> Border:
    """What a line follows is said of the one on the table or settled only."""
    said = {} if line.origin == INDICATIVE else follows
    return Border(*names, line.hash, line.origin, length_m, said)


def _documents(repository: Repository, subject: _Subject) -> list[Evidence]:
    """The documents of the segments, and of the villages without a segment."""
    names = {border.segment for border in subject.borders}
    return [
        Evidence(row.name, row.kind, row.dated, row.sha256)
        for row in repository.find(Document)
        if row.segment_id in names
        or (row.segment_id is None and set(row.villages) & set(subject.parties))
    ]


def _agreed_on(
    repository: Repository, wanted: PaperRequest, rows: Sequence[Segment]
) -> datetime.date | None:
    """The date of the agreement that the paper is about."""
    if wanted.kind is not PaperKind.AGREEMENT:
        return None
    decisions = [decision for row in rows if (decision := case_of(row).decision)]
    zone = zone_of(repository.setting(KABUPATEN) or "")
    return decisions[0].at.astimezone(zone).date() if decisions else None


def _source(row: models.Source) -> str:
    return f"{row.name} ({row.edition})" if row.edition else row.name


def _unfit(what: Message, hint: Message) -> ParameterError:
    return ParameterError("paper-subject", what, hint)
