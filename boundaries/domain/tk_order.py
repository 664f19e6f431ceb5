"""In which direction the points of a segment are counted, and which numbers they bear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from boundaries.domain.segment import KABUPATEN, KECAMATAN

COAST_REACH_M = 50.0
"""A segment that comes this near to the coastline is counted toward the sea."""
COAST_DIFFERENCE_M = 10.0
"""The ends must differ by more than this in their distance to the coastline."""

BY_COAST, BY_KABUPATEN, BY_KECAMATAN = "coast", "kabupaten", "kecamatan"
BY_NAME, AS_DRAWN = "name", "drawn"
RULES = (BY_COAST, BY_KABUPATEN, BY_KECAMATAN, BY_NAME, AS_DRAWN)

Codes = Sequence[tuple[str, ...]]
Mask = NDArray[np.bool_]


def directions(
    lines: gpd.GeoDataFrame,
    simpul_names: Mapping[str, str],
    coastline: gpd.GeoSeries | None = None,
) -> pd.DataFrame:
    """For each segment whether it is counted against its line (`turned`), and by which `rule`.

    The first rule that tells the ends apart decides: "coast": toward the end nearer to the sea,
    where the segment comes within 50 m of the coastline and the ends differ by more than 10 m;
    "kabupaten", "kecamatan": toward the end where such a border meets; "name": from the lower to
    the higher name of the simpul; "drawn": as the line runs, `a` on the left.

    `lines` has the columns `start`, `end`, `border_class` of `boundaries.domain.segment`;
    `coastline` the CRS of `lines`.
    """
    leads = [
        (BY_COAST, *_coast(lines, coastline)),
        (BY_KABUPATEN, *_ends_on(lines, KABUPATEN)),
        (BY_KECAMATAN, *_ends_on(lines, KECAMATAN)),
        (BY_NAME, *_names(lines, simpul_names)),
    ]
    closed = (lines["start"] == lines["end"]).to_numpy()
    rule = np.full(len(lines), AS_DRAWN, dtype=object)
    turned = np.zeros(len(lines), dtype=bool)
    open_yet = ~closed
    for name, to_start, to_end in leads:
        decided = open_yet & (to_start != to_end)
        rule[decided] = name
        turned[decided] = to_start[decided]
        open_yet = open_yet & ~decided
    return pd.DataFrame({"turned": turned, "rule": rule}, index=lines.index)


def simpul_ranks(simpul: gpd.GeoDataFrame, codes: Codes) -> NDArray[np.int64]:
    """The rank from 1 of each junction among those of the same codes, from west to east."""
    x, y = simpul.geometry.x, simpul.geometry.y
    return _counted(simpul["id"], codes, x, y, pd.Series(1, index=simpul.index))


def first_numbers(
    courses: gpd.GeoDataFrame, codes: Codes, counts: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The number of the first ordinary point of each segment.

    Segments of the same codes are counted through from west to east, by their bounds. `courses` has
    the columns `segment` and `geometry`, `codes` and `counts` belong to its rows.
    """
    bounds = courses.geometry.bounds
    sizes = pd.Series(counts, index=courses.index)
    ends = _counted(courses["segment"], codes, bounds["minx"], bounds["miny"], sizes)
    return ends - counts + 1


def _counted(
    ids: pd.Series, codes: Codes, x: pd.Series, y: pd.Series, sizes: pd.Series
) -> NDArray[np.int64]:
    """The running sum of `sizes` among rows of the same codes, in the order of x, y and id."""
    table = pd.DataFrame(
        {"id": ids, "x": x, "y": y, "size": sizes, "codes": pd.Series(list(codes), index=ids.index)}
    )
    ordered = table.sort_values(["x", "y", "id"])
    sums = ordered.groupby("codes", sort=False)["size"].cumsum()
    return np.asarray(sums.reindex(table.index), dtype=np.int64)


def _coast(lines: gpd.GeoDataFrame, coastline: gpd.GeoSeries | None) -> tuple[Mask, Mask]:
    none = np.zeros(len(lines), dtype=bool)
    if coastline is None or coastline.empty:
        return none, none
    sea = shapely.union_all(coastline.to_numpy())
    shapely.prepare(sea)
    shapes = lines.geometry.to_numpy()
    near = shapely.dwithin(shapes, sea, COAST_REACH_M)
    start, end = (shapely.distance(shapely.get_point(shapes, place), sea) for place in (0, -1))
    return near & (end - start > COAST_DIFFERENCE_M), near & (start - end > COAST_DIFFERENCE_M)


def _ends_on(lines: gpd.GeoDataFrame, border_class: int) -> tuple[Mask, Mask]:
    """Which starts and ends lie on a border of this class or a higher one."""
    serving = lines[(lines["border_class"] <= border_class).to_numpy()]
    reached = {*serving["start"], *serving["end"]} - {""}
    return (
        np.asarray(lines["start"].isin(reached), dtype=bool),
        np.asarray(lines["end"].isin(reached), dtype=bool),
    )


def _names(lines: gpd.GeoDataFrame, simpul_names: Mapping[str, str]) -> tuple[Mask, Mask]:
    start, end = (
        np.array([simpul_names.get(key, "") for key in lines[name]], dtype=object)
        for name in ("start", "end")
    )
    return np.asarray(start > end, dtype=bool), np.asarray(end > start, dtype=bool)
