"""Attributes that KML files hide in the description of a place."""

from __future__ import annotations

import re
from html import unescape

import numpy as np
import pandas as pd

_BOLD = re.compile(r"<b>([^<]+)</b>([^<]*)", re.IGNORECASE)
_CELLS = re.compile(
    r"<t[dh][^<>]*>(?:\s*<b>)?([^<]+)(?:</b>\s*)?</t[dh]>\s*<t[dh][^<>]*>([^<]*)</t[dh]>",
    re.IGNORECASE,
)


def described(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the attributes of the column `description` as columns of their own.

    Understood are lines such as `<b>nama_desa:</b> Jetak<br>` and table rows of two cells. A
    column that exists already is only filled where it is empty. The input is not modified.
    """
    if "description" not in frame.columns:
        return frame
    texts = frame["description"].fillna("").astype(str)
    table = pd.DataFrame([_attributes(text) for text in texts], index=frame.index)
    result = frame.copy()
    known = {str(column).casefold(): column for column in frame.columns}
    for column in table.columns:
        own = known.get(column.casefold())
        if own is None:
            result[column] = table[column]
        elif own != "description":
            values = result[own].astype(object)
            result[own] = values.where(values.notna() & (values != ""), table[column])
    return result


def _attributes(text: str) -> dict[str, object]:
    pairs = _CELLS.findall(text) or _BOLD.findall(text)
    values = {_name(name): unescape(value.lstrip(" \t\r\n:")).strip() for name, value in pairs}
    return {name: value or np.nan for name, value in values.items() if name not in ("", "geometry")}


def _name(text: str) -> str:
    return unescape(text).strip().removesuffix(":").rstrip()
