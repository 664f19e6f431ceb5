"""Rows of a table as frames, and frames as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS
from sqlalchemy import JSON, Boolean, Column, Double, Integer, Row, Table

from boundaries.store.geometry_type import Geometry


def to_frame(columns: Sequence[Column[Any]], rows: Sequence[Row[Any]], *, crs: CRS) -> pd.DataFrame:
    """Rows as a frame: a GeoDataFrame when there is a column of geometries."""
    by_column = zip(*rows, strict=True) if rows else ((),) * len(columns)
    data = {
        column.name: pd.Series(list(values), dtype=object).astype(_dtype(column))
        for column, values in zip(columns, by_column, strict=True)
    }
    frame = pd.DataFrame(data)
    if any(isinstance(column.type, Geometry) for column in columns):
        frame = gpd.GeoDataFrame(frame, geometry="geometry", crs=crs)
    return frame


def records(
    table: Table, frame: pd.DataFrame, same: Mapping[str, object]
) -> list[dict[str, object]]:
    """The rows of a frame as they are written, NaN and other missing values as None.

    Raises `ValueError` for a column that the table has not.
    """
    strange = {*frame.columns, *same} - {column.name for column in table.columns}
    if strange:
        raise ValueError(f"the table {table.name} has no column {sorted(strange)}")
    columns = [_plain(frame[name], table.columns[name]) for name in frame.columns]
    return [
        dict(same) | dict(zip(frame.columns, row, strict=True))
        for row in zip(*columns, strict=True)
    ]


def _plain(values: pd.Series, column: Column[Any]) -> list[object]:
    """The values of one column as plain Python objects."""
    if isinstance(column.type, JSON | Geometry):
        return list(values)
    return values.astype(object).where(values.notna(), None).to_list()


def _dtype(column: Column[Any]) -> np.dtype[Any]:
    """The dtype of a column in a frame."""
    if isinstance(column.type, Double) or (isinstance(column.type, Integer) and column.nullable):
        return np.dtype(np.float64)
    if isinstance(column.type, Boolean):
        return np.dtype(np.bool)
    return np.dtype(np.int64 if isinstance(column.type, Integer) else object)
