"""What a map sheet is about: a village, a segment or a kecamatan, found in the land around it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from boundaries.domain.cartometric import Cartometric
from boundaries.domain.codes import KECAMATAN_LENGTH
from boundaries.domain.subjects import listed_by
from boundaries.domain.units import KECAMATAN, SEGMENT, VILLAGE
from boundaries.errors import ParameterError
from boundaries.messages import Gettext, Message, message
from boundaries.reports.labels import clean, parties
from boundaries.reports.map_sheet_words import (
    SheetSettings,
    kabupaten_name,
    province_name,
)

SOURCE_COLUMNS = ("name", "role", "edition", "date", "villages")


@dataclass(frozen=True)
class SheetGround:
    """The land that sheets are made of; all frames in one CRS in metres.

    Attributes
    ----------
    villages : one row per village: `key`, `code`, `name`, `type` ("desa", "kelurahan" or ""),
        `kecamatan`, `kecamatan_code`, `kabupaten` (names and code, "" unknown), `geometry`
        (Polygon or MultiPolygon); those around the subject too
    segments : `id` (several lines of one segment are numbered: "SG-X", "SG-X-2"), `a`, `b` (keys,
        `b` is "" where no village lies on the other side), `state`
        (values of `boundaries.domain.case.State`), `border_class` (7 province, 8 kabupaten, 9
        kecamatan, 10 village), `geometry` (LineString)
    cartometric : points of these segments, names included (`boundaries.domain.cartometric`)
    sources : `name`, `role` ("big" or "survey"), `edition` ("" unknown), `date` (when it was taken
        in), `villages` (set of the keys that it contains)
    as_of : date of the data
    """

    villages: gpd.GeoDataFrame
    segments: gpd.GeoDataFrame
    cartometric: Cartometric
    sources: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=[*SOURCE_COLUMNS]))
    as_of: datetime.date | None = None


@dataclass(frozen=True)
class Subject:
    """What a sheet is about.

    `kind` is "village", "segment" or "kecamatan". `villages` are the keys, `about` marks the
    segments of the ground, `bounds` (metres: west, south, east, north) are to be seen. `lines`
    stand in the title, `code` below it.
    """

    kind: str
    villages: frozenset[str]
    about: NDArray[np.bool_]
    bounds: tuple[float, float, float, float]
    lines: tuple[str, ...]
    code: str


def subject_of(
    ground: SheetGround, kind: str, code: str, settings: SheetSettings, gettext: Gettext
) -> Subject:
    """The village by key or code, the segment by id, the kecamatan by code or name.

    Raises `ParameterError` where the ground has no such thing.
    """
    find = {VILLAGE: _village, SEGMENT: _segment, KECAMATAN: _kecamatan}[kind]
    villages, about = find(ground, code)
    rows = ground.villages[ground.villages["key"].isin(villages).to_numpy()]
    shapes = ground.segments.geometry.to_numpy()[about]
    if kind != SEGMENT:
        shapes = np.concatenate((shapes, rows.geometry.to_numpy()))
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    names = {VILLAGE: _village_line, SEGMENT: _village_line, KECAMATAN: _kecamatan_line}[kind]
    return Subject(
        kind,
        frozenset(villages),
        about,
        (west, south, east, north),
        (names(rows, settings, gettext), *_higher(rows, kind, settings, gettext)),
        _code(rows, kind, code),
    )


def called(row: pd.Series, settings: SheetSettings) -> str:
    """The word and the name of a village, "Desa Sidomulyo"."""
    return clean(f"{settings.word(str(row['type']))} {row['name'] or row['key']}")


def _village(ground: SheetGround, code: str) -> tuple[set[str], NDArray[np.bool_]]:
    villages, segments = ground.villages, ground.segments
    keys = set(villages.loc[(villages["key"] == code) | (villages["code"] == code), "key"])
    if not keys:
        raise _unknown(VILLAGE, message("there is no village {code}", code=code))
    return keys, (segments["a"].isin(keys) | segments["b"].isin(keys)).to_numpy()


def _segment(ground: SheetGround, code: str) -> tuple[set[str], NDArray[np.bool_]]:
    ids = ground.segments["id"]
    rows = ((ids == code) | ids.str.startswith(f"{code}-")).to_numpy()
    if not rows.any():
        raise _unknown(SEGMENT, message("there is no segment {code}", code=code))
    sides = ground.segments.loc[rows, ["a", "b"]].to_numpy().ravel()
    return set(sides) - {""}, rows


def _kecamatan(ground: SheetGround, code: str) -> tuple[set[str], NDArray[np.bool_]]:
    villages, segments = ground.villages, ground.segments
    named = villages["kecamatan"].str.casefold() == code.casefold()
    keys = set(villages.loc[(villages["kecamatan_code"] == code) | named, "key"])
    if not keys:
        raise _unknown(KECAMATAN, message("there is no kecamatan {code}", code=code))
    return keys, (segments["a"].isin(keys) | segments["b"].isin(keys)).to_numpy()


def _unknown(kind: str, what: Message) -> ParameterError:
    return ParameterError("sheet-subject", what, listed_by(kind))


def _village_line(rows: pd.DataFrame, settings: SheetSettings, _gettext: Gettext) -> str:
    return parties(called(row, settings) for _, row in rows.iterrows())


def _kecamatan_line(rows: pd.DataFrame, _settings: SheetSettings, gettext: Gettext) -> str:
    return _of_kecamatan(_distinct(rows["kecamatan"]), gettext)


def _of_kecamatan(names: Sequence[str], gettext: Gettext) -> str:
    return parties(message("Kecamatan {name}", name=name).render(gettext) for name in names)


def _higher(rows: pd.DataFrame, kind: str, settings: SheetSettings, gettext: Gettext) -> list[str]:
    """Kecamatan, kabupaten and province of the villages, as far as they are known."""
    codes = [code[:KECAMATAN_LENGTH] for code in rows["code"]]
    kabupaten = _distinct(
        kabupaten_name(code, name) for code, name in zip(codes, rows["kabupaten"], strict=True)
    )
    provinces = _distinct(province_name(code) for code in codes)
    lines = [settings.kabupaten or parties(kabupaten), settings.province or parties(provinces)]
    if kind != KECAMATAN:
        lines.insert(0, _of_kecamatan(_distinct(rows["kecamatan"]), gettext))
    return [line for line in lines if line]


def _distinct(values: Iterable[str]) -> list[str]:
    return [value for value in dict.fromkeys(map(clean, values)) if value]


def _code(rows: pd.DataFrame, kind: str, code: str) -> str:
    if kind == KECAMATAN:
        return clean(str(rows["kecamatan_code"].iat[0]) or code)
    codes = parties(rows["code"].where(rows["code"] != "", rows["key"]))
    return f"{codes} ({code})" if kind == SEGMENT else codes
