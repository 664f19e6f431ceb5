"""Hand over what was agreed: a package of data that proves itself."""

from __future__ import annotations

import datetime
import json
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import shapely

from boundaries import __version__
from boundaries.domain.canonical import canonical
from boundaries.domain.case import DecisionKind
from boundaries.domain.kugi import About, cut, kugi_tables
from boundaries.domain.provinces import PROVINCES
from boundaries.domain.submission import Assessed, Submission, Wanted, assess, submission
from boundaries.errors import ParameterError
from boundaries.io.kugi import SRGI2013, SYSTEMS, WGS84, write_kugi
from boundaries.io.package import SEAL, require_package_place, sealed, write_package
from boundaries.io.package_layers import DECIMALS, GEOJSON, geojson_files
from boundaries.messages import DEFAULT_LANGUAGE, Progress, message, silent_progress, translator
from boundaries.reports.package_text import statement
from boundaries.store.audit import Head
from boundaries.store.database import Store
from boundaries.store.log_pages import LogFilter, log_page
from boundaries.store.models import Event
from boundaries.store.repository import Repository
from boundaries.workflows.agreed_ground import AgreedLine, agreed_lines, ground_of
from boundaries.workflows.doer import Doer
from boundaries.workflows.workspace import KABUPATEN, NAME

EXPORT = "export"
CRS = "crs"
KIND = "tapal-package"
SCHEMA_VERSION = 1
AGREED_LINES, STATEMENT = "garis.json", "keterangan.txt"
PAGE = 50
EVERYTHING = Wanted()
ORIGINS = {
    DecisionKind.AGREEMENT.value: "Kesepakatan",
    DecisionKind.BUPATI.value: "Keputusan bupati",
}
"""UUPP of a line by the kind of its decision; the words of the catalogue are Indonesian."""


@dataclass(frozen=True)
class Request:
    """What a package is to hold; `crs` is one of `boundaries.io.kugi.SYSTEMS`, "" the usual one.

    GeoJSON is always WGS 84, KUGI SRGI2013 unless asked for otherwise.
    """

    format: str = GEOJSON
    wanted: Wanted = EVERYTHING
    crs: str = ""


@dataclass(frozen=True)
class Exported:
    """A package that was written: where, its seal, and how much it holds."""

    path: str
    seal: str
    partial: bool
    villages: int
    segments: int
    points: int
    kecamatan: int
    left_out: int
    unfinished: int
    files: tuple[str, ...]


@dataclass(frozen=True)
class _Facts:
    """What a manifest says of the workspace; times in ISO 8601."""

    name: str
    kabupaten: str
    crs: str
    head: Head
    as_of: str
    sources: tuple[dict[str, object], ...]
    lines: tuple[AgreedLine, ...]


def export_package(
    store: Store,
    target: Path,
    doer: Doer,
    request: Request,
    *,
    progress: Progress = silent_progress,
) -> Exported:
    """Write what was agreed as a package and log it in the workspace.

    The same workspace and request give the same bytes; exports themselves do not count. Raises
    what `boundaries.domain.submission.submission` and `boundaries.io.package.write_package` raise,
    and `ParameterError` for a coordinate system that the format is not written in.
    """
    crs = _system(request)
    require_package_place(target)
    progress(message("reading what was agreed"))
    with Repository(store) as repository:
        ground = ground_of(repository)
        facts = _facts(repository, store)
    assessed = assess(ground)
    progress(message("rounding {count} villages", count=len(assessed.villages)))
    submitted = submission(assessed, request.wanted, decimals=DECIMALS[request.format])
    progress(message("writing the package"))
    files = _files(submitted, facts, request, crs)
    manifest = sealed(files, _statements(submitted, facts, request, crs, assessed))
    write_package(files, manifest, target)
    made = _exported(target, manifest, submitted, files)
    with Repository(store) as repository:
        after = {"seal": made.seal, "format": request.format, "partial": made.partial,
                 "villages": made.villages, "file": target.name}  # fmt: skip
        repository.record(doer.entry(EXPORT, ("package", made.seal[:16]), after=after))
    return made


def _system(request: Request) -> str:
    """The EPSG code in which data is written."""
    wanted = request.crs.upper() or (WGS84 if request.format == GEOJSON else SRGI2013)
    allowed = (WGS84,) if request.format == GEOJSON else tuple(SYSTEMS)
    if wanted not in allowed:
        raise ParameterError(
            "export-crs",
            message("{format} is not written in {crs}", format=request.format, crs=wanted),
            message("use one of {allowed}", allowed=", ".join(allowed)),
        )
    return wanted


def _facts(repository: Repository, store: Store) -> _Facts:
    last = _last_change(store)
    sources: list[dict[str, object]] = [
        {"name": row.name, "role": row.role, "number": row.number, "file_name": row.file_name,
         "sha256": row.sha256, "edition": row.edition, "features": row.features}
        for row in sorted(repository.current_sources(), key=lambda row: (row.role, row.name))
    ]  # fmt: skip
    return _Facts(
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


def _files(submitted: Submission, facts: _Facts, request: Request, crs: str) -> dict[str, bytes]:
    """The files of a package without its manifest."""
    if request.format == GEOJSON:
        files = geojson_files(submitted)
    else:
        files = _kugi_files(submitted, facts, crs)
    lines = _lines_of(submitted, facts)
    document = {
        "crs": facts.crs,
        "lines": [
            {"segment": one.segment, "a": one.a, "b": one.b, "kind": one.kind, "at": one.at,
             "hash": one.hash, "signatures": list(one.signatures),
             "wkb": shapely.to_wkb(canonical(one.line), hex=True, byte_order=1)}
            for one in lines
        ],
    }  # fmt: skip
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    said = statement(submitted, facts.name, facts.as_of, translator(DEFAULT_LANGUAGE))
    return files | {AGREED_LINES: text.encode(), STATEMENT: said.encode()}


def _kugi_files(submitted: Submission, facts: _Facts, crs: str) -> dict[str, bytes]:
    origins = {one.segment: f"{ORIGINS[one.kind]} {one.at[:10]}" for one in facts.lines}
    metadata = f"TAPAL{facts.as_of[:10].replace('-', '')}_BATAS_DESAKEL_{facts.kabupaten}"
    about = About(cut(metadata, 50), SYSTEMS[crs], PROVINCES, origins)
    with tempfile.TemporaryDirectory(prefix="tapal-") as name:
        folder = Path(name)
        write_kugi(kugi_tables(submitted, about), folder, crs=crs)
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _statements(
    submitted: Submission, facts: _Facts, request: Request, crs: str, assessed: Assessed
) -> dict[str, object]:
    """What the manifest says beside the sums of the files."""
    lines = _lines_of(submitted, facts)
    villages = submitted.villages
    return {
        "schema_version": SCHEMA_VERSION,
        "kind": KIND,
        "format": request.format,
        "tool_version": __version__,
        "workspace": {"name": facts.name, "kabupaten": facts.kabupaten, "as_of": facts.as_of,
                      "log": asdict(facts.head), "crs": facts.crs},
        "crs": crs,
        "decimals": submitted.decimals,
        "metres_crs": f"EPSG:{submitted.zone}" if submitted.zone else None,
        "methods": {"area": "ellipsoidal (WGS 84), before rounding",
                    "length": "geodesics between vertices (WGS 84), as handed over",
                    "points": asdict(assessed.points.rule)},
        "partial": submitted.partial,
        "selection": {"villages": list(request.wanted.villages),
                      "kecamatan": list(request.wanted.kecamatan)},
        "unfinished_policy": request.wanted.unfinished,
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


def _lines_of(submitted: Submission, facts: _Facts) -> list[AgreedLine]:
    """The agreed lines that the segments handed over lie on."""
    there = set(submitted.segments["segment"])
    return [one for one in facts.lines if one.segment in there]


def _named(villages: pd.DataFrame) -> list[dict[str, Any]]:
    rows = villages[["key", "name", "state", "open"]].to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def _exported(
    target: Path, manifest: Mapping[str, object], submitted: Submission, files: Iterable[str]
) -> Exported:
    return Exported(
        path=str(target),
        seal=str(manifest[SEAL]),
        partial=submitted.partial,
        villages=len(submitted.villages),
        segments=len(submitted.segments),
        points=len(submitted.points),
        kecamatan=len(submitted.kecamatan),
        left_out=len(submitted.left_out),
        unfinished=int((~submitted.villages["finished"].to_numpy(dtype=bool)).sum()),
        files=tuple(sorted(files)),
    )
