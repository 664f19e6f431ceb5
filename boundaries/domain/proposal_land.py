"""The land of two villages under a line between them: whose it is, and what changes sides."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from boundaries.domain.corridor import Corridor
from boundaries.domain.site import Site, owned_land
from boundaries.geometry.between import land_between
from boundaries.geometry.metrics import ellipsoidal_areas
from boundaries.geometry.mosaic import Mosaic, build_mosaic, face_groups, merge_faces

Indices = NDArray[np.int64]

NOBODY = 2
"""Stands beside 0 and 1 for the giver of land that the reference gives to nobody or to several."""


@dataclass(frozen=True)
class Land:
    """The frames `parts`, `settled`, `left` and `gains` of a `Proposal`."""

    parts: gpd.GeoDataFrame
    settled: gpd.GeoDataFrame
    left: gpd.GeoDataFrame
    gains: gpd.GeoDataFrame


def land_under(site: Site, corridor: Corridor, line: shapely.LineString) -> Land:
    """All land of both villages by the side of the line it lies on."""
    between = land_between(site.line, line)
    is_open, disputed = site.disputed["open"].to_numpy(dtype=bool), site.disputed.geometry
    layers = (
        [site.land_of(site.a)], [site.land_of(site.b)], [between.to_left], [between.to_right],
        corridor.polygons,
        disputed.to_numpy()[is_open & site.own_disputed],
        disputed.to_numpy()[is_open & ~site.own_disputed],
        corridor.rest,
    )  # fmt: skip
    mosaic = build_mosaic(np.concatenate([np.array(shapes, dtype=object) for shapes in layers]))
    layer = np.repeat(np.arange(len(layers)), [len(shapes) for shapes in layers])
    claimed = np.zeros((len(mosaic.faces), len(layers)), dtype=bool)
    claimed[mosaic.claim_face, layer[mosaic.claim_polygon]] = True
    of_a, of_b, to_left, to_right, parted, open_here, open_there, rest = claimed.T
    owner = np.where(of_a, 0, np.where(of_b, 1, -1))
    after = np.where((owner == 1) & to_left, 0, owner)
    after = np.where((owner == 0) & to_right, 1, after)
    before = np.where(open_here | (open_there & (after != owner)), NOBODY, owner)
    settled = (after != before) | parted
    return Land(
        parts=_by_village(site, mosaic, after),
        settled=_by_village(site, mosaic, np.where(settled, after, -1)),
        left=_by_village(site, mosaic, np.where(rest & ~settled, after, -1)),
        gains=_gains(site, mosaic, before, after),
    )


def _by_village(site: Site, mosaic: Mosaic, owner: Indices) -> gpd.GeoDataFrame:
    land = owned_land(mosaic, owner, (site.a, site.b), site.land.crs)
    return land.rename(columns={"key": "village"})


def _gains(site: Site, mosaic: Mosaic, before: Indices, after: Indices) -> gpd.GeoDataFrame:
    """The faces that 0 or 1 gains, put together where they are connected and from the same."""
    keys = np.array([site.a, site.b, ""], dtype=object)
    groups = face_groups(np.where(after != before, before * len(keys) + after, -1), mosaic)
    shapes = merge_faces(mosaic.faces, groups)
    _, first = np.unique(groups[groups >= 0], return_index=True)
    giver, taker = (keys[owner[groups >= 0][first]] for owner in (before, after))
    areas = ellipsoidal_areas(shapes, CRS.from_user_input(site.land.crs))
    order = np.argsort(-areas, kind="stable")
    return gpd.GeoDataFrame(
        {
            "village_from": giver[order],
            "village_to": taker[order],
            "area_m2": areas[order],
        },
        geometry=shapes[order],
        crs=site.land.crs,
    )
