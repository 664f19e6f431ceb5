"""Files that may not become a version of a source: damaged ones, and likely mistakes."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from pathlib import PurePath

import pandas as pd

from boundaries.domain.analysis import InputRecord
from boundaries.domain.versions import REMOVED
from boundaries.errors import InputError, Notice, ParameterError
from boundaries.messages import Message, message
from boundaries.store.models import Source
from boundaries.store.repository import Repository
from boundaries.workflows.untouched import SUMS

DAMAGED = frozenset({"file-truncated", "record-damaged"})
"""Notices about records that are lost; a check goes on with the others, an import does not."""


def require_whole(records: Sequence[InputRecord], notices: Iterable[Notice]) -> None:
    """Raise `InputError` where one of the notices about files says that records are lost."""
    for notice in notices:
        if notice.code in DAMAGED:
            own = [record for record in records if _concerns(notice, record)] or records
            lost = sum(record.skipped for record in own)
            count = sum(record.features for record in own)
            files = ", ".join(record.path for record in own)
            raise InputError("file-damaged", _damage(files, notice, (count - lost, count)),
                             notice.hint)  # fmt: skip


def _concerns(notice: Notice, record: InputRecord) -> bool:
    """Whether a notice is about a file or one that belongs to it; parts share a name."""
    return PurePath(str(notice.feature)).stem in (PurePath(record.path).stem, record.source)


def _damage(files: str, notice: Notice, counts: tuple[int, int]) -> Message:
    whole, count = counts
    if whole == count:
        return message("{file} is damaged: {fault}", file=files, fault=notice.message)
    return message(
        "{file} is damaged, {whole} of {all} villages could be read: {fault}",
        file=files, whole=whole, all=count, fault=notice.message,
    )  # fmt: skip


def require_own_role(
    repository: Repository, record: InputRecord, role: str, sums: dict[str, str]
) -> None:
    """Raise `ParameterError` where the same layer, or the same villages, stand in another role.

    `sums` are those of the villages (`boundaries.workflows.untouched.sums_of`).
    """
    for source in repository.current_sources():
        log = source.log or {}
        same_layer = (source.sha256, log.get("layer")) == (record.sha256, record.layer)
        if source.role == role or not (same_layer or log.get(SUMS) == sums):
            continue
        if source.role == "big":
            raise ParameterError(
                "stands-as-reference",
                message("{file} stands as BIG's layer already", file=record.path),
                message("import the surveys of the villages, not BIG's layer, as survey"),
            )
        raise ParameterError(
            "stands-as-survey",
            message("{file} stands as the survey {name}", file=record.path, name=source.name),
            message(
                "import BIG's layer instead; if this file is BIG's layer, withdraw the survey "
                "first: tapal source {address} --retire {name} --reason TEXT",
                address=shlex.quote(repository.store.address), name=shlex.quote(source.name),
            ),
        )  # fmt: skip


def require_most(before: Source, changes: pd.DataFrame, record: InputRecord) -> None:
    """Raise `ParameterError` where more than half of the villages of a version are gone.

    `changes` as in `boundaries.domain.versions`.
    """
    gone = int((changes["change"] == REMOVED).sum())
    if 2 * gone <= before.features:
        return
    raise ParameterError(
        "fewer-villages",
        message(
            "{file} lacks {gone} of the {all} villages of {name}, version {number}",
            file=record.path, gone=gone, all=before.features, name=before.name,
            number=before.number,
        ),
        message(
            "check that it is the right file: tapal inspect {file}; if these villages are to go, "
            "add --fewer",
            file=shlex.quote(record.path),
        ),
    )  # fmt: skip
