"""Segments and cartometric points of small hand-made villages."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd
from shapely import Geometry, box

from boundaries.domain.cartometric import Cartometric, cartometric_points
from boundaries.domain.claims import source_claims
from boundaries.domain.owners import owners_of
from boundaries.domain.segment import Segments, segments
from boundaries.domain.tk_selection import PointRule
from boundaries.geometry.mosaic import build_mosaic

CRS = "EPSG:32647"
EAST, NORTH = 500_000, 300_000
A, B, C = "12.09.01.1001", "12.09.01.2002", "12.09.02.2001"
TEE = {A: box(0, 500, 1000, 1000), B: box(1000, 500, 2000, 1000), C: box(0, 0, 2000, 500)}
"""Three villages of a junction at (1000, 500).

    +---+---+  y 1000
    | A | B |
    +---+---+  y 500    A and B of one kecamatan, C of the next
    |   C   |
    +-------+
"""
VILLAGES = pd.DataFrame(
    {
        "name": ["Contoh", "Bandar", "Air Jernih"],
        "word": ["Kelurahan", "Desa", "Desa"],
        "kecamatan": ["Hilir", "Hilir", "Hulu"],
    },
    index=[A, B, C],
)
CORNERS = PointRule(bend_m=1, least_m=0, greatest_m=10_000)
"""Every corner is a point, and nothing else."""


def moved(shape: Geometry) -> gpd.GeoSeries:
    """The shape, drawn around the origin, where the villages lie."""
    return gpd.GeoSeries([shape], crs=CRS).translate(EAST, NORTH)


def borders_of(shapes: Mapping[str, Geometry]) -> Segments:
    """The segments between villages; coordinates count from (500000, 300000)."""
    keys = list(shapes)
    villages = gpd.GeoDataFrame(
        {
            "source": "layer", "role": "layer", "row": range(len(keys)), "key": keys, "code": keys,
            "name": keys, "kecamatan": [key[:8] for key in keys],
            "kecamatan_code": [key[:8] for key in keys], "kabupaten": "Asahan", "type": "desa",
        },
        geometry=list(shapes.values()),
        crs=CRS,
    )  # fmt: skip
    villages["geometry"] = villages.geometry.translate(EAST, NORTH)
    mosaic = build_mosaic(villages.geometry.to_numpy())
    claims = source_claims(mosaic, villages, (villages["role"] == "layer").to_numpy())
    return segments(mosaic, owners_of(mosaic, claims), villages)


def points_of(shapes: Mapping[str, Geometry], rule: PointRule = CORNERS) -> Cartometric:
    """The cartometric points of villages."""
    borders = borders_of(shapes)
    return cartometric_points(borders.lines, borders.simpul, rule=rule)


def place_of(cartometric: Cartometric, point: str) -> tuple[float, float]:
    """Where a point lies, counted from the origin of the villages."""
    at = cartometric.points.set_index("id").geometry[point]
    return round(at.x - EAST, 3), round(at.y - NORTH, 3)
