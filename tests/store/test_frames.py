"""Rows as frames, frames as rows."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from boundaries.store.frames import records, to_frame
from boundaries.store.models import Base
from tests.store_fixture import UTM

SEGMENT = Base.metadata.tables["segment"]
LEASE = Base.metadata.tables["lease"]


def test_missing_values_become_none() -> None:
    frame = pd.DataFrame(
        {
            "id": ["a", None],
            "length_m": [1.5, np.nan],
            "due": [pd.NaT, pd.Timestamp("2026-01-31").date()],
            "figures": [{"x": 1}, None],
        }
    )
    first, second = records(SEGMENT, frame, {"current": True})
    assert first == {"id": "a", "length_m": 1.5, "due": None, "figures": {"x": 1}, "current": True}
    assert (second["id"], second["length_m"], second["figures"]) == (None, None, None)
    assert str(second["due"]) == "2026-01-31"


def test_numbers_become_those_of_python() -> None:
    (row,) = records(
        SEGMENT, pd.DataFrame({"pair_type": [7], "length_m": [1.0], "current": [True]}), {}
    )
    assert [type(value) for value in row.values()] == [int, float, bool]


def test_unknown_columns_are_all_named() -> None:
    with pytest.raises(ValueError, match=r"segment has no column \['colour', 'width'\]"):
        records(SEGMENT, pd.DataFrame({"width": [1]}), {"colour": "red"})


def test_table_with_geometry_is_a_geoframe() -> None:
    columns = [SEGMENT.c.id, SEGMENT.c.proposal_id, SEGMENT.c.current, SEGMENT.c.geometry]
    line = shapely.MultiLineString([[(0, 0), (1, 1)]])
    frame = to_frame(columns, [("a", None, True, line), ("b", 2, False, line)], crs=UTM)
    assert isinstance(frame, gpd.GeoDataFrame)
    assert frame.crs == UTM
    assert frame["current"].tolist() == [True, False]
    assert np.isnan(frame["proposal_id"][0])
    assert frame["proposal_id"][1] == 2


def test_no_rows() -> None:
    frame = to_frame([LEASE.c.segment_id, LEASE.c.person], [], crs=UTM)
    assert list(frame.columns) == ["segment_id", "person"]
    assert not isinstance(frame, gpd.GeoDataFrame)
    assert len(frame) == 0
