"""Where the table says that kabupaten lie."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from boundaries.domain.envelopes import (
    boxes_by_code,
    boxes_of,
    codes_by_name,
    names_by_code,
    regions,
)
from boundaries.geometry.crs import INDONESIA
from boundaries.geometry.readings import distances_km


def test_the_table_is_whole() -> None:
    """514 kabupaten and kota in 38 provinces, all in Indonesia, with their own names."""
    codes = [code for code in boxes_by_code() if len(code) == 5]
    assert len(codes) == len(names_by_code()) == len(codes_by_name()) == 514
    assert len(boxes_by_code()) - len(codes) == 38
    boxes = boxes_of(np.array(codes, dtype=object))
    assert (boxes[:, :2] < boxes[:, 2:]).all()
    assert (boxes[:, :2] >= np.subtract(INDONESIA[:2], 0.1)).all()
    assert (boxes[:, 2:] <= np.add(INDONESIA[2:], 0.1)).all()


@pytest.mark.parametrize(
    ("code", "name", "west", "south", "east", "north"),
    [
        ("12.09", "Asahan", 99.1, 2.6, 99.9, 3.1),
        ("33.27", "Pemalang", 109.3, -7.2, 109.5, -6.9),
        ("64.08", "Kutai Timur", 116.0, -1.2, 118.9, 1.8),
    ],
)
def test_known_districts(
    code: str, name: str, west: float, south: float, east: float, north: float
) -> None:
    """The extents that atlases give lie within, and no box is wider than they by half a degree."""
    assert names_by_code()[code] == name
    box = boxes_by_code()[code]
    assert box[0] <= west and box[1] <= south and box[2] >= east and box[3] >= north  # noqa: PT018
    assert np.abs(np.subtract(box, (west, south, east, north))).max() <= 0.5
    province = boxes_by_code()[code[:2]]
    assert province[0] <= box[0] and province[3] >= box[3]  # noqa: PT018


def series(*values: str) -> pd.Series:
    return pd.Series(values, dtype=object)


def test_regions_by_code_bps_code_and_name() -> None:
    found = regions(
        series("12.09.20.1001", "", "", "", "", "12.99.01.2001", "99.01.01.2001"),
        series("", "1209080001", "9401010001", "", "", "", ""),
        series("", "Pemalang", "", "KAB. PEMALANG", "Kota Medan", "", ""),
    )
    assert found.tolist() == ["12.09", "12.09", "", "33.27", "12.71", "12", ""]
    assert np.isnan(boxes_of(found)[[2, 6]]).all()


def test_villages_of_a_province_lie_where_the_table_says(real: Callable[[str], Path]) -> None:
    frame = gpd.read_parquet(real("sumut/big.parquet"))
    middle = shapely.get_coordinates(frame.geometry.centroid.to_crs(4326).to_numpy())
    codes = frame["KDEPUM"].fillna("").astype(object)
    empty = pd.Series("", index=codes.index, dtype=object)
    away = distances_km(middle, boxes_of(regions(codes, empty, empty)))
    assert (away > 20).sum() <= 1
