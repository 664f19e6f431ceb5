"""What the manifest of a package says beside the sums of its files."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from boundaries import __version__
from boundaries.domain.submission import Assessed, Submission, Wanted
from boundaries.store.audit import Head
from boundaries.store.database import Store
from boundaries.store.log_pages import LogFilter, log_page
from boundaries.store.models import Event
from boundaries.store.repository import Repository
from boundaries.workflows.agreed_ground import AgreedLine, agreed_lines
from boundaries.workflows.workspace import KABUPATEN, NAME

AGREED_LINES, STATEMENT = "garis.json", "keterangan.txt"
LISTS, PAPERS = "lists", "papers"
"""What the manifest states of coordinate lists and papers, by file."""
EXPORT = "export"
CRS = "crs"
KIND = "tapal-package"
SCHEMA_VERSION = 1
PAGE = 50


@dataclass(frozen=True)
class PackageFacts:
    """What is told of the workspace; `as_of` in ISO 8601, `lines` are those that were decided."""

    name: str
    kabupaten: str
    crs: str
    head: Head
    as_of: str
    sources: tuple[dict[str, object], ...]
    lines: tuple[AgreedLine, ...]


def facts_of(repository: Repository, store: Store) -> PackageFacts:
    """What is told of a workspace, as of its last change that is no export."""
    last = _last_change(store)
    sources: list[dict[str, object]] = [
        {"name": row.name, "role": row.role, "number": row.number, "file_name": row.file_name,
         "sha256": row.sha256, "edition": row.edition, "features": row.features}
        for row in sorted(repository.current_sources(), key=lambda row: (row.role, row.name))
    ]  # fmt: skip
    return PackageFacts(
        name=repository.setting(NAME) or "",
        kabupaten=repository.setting(KABUPATEN) or "",
        crs=repository.setting(CRS),
        head=Head(last.seq, last.hash),
        as_of=last.at.astimezone(datetime.UTC).isoformat(),
        sources=tuple(sources),
        lines=tuple(agreed_lines(repository)),
    )


def _last_change(store: Store) -> Event:
    """The last entry of the log that is no export; there is at least the one of the creation."""
    before: int | None = None
    while True:
        page = log_page(store, LogFilter(), before=before, limit=PAGE)
        for entry in page.entries:
            if entry.action != EXPORT:
                return entry
        before = page.following


def statements(
    submitted: Submission,
    assessed: Assessed,
    facts: PackageFacts,
    wanted: Wanted,
    *,
    kind: str,
    crs: str,
) -> dict[str, object]:
    """The statements; `kind` is the format of the data, `crs` that of its coordinates."""
    lines = lines_of(submitted, facts)
    villages = submitted.villages
    return {
        "schema_version": SCHEMA_VERSION,
        "kind": KIND,
        "format": kind,
        "tool_version": __version__,
        "workspace": {"name": facts.name, "kabupaten": facts.kabupaten, "as_of": facts.as_of,
                      "log": asdict(facts.head), "crs": facts.crs},
        "crs": crs,
        "decimals": submitted.decimals,
        "metres_crs": f"EPSG:{submitted.zone}" if submitted.zone else None,
        "methods": {"area": "ellipsoidal (WGS 84), before rounding",
                    "length": "geodesics between vertices (WGS 84), as handed over",
                    "points": asdict(assessed.points.rule),
                    "kecamatan_names": "BIG's layer, else surveys, else idn-area-data by code"},
        "partial": submitted.partial,
        "selection": {"villages": list(wanted.villages),
                      "kecamatan": list(wanted.kecamatan)},
        "unfinished_policy": wanted.unfinished,
        "unfinished": _named(villages[~villages["finished"].to_numpy(dtype=bool)]),
        "left_out": _named(submitted.left_out),
        "openings": [
            {"reason": row.reason, "area_m2": round(row.area_m2, 2),
             "lon": row.geometry.x, "lat": row.geometry.y}
            for row in submitted.openings.itertuples()
        ],
        "counts": {"villages": len(villages), "segments": len(submitted.segments),
                   "points": len(submitted.points), "kecamatan": len(submitted.kecamatan)},
        "sources": list(facts.sources),
        "decisions": [
            {"segment": one.segment, "kind": one.kind, "at": one.at, "hash": one.hash,
             "signatures": [{"village": row["village"], "hash": row["hash"], "at": row["at"]}
                            for row in one.signatures]}
            for one in lines
        ],
    }  # fmt: skip


def lines_of(submitted: Submission, facts: PackageFacts) -> list[AgreedLine]:
    """The agreed lines that the segments handed over lie on."""
    there = set(submitted.segments["segment"])
    return [one for one in facts.lines if one.segment in there]


def _named(villages: pd.DataFrame) -> list[dict[str, Any]]:
    rows = villages[["key", "name", "state", "open"]].to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]
