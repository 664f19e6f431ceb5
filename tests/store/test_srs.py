"""The working CRS in a store."""

from __future__ import annotations

import pytest
from pyproj import CRS

from boundaries.store.srs import crs_text, srs_number

CEA = "+proj=cea +lon_0=118 +lat_ts=0 +ellps=WGS84"


@pytest.mark.parametrize("definition", ["EPSG:32647", "EPSG:23847", CEA, CEA.replace("118", "117")])
def test_text_gives_the_crs_back(definition: str) -> None:
    crs = CRS.from_user_input(definition)
    assert CRS.from_user_input(crs_text(crs)) == crs


def test_numbers() -> None:
    assert srs_number(CRS.from_epsg(32647)) == 32647
    own = srs_number(CRS.from_user_input(CEA))
    assert 910_000 <= own < 998_000
    assert own == srs_number(CRS.from_user_input(CEA))
    assert own != srs_number(CRS.from_user_input(CEA.replace("118", "117")))
