"""Ids of cartometric points that outlive changes of the line and of the codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS, Transformer

from boundaries.domain.identifier import identifier, place_text
from boundaries.geometry.metrics import WGS84

KEPT_WITHIN_M = 1.0
"""A new point this near to an old one between the same villages is the same point."""


def point_ids(segments: Sequence[str], places: gpd.GeoSeries, prefix: str = "TK") -> list[str]:
    """Ids "TK-XXXXXXXX" from the id of the segment and the place to about a metre, all different.

    Of points nearer to each other the later ones in the given order bear a number.
    """
    points = shapely.get_coordinates(places.to_numpy())
    crs = CRS.from_user_input(places.crs)
    lon, lat = Transformer.from_crs(crs, WGS84, always_xy=True).transform(*points.T)
    wanted = [
        identifier(prefix, segment, place_text(x, y))
        for segment, x, y in zip(segments, lon, lat, strict=True)
    ]
    return _different(wanted, set())


def kept_ids(
    points: gpd.GeoDataFrame,
    previous: gpd.GeoDataFrame,
    *,
    within_m: float = KEPT_WITHIN_M,
    edition: Mapping[str, str] | None = None,
) -> list[str]:
    """The ids of `points`, where the nearest old point of the same kind and villages hands on its.

    Both have the columns `id`, `kind`, `villages` of `boundaries.domain.cartometric` and one CRS.
    `edition` gives the new keys of villages, in either of them. Every old id is handed on once, to
    the nearest; a new point that would bear the id of an old one elsewhere bears a number with it.
    """
    new = edition or {}
    now, then = points.geometry.to_numpy(), previous.geometry.to_numpy()
    one, other = shapely.STRtree(then).query(now, predicate="dwithin", distance=within_m)
    distance = shapely.distance(now[one], then[other])
    villages, old_villages = (
        [{new.get(key, key) for key in keys} for keys in frame["villages"]]
        for frame in (points, previous)
    )
    kinds, old_kinds = points["kind"].tolist(), previous["kind"].tolist()
    old_ids = previous["id"].tolist()
    handed: dict[int, str] = {}
    given: set[str] = set()
    for pair in np.lexsort((other, one, distance)):
        place, old = int(one[pair]), int(other[pair])
        same = villages[place] == old_villages[old] and kinds[place] == old_kinds[old]
        if same and place not in handed and old_ids[old] not in given:
            handed[place] = old_ids[old]
            given.add(old_ids[old])
    wanted = points["id"].tolist()
    fresh = [place for place in range(len(points)) if place not in handed]
    named = _different([wanted[place] for place in fresh], {*old_ids})
    handed.update(zip(fresh, named, strict=True))
    return [handed[place] for place in range(len(points))]


def _different(wanted: Sequence[str], taken: set[str]) -> list[str]:
    """The ids, numbered from 2 where one is taken or occurs again."""
    used = set(taken)
    result = []
    for first in wanted:
        name, number = first, 2
        while name in used:
            name, number = f"{first}-{number}", number + 1
        used.add(name)
        result.append(name)
    return result
