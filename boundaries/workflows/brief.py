"""Write the brief for the monthly coordination meeting."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from boundaries.domain.brief import (
    SETTLED_STATES,
    Brief,
    asks_of,
    greatest_disputes,
    states_at,
)
from boundaries.domain.case import Case
from boundaries.domain.deadline import months_later
from boundaries.domain.local_time import zone_of
from boundaries.domain.records import from_record
from boundaries.domain.status import status_of
from boundaries.domain.workspace_status import clocks_of
from boundaries.errors import ParameterError
from boundaries.io.packed import undated
from boundaries.io.write import replacing
from boundaries.messages import Gettext, message
from boundaries.reports.brief import brief_pages
from boundaries.reports.brief_docx import brief_docx
from boundaries.reports.map_sheet_canvas import pdf_of
from boundaries.store.database import Store
from boundaries.store.models import (
    Event,
    Finding,
    ImpactLayer,
    ImpactObject,
    Segment,
    Target,
    Village,
)
from boundaries.store.repository import Repository
from boundaries.workflows.targets import kecamatans, progress_by_kecamatan, quarter_of
from boundaries.workflows.village_names import names_of
from boundaries.workflows.wording import wording_of
from boundaries.workflows.workspace import KABUPATEN, NAME

PDF, DOCX = ".pdf", ".docx"


def month_from(text: str) -> datetime.date:
    """The first day of a month such as "2026-11"; raises `ParameterError` for another text."""
    try:
        return datetime.date.fromisoformat(f"{text}-01")
    except ValueError as fault:
        raise ParameterError(
            "month",
            message("{month!r} is no month", month=text),
            message("write it like 2026-11"),
        ) from fault


def write_brief(brief: Brief, path: Path, gettext: Gettext, language: str) -> None:
    """Write the brief as .pdf or .docx, two pages; the same brief gives the same bytes."""
    ending = path.suffix.lower()
    if ending not in (PDF, DOCX):
        raise ParameterError(
            "unknown-format",
            message("{path}: the brief is not written as {ending}", path=path, ending=ending),
            message("use one of these endings: {endings}", endings=f"{PDF}, {DOCX}"),
        )
    if ending == PDF:
        content = pdf_of(brief_pages(brief, gettext, language), brief.name)
    else:
        content = undated(brief_docx(brief, gettext, language))
    with replacing(path) as draft:
        draft.write_bytes(content)


def brief_of(
    store: Store,
    month: datetime.date,
    *,
    today: datetime.date,
    until: datetime.date | None = None,
) -> Brief:
    """The brief of a month; figures are of its last day, or of today while it lasts.

    What has no history in the log (disputed land, clocks, requests) is as it is today. `until` is
    the next meeting, by default a month after the day of the figures. Raises `ParameterError` for a
    month that is still to come.
    """
    if month > today:
        raise ParameterError(
            "month",
            message("the month {month} has not begun yet", month=f"{month:%Y-%m}"),
            message("choose the current month or an earlier one"),
        )
    following = months_later(month, 1)
    day = min(today, following - datetime.timedelta(days=1))
    with Repository(store) as repository:
        zone = zone_of(repository.setting(KABUPATEN) or "")
        rows = repository.frame(Segment, current=True)
        log = repository.find(Event, subject_kind="segment")
        now = dict(zip(rows["id"], rows["state"], strict=True))
        begin, end = (_midnight(each, zone) for each in (month, following))
        then, before = states_at(now, log, end), states_at(now, log, begin)
        cases = {
            name: from_record(Case, record)
            for name, record in zip(rows["id"], rows["record"], strict=True)
        }
        wording, places = wording_of(repository), kecamatans(repository)
        names = names_of(repository)
        clocks = clocks_of(cases, today)
        until = until or months_later(day, 1)
        return Brief(
            name=wording.kabupaten or repository.setting(NAME) or "",
            month=month,
            day=day,
            until=until,
            quarter=quarter_of(day),
            kecamatan=_progress(repository, rows, then, before, quarter_of(day)),
            whole=_whole(rows, then, before),
            segments=gpd.GeoDataFrame(
                {
                    "state": rows["id"].map(then).fillna(rows["state"]),
                    "outer": rows["village_b"] == "",
                    "between": (rows["village_b"] != "")
                    & (rows["kecamatan_a"] != rows["kecamatan_b"]),
                },
                geometry=rows.geometry,
                crs=rows.crs,
            ),
            land=_land(repository, names, places),
            clocks=clocks[[due <= until for due in clocks["due"]]].reset_index(drop=True),
            disputes=_disputes(repository, rows, names),
            asks=asks_of(
                cases,
                dict(zip(rows["id"], rows["length_m"], strict=True)),
                _places(rows, places),
                wording.offices,
                today,
            ),
            names=names,
        )


def _midnight(day: datetime.date, zone: datetime.tzinfo) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), tzinfo=zone)


def _progress(
    repository: Repository,
    rows: pd.DataFrame,
    then: Mapping[str, str],
    before: Mapping[str, str],
    quarter: str,
) -> pd.DataFrame:
    targets, names = repository.frame(Target), kecamatans(repository)
    tables = []
    for states in (then, before):
        known = rows[rows["id"].isin([*states])]
        tables.append(
            progress_by_kecamatan(known.assign(state=known["id"].map(states)), targets, quarter)
        )
    earlier = tables[1][["settled", "disputed"]].reindex(tables[0].index).fillna(0).astype(int)
    table = tables[0].join(earlier.add_suffix("_before"))
    land = _differing(rows, then)
    sides = [land.groupby(rows[f"kecamatan_{side}"]).sum() for side in "ab"]
    both = land[rows["kecamatan_a"] == rows["kecamatan_b"]].groupby(rows["kecamatan_a"]).sum()
    total = sides[0].add(sides[1], fill_value=0.0).sub(both, fill_value=0.0)
    return table.assign(
        name=[names.get(unit, unit) for unit in table.index],
        land_m2=total.reindex(table.index).fillna(0.0),
    )


def _differing(rows: pd.DataFrame, states: Mapping[str, str]) -> pd.Series:
    """Square metres of differing land of each segment between villages; 0 where it is settled."""
    area = pd.Series(
        [float((figures or {}).get("land_m2", 0.0)) for figures in rows["figures"]],
        index=rows.index,
    )
    open_ = (rows["village_b"] != "") & ~rows["id"].map(states).isin(SETTLED_STATES)
    return area.where(open_, 0.0)


def _whole(
    rows: pd.DataFrame, then: Mapping[str, str], before: Mapping[str, str]
) -> dict[str, float]:
    """How far all segments are, each counted once, and how far they were."""
    now, earlier = (
        status_of(known.assign(state=known["id"].map(states)), "kabupaten").to_dict("records")
        for states in (then, before)
        for known in [rows[rows["id"].isin([*states])]]
    )
    counted = {name: now[0][name] for name in ("segments", "settled", "settled_m", "disputed")}
    counted["land_m2"] = float(_differing(rows, then).sum())
    past = earlier[0] if earlier else {"settled": 0, "disputed": 0}
    return counted | {f"{name}_before": past[name] for name in ("settled", "disputed")}


def _disputes(repository: Repository, rows: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    findings = repository.frame(Finding, current=True)
    table = pd.DataFrame(
        {
            "segment": rows["id"],
            "villages": [
                tuple(names.get(key, key) for key in pair if key)
                for pair in zip(rows["village_a"], rows["village_b"], strict=True)
            ],
            "state": rows["state"],
            "verdict": rows["verdict"],
            "area_m2": _differing(rows, dict(zip(rows["id"], rows["state"], strict=True))),
            "objects": _objects(repository, rows, findings),
            "due": rows["due"],
        }
    )
    return greatest_disputes(table[table["area_m2"] > 0])


def _objects(repository: Repository, rows: pd.DataFrame, findings: gpd.GeoDataFrame) -> pd.Series:
    """How many objects lie on the disputed land of each segment; NaN without impact layers."""
    if not repository.find(ImpactLayer):
        return pd.Series(np.nan, index=rows.index)
    objects = repository.frame(ImpactObject)
    tree = shapely.STRtree(objects.geometry.to_numpy())
    land, thing = tree.query(findings.geometry.to_numpy(), predicate="intersects")
    pairs = pd.DataFrame({"segment": findings["segment_id"].to_numpy()[land], "object": thing})
    counts = pairs.drop_duplicates().groupby("segment").size()
    return rows["id"].map(counts).fillna(0).astype(float)


def _land(
    repository: Repository, names: Mapping[str, str], kecamatan: Mapping[str, str]
) -> gpd.GeoDataFrame:
    """The villages of BIG's layer by name, with their kecamatan."""
    sources = [source.id for source in repository.current_sources("big")]
    villages = repository.frame(Village, source_id=sources)
    keys = villages["known_as"].fillna(villages["key"])
    called = villages["kecamatan_code"].map(kecamatan).fillna(villages["kecamatan"])
    return gpd.GeoDataFrame(
        {"name": keys.map(names).fillna(villages["name"]), "kecamatan": called},
        geometry=villages.geometry,
        crs=villages.crs,
    )


def _places(rows: pd.DataFrame, names: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    sides = zip(rows["id"], rows["kecamatan_a"], rows["kecamatan_b"], strict=True)
    return {
        name: tuple(dict.fromkeys(names[unit] for unit in (a, b) if unit)) for name, a, b in sides
    }
