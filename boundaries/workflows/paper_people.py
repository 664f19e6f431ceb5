"""The villages, the people and the dispute that papers tell of, as a workspace knows them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from boundaries.domain.case import Level
from boundaries.domain.codes import village_kinds
from boundaries.domain.paper import Claim, Dispute
from boundaries.domain.paper_wording import KELURAHAN, Wording
from boundaries.domain.roles import HEADS, Action, Role
from boundaries.domain.team import Capacity, Member
from boundaries.store.models import Account, Candidate, Event, Finding, Segment, Source
from boundaries.store.repository import Repository
from boundaries.workflows.cases import case_of
from boundaries.workflows.compare_workspace import LABELS, villages_of
from boundaries.workflows.team import members_of

REFERENCE = LABELS["big"]


def villages_named(repository: Repository, wording: Wording) -> pd.DataFrame:
    """The villages by key: `name`, `word`, `head`, `kecamatan` (name), `kecamatan_code`.

    As BIG names them first. Where there are no codes, `kecamatan_code` is the name.
    """
    rows = villages_of(repository)
    rows = pd.DataFrame(rows).assign(local=(rows["role"] != REFERENCE).to_numpy())
    rows = rows.sort_values("local", kind="stable").drop_duplicates("key").set_index("key")
    kinds = village_kinds(rows["code"]).where(rows["code"] != "", rows["type"].str.casefold())
    words = [wording.word(KELURAHAN if kind == KELURAHAN else "") for kind in kinds]
    code = rows["kecamatan_code"].where(rows["kecamatan_code"] != "", rows["kecamatan"])
    named = rows[["name", "kecamatan"]].fillna("")
    return named.assign(
        word=[each.village for each in words],
        head=[each.head for each in words],
        kecamatan_code=code.fillna(""),
    )


def people_of(repository: Repository) -> list[Member]:
    """The team table, and heads and camat from the accounts where the table has none."""
    members = list(members_of(repository).values())
    known = {(each.capacity, each.unit) for each in members}
    for account in repository.find(Account, active=True):
        role = Role(account.role)
        capacity = Capacity.HEAD if role in HEADS else Capacity.CAMAT
        units = account.villages if role in HEADS else account.kecamatan
        if role in HEADS or role is Role.CAMAT:
            members += [
                Member(name=account.name, post="", capacity=capacity, unit=unit)
                for unit in units
                if (capacity, unit) not in known
            ]
    return members


def dispute_of(repository: Repository, segment: Segment) -> Dispute:
    """The land in dispute along a segment, what either side stands for and why, and the clock."""
    case = case_of(segment)
    findings = repository.frame(Finding, current=True, segment_id=segment.id)
    reasons = _reasons(repository, segment)
    lines = _lines(repository, segment)
    sides = [side.village for side in case.sides]
    return Dispute(
        area_m2=float(findings["area_m2"].sum()),
        claims=tuple(Claim(key, lines.get(key, ()), reasons.get(key, ())) for key in sides),
        reasons=reasons.get("", ()),
        meetings=case.meetings,
        by_camat=case.level is Level.CAMAT if case.level else case.within_kecamatan,
        since=case.disagreed_on,
        due=case.due,
    )


def _lines(repository: Repository, segment: Segment) -> Mapping[str, tuple[str, ...]]:
    """The surveys whose line a village stands for."""
    rows = repository.find(Candidate, segment_id=segment.id, detection_id=segment.detection_id)
    names = {row.id: row.name for row in repository.find(Source)}
    found: dict[str, list[str]] = {}
    for row in rows:
        if row.role != REFERENCE:
            found.setdefault(row.village, []).append(names[row.source_id])
    return {key: tuple(dict.fromkeys(texts)) for key, texts in found.items()}


def _reasons(repository: Repository, segment: Segment) -> Mapping[str, tuple[str, ...]]:
    """Why a line was declined, by the village of the head who did; "" for other records."""
    villages = {row.login: row.villages for row in repository.find(Account)}
    events = repository.find(
        Event,
        subject_kind="segment",
        subject_id=segment.id,
        action=[Action.DECLINE.value, Action.RECORD_DISAGREEMENT.value],
    )
    found: dict[str, list[str]] = {}
    for event in events:
        own = {segment.village_a, segment.village_b} & {*villages.get(event.who, ())}
        key = own.pop() if len(own) == 1 else ""
        found.setdefault(key, []).append(event.reason or "")
    return {key: tuple(filter(None, texts)) for key, texts in found.items()}
