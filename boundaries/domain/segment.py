"""Segments of border between neighbours, and the junctions (simpul) where they meet.

Columns of a segment:

`id`            stable identifier "SG-XXXXXXXX", from the pair of villages and their junctions
`a`, `b`        keys of the village on the left and on the right; `b` is "" where no village lies
                on the other side, else `a` < `b` as text
`start`, `end`  ids of the junctions; "" for a closed line that meets no other
`length_m`      length on the ellipsoid
`outer`         whether no village lies on the other side
`beyond`        what lies there then: "outside" of all villages, "enclave" (enclosed land without
                claim, to be confirmed), "gap" or "overlap" (land that several claim); "" else
`pair_type`     TIPTBT of the KUGI catalogue: 1 between provinces, 2 kabupaten-kabupaten, 3
                kota-kota, 4 kabupaten-kota, 5 kota-kabupaten, 6 between kecamatan, 7 desa-desa,
                8 kelurahan-kelurahan, 9 desa-kelurahan, 10 kelurahan-desa, the side `a` first;
                0 where it is not known
`border_class`  KLBADM, the highest class the segment serves: 7 province, 8 kabupaten or kota,
                9 kecamatan, 10 village (edges of gaps and overlaps too)
`geometry`      LineString in the working CRS

Columns of a junction:

`id`            stable identifier "SP-XXXXXXXX", from the villages and the place
`villages`      tuple of the keys of the villages that meet there, sorted
`degree`        number of segment ends that meet there; two where what lies beyond a border
                changes
`outer`         whether land of no village touches it
`point_contact` whether two of its villages have points in common, but nowhere a line
`geometry`      Point in the working CRS
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from boundaries.domain.identifier import identifier, place_text
from boundaries.domain.open_land import BEYOND, ENCLAVE, OUTER, open_land
from boundaries.domain.owners import Owners
from boundaries.domain.parameters import Parameters
from boundaries.geometry.arcs import NOBODY, Arcs, trace_arcs
from boundaries.geometry.edges import edges_of
from boundaries.geometry.lines import ellipsoidal_lengths
from boundaries.geometry.metrics import WGS84
from boundaries.geometry.mosaic import Mosaic

PROVINCE, KABUPATEN, KECAMATAN, VILLAGE = 7, 8, 9, 10
VILLAGE_PAIRS = {
    "desa-desa": 7,
    "kelurahan-kelurahan": 8,
    "desa-kelurahan": 9,
    "kelurahan-desa": 10,
}
FIRST_KOTA = 71
"""The second part of the code counts kota from here, kabupaten below."""

DEFAULTS = Parameters()

Texts = NDArray[np.object_]
Indices = NDArray[np.int64]


@dataclass(frozen=True)
class Segments:
    """The borders of one source or assignment of owners.

    `lines` and `simpul` have the columns named above and a RangeIndex; `units` gives by village key
    the `type`, `kecamatan`, `kabupaten` and `province` it belongs to ("" unknown) and whether the
    kabupaten is a `kota`.
    """

    lines: gpd.GeoDataFrame
    simpul: gpd.GeoDataFrame
    units: pd.DataFrame


def segments(
    mosaic: Mosaic,
    owners: Owners,
    villages: gpd.GeoDataFrame,
    *,
    complete: bool = True,
    parameters: Parameters = DEFAULTS,
) -> Segments:
    """The segments between the owners of the faces of a mosaic.

    `villages` has the columns of `boundaries.domain.analysis` and the CRS of the mosaic; the first
    record of a village decides. `parameters` tell enclaves from gaps. With `complete` the villages
    fill their kabupaten, so that the border towards the outside and around enclaves is its border;
    otherwise it is a village border only.
    """
    crs = CRS.from_user_input(villages.crs)
    count = len(owners.keys)
    kind = open_land(mosaic, owners, parameters, crs)
    label = np.where(kind < 0, owners.of_face, np.where(kind == OUTER, NOBODY, count + kind))
    arcs = _of_villages(trace_arcs(edges_of(mosaic.faces), label), count)
    b_place = np.where((arcs.right < 0) | (arcs.right >= count), count, arcs.right)
    keys = np.array([*owners.keys, ""], dtype=object)
    a, b = keys[arcs.left], keys[b_place]
    beyond = np.where(arcs.right < 0, OUTER, arcs.right - count)
    simpul = _simpul(arcs, a, b, crs)
    junction = np.append(simpul["id"].to_numpy(dtype=object), "")
    units = _units(villages)
    in_kabupaten = beyond > ENCLAVE if complete else np.ones(len(beyond), dtype=bool)
    outer_class = np.where(in_kabupaten, VILLAGE, KABUPATEN)
    pair_type, border_class = _classes(units, a, b, outer_class)
    lines = gpd.GeoDataFrame(
        {
            "id": _texts(_segment_ids(arcs, a, b, crs)),
            "a": _texts(a),
            "b": _texts(b),
            "start": _texts(junction[arcs.start]),
            "end": _texts(junction[arcs.end]),
            "length_m": ellipsoidal_lengths(arcs.lines, crs),
            "outer": b == "",
            "beyond": _texts(np.append(BEYOND, "").astype(object)[np.maximum(beyond, -1)]),
            "pair_type": pair_type,
            "border_class": border_class,
        },
        geometry=arcs.lines,
        crs=crs,
    )
    return Segments(lines, simpul, units)


def point_contacts(borders: Segments) -> pd.DataFrame:
    """Pairs of villages that touch in points only: `a`, `b` (keys, a < b) and `simpul` (id)."""
    known = set(zip(borders.lines["a"], borders.lines["b"], strict=True))
    rows = [
        (a, b, row.id)
        for row in borders.simpul.itertuples()
        for a, b in combinations(row.villages, 2)
        if (a, b) not in known
    ]
    return pd.DataFrame(sorted(rows), columns=["a", "b", "simpul"])


def derived_borders(
    borders: Segments, level: Literal["kecamatan", "kabupaten"]
) -> gpd.GeoDataFrame:
    """The borders between kecamatan or kabupaten, put together from the segments that serve them.

    One row per pair of units: `a`, `b` (codes or names, a < b; `b` is "" for the outer border),
    `length_m`, `segments` (tuple of ids) and `geometry` (LineString or MultiLineString).
    """
    lines = borders.lines
    lowest = KECAMATAN if level == "kecamatan" else KABUPATEN
    lines = lines[(lines["border_class"] <= lowest).to_numpy()]
    unit = borders.units[level].to_dict() | {"": ""}
    sides = [tuple(sorted((unit[a], unit[b]))) for a, b in zip(lines["a"], lines["b"], strict=True)]
    pairs = [(a, b) if a else (b, "") for a, b in sides]
    distinct = sorted(set(pairs))
    number = {pair: place for place, pair in enumerate(distinct)}
    group = np.array([number[pair] for pair in pairs], dtype=np.int64)
    order = np.argsort(group, kind="stable")
    merged = shapely.line_merge(
        shapely.multilinestrings(lines.geometry.to_numpy()[order], indices=group[order])
    )
    ids = lines["id"].to_numpy(dtype=object)
    return gpd.GeoDataFrame(
        {
            "a": _texts([a for a, _ in distinct]),
            "b": _texts([b for _, b in distinct]),
            "length_m": np.bincount(group, weights=lines["length_m"], minlength=len(distinct)),
            "segments": _texts([tuple(ids[group == place]) for place in range(len(distinct))]),
        },
        geometry=merged,
        crs=lines.crs,
    )


def _texts(values: Sequence[object] | Texts) -> pd.Series:
    return pd.Series(list(values), dtype=object)


def _of_villages(arcs: Arcs, count: int) -> Arcs:
    """The arcs that have a village, of a number below `count`, on the left, and their junctions."""
    kept = arcs.left < count
    start, end = arcs.start[kept], arcs.end[kept]
    ends = np.concatenate((start, end))
    degree = np.bincount(ends[ends >= 0], minlength=len(arcs.junctions)).astype(np.int64)
    met = degree > 0
    number = np.append(np.cumsum(met) - 1, -1)
    return Arcs(
        lines=arcs.lines[kept],
        left=arcs.left[kept],
        right=arcs.right[kept],
        start=number[start],
        end=number[end],
        junctions=arcs.junctions[met],
        degree=degree[met],
    )


def _simpul(arcs: Arcs, a: Texts, b: Texts, crs: CRS) -> gpd.GeoDataFrame:
    count = len(arcs.junctions)
    meeting: list[set[str]] = [set() for _ in range(count)]
    for ends in (arcs.start, arcs.end):
        for place in np.flatnonzero(ends >= 0):
            meeting[ends[place]].update((a[place], b[place]))
    villages = [tuple(sorted(keys - {""})) for keys in meeting]
    places = _places(arcs.junctions, crs)
    ids = [identifier("SP", *keys, place) for keys, place in zip(villages, places, strict=True)]
    known = set(zip(a, b, strict=True))
    return gpd.GeoDataFrame(
        {
            "id": _numbered(ids),
            "villages": _texts(villages),
            "degree": arcs.degree,
            "outer": np.array(["" in keys for keys in meeting], dtype=bool),
            "point_contact": np.array(
                [any(pair not in known for pair in combinations(keys, 2)) for keys in villages],
                dtype=bool,
            ),
        },
        geometry=shapely.points(arcs.junctions),
        crs=crs,
    )


def _places(points: NDArray[np.float64], crs: CRS) -> list[str]:
    lon, lat = Transformer.from_crs(crs, WGS84, always_xy=True).transform(*points.T)
    return [place_text(x, y) for x, y in zip(lon, lat, strict=True)]


def _numbered(ids: list[str]) -> pd.Series:
    """Unique ids: those of one hash are numbered in their order."""
    texts = _texts(ids)
    repeat = texts.groupby(texts).cumcount()
    return texts.where(repeat == 0, texts + "-" + (repeat + 1).astype(str)).astype(object)


def _segment_ids(arcs: Arcs, a: Texts, b: Texts, crs: CRS) -> list[str]:
    """Ids from the pair, the places of both ends, and the rank from west to east among equals."""
    ends = [
        _places(shapely.get_coordinates(shapely.get_point(arcs.lines, place)), crs)
        for place in (0, -1)
    ]
    places = [tuple(sorted(pair)) for pair in zip(*ends, strict=True)]
    parts = pd.DataFrame({"a": a, "b": b, "places": places}, dtype=object)
    middle = shapely.get_coordinates(shapely.centroid(arcs.lines))
    order = np.lexsort((middle[:, 1], middle[:, 0]))
    ordinal = parts.iloc[order].groupby(["a", "b", "places"]).cumcount().sort_index()
    return [
        identifier("SG", one, other, *pair, str(rank))
        for one, other, pair, rank in zip(a, b, places, ordinal, strict=True)
    ]


def _units(villages: pd.DataFrame) -> pd.DataFrame:
    first = villages.drop_duplicates("key").set_index("key")
    code = first["code"].astype(str)
    kabupaten = code.str[:5].where(code != "", first["kabupaten"])
    kecamatan = first["kecamatan_code"].where(first["kecamatan_code"] != "", first["kecamatan"])
    second = pd.to_numeric(code.str[3:5], errors="coerce").fillna(0)
    return pd.DataFrame(
        {
            "type": first["type"],
            "kecamatan": kecamatan,
            "kabupaten": kabupaten,
            "province": code.str[:2],
            "kota": second >= FIRST_KOTA,
        }
    )


def _classes(
    units: pd.DataFrame, a: Texts, b: Texts, outer_class: Indices
) -> tuple[Indices, Indices]:
    """Pair type and border class of segments between the villages `a` and `b`.

    `outer_class` is the class of those without a second village.
    """
    inner = b != ""
    left = units.reindex(a).reset_index(drop=True)
    right = units.reindex(np.where(inner, b, a)).reset_index(drop=True)

    def differ(level: str) -> NDArray[np.bool_]:
        known = (left[level] != "") & (right[level] != "")
        return np.asarray(known & (left[level] != right[level]))

    by_level = [differ(level) for level in ("province", "kabupaten", "kecamatan")]
    between_kabupaten = np.select(
        [left["kota"] & right["kota"], right["kota"], left["kota"]], [3, 4, 5], 2
    )
    types = left["type"] + "-" + right["type"]
    between_villages = types.map(VILLAGE_PAIRS).fillna(0)
    pair_type = np.select([~inner, *by_level], [0, 1, between_kabupaten, 6], between_villages)
    by_class = np.select(by_level, [PROVINCE, KABUPATEN, KECAMATAN], VILLAGE)
    border_class = np.where(inner, by_class, outer_class)
    return pair_type.astype(np.int64), border_class.astype(np.int64)
