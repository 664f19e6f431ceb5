"""Layers as they are handed over, and whether they are a coverage with a line on every edge.

Layers are in degrees (WGS 84 or SRGI2013), rounded. Columns beside `geometry`:

villages   `key`, `code`, `name`, `kecamatan_code`, `type`, `area_m2`
segments   `id`, `segment`, `a`, `b` (keys of villages, "" for none), `state`, `hash`, `pair_type`,
           `border_class`, `character`, `status` (STSBTS), `length_m`
points     `id`, `kind`, `name`, `segment` (id of the line, "" at a junction), `lat`, `lon` (text),
           `x`, `y` (metres)
kecamatan  `code`, `name`, `area_m2`
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from boundaries.errors import Notice
from boundaries.geometry.crs import in_indonesia
from boundaries.messages import Message, figure, message

Geometries = NDArray[np.object_]

MAKE_AGAIN = message("make the package again from the workspace")
SIDES = ["x1", "y1", "x2", "y2"]


@dataclass(frozen=True)
class Layers:
    """The four layers named above, rounded to `decimals` of a degree."""

    villages: gpd.GeoDataFrame
    segments: gpd.GeoDataFrame
    points: gpd.GeoDataFrame
    kecamatan: gpd.GeoDataFrame
    decimals: int


@dataclass(frozen=True)
class Opening:
    """Land of no village that a package says it has: why, how much, and a place in it."""

    reason: str
    area_m2: float
    lon: float
    lat: float


def shape_faults(layers: Layers) -> list[Notice]:
    """Shapes that are missing, cross themselves or lie outside of Indonesia.

    The other checks need shapes without such faults.
    """
    tables = (
        (layers.villages, "key"), (layers.segments, "id"), (layers.points, "id"),
        (layers.kecamatan, "name"),
    )  # fmt: skip
    faults = []
    for table, names in tables:
        shapes = table.geometry.to_numpy()
        there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
        sound = there & shapely.is_valid(shapes)
        sound[sound] = in_indonesia(shapely.bounds(shapes[sound]))
        for name in table[names][~sound]:
            told = message("the shape of {feature} is missing, crosses itself or lies elsewhere",
                           feature=name)  # fmt: skip
            faults.append(Notice("shape-unsound", told, MAKE_AGAIN, str(name)))
    if layers.villages.empty:
        faults.append(Notice("no-village", message("there is no village"), MAKE_AGAIN))
    return faults


def topology_faults(layers: Layers, openings: Sequence[Opening]) -> list[Notice]:
    """What keeps villages and segments from being a coverage, each with its place."""
    return [
        *_overlaps(layers),
        *_gaps(layers, openings),
        *_edge_faults(layers),
        *_kecamatan_faults(layers),
    ]


def place_of(shape: shapely.Geometry) -> str:
    """Longitude and latitude of a place on a shape, as text."""
    point = shapely.point_on_surface(shape)
    return f"{point.x:.6f} {point.y:.6f}"


def position(lon: float, lat: float) -> Message:
    """A place in degrees, with the marks of the reader."""
    return message("longitude {lon}, latitude {lat}",
                   lon=figure(lon, ".6f"), lat=figure(lat, ".6f"))  # fmt: skip


def position_of(shape: shapely.Geometry) -> Message:
    """The place that `place_of` notes, for a text."""
    point = shapely.point_on_surface(shape)
    return position(point.x, point.y)


def _overlaps(layers: Layers) -> list[Notice]:
    """Villages that cover each other's land, or whose edges do not match."""
    shapes = layers.villages.geometry.to_numpy()
    wrong = shapely.coverage_invalid_edges(shapes)
    return [
        Notice(
            "overlap",
            message(
                "{village} and a neighbour overlap, or their edges do not match, at {place}",
                village=key,
                place=position_of(edge),
            ),
            MAKE_AGAIN,
            str(key),
        )
        for key, edge in zip(layers.villages["key"], wrong, strict=True)
        if edge is not None and not edge.is_empty
    ]


def _gaps(layers: Layers, openings: Sequence[Opening]) -> list[Notice]:
    """Holes that are not stated, and stated ones that are none."""
    land = shapely.union_all(layers.villages.geometry.to_numpy())
    holes = [shapely.Polygon(ring) for part in shapely.get_parts(land) for ring in part.interiors]
    stated = np.array([shapely.Point(one.lon, one.lat) for one in openings], dtype=object)
    faults = []
    for hole in holes:
        if not shapely.contains(hole, stated).any():
            told = message("land of no village among the villages at {place}",
                           place=position_of(hole))  # fmt: skip
            hint = message("settle whose land it is, or have the enclave confirmed")
            faults.append(Notice("gap", told, hint, place_of(hole)))
    filled = [one for one, point in zip(openings, stated, strict=True)
              if not any(hole.contains(point) for hole in holes)]  # fmt: skip
    for one in filled:
        place = f"{one.lon:.6f} {one.lat:.6f}"
        told = message("the opening at {place} is stated but not there",
                       place=position(one.lon, one.lat))  # fmt: skip
        faults.append(Notice("opening-gone", told, MAKE_AGAIN, place))
    return faults


def _edge_faults(layers: Layers) -> list[Notice]:
    """Edges of villages that are on no line or several, and lines between other villages."""
    villages, segments = layers.villages, layers.segments
    outlines = shapely.boundary(villages.geometry.to_numpy())
    of_villages = _edges(outlines, villages["key"], layers.decimals)
    of_lines = _edges(segments.geometry.to_numpy(), segments["id"], layers.decimals)
    keys, lines = _by_edge(of_villages), _by_edge(of_lines)
    here = set(villages["key"])
    beside = {
        row.id: tuple(sorted({row.a, row.b} & here))
        for row in segments[["id", "a", "b"]].itertuples()
    }
    both = pd.concat([keys.rename("keys"), lines.rename("lines")], axis=1)
    bare = both[both["lines"].isna()]
    off = both[both["keys"].isna()]
    there = both[both["keys"].notna() & both["lines"].notna()]
    several = there[there["lines"].map(len) > 1]
    single = there[there["lines"].map(len) == 1]
    other = single[[beside[names[0]] != keys for names, keys in
                    zip(single["lines"], single["keys"], strict=True)]]  # fmt: skip
    decimals = layers.decimals
    return [
        *_told("edge-without-line", bare["keys"], decimals,
               message("{count} edges of {feature} are on no segment, one at {place}")),
        *_told("line-off-village", off["lines"], decimals,
               message("{count} edges of {feature} are no edges of a village, one at {place}")),
        *_told("line-twice", several["lines"], decimals,
               message("{count} edges of {feature} are on another segment too, one at {place}")),
        *_told("other-sides", other["lines"], decimals,
               message("{count} edges of {feature} lie between other villages, one at {place}")),
    ]  # fmt: skip


def _by_edge(edges: pd.DataFrame) -> pd.Series:
    """By the ends of an edge (`SIDES`) the features that it belongs to, sorted."""
    edges = edges.sort_values([*SIDES, "feature"])
    ends = edges[SIDES].to_numpy()
    first = np.ones(len(ends), dtype=bool)
    first[1:] = (ends[1:] != ends[:-1]).any(axis=1)
    features = edges["feature"].tolist()
    starts = [*np.flatnonzero(first).tolist(), len(features)]
    return pd.Series(
        [tuple(features[start:stop]) for start, stop in itertools.pairwise(starts)],
        index=pd.MultiIndex.from_frame(edges[SIDES][first]),
        dtype=object,
    )


def _edges(shapes: Geometries, names: Iterable[str], decimals: int) -> pd.DataFrame:
    """The undirected edges of shapes, ends in whole steps of rounding: `SIDES` and `feature`."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    corners, part = shapely.get_coordinates(parts, return_index=True)
    cells = np.rint(corners * 10.0**decimals).astype(np.int64)
    follows = part[1:] == part[:-1]
    first, last = cells[:-1][follows], cells[1:][follows]
    turned = (first[:, 0] > last[:, 0]) | ((first[:, 0] == last[:, 0]) & (first[:, 1] > last[:, 1]))
    low, high = (np.where(turned[:, None], *pair) for pair in ((last, first), (first, last)))
    table = pd.DataFrame(np.column_stack((low, high)), columns=SIDES)
    features = np.array(list(names), dtype=object)[owner[part[:-1][follows]]]
    return table.assign(feature=features)


def _told(code: str, features: pd.Series, decimals: int, text: Message) -> list[Notice]:
    """One notice per feature of some edges."""
    rows = features.explode()
    notices = []
    for name, edges in rows.groupby(rows):
        x, y = (value / 10**decimals for value in edges.index[0][:2])
        told = Message(
            text.template, {"count": len(edges), "feature": name, "place": position(x, y)}
        )
        notices.append(Notice(code, told, MAKE_AGAIN, str(name)))
    return notices


def _kecamatan_faults(layers: Layers) -> list[Notice]:
    """Kecamatan that are not the union of their villages; those without code are not looked at."""
    step = 10.0**-layers.decimals
    faults = []
    for row in layers.kecamatan[layers.kecamatan["code"] != ""].itertuples():
        own = layers.villages["kecamatan_code"] == row.code
        union = shapely.union_all(layers.villages.geometry.to_numpy()[own])
        other = shapely.symmetric_difference(union, row.geometry)
        if other.area > step * shapely.length(union):
            told = message("kecamatan {kecamatan} is not the union of its villages at {place}",
                           kecamatan=row.name or row.code, place=position_of(other))  # fmt: skip
            faults.append(Notice("kecamatan-differs", told, MAKE_AGAIN, str(row.code)))
    return faults
