from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from shapely import box

from tests.bench.answers import (
    Amount,
    amount,
    compare,
    geopandas_answer,
    repaired_answer,
    tapal_answer,
)

UTM = "EPSG:32647"
SCALE = 0.9996**2
"""Areal scale at the central meridian."""


def squares(*sides: float) -> gpd.GeoDataFrame:
    """Squares with these sides in metres, side by side on the central meridian near the equator."""
    shapes = [
        box(500_000, 1000 * k, 500_000 + side, 1000 * k + side) for k, side in enumerate(sides)
    ]
    return gpd.GeoDataFrame({"row": range(len(sides))}, geometry=shapes, crs=UTM)


def test_amount_counts_what_exceeds_one_square_metre() -> None:
    found = amount(np.array([0.5, 0.995, 1.0, 1.005, 2.0]))
    assert found == Amount(count=2, area_m2=3.005, fewest=1, most=4)


@pytest.mark.parametrize(
    ("ours", "theirs", "words"),
    [
        ((3, 100.0), (3, 100.09), "same"),
        ((3, 100.0), (3, 102.0), "area -2.0%"),
        ((4, 100.0), (3, 100.0), "at 1 m2 +1"),
        ((9, 100.0), (3, 50.0), "+6, area +100.0%"),
        ((1, 5.0), (0, 0.0), "at 1 m2 +1, area +inf%"),
        ((0, 0.0), (0, 0.0), "same"),
    ],
)
def test_counts_and_areas_are_compared(
    ours: tuple[int, float], theirs: tuple[int, float], words: str
) -> None:
    # Each tool has two things as near to 1 m2 that another may count them or not.
    one, other = (Amount(count, area, count - 1, count + 1) for count, area in (ours, theirs))
    assert compare(one, other) == words


def test_nothing_is_compared_with_a_tool_that_does_not_look() -> None:
    assert compare(amount(np.array([2.0])), None) == ""


def test_tapal_is_read_from_its_document(tmp_path: Path) -> None:
    document = tmp_path / "found.json"
    content = {
        "pairs": [{"kind": "overlap", "area_m2": 8.0}, {"kind": "mismatch", "area_m2": 9.0}],
        "findings": [
            {"kind": "overlap", "area_m2": 8.0},
            {"kind": "gap", "area_m2": 3.0},
            {"kind": "enclave", "area_m2": 4.0},
        ],
    }
    document.write_text(json.dumps(content), encoding="utf-8")
    answer = tapal_answer(document)
    assert answer.pairs == Amount(1, 8.0, 1, 1)
    assert answer.gaps == Amount(2, 7.0, 2, 2)


def test_geopandas_is_measured_on_the_ellipsoid(tmp_path: Path) -> None:
    squares(10, 0.5).to_parquet(tmp_path / "overlaps.parquet")
    squares().to_parquet(tmp_path / "gaps.parquet")
    answer = geopandas_answer(tmp_path)
    assert answer.pairs is not None
    assert answer.pairs.count == 1
    assert answer.pairs.area_m2 == pytest.approx(100 / SCALE, rel=1e-6)
    assert answer.gaps == Amount(0, 0.0, 0, 0)


def test_villages_without_land_are_not_counted_as_kept(tmp_path: Path) -> None:
    columns, shapes = tmp_path / "cleaned.parquet", tmp_path / "cleaned.shp"
    frame = squares(10, 20, 30)
    frame.loc[1, "geometry"] = None
    frame.to_parquet(columns)
    frame.to_file(shapes)
    assert repaired_answer(columns).villages == repaired_answer(shapes).villages == 2


def test_areas_of_a_layer_in_degrees_are_in_square_metres(tmp_path: Path) -> None:
    for name in ("overlaps", "gaps"):
        squares(100).to_crs("EPSG:4326").to_parquet(tmp_path / f"{name}.parquet")
    answer = geopandas_answer(tmp_path)
    assert answer.pairs is not None
    assert answer.pairs.area_m2 == pytest.approx(1e4 / SCALE, rel=1e-6)
