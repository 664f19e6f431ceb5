"""Changes between two versions of three villages in a row.

+-----+-----+-----+
|  A  |  B  |  C  |
+-----+-----+-----+
0     10    20    30
"""

from __future__ import annotations

import geopandas as gpd
import pytest
from shapely import Polygon, box

from boundaries.domain.versions import COLUMNS, changes_between

FIRST = {"A": box(0, 0, 10, 10), "B": box(10, 0, 20, 10), "C": box(20, 0, 30, 10)}


def layer(shapes: dict[str, Polygon], **names: str) -> gpd.GeoDataFrame:
    """The villages under their keys, called Desa KEY unless `names` says otherwise."""
    return gpd.GeoDataFrame(
        {"key": list(shapes), "name": [names.get(key, f"Desa {key}") for key in shapes]},
        geometry=list(shapes.values()),
        crs=32647,
    )


def test_nothing_changes_with_order_start_and_direction() -> None:
    turned = {key: Polygon(shape.exterior.coords[::-1][1:]) for key, shape in FIRST.items()}
    again = layer(dict(reversed(turned.items())))
    found = changes_between(layer(FIRST), again)
    assert found.empty
    assert tuple(found.columns) == COLUMNS


def test_every_kind_of_change() -> None:
    """A is called otherwise, B's east side moved by 3 m, C is gone, D is new."""
    now = {"A": FIRST["A"], "B": box(10, 0, 23, 10), "D": box(0, 10, 10, 20)}
    found = changes_between(layer(FIRST), layer(now, A="Desa Baru")).set_index("key")
    assert found["change"].to_dict() == {
        "A": "name", "B": "outline", "C": "removed", "D": "added",
    }  # fmt: skip
    assert found.at["A", "name"] == "Desa Baru"
    assert found.at["C", "name"] == "Desa C"
    assert found.at["B", "moved_m"] == pytest.approx(3)
    assert found.at["B", "area_after_m2"] - found.at["B", "area_before_m2"] == pytest.approx(
        30, rel=1e-2
    )
    assert found[["area_before_m2", "moved_m"]].loc["D"].isna().all()
    assert found[["area_after_m2", "moved_m"]].loc["C"].isna().all()


def test_records_of_one_village_count_once() -> None:
    twice = layer(FIRST).iloc[[0, 0, 1, 2]]
    assert changes_between(twice, layer(FIRST)).empty
