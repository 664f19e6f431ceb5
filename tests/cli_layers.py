"""Layers of villages for tests of the commands."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
from shapely.geometry.base import BaseGeometry


def layer(path: Path, villages: dict[str, BaseGeometry]) -> Path:
    """Villages in zone 47N near Kisaran; names are the codes of a code table in short."""
    frame = gpd.GeoDataFrame(
        {"kode": list(villages), "nama": [f"Desa {code[-1]}" for code in villages]},
        geometry=list(villages.values()),
        crs=32647,
    )
    frame["geometry"] = frame.geometry.translate(568_000, 329_000)
    frame.to_file(path)
    return path
