"""The village table of a layer: what each record is, under which identity."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from boundaries.domain.code_checks import stray_codes
from boundaries.domain.codes import (
    KECAMATAN_PATTERN,
    bps_codes,
    bps_no_village,
    clean_text,
    code_faults,
    holds_bps_codes,
    kecamatan_codes,
    normalise_codes,
    village_kinds,
)
from boundaries.domain.fields import Fields, recognise_fields
from boundaries.domain.keys import with_keys
from boundaries.errors import Notice, place
from boundaries.messages import Message, message

__all__ = [
    "SET_ASIDE_COLUMNS",
    "VILLAGE_COLUMNS",
    "Fields",
    "VillageTable",
    "at_rows",
    "edition",
    "identical_outlines",
    "recognise_fields",
    "village_rows",
    "village_table",
]

VILLAGE_COLUMNS = (
    "source", "role", "row", "key", "code", "name", "kecamatan", "kecamatan_code", "kabupaten",
    "type", "geometry",
)  # fmt: skip
SET_ASIDE_COLUMNS = ("source", "row", "name", "reason")

FOREST = message("forest, no village").template
WATER = message("water, no village").template
UNDEFINED = message("undefined area, no village").template

_ALWAYS = {
    FOREST: r"kawasan\s+huta[nm]\b.*|hutan|(?:taman\s+nasional|cagar\s+alam|suaka\s+alam"
    r"|suaka\s+margasatwa)\b.*|hutan\s+(?:lindung|produksi|negara|konservasi|suaka|taman|register"
    r"|adat|mangrove|bakau|jati|pinus|perhutani|wisata|lainnya|rimba)\b.*",
    WATER: r"danau|laut|waduk(?:\s.*)?",
    UNDEFINED: r".*tidak\s+terdefinisi.*|.*belum\s+terdefinisi.*|tidak\s+diketahui",
}
_WITHOUT_CODE = {FOREST: r"hutan\s.*", WATER: r"(?:danau|laut|rawa|situ|bendungan)\b.*"}

MOST_NOTICES = 50
"""Notices of one kind that are given row by row; the rest are counted."""


@dataclass(frozen=True)
class VillageTable:
    """Villages, the records that are none, and what was wrong.

    `villages` has the columns of `VILLAGE_COLUMNS` (see `boundaries.domain.analysis`),
    `set_aside` those of `SET_ASIDE_COLUMNS`; `reason` is an English template without values.
    """

    villages: gpd.GeoDataFrame
    set_aside: pd.DataFrame
    notices: tuple[Notice, ...]


def village_table(
    frame: gpd.GeoDataFrame, fields: Fields, *, source: str, role: str
) -> VillageTable:
    """The villages of one layer with their keys; see `village_rows` and `with_keys`."""
    rows = village_rows(frame, fields, source=source, role=role)
    keyed, notices = with_keys(rows.villages)
    villages = keyed[list(VILLAGE_COLUMNS)]
    return VillageTable(villages, rows.set_aside, rows.notices + notices)


def village_rows(
    frame: gpd.GeoDataFrame, fields: Fields, *, source: str, role: str
) -> VillageTable:
    """Records as villages without keys: column `key` is "", and `bps_code` comes in addition.

    The index of `frame` is the row number in the file. Names stay as written, but for padding.
    A code that is wrong is left out and reported; BPS codes in the field of codes are taken as
    such, never as codes of Kemendagri. Records that are forest, water or undefined
    areas are set aside: by their BPS code (last digits 888, 777, 999), or by their name when they
    have no code of a village.
    """
    texts = {
        meaning: _text(frame, column)
        for meaning, column in vars(fields).items()
        if meaning != "schema"
    }
    by_bps = bool(fields.code) and holds_bps_codes(texts["code"])
    if by_bps:
        texts["bps_code"] = texts["code"]
        texts["code"] = pd.Series("", index=frame.index, dtype=object)
    written = normalise_codes(texts["code"])
    faults = code_faults(written)
    code = written.where(faults == "", "")
    bps = bps_codes(texts["bps_code"])
    villages = gpd.GeoDataFrame(
        {
            "source": source,
            "role": role,
            "row": frame.index.to_numpy(),
            "key": "",
            "code": code,
            "name": texts["name"],
            "kecamatan": texts["kecamatan"],
            "kecamatan_code": _kecamatan_codes(code, texts["kecamatan_code"]),
            "kabupaten": texts["kabupaten"],
            "type": _types(texts["type"], code, texts["name"]),
            "bps_code": bps,
        },
        index=frame.index,
        geometry=frame.geometry.to_numpy(),
        crs=frame.crs,
    )
    reasons = _no_village(code, bps, texts["name"])
    kept = reasons == ""
    set_aside = villages.loc[~kept, ["source", "row", "name"]].assign(reason=reasons[~kept])
    coded = bool(fields.code) and not by_bps
    stray, stray_notices = stray_codes(villages[kept])
    notices = [
        *([_of_bps(fields.code, source)] if by_bps else []),
        *_code_notices(villages[kept], written[kept], faults[kept], coded=coded),
        *at_rows(stray_notices, villages[kept][stray]),
        *_parent_notices(villages[kept], texts["kecamatan_code"][kept]),
        *_name_notices(villages[kept], fields),
    ]
    return VillageTable(
        villages[kept].reset_index(drop=True),
        pd.DataFrame(set_aside).reset_index(drop=True),
        tuple(notices),
    )


def edition(frame: pd.DataFrame, fields: Fields) -> str:
    """The date of the layer by its field METADATA, "2022-12-27" from TASWIL1000020221227...

    Text without such a date is given as it is; several editions are separated by commas; "" when
    the layer does not say.
    """
    values = _text(frame, fields.edition)
    dates = values.str.extract(r"TASWIL\d+?(20\d\d)(\d\d)(\d\d)(?:\D|$)")
    dated = dates[0] + "-" + dates[1] + "-" + dates[2]
    found = dated.where(dated.notna(), values)
    return ", ".join(sorted({str(value) for value in found[found != ""]})[:3])


def identical_outlines(villages: gpd.GeoDataFrame) -> tuple[Notice, ...]:
    """Notices about villages of different keys with the very same outline, each pair once."""
    outlines = villages.geometry.to_numpy()
    bounds = pd.DataFrame(shapely.bounds(outlines))
    candidates = np.flatnonzero(bounds.duplicated(keep=False))
    seen: dict[bytes, int] = {}
    notices = []
    written = shapely.to_wkb(shapely.normalize(outlines[candidates]))
    for position, outline in zip(candidates.tolist(), written, strict=True):
        first, second = villages.iloc[seen.setdefault(outline, position)], villages.iloc[position]
        if first["key"] == second["key"]:
            continue
        text = message("{a} and {b} have the same outline", a=first["key"], b=second["key"])
        hint = message("delete one of the two, or draw the right outline of one")
        where = place(second["source"], second["row"], second["name"])
        notices.append(Notice("outline-duplicate", text, hint, where))
    return tuple(notices)


def _text(frame: pd.DataFrame, column: str) -> pd.Series:
    if not column:
        return pd.Series("", index=frame.index, dtype=object)
    return clean_text(frame[column])


def _kecamatan_codes(code: pd.Series, written: pd.Series) -> pd.Series:
    """By the village code, else as written when it has the form 12.09.20."""
    derived = kecamatan_codes(code)
    return derived.where(derived != "", written.where(written.str.match(KECAMATAN_PATTERN), ""))


def _types(written: pd.Series, code: pd.Series, name: pd.Series) -> pd.Series:
    """By the type field (TIPADM 1 and 2, or words), else the code, else the name's prefix."""
    types = written.map({"1": "desa", "2": "kelurahan"}).fillna("")
    types = _filled(types, written.where(types == "", "").map(_type_word))
    types = _filled(types, village_kinds(code))
    return _filled(types, name.where(types == "", "").map(_type_word)).astype(object)


def _filled(values: pd.Series, others: pd.Series) -> pd.Series:
    return values.where(values != "", others)


def _type_word(text: str) -> str:
    """The type that the first word tells: Desa, Kelurahan, Kel."""
    word = text.casefold().partition(" ")[0].rstrip(".")
    return {"desa": "desa", "kelurahan": "kelurahan", "kel": "kelurahan"}.get(word, "")


def _no_village(code: pd.Series, bps: pd.Series, name: pd.Series) -> pd.Series:
    """Why a record is no village, "" where it is one."""
    reasons = bps_no_village(bps).where(code == "", "")
    uncoded = (code == "") & (bps == "")
    patterns = [_ALWAYS, _WITHOUT_CODE] if not uncoded.all() else [_ALWAYS]
    for reason, pattern in (item for table in patterns for item in table.items()):
        open_names = name[uncoded & (reasons == "")].str.casefold()
        reasons[open_names.index[open_names.str.fullmatch(pattern).astype(bool)]] = reason
    return reasons


def _of_bps(field: str, source: str) -> Notice:
    text = message("the field {field} holds BPS codes, which are no codes of Kemendagri",
                   field=field)  # fmt: skip
    hint = message("villages are known by their names; name a field of codes like 12.09.20.1001")
    return Notice("code-bps", text, hint, source)


def _code_notices(
    villages: pd.DataFrame, written: pd.Series, faults: pd.Series, *, coded: bool
) -> list[Notice]:
    hint = message("correct the code in the file; the village is known by its name meanwhile")
    wrong = faults != ""
    notices = [
        Notice("code-wrong", message("code {code} {fault}", code=code, fault=Message(fault)), hint)
        for code, fault in zip(written[wrong], faults[wrong], strict=True)
    ]
    absent = (written == "") & coded
    missing = Notice("code-missing", message("the record has no code"), hint)
    return [
        *at_rows(notices, villages[wrong]),
        *at_rows([missing] * int(absent.sum()), villages[absent]),
    ]


def _parent_notices(villages: pd.DataFrame, written: pd.Series) -> list[Notice]:
    apart = (
        (villages["code"] != "")
        & written.str.match(KECAMATAN_PATTERN)
        & (written != villages["kecamatan_code"])
    )
    notices = [
        Notice(
            "code-parent",
            message("code {code} is not of kecamatan {kecamatan}", code=code, kecamatan=parent),
            message("correct one of the two codes; the village code is used"),
        )
        for code, parent in zip(villages.loc[apart, "code"], written[apart], strict=True)
    ]
    return at_rows(notices, villages[apart])


def _name_notices(villages: pd.DataFrame, fields: Fields) -> list[Notice]:
    hint = message("name the field with --name, or write the name in the file")
    if not fields.name and len(villages):
        source = str(villages["source"].iloc[0])
        text = message("no field with names of villages was found")
        return [Notice("name-field-missing", text, hint, source)]
    nameless = villages[villages["name"] == ""]
    notice = Notice("name-missing", message("the record has no name"), hint)
    return at_rows([notice] * len(nameless), nameless)


def at_rows(notices: list[Notice], villages: pd.DataFrame) -> list[Notice]:
    """The notices with the record each concerns; after `MOST_NOTICES` one for all the others."""
    records = zip(villages["source"], villages["row"], villages["name"], strict=True)
    given = [
        Notice(notice.code, notice.message, notice.hint, place(*record))
        for notice, record in zip(notices, list(records)[:MOST_NOTICES], strict=False)
    ]
    if len(notices) > len(given):
        rest = message("{count} more records have the same fault", count=len(notices) - len(given))
        last = notices[-1]
        given.append(Notice(last.code, rest, last.hint, str(villages["source"].iloc[0])))
    return given
