"""Which columns of a layer say what: code, name, kecamatan, kabupaten, type, edition."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd

from boundaries.domain.codes import clean_text, holds_kemendagri_codes
from boundaries.errors import ParameterError
from boundaries.messages import message

CODE = (
    "kdepum", "kode_desa", "kode_kemendagri", "kode_pum", "kode", "kode_kel", "kode_kelurahan",
    "kode_desa_kel", "kode_wilayah", "kodedesa", "kd_desa", "kddesa", "id_desa", "iddesa", "code",
)  # fmt: skip
NAME = (
    "namobj", "wadmkd", "village", "adm4_en", "adm4_id", "adm4_name", "nama_desa", "nama_kel",
    "nama_kelurahan", "nama_desa_kel", "nama_desa_kelurahan", "namadesa", "nm_desa", "nmdesa",
    "nm_kel", "nmkel", "desa", "desa_kel", "desa_kelur", "desa_kelurahan", "desakel", "kel_desa",
    "kelurahan", "kelurahan_desa", "village_name", "nama", "name",
)  # fmt: skip
KECAMATAN = (
    "wadmkc", "district", "adm3_en", "adm3_id", "adm3_name", "nama_kec", "nama_kecamatan",
    "namakec", "nm_kec", "nmkec", "nm_kecamatan", "nmkecamatan", "kecamatan", "kec",
    "kecamatan_name", "district_name", "sub_district", "subdistrict", "kec_distrik", "nama_distrik",
    "distrik", "kapanewon", "kemantren", "wadkc",
)  # fmt: skip
KECAMATAN_CODE = (
    "kdcpum", "kode_kec", "kode_kecamatan", "kd_kec", "kdkec", "kodekec", "kd_kecamatan",
    "kode_distrik",
)  # fmt: skip
KABUPATEN = (
    "wadmkk", "regency", "adm2_en", "adm2_id", "adm2_name", "nama_kab", "nama_kabupaten",
    "namakab", "nm_kab", "nmkab", "kabupaten", "kab_kota", "kabkot", "kabkota", "kabupaten_kota",
    "kab",
)  # fmt: skip
TYPE = ("tipadm", "jenis", "tipe", "status_desa", "type")
BPS_CODE = (
    "village_code", "adm4_pcode", "kdebps", "kode_bps", "iddesa", "id_desa", "kode_desa", "kode",
)  # fmt: skip
EDITION = ("metadata",)
MEANINGS = (
    "code", "name", "kecamatan", "kecamatan_code", "kabupaten", "type", "bps_code", "edition",
)  # fmt: skip
"""What columns can say, as the attributes of `Fields` and the keys of a mapping are called."""

_USUAL_SHARE = 0.5


@dataclass(frozen=True)
class Fields:
    """Names of the columns of a layer by meaning, "" where there is none.

    `code` holds Kemendagri codes, `bps_code` BPS codes with or without the prefix "id". `schema`
    is a label of the origin: "KUGI 10K", "RBI 25K", "BPS", "kode/nama" or "" for free names.
    """

    code: str = ""
    name: str = ""
    kecamatan: str = ""
    kecamatan_code: str = ""
    kabupaten: str = ""
    type: str = ""
    bps_code: str = ""
    edition: str = ""
    schema: str = ""


def recognise_fields(
    frame: pd.DataFrame,
    *,
    code: str | None = None,
    name: str | None = None,
    mapped: Mapping[str, str] | None = None,
) -> Fields:
    """Find the columns by their names and values; `code` and `name` overrule the search.

    `mapped` gives columns by meaning (see `MEANINGS`), "" for a meaning without column; it counts
    before the search and after `code` and `name`.

    A column without values is passed over, and one is taken for the code only when it holds
    Kemendagri codes, or anything in the field KDEPUM or begun with dots, so that its faults are
    reported.
    Raises `ParameterError` when a column that was asked for does not exist.
    """
    columns = _Columns(frame)
    given = dict(mapped or {})
    options = {"code": code, "name": name}
    found: dict[str, str] = {}
    for meaning in MEANINGS:
        if options.get(meaning):
            found[meaning] = columns.asked(str(options[meaning]), f"--{meaning}")
        elif meaning in given:
            column = given[meaning]
            found[meaning] = columns.asked(column, f"--mapping, {meaning}") if column else ""
    if "code" not in found:
        found["code"] = columns.code()
    searches: dict[str, Callable[[], str]] = {
        "name": columns.name,
        "kecamatan": partial(columns.first, KECAMATAN),
        "kecamatan_code": partial(columns.first, KECAMATAN_CODE),
        "kabupaten": partial(columns.first, KABUPATEN),
        "type": partial(columns.first, TYPE),
        "bps_code": partial(columns.bps_code, besides=found["code"]),
        "edition": partial(columns.first, EDITION),
    }
    searched = {name: search() for name, search in searches.items() if name not in found}
    return Fields(**found, **searched, schema=columns.schema())


class _Columns:
    """The attribute columns of a frame, found by normalised name."""

    def __init__(self, frame: pd.DataFrame) -> None:
        names = [str(column) for column in frame.columns if column != "geometry"]
        self.names = names
        self.frame = frame
        self.cleaned: dict[str, pd.Series] = {}
        self.by_name: dict[str, str] = {}
        for column in names:
            self.by_name.setdefault(_normal(column), column)

    def values(self, column: str) -> pd.Series:
        """The values as text, cleaned when first needed."""
        if column not in self.cleaned:
            self.cleaned[column] = clean_text(self.frame[column])
        return self.cleaned[column]

    def asked(self, column: str, option: str) -> str:
        """The column of that name, upper and lower case alike if need be."""
        same = [known for known in self.names if known == column]
        alike = [known for known in self.names if known.casefold() == column.casefold()]
        if same or len(alike) == 1:
            return (same or alike)[0]
        raise ParameterError(
            "field-unknown",
            message("there is no field {field} ({option})", field=column, option=option),
            message("the fields are: {fields}", fields=", ".join(self.names) or "-"),
        )

    def present(self, candidates: tuple[str, ...]) -> list[str]:
        """The candidates that exist and hold any value, in their order."""
        found = [self.by_name[name] for name in candidates if name in self.by_name]
        return [column for column in found if self.filled(column) > 0]

    def first(self, candidates: tuple[str, ...]) -> str:
        return next(iter(self.present(candidates)), "")

    def filled(self, column: str) -> float:
        """The share of rows with a value."""
        values = self.values(column)
        return float((values != "").mean()) if len(values) else 0.0

    def code(self) -> str:
        for column in self.present(CODE):
            values = self.values(column)
            dotted = values.str.match(r"\d\d\.\d\d\D?").any()
            if _normal(column) == "kdepum" or dotted or holds_kemendagri_codes(values):
                return column
        return ""

    def name(self) -> str:
        """The first candidate that most rows fill, else the fullest, else a likely column."""
        found = self.present(NAME)
        usual = [column for column in found if self.filled(column) >= _USUAL_SHARE]
        if found:
            return (usual or sorted(found, key=self.filled, reverse=True))[0]
        likely = re.compile(r"(^|_)(desa|kel|kelurahan|nama|name|village)(_|$)")
        taken = {*CODE, *BPS_CODE, *KECAMATAN, *KECAMATAN_CODE, *KABUPATEN, *TYPE}
        return next(
            (
                column
                for column in self.names
                if likely.search(_normal(column))
                and _normal(column) not in taken
                and self.values(column).str.contains("[a-zA-Z]", regex=True).any()
            ),
            "",
        )

    def bps_code(self, *, besides: str) -> str:
        for column in self.present(BPS_CODE):
            codes = self.values(column).str.fullmatch(r"([iI][dD])?\d{10}(\.0)?")
            if column != besides and codes.any():
                return column
        return ""

    def schema(self) -> str:
        known = set(self.by_name)
        if known >= {"namobj", "lcode"} and "kdepum" in known and self.is_empty("kdepum"):
            return "RBI 25K"
        if known >= {"namobj", "kdepum"}:
            return "KUGI 10K"
        if known & {"village_code", "adm4_pcode", "adm4_en"}:
            return "BPS"
        return "kode/nama" if known >= {"kode", "nama"} else ""

    def is_empty(self, name: str) -> bool:
        return self.filled(self.by_name[name]) == 0


def _normal(column: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", column.casefold()).strip("_")
