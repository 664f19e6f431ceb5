"""Findings that somebody excepts for a time: granted, and kept through new detections."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from boundaries.domain.allowed import sort_out
from boundaries.domain.finding_exception import (
    ExceptionState,
    FindingException,
    except_finding,
    review,
)
from boundaries.domain.subjects import listed_by
from boundaries.errors import RefusedError
from boundaries.messages import DEFAULT_LANGUAGE, Message, message, translator
from boundaries.store.database import Store
from boundaries.store.models import Finding, GrantedException
from boundaries.store.repository import Repository
from boundaries.workflows.doer import Doer

REASONS = {
    ExceptionState.EXPIRED: message("the time of the exception is over"),
    ExceptionState.REOPENED: message("the finding grew past what was granted"),
}


@dataclass(frozen=True)
class Reviewed:
    """Ids of exceptions by what a detection did to them; `carried` found their finding anew."""

    carried: tuple[int, ...] = ()
    expired: tuple[int, ...] = ()
    reopened: tuple[int, ...] = ()


def except_in(
    store: Store, finding: str, doer: Doer, *, reason: str, until: datetime.date
) -> GrantedException:
    """Except a finding until a day, that day included.

    Raises `StoreError` for an unknown finding and `RefusedError` as the rules say, also where it is
    gone or excepted already.
    """
    with Repository(store) as repository:
        found = repository.get(Finding, finding)
        if not found.current:
            raise _refused("gone", message("finding {finding} is there no more", finding=finding))
        granted = except_finding(
            finding, doer.actor, doer.at, reason=reason, until=until, area_m2=found.area_m2
        )
        held = repository.find(GrantedException, finding_id=finding)
        if any(_holds(row, doer.at.date(), found.area_m2) for row in held):
            raise _refused("excepted", message("{finding} is excepted already", finding=finding))
        row = GrantedException(
            finding_id=finding,
            reason=granted.reason,
            by=granted.by,
            at=granted.at,
            until=granted.until,
            area_m2=granted.area_m2,
            state=granted.state.value,
        )
        repository.add(row)
        repository.record(
            doer.entry("except-finding", ("finding", finding), after=_facts(row), reason=reason)
        )
    return row


def exception_of(row: GrantedException) -> FindingException:
    """The exception that a row holds; one without an end has the last day there is."""
    return FindingException(
        finding=row.finding_id,
        reason=row.reason,
        by=row.by,
        at=row.at,
        until=row.until or datetime.date.max,
        area_m2=row.area_m2,
        state=ExceptionState(row.state),
    )


def holding(repository: Repository, day: datetime.date) -> dict[str, GrantedException]:
    """The exceptions that hold on a day, by the id of their finding."""
    rows = repository.find(GrantedException, state=ExceptionState.VALID.value)
    known = {row.id: row for row in repository.find(Finding, id=[row.finding_id for row in rows])}
    return {row.finding_id: row for row in rows if _holds(row, day, known[row.finding_id].area_m2)}


def review_exceptions(repository: Repository, findings: gpd.GeoDataFrame, doer: Doer) -> Reviewed:
    """Bring the exceptions that hold up to the findings of a detection, which are written already.

    `findings` as in `boundaries.domain.analysis.Analysis`. An exception whose finding has another
    id by now, of the same kind and parties and on most of the same land, goes to that one. What is
    over, or has grown past what was granted, is reopened for good, and logged.
    """
    rows = repository.find(GrantedException, state=ExceptionState.VALID.value)
    if not rows:
        return Reviewed()
    matched = _matched(repository, rows, findings)
    result: dict[str, list[int]] = {"carried": [], "expired": [], "reopened": []}
    for row, ids, area in zip(rows, matched["findings"], matched["area_m2"], strict=True):
        if ids and row.finding_id not in ids:
            _carry(repository, row, ids[0], doer)
            result["carried"].append(row.id)
        state = review(exception_of(row), doer.at.date(), area_m2=float(area)).state
        if state is not ExceptionState.VALID:
            _end(repository, row, state, doer)
            result[state.value].append(row.id)
    return Reviewed(**{name: tuple(ids) for name, ids in result.items()})


def _holds(row: GrantedException, day: datetime.date, area_m2: float) -> bool:
    return review(exception_of(row), day, area_m2=area_m2).state is ExceptionState.VALID


def _matched(
    repository: Repository, rows: list[GrantedException], findings: gpd.GeoDataFrame
) -> pd.DataFrame:
    """For each row the ids of its findings now, the largest first, and their area."""
    known = {row.id: row for row in repository.find(Finding, id=[row.finding_id for row in rows])}
    granted = [known[row.finding_id] for row in rows]
    entries = gpd.GeoDataFrame(
        {
            "id": [row.id for row in granted],
            "because": "",
            "by": "",
            "kind": [row.kind for row in granted],
            "villages": ["; ".join(row.villages) for row in granted],
            "date": None,
            "until": None,
            "greatest_area_m2": float("inf"),
        },
        geometry=[row.geometry for row in granted],
        crs=repository.store.crs,
    )
    largest = findings.sort_values(["area_m2", "id"], ascending=[False, True], ignore_index=True)
    _, allowed = sort_out(largest, entries, today=datetime.date.min)
    return allowed.entries[["findings", "area_m2"]]


def _carry(repository: Repository, row: GrantedException, finding: str, doer: Doer) -> None:
    before = row.finding_id
    row.finding_id = finding
    repository.record(
        doer.entry(
            "carry-exception", ("finding", finding),
            before={"exception": row.id, "finding": before},
            after={"exception": row.id, "finding": finding},
        )
    )  # fmt: skip


def _end(repository: Repository, row: GrantedException, state: ExceptionState, doer: Doer) -> None:
    before = _facts(row)
    row.state = state.value
    reason = REASONS[state].render(translator(DEFAULT_LANGUAGE))
    repository.record(
        doer.entry(
            "reopen-finding", ("finding", row.finding_id), before=before, after=_facts(row),
            reason=reason,
        )
    )  # fmt: skip


def _facts(row: GrantedException) -> dict[str, object]:
    return {
        "exception": row.id,
        "state": row.state,
        "until": row.until.isoformat() if row.until else None,
        "area_m2": row.area_m2,
    }


def _refused(code: str, text: Message) -> RefusedError:
    return RefusedError(code, text, listed_by("finding"))
