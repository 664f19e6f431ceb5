"""Fixtures of the tests of reading and writing."""

from __future__ import annotations

import geopandas as gpd
import pytest

from tests.io.layer_files import two_villages


@pytest.fixture
def two() -> gpd.GeoDataFrame:
    """Two villages side by side; see `two_villages`."""
    return two_villages()
