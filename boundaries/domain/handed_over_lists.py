"""Whether coordinate lists that are handed over list the points that are handed over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from boundaries.domain.cartometric import SIMPUL
from boundaries.domain.grid_zone import parse_metres
from boundaries.domain.handed_over import MAKE_AGAIN, Layers
from boundaries.domain.handed_over_features import ON_LINE_M, metric, misread, touched
from boundaries.domain.tk_names import parse_name
from boundaries.errors import Notice
from boundaries.messages import Message, figure, message

FIRST_ROW = 2
"""The row of a spreadsheet that the first row of a list is."""
WEST_STEP = 1e-6
"""Degrees by which points may be equally far west."""


@dataclass(frozen=True)
class PointList:
    """A coordinate list as it lies in a file.

    `table` has text in the columns `number`, `point` (name, or id where there is none), `lat`,
    `lon`, `x` and `y`. A list `around` villages has their key in `code` too, and begins anew at
    number 1; see `boundaries.domain.village_list`. Others list every point once.
    """

    file: str
    around: bool
    table: pd.DataFrame


def list_faults(lists: Sequence[PointList], layers: Layers, crs: CRS, zone: int) -> list[Notice]:
    """Rows and lists that do not fit the points of the layers, each with file and row.

    `crs` is the working CRS, `zone` the EPSG code of the metres of points.
    """
    points = layers.points
    called = points["name"].where(points["name"] != "", points["id"])
    place = pd.Series(range(len(points)), index=called).groupby(level=0).first()
    expected = _around(layers, crs) if any(one.around for one in lists) else _Expected({}, {})
    faults = []
    for one in lists:
        at = one.table["point"].map(place)
        known = one.table.assign(at=at.fillna(-1).astype(int))[at.notna().to_numpy()]
        faults += [*_unknown(one, at), *_elsewhere(one.file, known, points, zone)]
        faults += _of_villages(one, known, layers, expected) if one.around else _all(one, called)
    return faults


def _told(code: str, file: str, text: Message) -> Notice:
    return Notice(code, Message(text.template, {**text.values, "file": file}), MAKE_AGAIN, file)


def _unknown(one: PointList, at: pd.Series) -> Iterator[Notice]:
    for row, name in one.table.loc[at.isna(), "point"].items():
        told = message("{file}, row {row}: there is no point {point}",
                       row=int(str(row)) + FIRST_ROW, point=name)  # fmt: skip
        yield _told("list-point", one.file, told)


def _elsewhere(
    file: str, known: pd.DataFrame, points: gpd.GeoDataFrame, zone: int
) -> Iterator[Notice]:
    """Rows whose coordinates are not those of their point."""
    if known.empty:
        return
    metres = {name: parse_metres(known[name].tolist()) for name in "xy"}
    there = points.geometry.to_numpy()[known["at"]]
    away = misread(gpd.GeoDataFrame(known.assign(**metres), geometry=there), zone)
    for row, name, off in zip(known.index, known["point"], away, strict=True):
        if off > ON_LINE_M:
            text = message("{file}, row {row}: the coordinates of {point} cannot be read")
            if np.isfinite(off):
                text = message("{file}, row {row}: the coordinates lie {metres} m from {point}")
            values = {"row": row + FIRST_ROW, "point": name, "metres": figure(off, ",.2f")}
            yield _told("list-coordinates", file, Message(text.template, values))


def _all(one: PointList, called: pd.Series) -> Iterator[Notice]:
    """Points that the list lacks or repeats."""
    count = Counter(one.table["point"])
    for name in called:
        if count[name] != 1:
            told = message("{file} lists {point} {count} times", point=name, count=count[name])
            yield _told("list-incomplete", one.file, told)


@dataclass(frozen=True)
class _Expected:
    """By key of a village the places (rows) of points: those on its border, and its own.

    Junctions within centimetres of each other are on the borders of villages of one another; a
    village's own are those with its code in their name.
    """

    beside: dict[str, set[int]]
    own: dict[str, set[int]]


def _around(layers: Layers, crs: CRS) -> _Expected:
    """What the lists of the villages that segments name are to hold."""
    sides = {*layers.segments["a"], *layers.segments["b"]}
    keys = [key for key in layers.villages["key"] if key in sides]
    ways = pd.Series(
        metric(layers.segments.geometry.to_numpy(), crs), index=layers.segments["id"], dtype=object
    )
    places = metric(layers.points.geometry.to_numpy(), crs)
    near = pd.Series(touched(layers, places, ways)).explode().dropna()
    near = near[near.isin(keys)]
    names = [parse_name(name) for name in layers.points["name"]]
    named = pd.Series([name and frozenset(name.codes) for name in names], dtype=object)
    codes = named.explode()
    bears = pd.MultiIndex.from_arrays([codes.index, codes])
    pairs = pd.MultiIndex.from_arrays([near.index, near])
    own = pairs.isin(bears) | named.isna().to_numpy()[near.index]
    return _Expected(_by_key(near, keys), _by_key(near[own], keys))


def _by_key(near: pd.Series, keys: Sequence[str]) -> dict[str, set[int]]:
    """The places by village; `near` has villages by place."""
    found = near.index.to_series().groupby(near.to_numpy()).agg(set).to_dict()
    return {key: found.get(key, set()) for key in keys}


def _of_villages(
    one: PointList, known: pd.DataFrame, layers: Layers, expected: _Expected
) -> Iterator[Notice]:
    """Villages whose list is not that of the points on their border, in their order."""
    listed = known.groupby("code")["at"].agg(set).to_dict()
    for key, beside in expected.beside.items():
        here = listed.get(key, set())
        missing, more = expected.own[key] - here, here - beside
        if missing or more:
            told = message("{file}: the list of {village} lacks {missing} points, and has {more} "
                           "that are not on its border", village=key, missing=len(missing),
                           more=len(more))  # fmt: skip
            yield _told("list-village", one.file, told)
    shapes = dict(zip(layers.villages["key"], layers.villages.geometry, strict=True))
    ring = (one.table["number"] == "1").cumsum()
    for _, rows in known.groupby(ring.loc[known.index]):
        key = str(rows["code"].iat[0])
        wrong = _disorder(rows, layers.points, shapes[key]) if key in shapes else _STRANGE
        if wrong is not None:
            values = {"village": key, "row": rows.index[0] + FIRST_ROW}
            yield _told("list-order", one.file, Message(wrong.template, values))


_STRANGE = message("{file}, row {row}: there is no village {village}")
_OPEN = message("{file}, row {row}: the list of {village} does not end where it begins")
_START = message(
    "{file}, row {row}: the list of {village} does not begin at its westernmost junction"
)
_ORDER = message("{file}, row {row}: the list of {village} does not go around it once")


def _disorder(
    rows: pd.DataFrame, points: gpd.GeoDataFrame, land: shapely.Geometry
) -> Message | None:
    """What is wrong with the order of a ring of points, None where nothing is."""
    at = rows["at"].to_numpy()
    if len(at) < 2 or at[0] != at[-1] or len({*at}) != len(at) - 1:
        return _OPEN
    own = points.iloc[at[:-1]]
    lon = shapely.get_x(own.geometry.to_numpy())
    simpul = (own["kind"] == SIMPUL).to_numpy()
    if lon[0] > lon[simpul if simpul.any() else slice(None)].min() + WEST_STEP or (
        simpul.any() and not simpul[0]
    ):
        return _START
    along = shapely.line_locate_point(_ring(land, own), own.geometry.to_numpy())
    return _ORDER if (np.diff(np.append(along, along[0])) < 0).sum() > 1 else None


def _ring(land: shapely.Geometry, own: gpd.GeoDataFrame) -> shapely.LinearRing:
    """The ring of a village that the points lie on, its land on the left."""
    parts = shapely.get_parts(shapely.orient_polygons(land, exterior_cw=False))
    rings: NDArray[np.object_] = shapely.get_rings(parts)
    away = shapely.distance(rings[:, None], own.geometry.to_numpy()[None, :]).max(axis=1)
    return rings[int(np.argmin(away))]
