"""What the kecamatan of a workspace are called, and whose names these are."""

from __future__ import annotations

import pandas as pd

from boundaries.domain.kecamatan_names import names_by_code, unnamed_notice
from boundaries.errors import Notice
from boundaries.io.code_table import INSTALLED, installed_kecamatan
from boundaries.messages import Message, message
from boundaries.store.models import Village
from boundaries.store.repository import Repository
from boundaries.workflows.compare_workspace import LABELS

COLUMNS = ("source_id", "key", "known_as", "kecamatan", "kecamatan_code")
HOW_TO_NAME = message(
    "import a layer that has their names in a column such as WADMKC, KECAMATAN or district; "
    'one that is called otherwise is told by --mapping FILE, kecamatan = "COLUMN"'
)


def kecamatan_names(repository: Repository) -> dict[str, str]:
    """Names by code, in the order of the codes, of the kecamatan of the current sources.

    After BIG's layer, else after the surveys, else after the table of official names that is
    installed; "" where none of these knows the code.
    """
    official = installed_kecamatan()
    by_layers = _by_layers(_villages(repository))
    return {code: name or official.get(code, "") for code, name in by_layers.items()}


def naming_notices(repository: Repository, how: Message = HOW_TO_NAME) -> list[Notice]:
    """Which kecamatan no layer names: one notice for all that the table knows, one for the rest.

    `how` says how to name them. None while a survey that has names waits for the detection that
    tells whose they are.
    """
    villages, official = _villages(repository), installed_kecamatan()
    waiting = villages["known_as"].isna() & (villages["kecamatan_code"] == "")
    if (waiting & (villages["kecamatan"] != "")).any():
        return []
    silent = [code for code, name in _by_layers(villages).items() if not name]
    unknown = [code for code in silent if code not in official]
    notices = [unnamed_notice(unknown, how)] if unknown else []
    if len(unknown) < len(silent):
        text = message("{count} kecamatan have the official names of {table}; no layer names them",
                       count=len(silent) - len(unknown), table=INSTALLED)  # fmt: skip
        hint = message("where others are right, import a layer with them in a column like WADMKC")
        notices.append(Notice("kecamatan-from-table", text, hint))
    return notices


def _villages(repository: Repository) -> pd.DataFrame:
    """What the current sources say of kecamatan, under the keys of the last detection."""
    roles = {source.id: LABELS[source.role] for source in repository.current_sources()}
    table = repository.frame(Village, only=COLUMNS, source_id=list(roles))
    return table.assign(
        key=table["known_as"].fillna(table["key"]), role=table["source_id"].map(roles)
    )


def _by_layers(villages: pd.DataFrame) -> dict[str, str]:
    """Names by code as the layers give them, "" for those that none names."""
    names = names_by_code(villages)
    return {code: names.get(code, "") for code in sorted({*villages["kecamatan_code"]} - {""})}
