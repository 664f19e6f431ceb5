"""The table of official codes: which villages there are, and what they are called."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np
import pandas as pd

from boundaries.domain.code_history import CodeHistory
from boundaries.domain.codes import KECAMATAN_LENGTH
from boundaries.domain.layer import MOST_NOTICES, at_rows
from boundaries.domain.names import core, fold
from boundaries.errors import Notice
from boundaries.messages import Message, message

KABUPATEN_LENGTH = 5
MOST_SUGGESTED = 3


@dataclass(frozen=True)
class CodeTable:
    """Codes of villages (`12.09.20.1001`) with their names; `label` says whose table it is."""

    label: str
    names: pd.Series[str]

    def __post_init__(self) -> None:
        if not self.names.index.is_unique:
            raise ValueError("a code table has each code once")

    def suggestions(self, code: str, name: str) -> list[str]:
        """Codes of villages of that name in the kabupaten of `code`, its kecamatan first.

        At most `MOST_SUGGESTED`; none for an empty name.
        """
        wanted = _comparable(name)
        if not wanted:
            return []
        near = self.names[self.names.index.str[:KABUPATEN_LENGTH] == code[:KABUPATEN_LENGTH]]
        same = near.index[[_comparable(text) == wanted for text in near]]
        here = same[same.str[:KECAMATAN_LENGTH] == code[:KECAMATAN_LENGTH]]
        return list(here.union(same, sort=False))[:MOST_SUGGESTED]


def official_notices(
    villages: pd.DataFrame, table: CodeTable | None, history: CodeHistory | None
) -> list[Notice]:
    """What the table and the history say against the codes and names of villages."""
    replaced = replaced_notices(villages, history) if history else []
    return [*replaced, *(table_notices(villages, table) if table else [])]


def table_notices(villages: pd.DataFrame, table: CodeTable) -> list[Notice]:
    """Notices about codes that the table does not know and names that it writes otherwise.

    `villages` as in `boundaries.domain.layer`. Names are compared as `boundaries.domain.names`
    folds them, without spaces and the words that some sources leave out; records without a code
    are passed over, and a kabupaten that the table lacks is told once.
    """
    official = villages["code"].map(table.names.to_dict())
    parents = villages["code"].str[:KABUPATEN_LENGTH]
    silent = (villages["code"] != "") & ~parents.isin(table.names.index.str[:KABUPATEN_LENGTH])
    unknown = (villages["code"] != "") & official.isna() & ~silent
    apart = official.notna() & (villages["name"] != "") & (villages["name"] != official)
    pairs = zip(villages.loc[apart, "name"], official[apart], strict=True)
    differ = [_comparable(mine) != _comparable(theirs) for mine, theirs in pairs]
    apart = apart & villages.index.isin(villages.index[apart][np.array(differ, dtype=bool)])
    strange, renamed = villages[unknown], villages[apart]
    told = [
        _unknown(code, name if place < MOST_NOTICES else "", table)
        for place, (code, name) in enumerate(zip(strange["code"], strange["name"], strict=True))
    ]
    names = [
        Notice(
            "name-differs",
            message("{table} calls {code} {name}", table=table.label, code=code, name=name),
            message("correct the name or the code in the file, if it is not another spelling"),
        )
        for code, name in zip(renamed["code"], official[apart], strict=True)
    ]
    absent = [_no_kabupaten(parent, table) for parent in sorted(set(parents[silent]))]
    return [*absent, *at_rows(told, strange), *at_rows(names, renamed)]


def replaced_notices(villages: pd.DataFrame, history: CodeHistory) -> list[Notice]:
    """Notices about codes that the history says were replaced, with the steps that did it."""
    found = [(history.successors(code) if code else {}) for code in villages["code"]]
    hint = message("check which of them is meant, and write the code in force in the file")
    notices = [
        Notice(
            "code-replaced",
            reduce(_joined, (change.text() for change in changes.values())),
            hint,
        )
        for changes in found
        if changes
    ]
    return at_rows(notices, villages[[bool(changes) for changes in found]])


def _no_kabupaten(parent: str, table: CodeTable) -> Notice:
    text = message("{table} has no village of kabupaten {parent}", table=table.label, parent=parent)
    hint = message("correct the codes, or give a table that has it with --code-table")
    return Notice("code-table-silent", text, hint)


def _unknown(code: str, name: str, table: CodeTable) -> Notice:
    codes = table.suggestions(code, name)
    text = message("code {code} is not in {table}", code=code, table=table.label)
    if not codes:
        hint = message("correct the code, or give a newer table with --code-table")
    else:
        hint = message(
            "there {name} has {codes}; correct the code, or give a newer table with --code-table",
            name=name, codes=", ".join(codes),
        )  # fmt: skip
    return Notice("code-unknown", text, hint)


def _joined(first: Message, rest: Message) -> Message:
    return message("{a}; {b}", a=first, b=rest)


def _comparable(name: str) -> str:
    return core(fold(name)).replace(" ", "")
