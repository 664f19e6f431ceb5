"""What stands at the cartometric points of a segment, and which way the border goes on from them.

Columns of the description, one row per station of a segment in the direction of counting:

`segment`, `order`, `point`  as in `Cartometric.stations`
`bearing`   direction of the next point in degrees from true north, clockwise, along the geodesic;
            NaN for the last point
`compass`   the eighth of the compass it lies in: "n", "ne", ... "nw"; "" for the last point
`next`      id of the next point; "" for the last
`next_m`    length of the line to the next point on the ellipsoid; NaN for the last point
`feature`   "river", "road", "coast" or "land" for what the point stands on; "" where nothing is
`stands`    the same in words (Message); None where nothing is
`text`      the description (Message): a junction by the villages that meet there, grouped by
            kecamatan, and what it stands on; an ordinary point by what it stands on
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import reduce

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Geod, Transformer

from boundaries.domain.cartometric import SIMPUL, Cartometric
from boundaries.geometry.lines import ellipsoidal_lengths
from boundaries.geometry.metrics import WGS84
from boundaries.messages import Message, message

REACH_M = 3.0
"""What lies farther from a point than this does not describe it."""
FEATURES = ("river", "road", "coast", "land")
"""Kinds of layers; the first within reach describes a point."""
COMPASS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")
COMPASS_WORDS = {
    "n": message("north"),
    "ne": message("northeast"),
    "e": message("east"),
    "se": message("southeast"),
    "s": message("south"),
    "sw": message("southwest"),
    "w": message("west"),
    "nw": message("northwest"),
}
NAMED = {
    "river": message("on the river {name}").template,
    "road": message("on the road {name}").template,
    "coast": message("on the coast of {name}").template,
    "land": message("on land used as {name}").template,
}
GENERIC = {
    "river": re.compile(r"^(?:(?:sungai|sei)\b|s\.)\s*", re.IGNORECASE),
    "road": re.compile(r"^(?:jalan|jln|jl)\b\.?\s*", re.IGNORECASE),
    "coast": re.compile(r"^pantai\b\s*", re.IGNORECASE),
}
"""Words before the proper name that the description says itself."""
UNNAMED = {
    "river": message("on a river"),
    "road": message("on a road"),
    "coast": message("on the coast"),
    "land": message("on land of unknown use"),
}

Floats = NDArray[np.float64]


def compass_points(bearings: Floats) -> list[str]:
    """The eighth of the compass of each bearing in degrees; "" for NaN.

    An eighth reaches 22.5 degrees to both sides of its direction, the lower limit included.
    """
    eighth = np.floor((np.nan_to_num(bearings) + 22.5) / 45).astype(np.int64) % 8
    known = np.isfinite(bearings)
    return [
        COMPASS[place] if is_known else "" for place, is_known in zip(eighth, known, strict=True)
    ]


def describe_points(
    cartometric: Cartometric,
    villages: pd.DataFrame,
    layers: Mapping[str, gpd.GeoDataFrame] | None = None,
) -> pd.DataFrame:
    """The description of the points along each segment, with the columns named above.

    `villages` tells by key (the index, unique) the `name`, the `word` for the kind ("Desa",
    "Kelurahan", "Nagari") and the `kecamatan` of each village; "" where unknown. `layers` holds by
    kind (`FEATURES`) lines or areas in the CRS of the points, with a column `name`.
    """
    stations = cartometric.stations()
    points = cartometric.points.set_index("id")
    features = _features(points, layers or {})
    here = points.loc[stations["point"]]
    last = (stations["segment"] != stations["segment"].shift(-1)).to_numpy()
    bearing, length = _onward(here, last, cartometric)
    compass = compass_points(bearing)
    stands = [_stands(*features.get(point, ("", ""))) for point in stations["point"]]
    texts = [
        _simpul_text(keys, villages, on) if kind == SIMPUL else _ordinary_text(on)
        for kind, keys, on in zip(here["kind"], here["villages"], stands, strict=True)
    ]
    return stations.assign(
        bearing=bearing,
        compass=_texts(compass),
        next=stations["point"].shift(-1).where(~last, "").astype(object),
        next_m=length,
        feature=_texts([features.get(point, ("", ""))[0] for point in stations["point"]]),
        stands=_texts(stands),
        text=_texts(texts),
    )


def _onward(
    here: gpd.GeoDataFrame, last: NDArray[np.bool_], cartometric: Cartometric
) -> tuple[Floats, Floats]:
    """Bearing toward the next station and length of the line to it; NaN for the last ones."""
    crs = CRS.from_user_input(here.crs)
    places = shapely.get_coordinates(here.geometry.to_numpy())
    lon, lat = Transformer.from_crs(crs, WGS84, always_xy=True).transform(*places.T)
    azimuth, _, _ = Geod(ellps="WGS84").inv(lon, lat, np.roll(lon, -1), np.roll(lat, -1))
    lines = cartometric.courses.geometry.to_numpy()
    course = np.cumsum(np.append(False, last[:-1]))
    drawn = shapely.length(lines)[course]
    at = np.where(last, drawn, np.nan_to_num(here["at_m"]))
    share = (np.roll(at, -1) - at) / drawn
    length = share * ellipsoidal_lengths(lines, crs)[course]
    return (
        np.where(last, np.nan, np.asarray(azimuth) % 360),
        np.where(last, np.nan, length),
    )


def _features(
    points: gpd.GeoDataFrame, layers: Mapping[str, gpd.GeoDataFrame]
) -> dict[str, tuple[str, str]]:
    """By id of a point the kind and the name of what it stands on, where it stands on something."""
    found: dict[str, tuple[str, str]] = {}
    shapes = points.geometry.to_numpy()
    for kind in reversed(FEATURES):
        layer = layers.get(kind)
        if layer is None or layer.empty:
            continue
        tree = shapely.STRtree(layer.geometry.to_numpy())
        (one, other), distance = tree.query_nearest(
            shapes, max_distance=REACH_M, return_distance=True
        )
        names = [str(name) if isinstance(name, str) else "" for name in layer["name"]]
        order = np.lexsort((other, [names[place] for place in other], distance.round(3), one))
        for place in order[::-1]:
            found[points.index[one[place]]] = (kind, names[other[place]])
    return found


def _stands(kind: str, name: str) -> Message | None:
    if not kind:
        return None
    proper = GENERIC[kind].sub("", name) if kind in GENERIC else name
    return message(NAMED[kind], name=proper) if proper else UNNAMED[kind]


def _ordinary_text(stands: Message | None) -> Message:
    if stands is None:
        return message("Point on the border line")
    return message("Point {stands}", stands=stands)


def _simpul_text(keys: Sequence[str], villages: pd.DataFrame, stands: Message | None) -> Message:
    """Where which villages meet, grouped by kecamatan."""
    of_kecamatan: dict[str, list[str]] = {}
    for key in keys:
        kecamatan, text = _described(key, villages)
        of_kecamatan.setdefault(kecamatan, []).append(text)
    groups = [_of_kecamatan(kecamatan, names) for kecamatan, names in of_kecamatan.items()]
    if stands is None:
        return message("Junction of {villages}", villages=_listed(groups))
    return message("Junction of {villages}, {stands}", villages=_listed(groups), stands=stands)


def _described(key: str, villages: pd.DataFrame) -> tuple[str, str]:
    """The kecamatan of a village, and the village by its kind and name, else by its key."""
    if key not in villages.index:
        return "", key
    name, word, kecamatan = (str(villages.at[key, part]) for part in ("name", "word", "kecamatan"))
    return kecamatan, f"{word} {name or key}".strip()


def _of_kecamatan(kecamatan: str, names: list[str]) -> Message:
    together = _listed([Message("{name}", {"name": name}) for name in names])
    if not kecamatan:
        return together
    return message("{villages} (Kecamatan {kecamatan})", villages=together, kecamatan=kecamatan)


def _listed(parts: Sequence[Message]) -> Message:
    """The parts in one text: "a", "a and b", "a, b and c"."""
    if len(parts) == 1:
        return parts[0]
    head = reduce(lambda all_, one: message("{all}, {one}", all=all_, one=one), parts[:-1])
    return message("{all} and {last}", all=head, last=parts[-1])


def _texts(values: Sequence[object]) -> pd.Series:
    return pd.Series(list(values), dtype=object)
