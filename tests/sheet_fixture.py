"""The ground of map sheets over small hand-made villages."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd
from shapely import Geometry, affinity

from boundaries.domain.cartometric import cartometric_points
from boundaries.domain.case import State
from boundaries.domain.tk_selection import PointRule
from boundaries.reports.map_sheet import MapSheet, map_sheet
from boundaries.reports.map_sheet_shown import SheetOptions
from boundaries.reports.map_sheet_subject import SOURCE_COLUMNS, SheetGround
from tests.cartometric_fixture import CORNERS, EAST, NORTH, TEE, VILLAGES, A, borders_of

ENGLISH = SheetOptions(gettext=str, language="en")
DAY = datetime.date(2026, 11, 21)
WIDE: dict[str, Geometry] = {
    key: affinity.scale(shape, 3, 3, origin=(0, 0)) for key, shape in TEE.items()
}
"""The villages A, B and C of `tests.cartometric_fixture`, three times as large: 6 x 3 km."""


def ground_of(
    shapes: Mapping[str, Geometry] = WIDE,
    *,
    states: Mapping[frozenset[str], State] | None = None,
    rule: PointRule = CORNERS,
) -> SheetGround:
    """The ground of villages called as `VILLAGES` says; `states` of segments by their villages."""
    borders = borders_of(shapes)
    known = states or {}
    pairs = zip(borders.lines["a"], borders.lines["b"], strict=True)
    state = [known.get(frozenset({a, b} - {""}), State.INDIKATIF).value for a, b in pairs]
    names = VILLAGES.reindex(list(shapes))
    villages = gpd.GeoDataFrame(
        {
            "key": list(shapes),
            "code": list(shapes),
            "name": names["name"].fillna("Tanpa Nama").to_numpy(),
            "type": names["word"].fillna("Desa").str.lower().to_numpy(),
            "kecamatan": names["kecamatan"].fillna("Hilir").to_numpy(),
            "kecamatan_code": [key[:8] for key in shapes],
            "kabupaten": "Asahan",
        },
        geometry=list(shapes.values()),
        crs=borders.lines.crs,
    )
    villages["geometry"] = villages.geometry.translate(EAST, NORTH)
    columns = ["id", "a", "b", "state", "border_class", "geometry"]
    sources = [("BIG", "big", "2023-09-28", DAY, frozenset(shapes))]
    return SheetGround(
        villages=villages,
        segments=borders.lines.assign(state=state)[columns],
        cartometric=cartometric_points(borders.lines, borders.simpul, rule=rule),
        sources=pd.DataFrame(sources, columns=list(SOURCE_COLUMNS)),
        as_of=DAY,
    )


def sheet_of_a(ground: SheetGround | None = None, options: SheetOptions = ENGLISH) -> MapSheet:
    """The sheet of the village A."""
    return map_sheet(ground or ground_of(), "village", A, options)


def written(content: bytes, folder: Path) -> Path:
    """A PDF as a file."""
    path = folder / "sheet.pdf"
    path.write_bytes(content)
    return path


def segment_between(ground: SheetGround, *keys: str) -> str:
    """The id of the segment of these villages."""
    rows = zip(ground.segments["id"], ground.segments["a"], ground.segments["b"], strict=True)
    return next(str(key) for key, a, b in rows if {a, b} - {""} == set(keys))
