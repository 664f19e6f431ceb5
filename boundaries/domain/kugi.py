"""A submission in the fields of BIG's feature catalogue (KUGI): areas, lines and points.

Each table has the fields of its schema in `FIELDS`, and `geometry`. Texts that are longer than
their field are cut; the full name of a village always stands in NAMOBJ. Codes of BPS, names of
provinces that are not known and fields whose meaning is contested (WIADPR ...) stay empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from boundaries.domain.case import LINE_STATUS, State
from boundaries.domain.coverage_lines import border_class_of
from boundaries.domain.submission import Submission

TEXT, WHOLE, REAL = "text", "whole", "real"
VILLAGES, KECAMATAN, LINES, POINTS = (
    "ADMINISTRASI_AR_DESAKEL", "ADMINISTRASI_AR_KECAMATAN", "ADMINISTRASI_LN_DESAKEL",
    "TITIK_KARTOMETRIK_PT",
)  # fmt: skip
VILLAGE_FEATURE = "BA03070040"
"""FCODE of the area of a desa or kelurahan; that of the others is not published."""
DESA, KELURAHAN = 1, 2
LAND, UNKNOWN = 1, 999
HECTARE_M2 = 10_000.0
SEPARATOR = " | "


@dataclass(frozen=True)
class Field:
    """A field: its name of at most 10 characters, its kind, the length of a text in bytes.

    `must` says whether a submission is incomplete without it.
    """

    name: str
    kind: str = TEXT
    length: int = 50
    must: bool = False


def _area_fields(must: Sequence[str]) -> tuple[Field, ...]:
    texts = {"NAMOBJ": 250, "FCODE": 50, "REMARK": 250, "METADATA": 50, "SRS_ID": 50, "LCODE": 50}
    names = [*"KDPPUM KDPKAB KDCPUM KDEPUM KDPBPS KDBBPS KDCBPS KDEBPS".split(),
             *"WADMPR WADMKK WADMKC WADMKD WIADPR WIADKK WIADKC WIADKD".split()]  # fmt: skip
    return (
        *(Field(name, length=length, must=name in must) for name, length in texts.items()),
        *(Field(name, must=name in must) for name in names),
        Field("TIPADM", WHOLE, must="TIPADM" in must),
        Field("LUASWH", REAL),
        Field("UUPP", length=150, must="UUPP" in must),
        Field("LUAS", REAL, must=True),
    )


ALWAYS = ("NAMOBJ", "METADATA", "SRS_ID", "KDPPUM", "KDPKAB", "KDCPUM", "WADMKK", "WADMKC", "UUPP")
FIELDS: dict[str, tuple[Field, ...]] = {
    VILLAGES: _area_fields((*ALWAYS, "FCODE", "REMARK", "KDEPUM", "WADMKD", "TIPADM")),
    KECAMATAN: _area_fields(ALWAYS),
    LINES: (
        Field("NAMOBJ", length=250, must=True),
        Field("FCODE"),
        Field("ADMIN1", must=True),
        Field("ADMIN2"),
        *(Field(f"{name}{side}") for name in ("WAPRO", "WAKBK", "WADKC", "WAKLD") for side in "12"),
        Field("KLBADM", WHOLE, must=True),
        Field("TIPTBT", WHOLE, must=True),
        Field("KARKTR", WHOLE, must=True),
        Field("STSBTS", WHOLE, must=True),
        Field("TIPLOK", WHOLE, must=True),
        Field("PJGBTS", REAL, must=True),
        Field("UUPP", length=150, must=True),
        Field("REMARK", length=250, must=True),
        Field("METADATA", must=True),
        Field("SRS_ID", must=True),
        Field("LCODE"),
        Field("KELAS"),
        Field("LOKASI"),
    ),
    POINTS: (
        Field("NAMOBJ", length=250, must=True),
        Field("FCODE"),
        Field("REMARK", length=250, must=True),
        Field("METUKR", must=True),
        Field("KLBADM", WHOLE, must=True),
        Field("KOORDY_DMS", must=True),
        Field("KOORDX_DMS", must=True),
        Field("UTMX", REAL, must=True),
        Field("UTMY", REAL, must=True),
        Field("METADATA", must=True),
        Field("SRS_ID", must=True),
        Field("LCODE"),
    ),
}
DOMAINS: dict[str, frozenset[int]] = {
    "KLBADM": frozenset({7, 8, 9, 10, 11, 13, 14, 15, 16, 999}),
    "TIPTBT": frozenset({*range(1, 11), 999}),
    "KARKTR": frozenset({1, 2, 999}),
    "STSBTS": frozenset({1, 2, 3, 999}),
    "TIPLOK": frozenset({1, 2, 999}),
    "TIPADM": frozenset({1, 2, 4, 5, 6, 999}),
}
"""The values that a coded field may have."""


@dataclass(frozen=True)
class About:
    """What holds for all rows: METADATA, SRS_ID, and the names of provinces by code.

    `origins` says of segments (by their id in the workspace) where the line is from.
    """

    metadata: str
    srs: str
    provinces: Mapping[str, str]
    origins: Mapping[str, str]


def kugi_tables(submitted: Submission, about: About) -> dict[str, gpd.GeoDataFrame]:
    """The tables of a submission by name of the layer."""
    tables = {
        VILLAGES: _villages(submitted, about),
        KECAMATAN: _kecamatan(submitted, about),
        LINES: _lines(submitted, about),
        POINTS: _points(submitted, about),
    }
    return {name: _fitted(name, table) for name, table in tables.items()}


def cut(text: str, length: int) -> str:
    """The beginning of a text that has at most `length` bytes in UTF-8."""
    return text.encode()[:length].decode(errors="ignore")


def _villages(submitted: Submission, about: About) -> gpd.GeoDataFrame:
    table = submitted.villages
    remark = [
        SEPARATOR.join((key, state, "" if finished else "BELUM SELESAI")).removesuffix(SEPARATOR)
        for key, state, finished in zip(
            table["key"], table["state"], table["finished"], strict=True
        )
    ]
    return _area(table, table["kecamatan_code"], about).assign(
        NAMOBJ=table["name"],
        FCODE=VILLAGE_FEATURE,
        REMARK=remark,
        KDEPUM=table["code"],
        WADMKC=table["kecamatan"],
        WADMKD=table["name"],
        TIPADM=table["type"].map({"desa": DESA, "kelurahan": KELURAHAN}),
    )


def _kecamatan(submitted: Submission, about: About) -> gpd.GeoDataFrame:
    table = submitted.kecamatan
    remark = [
        state + ("" if complete else f"{SEPARATOR}TIDAK LENGKAP")
        for state, complete in zip(table["state"], table["complete"], strict=True)
    ]
    return _area(table, table["code"], about).assign(
        NAMOBJ=table["name"], REMARK=remark, WADMKC=table["name"]
    )


def _area(table: gpd.GeoDataFrame, kecamatan: pd.Series, about: About) -> gpd.GeoDataFrame:
    """What villages and kecamatan have alike."""
    return gpd.GeoDataFrame(
        {
            "METADATA": about.metadata,
            "SRS_ID": about.srs,
            "KDPPUM": kecamatan.str[:2],
            "KDPKAB": kecamatan.str[:5],
            "KDCPUM": kecamatan,
            "WADMPR": kecamatan.str[:2].map(dict(about.provinces)),
            "WADMKK": table["kabupaten"],
            "LUASWH": 0.0,
            "UUPP": "Kesepakatan batas desa",
            "LUAS": (table["area_m2"] / HECTARE_M2).round(4),
        },
        geometry=table.geometry,
    )


def _lines(submitted: Submission, about: About) -> gpd.GeoDataFrame:
    table, facts = submitted.segments, submitted.names
    sides = {
        f"{field}{number}": [facts.get(key, {}).get(name, "") for key in table[side]]
        for field, name in (
            ("ADMIN", "code"), ("WAKBK", "kabupaten"), ("WADKC", "kecamatan"), ("WAKLD", "name")
        )
        for number, side in (("1", "a"), ("2", "b"))
    }  # fmt: skip
    provinces = {
        f"WAPRO{side}": [about.provinces.get(code[:2], "") for code in sides[f"ADMIN{side}"]]
        for side in "12"
    }
    names = [
        f"{one or key} - {other or beyond or other_key}"
        for one, key, other, other_key, beyond in zip(
            sides["WAKLD1"], table["a"], sides["WAKLD2"], table["b"], table["beyond"], strict=True
        )
    ]
    return gpd.GeoDataFrame(
        {
            "NAMOBJ": names,
            **sides,
            **provinces,
            "KLBADM": table["border_class"],
            "TIPTBT": table["pair_type"].where(table["pair_type"] > 0, UNKNOWN),
            "KARKTR": table["character"],
            "STSBTS": [line_status(state) for state in table["state"]],
            "TIPLOK": LAND,
            "PJGBTS": table["length_m"].round(2),
            "UUPP": [about.origins.get(key, "Peta indikatif BIG") for key in table["segment"]],
            "REMARK": [
                SEPARATOR.join(part for part in parts if part)
                for parts in zip(table["id"], table["state"], table["hash"], strict=True)
            ],
            "METADATA": about.metadata,
            "SRS_ID": about.srs,
        },
        geometry=table.geometry,
    )


def line_status(state: str) -> int:
    """STSBTS of a state; that of a line without one is not affirmed."""
    return LINE_STATUS[State(state)] if state else LINE_STATUS[State.INDIKATIF]


def _points(submitted: Submission, about: About) -> gpd.GeoDataFrame:
    table = submitted.points
    classes = submitted.segments.set_index("id")["border_class"]
    highest = [border_class_of(codes) for codes in table["codes"]]
    return gpd.GeoDataFrame(
        {
            "NAMOBJ": table["name"],
            "REMARK": [
                SEPARATOR.join(part for part in parts if part)
                for parts in zip(table["id"], table["kind"], table["segment"], strict=True)
            ],
            "METUKR": "Kartometrik",
            "KLBADM": table["segment"].map(classes).fillna(pd.Series(highest, index=table.index)),
            "KOORDY_DMS": table["lat"],
            "KOORDX_DMS": table["lon"],
            "UTMX": table["x"],
            "UTMY": table["y"],
            "METADATA": about.metadata,
            "SRS_ID": about.srs,
        },
        geometry=table.geometry,
    )


def _fitted(name: str, table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The table with exactly the fields of its schema, texts cut to their length."""
    columns: dict[str, pd.Series] = {}
    for field in FIELDS[name]:
        values = table.get(field.name, pd.Series(None, index=table.index, dtype=object))
        if field.kind == TEXT:
            texts = [cut(str(text), field.length) for text in values.fillna("")]
            columns[field.name] = pd.Series(texts, index=table.index, dtype=object)
        elif field.kind == WHOLE:
            whole = [UNKNOWN if pd.isna(value) else int(value) for value in values]
            columns[field.name] = pd.Series(whole, index=table.index, dtype="int32")
        else:
            columns[field.name] = values.astype("float64")
    return gpd.GeoDataFrame(columns, geometry=table.geometry)
