"""Hand over what was agreed: a package of data that proves itself."""

from __future__ import annotations

import datetime
import json
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import shapely

from boundaries.domain.canonical import canonical
from boundaries.domain.case import DecisionKind
from boundaries.domain.kugi import About, cut, kugi_tables
from boundaries.domain.local_time import zone_of
from boundaries.domain.provinces import PROVINCES
from boundaries.domain.submission import Assessed, Submission, Wanted, assess, submission
from boundaries.errors import ParameterError
from boundaries.io.kugi import SRGI2013, SYSTEMS, WGS84, write_kugi
from boundaries.io.package import SEAL, require_package_place, sealed, write_package
from boundaries.io.package_layers import DECIMALS, GEOJSON, geojson_files
from boundaries.messages import DEFAULT_LANGUAGE, Progress, message, silent_progress, translator
from boundaries.reports.package_text import statement
from boundaries.store.database import Store
from boundaries.store.repository import Repository
from boundaries.workflows.agreed_ground import ground_of
from boundaries.workflows.doer import Doer
from boundaries.workflows.package_lists import PackageLists, package_lists
from boundaries.workflows.package_papers import PackagePapers, package_papers
from boundaries.workflows.package_statements import (
    AGREED_LINES,
    EXPORT,
    LISTS,
    PAPERS,
    STATEMENT,
    PackageFacts,
    facts_of,
    lines_of,
    statements,
)
from boundaries.workflows.paper_people import villages_named
from boundaries.workflows.verify_package import require_proof
from boundaries.workflows.wording import wording_of

EVERYTHING = Wanted()
ORIGINS = {
    DecisionKind.AGREEMENT.value: "Kesepakatan",
    DecisionKind.BUPATI.value: "Keputusan bupati",
}
"""UUPP of a line by the kind of its decision; the words of the catalogue are Indonesian."""


@dataclass(frozen=True)
class Request:
    """What a package is to hold; `crs` is one of `boundaries.io.kugi.SYSTEMS`, "" the usual one.

    GeoJSON is always WGS 84, KUGI SRGI2013 unless asked for otherwise. With `papers` there are the
    minutes of agreements, drafts of regulations and lists as PDF too; `templates` is the office's
    own folder.
    """

    format: str = GEOJSON
    wanted: Wanted = EVERYTHING
    crs: str = ""
    papers: bool = False
    templates: Path | None = None


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
    `ParameterError` for a coordinate system that the format is not written in, and `RefusedError`
    for a package that would not prove itself.
    """
    crs = _system(request)
    require_package_place(target)
    progress(message("reading what was agreed"))
    with Repository(store) as repository:
        ground = ground_of(repository)
        facts = facts_of(repository, store)
    assessed = assess(ground)
    progress(message("rounding {count} villages", count=len(assessed.villages)))
    submitted = submission(assessed, request.wanted, decimals=DECIMALS)
    progress(message("writing lists and papers"))
    with Repository(store) as repository:
        lists, papers = _lists_and_papers(
            repository, request, assessed=assessed, submitted=submitted, facts=facts, crs=crs
        )
    progress(message("writing the package"))
    files = {**_files(submitted, facts, request, crs), **lists.files, **papers.files}
    told = statements(submitted, assessed, facts, request.wanted, kind=request.format, crs=crs)
    manifest = sealed(files, {**told, LISTS: lists.stated, PAPERS: papers.stated})
    progress(message("checking that the package proves itself"))
    require_proof(files, manifest)
    write_package(files, manifest, target)
    made = _exported(target, manifest, submitted, files)
    with Repository(store) as repository:
        after = {"seal": made.seal, "format": request.format, "partial": made.partial,
                 "villages": made.villages, "file": target.name}  # fmt: skip
        repository.record(doer.entry(EXPORT, ("package", made.seal[:16]), after=after))
    return made


def _lists_and_papers(
    repository: Repository,
    request: Request,
    *,
    assessed: Assessed,
    submitted: Submission,
    facts: PackageFacts,
    crs: str,
) -> tuple[PackageLists, PackagePapers]:
    """What a package holds beside the data."""
    villages = villages_named(repository, wording_of(repository))
    lists = package_lists(assessed, submitted, villages, crs, pdf=request.papers)
    if not request.papers:
        return lists, PackagePapers()
    moment = datetime.datetime.fromisoformat(facts.as_of)
    papers = package_papers(
        repository, assessed, submitted, lines_of(submitted, facts),
        day=moment.astimezone(zone_of(facts.kabupaten)).date(), templates=request.templates,
    )  # fmt: skip
    return lists, papers


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


def _files(
    submitted: Submission, facts: PackageFacts, request: Request, crs: str
) -> dict[str, bytes]:
    """The files of a package without its manifest."""
    if request.format == GEOJSON:
        files = geojson_files(submitted)
    else:
        files = _kugi_files(submitted, facts, crs)
    lines = lines_of(submitted, facts)
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


def _kugi_files(submitted: Submission, facts: PackageFacts, crs: str) -> dict[str, bytes]:
    origins = {one.segment: f"{ORIGINS[one.kind]} {one.at[:10]}" for one in facts.lines}
    metadata = f"TAPAL{facts.as_of[:10].replace('-', '')}_BATAS_DESAKEL_{facts.kabupaten}"
    about = About(cut(metadata, 50), SYSTEMS[crs], PROVINCES, origins)
    with tempfile.TemporaryDirectory(prefix="tapal-") as name:
        folder = Path(name)
        write_kugi(kugi_tables(submitted, about), folder, crs=crs)
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


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
