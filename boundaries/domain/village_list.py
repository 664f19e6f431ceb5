"""The cartometric points of a village in the order of its coordinate list.

A list goes around the village with the village on the left hand: counter-clockwise along outer
rings, clockwise around holes. Every ring begins at its westernmost simpul, or at its westernmost
point where it has none, and ends with the point it began with. The largest part comes first, then
the others by size; the holes of a part follow it, the largest first.

Columns:

`village`  key
`part`     number of the part, from 1
`hole`     0 on the outer ring, else the number of the hole of this part, from 1
`order`    place in the ring, from 1
`point`    id of the point (`boundaries.domain.cartometric`)
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from boundaries.domain.cartometric import SIMPUL, Cartometric
from boundaries.errors import Notice
from boundaries.geometry.metrics import WGS84
from boundaries.messages import message

Shapes = NDArray[np.object_]

COLUMNS = ("village", "part", "hole", "order", "point")
CLOSED_WITHIN = 1e-9
"""Share of its length by which the border of a village may differ from closed rings."""


@dataclass(frozen=True)
class VillageLists:
    """The lists of some villages; `table` has the columns named above.

    `notices` tell which villages have no closed border among the segments.
    """

    table: pd.DataFrame
    notices: tuple[Notice, ...]


@dataclass(frozen=True)
class _Sites:
    """What rings are put together from: points of each segment, and facts about each point."""

    stations: dict[str, list[str]]
    simpul: set[str]
    longitude: dict[str, float]
    latitude: dict[str, float]

    def west(self, point: str) -> tuple[bool, float, float, str]:
        """Sorts the points of a ring: junctions first, each from west to east."""
        return (point not in self.simpul, self.longitude[point], self.latitude[point], point)


def village_lists(
    cartometric: Cartometric,
    villages: Sequence[str] | None = None,
    *,
    only: Mapping[str, Collection[str]] | None = None,
) -> VillageLists:
    """The lists of `villages` (keys), by default of all; see above for the order.

    With `only` (ids of points by village) others are passed over: where a border is not settled,
    the list goes on at the next point that is; rings without points have no rows. A village whose
    segments do not close to rings has no list but a notice.
    """
    sites = _sites(cartometric)
    every = frozenset(cartometric.points["id"])
    courses = cartometric.courses
    present = sorted({*courses["a"], *courses["b"]} - {""})
    tables, notices = [], []
    for village in present if villages is None else villages:
        own = courses[(courses["a"] == village) | (courses["b"] == village)]
        listed = every if only is None else only.get(village, ())
        table = _village(village, own, sites, listed)
        if table is None:
            notices.append(_open(village))
        else:
            tables.append(table)
    filled = [table for table in tables if len(table)]
    empty = pd.DataFrame(columns=list(COLUMNS))
    return VillageLists(
        table=pd.concat(filled, ignore_index=True) if filled else empty,
        notices=tuple(notices),
    )


def _sites(cartometric: Cartometric) -> _Sites:
    points = cartometric.points
    places = shapely.get_coordinates(points.geometry.to_numpy())
    crs = CRS.from_user_input(points.crs)
    lon, lat = Transformer.from_crs(crs, WGS84, always_xy=True).transform(*places.T)
    stations = cartometric.stations().groupby("segment", sort=False)["point"].agg(list)
    return _Sites(
        stations={str(segment): list(names) for segment, names in stations.items()},
        simpul={*points.loc[points["kind"] == SIMPUL, "id"]},
        longitude=dict(zip(points["id"], lon, strict=True)),
        latitude=dict(zip(points["id"], lat, strict=True)),
    )


def _village(
    village: str, own: gpd.GeoDataFrame, sites: _Sites, listed: Collection[str]
) -> pd.DataFrame | None:
    """The list of one village with the points `listed`; None where its segments do not close."""
    lines = own.geometry.to_numpy()
    area = shapely.build_area(shapely.geometrycollections(lines))
    polygons = shapely.get_parts(shapely.orient_polygons(area, exterior_cw=False))
    polygons = polygons[np.argsort(-shapely.area(polygons), kind="stable")]
    length = shapely.length(lines).sum()
    if not len(polygons) or abs(shapely.length(polygons).sum() - length) > CLOSED_WITHIN * length:
        return None
    rings, labels = _rings(polygons)
    middles = shapely.line_interpolate_point(lines, 0.5, normalized=True)
    ring = np.argmin(shapely.distance(middles[:, None], rings[None, :]), axis=1)
    place = shapely.line_locate_point(rings[ring], middles)
    on_left = (own["a"] == village).to_numpy() != own["turned"].to_numpy()
    walked: list[list[str]] = [[] for _ in rings]
    for row in np.lexsort((place, ring)):
        points = sites.stations[own["segment"].iat[row]]
        onward = points[:-1] if on_left[row] else points[:0:-1]
        walked[ring[row]].extend(point for point in onward if point in listed)
    rows = [
        (village, *labels[number], order, point)
        for number, points in enumerate(walked)
        if points
        for order, point in enumerate(_from_the_west(points, sites), start=1)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _rings(polygons: Shapes) -> tuple[Shapes, list[tuple[int, int]]]:
    """All rings in the order of the list, and the numbers of part and hole of each."""
    rings: list[shapely.LinearRing] = []
    labels = []
    for part, polygon in enumerate(polygons, start=1):
        holes = sorted(polygon.interiors, key=lambda ring: -shapely.Polygon(ring).area)
        rings += [polygon.exterior, *holes]
        labels += [(part, hole) for hole in range(len(holes) + 1)]
    return np.array(rings, dtype=object), labels


def _from_the_west(points: list[str], sites: _Sites) -> list[str]:
    """The ring from its westernmost junction or point, closed."""
    first = points.index(min(points, key=sites.west))
    return [*points[first:], *points[:first], points[first]]


def _open(village: str) -> Notice:
    return Notice(
        "village-not-closed",
        message("the segments of {village} do not close around it", village=village),
        message("wait until all of its segments are there, or list its segments one by one"),
        village,
    )
