"""The area of an account: whether it is one of the workspace, and fits the role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from boundaries.domain.codes import KINDS
from boundaries.domain.lifecycle_rules import RIGHT_HEAD
from boundaries.domain.names import fold
from boundaries.domain.roles import HEADS, ROLE_NAMES, Role
from boundaries.domain.subjects import listed_by
from boundaries.errors import ParameterError
from boundaries.messages import Message, message
from boundaries.store.models import Village
from boundaries.store.repository import Repository
from boundaries.workflows.kecamatan_names import kecamatan_names

COLUMNS = ("source_id", "key", "known_as", "code", "name", "level", "kecamatan", "kecamatan_code")
UNKNOWN = {
    "village": message("{name} is no village of this workspace"),
    "kecamatan": message("{name} is no kecamatan of this workspace"),
}
SEVERAL = {
    "village": message("several villages are called {name}: {codes}"),
    "kecamatan": message("several kecamatan are called {name}: {codes}"),
}


def areas_of(
    repository: Repository, role: Role, villages: Sequence[str], kecamatan: Sequence[str]
) -> tuple[list[str], list[str]]:
    """The keys of villages and the codes of kecamatan that are given by key, code or name.

    A kecamatan without code goes by its name. Raises `ParameterError` for one that is not there,
    for a name that several have, and for a village of another kind: a village head answers for
    desa, a lurah for kelurahan. Before a layer was imported all stay as they are given.
    """
    sources = sorted(repository.current_sources(), key=lambda source: source.role != "big")
    if not sources:
        return sorted(villages), sorted(kecamatan)
    table = repository.frame(Village, only=COLUMNS, source_id=[source.id for source in sources])
    table = table.assign(known=table["known_as"].fillna(table["key"]))
    first = table[(table["source_id"] == sources[0].id).to_numpy()]
    keys = []
    for given in villages:
        own = _village_rows(table, first, given)
        if role in HEADS:
            _require_right_head(role, given, _kind(own))
        keys.append(str(own["known"].iloc[0]))
    names = kecamatan_names(repository)
    return sorted(set(keys)), sorted({_kecamatan(names, first, given) for given in kecamatan})


def _village_rows(table: pd.DataFrame, first: pd.DataFrame, given: str) -> pd.DataFrame:
    """The rows of the village of a key or code, else of a name, those of BIG's layer before."""
    own = table[(table[["known", "key", "code"]] == given).any(axis=1)]
    if own.empty:
        alike = [rows[rows["name"].map(fold) == fold(given)] for rows in (first, table)]
        own = next((rows for rows in alike if len(rows)), own)
        _require_one("village", given, own["known"].unique().tolist())
    return own


def _kecamatan(names: Mapping[str, str], first: pd.DataFrame, given: str) -> str:
    """The kecamatan of a code, else of a name."""
    if given in names:
        return given
    codes = [code for code, name in names.items() if fold(name) == fold(given)]
    if not codes and ((first["kecamatan"] == given) & (first["kecamatan_code"] == "")).any():
        return given
    _require_one("kecamatan", given, codes)
    return codes[0]


def _require_one(kind: str, given: str, found: Sequence[str]) -> None:
    if not found:
        told = Message(UNKNOWN[kind].template, {"name": given})
        raise ParameterError(f"{kind}-unknown", told, listed_by(kind))
    if len(found) > 1:
        told = Message(SEVERAL[kind].template, {"name": given, "codes": ", ".join(found)})
        raise ParameterError("several-called", told, message("give the code of the one you mean"))


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
