"""The table of matches as a file: decisions in, suggestions out."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from boundaries.domain.match import NO_VILLAGE
from boundaries.domain.match_table import COLUMNS, NOBODY
from boundaries.errors import ParameterError
from boundaries.io.small_table import read_small_table
from boundaries.io.write import write_csv
from boundaries.messages import Gettext, Message, message

HEADINGS = {
    "source": ("sumber",),
    "row": ("baris",),
    "name": ("nama",),
    "kecamatan": (),
    "decision": ("keputusan",),
    "code": ("kode", "key"),
}


def read_decisions(path: Path) -> pd.DataFrame:
    """The decisions of a table (CSV or XLSX), as `boundaries.domain.match_table` takes them.

    Where there is no column `decision` (or `keputusan`), the column `code` (`kode`) decides. Rows
    are text ("7", not 7.0). Raises `InputError` when the file cannot be read, or lacks the column
    `code` or `name`.
    """
    table = read_small_table(path, HEADINGS, required=("code", "name"))
    if "decision" not in table:
        table["decision"] = table["code"]
    table = table.reindex(columns=list(COLUMNS), fill_value="")
    words = table["decision"].str.casefold()
    decision = table["decision"].mask(words.isin(NOBODY), NO_VILLAGE)
    rows = table["row"].str.removesuffix(".0")
    return table.assign(decision=decision, row=rows)


def write_matches(table: pd.DataFrame, path: Path, gettext: Gettext) -> None:
    """Write a `match_table` as CSV, its evidence in the language of `gettext`."""
    texts = table.assign(
        score=[f"{score:.3f}" if score != "" else "" for score in table["score"]],
        ambiguous=[gettext("yes") if value is True else "" for value in table["ambiguous"]],
        evidence=[
            value.render(gettext) if isinstance(value, Message) else str(value)
            for value in table["evidence"]
        ],
    )
    write_csv(texts, path)


def require_match_target(path: Path, *, inputs: tuple[Path, ...]) -> None:
    """Raise `ParameterError` for a table that is no .csv, or that is one of the `inputs`."""
    if path.suffix.lower() != ".csv":
        raise ParameterError(
            "unknown-ending",
            message("{path}: the table of matches is written as .csv", path=path),
            message("use a name that ends in .csv"),
        )
    if path.resolve() in [source.resolve() for source in inputs]:
        raise ParameterError(
            "output-is-input",
            message("{path}: this file is read, it cannot also be written", path=path),
            message("choose another file; input files are never changed"),
        )
