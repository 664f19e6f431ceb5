"""Tables of official codes and of their changes, the user's and the one that is installed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pandas as pd

from boundaries.domain.code_history import Change, CodeHistory
from boundaries.domain.code_table import CodeTable
from boundaries.domain.codes import PATTERN, normalise_codes
from boundaries.errors import InputError, MissingPartError
from boundaries.io.names import shown
from boundaries.io.small_table import read_small_table
from boundaries.messages import message

INSTALLED = "idn-area-data"
"""What `--code-table` is called with for the table that is installed."""

FOLDER = Path(__file__).resolve().parent.parent / "vendor" / INSTALLED
KECAMATAN_FILE = "districts.csv"

CODE_HEADINGS = {
    "code": ("kode", "kode_desa", "kode_wilayah", "kdepum"),
    "name": ("nama", "nama_desa", "namobj"),
}
CHANGE_HEADINGS = {
    "old": ("old_code", "kode_lama", "lama"),
    "new": ("new_code", "kode_baru", "baru"),
    "date": ("tanggal", "berlaku"),
    "rule": ("dasar", "peraturan", "dasar_hukum"),
}


def read_code_table(path: Path) -> CodeTable:
    """The table of codes and names of a CSV or XLSX; `idn-area-data` is the one installed.

    Codes that are none of a village (provinces, kabupaten, kecamatan may be in the table) are left
    out; of a code that occurs twice the last row counts. Raises `InputError` when the file cannot
    be read or holds no code of a village.
    """
    if str(path) == INSTALLED:
        return installed_code_table()
    table = read_small_table(path, CODE_HEADINGS, required=("code", "name"))
    return _code_table(path, path.name, table["code"], table["name"])


def installed_code_table() -> CodeTable:
    """The table that came with the installation; raises `MissingPartError` when it did not."""
    versions = sorted(FOLDER.glob("*/villages.csv"))
    if not versions:
        raise MissingPartError(
            "code-table-missing",
            message("the table of codes {name} is not installed", name=INSTALLED),
            message("run `make setup`, or give a table of your own with --code-table FILE"),
        )
    path = versions[-1]
    table = pd.read_csv(path, usecols=["code", "name"], dtype=str, keep_default_na=False)
    return _code_table(path, f"{INSTALLED} {path.parent.name}", table["code"], table["name"])


@cache
def installed_kecamatan() -> Mapping[str, str]:
    """Official names of kecamatan by code from the installed table; none where it is absent."""
    files = sorted(FOLDER.glob(f"*/{KECAMATAN_FILE}"))
    if not files:
        return {}
    table = pd.read_csv(files[-1], usecols=["code", "name"], dtype=str, keep_default_na=False)
    return dict(zip(table["code"], table["name"], strict=True))


def read_code_history(path: Path) -> CodeHistory:
    """The changes of codes of a CSV or XLSX with the columns old, new, date and rule.

    Raises `InputError` when the file cannot be read, lacks `old` or `new`, or a row lacks either.
    """
    table = read_small_table(path, CHANGE_HEADINGS, required=("old", "new"))
    table = table.reindex(columns=list(CHANGE_HEADINGS), fill_value="")
    old, new = normalise_codes(table["old"]), normalise_codes(table["new"])
    wrong = ~(old.str.fullmatch(PATTERN) & new.str.fullmatch(PATTERN))
    if wrong.any():
        row = table.index[wrong][0]
        raise InputError(
            "code-history-wrong",
            message(
                "{file} line {line}: {old} and {new} are not two codes of villages",
                file=shown(path), line=row + 2, old=old[row] or "-", new=new[row] or "-",
            ),
            message("write both codes like 12.09.20.1001, one change per line"),
        )  # fmt: skip
    rows = zip(old, new, table["date"], table["rule"], strict=True)
    return CodeHistory(Change(*row) for row in rows)


def _code_table(path: Path, label: str, codes: pd.Series, names: pd.Series) -> CodeTable:
    written = normalise_codes(codes)
    village = written.str.fullmatch(PATTERN).astype(bool)
    if not village.any():
        raise InputError(
            "codes-missing",
            message("{file} holds no code of a village", file=shown(path)),
            message("write codes like 12.09.20.1001 in the column code, names in the column name"),
        )
    table = pd.Series(names[village].to_numpy(dtype=object), index=written[village].to_numpy())
    return CodeTable(label, table[~table.index.duplicated(keep="last")])
