"""Whether sheets of villages can be made."""

from __future__ import annotations

import geopandas as gpd
from shapely import box

from boundaries.reports.map_sheet_fit import sheet_faults

LAND = gpd.GeoDataFrame(
    {"key": ["1", "2", "3"], "name": ["Kecil", "Besar", ""]},
    geometry=[box(0, 0, 900, 900), box(0, 0, 9_000, 9_000), box(0, 0, 900_000, 900_000)],
    crs="EPSG:32647",
)


def test_what_no_paper_holds_is_named() -> None:
    assert [fault.feature for fault in sheet_faults(LAND)] == ["3"]
    assert [fault.feature for fault in sheet_faults(LAND, smallest_scale=10_000)] == ["2", "3"]
    told = sheet_faults(LAND, smallest_scale=10_000)[0]
    assert str(told.message) == "Besar: no paper holds its map at 1:10000 or larger"
