"""Whether the area of an account is one of the workspace, and fits the role."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from boundaries.domain.codes import KINDS
from boundaries.domain.lifecycle_rules import RIGHT_HEAD
from boundaries.domain.roles import HEADS, ROLE_NAMES, Role
from boundaries.domain.subjects import listed_by
from boundaries.errors import ParameterError
from boundaries.messages import message
from boundaries.store.models import Village
from boundaries.store.repository import Repository

COLUMNS = ("key", "known_as", "code", "level", "kecamatan", "kecamatan_code")


def require_area(
    repository: Repository, role: Role, villages: Sequence[str], kecamatan: Sequence[str]
) -> None:
    """Raise `ParameterError` for a village or kecamatan that is not there, or of another kind.

    A village head answers for desa, a lurah for kelurahan. Nothing can be said before a layer was
    imported.
    """
    sources = [source.id for source in repository.current_sources()]
    if not sources:
        return
    table = repository.frame(Village, only=COLUMNS, source_id=sources)
    for village in villages:
        own = table[(table[["key", "known_as", "code"]] == village).any(axis=1)]
        if own.empty:
            raise _unknown("village", village)
        if role in HEADS:
            _require_right_head(role, village, _kind(own))
    for unit in kecamatan:
        if not (table[["kecamatan", "kecamatan_code"]] == unit).any(axis=None):
            raise _unknown("kecamatan", unit)


def _kind(rows: pd.DataFrame) -> str:
    """Desa or kelurahan by what a layer says, else by the code; "" where neither does."""
    stated = [level for level in rows["level"] if level]
    code = str(next(filter(None, rows["code"]), ""))
    return str(stated[0]) if stated else KINDS.get(code.rpartition(".")[2][:1], "")


def _require_right_head(role: Role, village: str, kind: str) -> None:
    right = RIGHT_HEAD.get(kind, role)
    if right is not role:
        raise ParameterError(
            "area",
            message("{village} is a {kind}, whose head is {right}", village=village, kind=kind,
                    right=ROLE_NAMES[right]),
            message("give --role {role}, or another village", role=right.value),
        )  # fmt: skip


def _unknown(kind: str, code: str) -> ParameterError:
    text = message("{village} is no village of this workspace", village=code)
    if kind == "kecamatan":
        text = message("{kecamatan} is no kecamatan of this workspace", kecamatan=code)
    return ParameterError(f"{kind}-unknown", text, listed_by(kind))
