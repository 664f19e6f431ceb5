"""Villages drawn with letters, for tests of owners, segments and correspondence."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import box

from boundaries.domain.claims import SourceClaims, source_claims
from boundaries.domain.owners import owners_of
from boundaries.domain.segment import Segments, segments
from boundaries.geometry.mosaic import Mosaic, build_mosaic

CRS = "EPSG:32647"
CENTRE = 500_000.0
"""Easting of the central meridian: lengths in the plane are 0.9996 of those on the ellipsoid."""
SCALE = 0.9996
EQUATOR_M = 300_000.0


def table(shapes: dict[str, shapely.Geometry], **columns: dict[str, str]) -> gpd.GeoDataFrame:
    """Villages of one source at the central meridian; coordinates count from (500000, 300000).

    `columns` give further texts by key: `role`, `type`, `code`, `kecamatan_code`...
    """
    keys = list(shapes)
    names = ("role", "code", "type", "kecamatan", "kecamatan_code", "kabupaten")
    texts = {name: [columns.get(name, {}).get(key, "") for key in keys] for name in names}
    moved = shapely.transform(
        np.array(list(shapes.values()), dtype=object), lambda xy: np.add(xy, [CENTRE, EQUATOR_M])
    )
    return gpd.GeoDataFrame({"key": keys, "source": "map", **texts}, geometry=moved, crs=CRS)


def drawn(rows: list[str], size: float = 100.0) -> dict[str, shapely.Geometry]:
    """Villages from a drawing of squares of `size` metres, north at the top; "." is nobody."""
    cells: dict[str, list[shapely.Geometry]] = {}
    for y, row in enumerate(reversed(rows)):
        for x, letter in enumerate(row):
            square = box(x * size, y * size, (x + 1) * size, (y + 1) * size)
            cells.setdefault(letter, []).append(square)
    return {key: shapely.union_all(cells[key]) for key in sorted(cells) if key != "."}


def mosaic_of(villages: gpd.GeoDataFrame) -> tuple[Mosaic, SourceClaims]:
    """The mosaic of the villages, and the claims of all of them as one source."""
    mosaic = build_mosaic(villages.geometry.to_numpy())
    return mosaic, source_claims(mosaic, villages, np.ones(len(villages), dtype=bool))


@dataclass(frozen=True)
class TwoSources:
    """A reference and surveys in one mosaic, and the segments of the reference."""

    villages: gpd.GeoDataFrame
    mosaic: Mosaic
    reference: SourceClaims
    local: SourceClaims
    borders: Segments


def two_sources(
    reference: dict[str, shapely.Geometry], surveys: dict[str, shapely.Geometry]
) -> TwoSources:
    """The villages of both, the reference first, with all that comparing them starts from."""
    rows = [table(reference), table(surveys)]
    villages = gpd.GeoDataFrame(pd.concat(rows, ignore_index=True))
    ours = np.arange(len(villages)) < len(reference)
    mosaic = build_mosaic(villages.geometry.to_numpy())
    claims = source_claims(mosaic, villages, ours)
    borders = segments(mosaic, owners_of(mosaic, claims), villages)
    return TwoSources(villages, mosaic, claims, source_claims(mosaic, villages, ~ours), borders)
