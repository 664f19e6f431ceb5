"""Documents and photos of a workspace: kept by their sum, outside the database."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from boundaries.domain.subjects import listed_by
from boundaries.errors import ParameterError
from boundaries.io.evidence import keep, place_of, read_evidence, sum_of
from boundaries.io.names import title
from boundaries.messages import Message, message
from boundaries.store.database import Store
from boundaries.store.models import Document, Segment
from boundaries.store.repository import Repository
from boundaries.workflows.doer import Doer

VARIABLE = "TAPAL_DOCUMENTS"
ENDING = ".documents"
KIND_NAMES = {
    "agreement": message("agreement (berita acara)"),
    "minutes": message("minutes"),
    "letter": message("letter"),
    "regulation": message("regulation"),
    "map": message("map"),
    "survey": message("survey"),
    "photo": message("photo"),
    "other": message("other"),
}
KINDS = tuple(KIND_NAMES)


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a document is, its date, and the villages (keys) and the segment that it is about."""

    kind: str
    dated: datetime.date | None = None
    villages: Sequence[str] = ()
    segment: str | None = None


@dataclass(frozen=True)
class DocumentFault:
    """A document whose file is not there, or not the one that was added."""

    kind: Literal["missing", "altered"]
    document: int
    name: str
    message: Message


def folder_of(store: Store) -> Path:
    """Where the files of a workspace lie: beside a file, or as the environment says.

    Raises `ParameterError` for a workspace in a database where `TAPAL_DOCUMENTS` names no folder.
    """
    return folder_named(store.address) if store.path is None else folder_beside(store.path)


def folder_named(address: str) -> Path:
    """The folder for the documents of a workspace in a database; raises as `folder_of`."""
    named = os.environ.get(VARIABLE, "")
    if not named:
        raise ParameterError(
            "documents-folder",
            message("no folder for the documents of {address} is named", address=address),
            message("set {variable} to a folder that is backed up", variable=VARIABLE),
        )
    return Path(named)


def folder_beside(path: Path) -> Path:
    """The folder of the documents of a workspace file: `<workspace>.documents`."""
    return path.with_suffix(ENDING)


def add_document(store: Store, path: Path, subject: Subject, doer: Doer) -> tuple[Document, bool]:
    """Keep a file as evidence; its row, and whether that is new.

    The same file about the same, of the same day, is added once. Raises `InputError` for a file
    that is not kept, `ParameterError` for an unknown kind or village, and `StoreError` for an
    unknown segment.
    """
    content, media_type = read_evidence(path)
    digest = sum_of(content)
    folder = folder_of(store)
    with Repository(store) as repository:
        _require_known(repository, subject)
        known = repository.find(Document, sha256=digest, segment_id=subject.segment)
        for row in known:
            if (row.kind, row.dated, sorted(row.villages)) == (
                subject.kind, subject.dated, sorted(subject.villages),
            ):  # fmt: skip
                keep(content, folder)
                return row, False
        keep(content, folder)
        row = Document(
            sha256=digest,
            name=title(path),
            kind=subject.kind,
            dated=subject.dated,
            villages=list(subject.villages),
            segment_id=subject.segment,
            media_type=media_type,
            bytes=len(content),
            by=doer.actor.person,
            at=doer.at,
        )
        repository.add(row)
        repository.record(doer.entry("add-document", ("document", str(row.id)), after=_facts(row)))
    return row, True


def documents_of(
    repository: Repository, *, segment: str | None = None, kind: str | None = None
) -> list[Document]:
    """All documents, or those of a segment or a kind, in the order in which they were added."""
    wanted = {"segment_id": segment, "kind": kind}
    given = {name: value for name, value in wanted.items() if value is not None}
    return repository.find(Document, **given)


def check_documents(store: Store) -> list[DocumentFault]:
    """The documents whose files are missing or altered."""
    with Repository(store) as repository:
        rows = repository.find(Document)
    folder = folder_of(store) if rows else Path()
    return [fault for row in rows if (fault := _fault(row, folder)) is not None]


def copy_documents(store: Store, source: Path, target: Path) -> tuple[int, int]:
    """Copy the files of a workspace from one folder to another; how many, and how many lack."""
    with Repository(store) as repository:
        sums = sorted({row.sha256 for row in repository.find(Document)})
    copied = 0
    for digest in sums:
        file = place_of(source, digest)
        if file.is_file():
            keep(file.read_bytes(), target)
            copied += 1
    return copied, len(sums) - copied


def _fault(row: Document, folder: Path) -> DocumentFault | None:
    file = place_of(folder, row.sha256)
    if not file.is_file():
        text = message("{file} of document {id} ({name}) is missing", file=file, id=row.id,
                       name=row.name)  # fmt: skip
        return DocumentFault("missing", row.id, row.name, text)
    if sum_of(file.read_bytes()) != row.sha256:
        text = message("{file} of document {id} ({name}) was altered", file=file, id=row.id,
                       name=row.name)  # fmt: skip
        return DocumentFault("altered", row.id, row.name, text)
    return None


def _require_known(repository: Repository, subject: Subject) -> None:
    if subject.kind not in KINDS:
        raise ParameterError(
            "document-kind",
            message("{kind} is no kind of document", kind=subject.kind),
            message("choose one of {kinds}", kinds=", ".join(KINDS)),
        )
    if subject.segment is not None:
        repository.get(Segment, subject.segment)
    if subject.villages:
        segments = repository.frame(Segment)
        known = {*segments["village_a"], *segments["village_b"]}
        strange = sorted(set(subject.villages) - known)
        if strange:
            raise ParameterError(
                "village-unknown",
                message("{village} is no village of this workspace", village=strange[0]),
                listed_by("village"),
            )


def _facts(row: Document) -> dict[str, object]:
    return {
        "sha256": row.sha256, "name": row.name, "kind": row.kind,
        "dated": row.dated.isoformat() if row.dated else None, "villages": row.villages,
        "segment": row.segment_id, "media_type": row.media_type, "bytes": row.bytes,
    }  # fmt: skip
