"""Region codes of Kemendagri (`PP.KK.CC.VVVV`) and of BPS (ten digits).

The first digit of the last group tells the kind of village: 1 kelurahan, 2 desa, 3 desa adat. The
codes of BPS agree in province and kabupaten only; nothing converts the rest.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from boundaries.messages import message

PATTERN = r"^\d{2}\.\d{2}\.\d{2}\.\d{4}$"
KECAMATAN_PATTERN = r"^\d{2}\.\d{2}\.\d{2}$"
KECAMATAN_LENGTH = 8
KINDS = {"1": "kelurahan", "2": "desa", "3": "desa"}

NOT_DOTTED = message("is not of the form 12.09.20.1001").template
PLACEHOLDER = message("is a placeholder, not the code of a village").template
NOT_VILLAGE = message("has a last group that begins with none of 1, 2, 3").template
DOUBLED = message("names two areas at once").template

NOT_A_VILLAGE = {
    "888": message("lake or other water, by its BPS code").template,
    "777": message("area without village, by its BPS code").template,
    "999": message("forest or other land without village, by its BPS code").template,
}

PADDING = "\0 \t\r\n\u00a0"

_SEPARATED = r"(\d{2})[-_/, .](\d{2})[-_/, .](\d{2})[-_/, .](\d{4})"
_NOTHING = r"(?i)<?null>?|none|nan|n/?a|[-?.\s]+|[0.]+|[9.]+"
_VALID = r"(?!00)\d{2}\.(?!00)\d{2}\.(?!00)\d{2}\.[123](?!000)\d{3}"
_IS_VALID, _HAS_DOTS = re.compile(_VALID).fullmatch, re.compile(PATTERN).fullmatch
_KEMENDAGRI_SHARE = 0.9


def clean_text(values: pd.Series) -> pd.Series:
    """Values as text without padding (spaces, NUL); missing ones are "", whole numbers plain.

    The number 1209082002.0 becomes "1209082002". Text is kept as it was written otherwise.
    """
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        return values.map(_number_text).astype(object)
    present = zip(values.to_numpy(dtype=object), values.isna(), strict=True)
    texts = ["" if absent else str(value).strip(PADDING) for value, absent in present]
    return pd.Series(texts, index=values.index, dtype=object)


def normalise_codes(codes: pd.Series) -> pd.Series:
    """Kemendagri codes in the form with dots, from text or numbers.

    Ten digits get their dots when the village digit is 1, 2 or 3, and other separators become
    dots; anything else is only stripped.
    Use it only for fields that hold Kemendagri codes: BPS codes have ten digits too.
    """
    text = clean_text(codes)
    if all(map(_IS_VALID, text.tolist())):
        return text
    text = text.str.removesuffix(".0")
    bare = text[text.str.fullmatch(r"\d{6}[123]\d{3}")]
    text[bare.index] = bare.str[:2] + "." + bare.str[2:4] + "." + bare.str[4:6] + "." + bare.str[6:]
    return text.str.replace(f"^{_SEPARATED}$", r"\1.\2.\3.\4", regex=True)


def code_faults(codes: pd.Series) -> pd.Series:
    """What is wrong with each code: an English template without values, or "" when nothing is.

    An empty code is no fault. `codes` are text, as `normalise_codes` gives them.
    """
    faults = pd.Series("", index=codes.index, dtype=object)
    text = codes[~codes.str.fullmatch(_VALID) & (codes != "")].astype(object)
    if text.empty:
        return faults
    dotted = text.str.fullmatch(PATTERN)
    zeros = text.str.contains(r"(?:^|\.)0+(?:\.|$)", regex=True)
    placeholder = text.str.contains(r"--|__|[xX*?]", regex=True) | (dotted & zeros)
    found = pd.Series(NOT_DOTTED, index=text.index, dtype=object)
    found[dotted] = NOT_VILLAGE
    found[text.str.contains("/", regex=False)] = DOUBLED
    found[placeholder | text.str.fullmatch(_NOTHING)] = PLACEHOLDER
    faults[found.index] = found
    return faults


def holds_kemendagri_codes(values: pd.Series) -> bool:
    """Whether a field holds Kemendagri codes, judged by its values.

    One code with dots decides. Of codes without dots at least nine in ten must have a village
    digit of 1, 2 or 3, which BPS codes have only by chance.
    """
    text = clean_text(values)
    if any(map(_HAS_DOTS, text.tolist())):
        return True
    ten = text.str.removesuffix(".0")
    ten = ten[ten.str.fullmatch(r"\d{10}")]
    return bool(len(ten)) and bool(ten.str[6].isin(list(KINDS)).mean() >= _KEMENDAGRI_SHARE)


def holds_bps_codes(values: pd.Series) -> bool:
    """Whether a field holds BPS codes, judged by its values.

    Nearly all of them have ten digits, with or without the prefix "id", and are no Kemendagri codes
    without dots, see `holds_kemendagri_codes`.
    """
    text = clean_text(values)
    text = text[text != ""]
    if text.empty or holds_kemendagri_codes(text):
        return False
    return bool((bps_codes(text) != "").mean() >= _KEMENDAGRI_SHARE)


def kecamatan_codes(codes: pd.Series) -> pd.Series:
    """Codes of the kecamatan by valid village codes; "" for ""."""
    return codes.str[:KECAMATAN_LENGTH]


def village_kinds(codes: pd.Series) -> pd.Series:
    """The kind by valid village codes: "desa" or "kelurahan"; "" for ""."""
    return codes.str[9:10].map(KINDS).fillna("").astype(object)


def bps_codes(values: pd.Series) -> pd.Series:
    """BPS village codes as ten digits, without the prefix "id" of HDX; "" where there is none."""
    text = clean_text(values).str.removesuffix(".0").str.replace(r"^[iI][dD]", "", regex=True)
    return text.where(text.str.fullmatch(r"\d{10}"), "")


def bps_no_village(codes: pd.Series) -> pd.Series:
    """Why a BPS code (ten digits) belongs to no village: an English template; "" where it does."""
    return codes.str[-3:].map(NOT_A_VILLAGE).fillna("").astype(object)


def _number_text(value: float) -> str:
    if np.isnan(value):
        return ""
    return str(int(value)) if float(value).is_integer() else str(value)
