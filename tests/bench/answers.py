"""What a tool found, and whether two tools found the same."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
from pyproj import CRS

from boundaries.geometry.metrics import ellipsoidal_areas

LEAST_M2 = 1.0
AT_THE_LEAST = 0.01
"""Two tools may count differently what is as near as this to the least area, as a share of it."""
AREA_TOLERANCE = 0.001
ENCLOSED = ("gap", "hole", "enclave", "lake")
"""Kinds of finding that are holes of the union."""


@dataclass(frozen=True)
class Amount:
    """How many things exceed 1 m2 and their ellipsoidal area; `fewest` to `most` if all that are
    within a hundredth of 1 m2 are left out or counted."""

    count: int
    area_m2: float
    fewest: int
    most: int


@dataclass(frozen=True)
class Answer:
    """Overlapping pairs and gaps that a tool found, None where it does not look for them.

    `villages` is how many villages have land left, for a tool that repairs.
    """

    pairs: Amount | None = None
    gaps: Amount | None = None
    villages: int | None = None


def amount(areas: np.ndarray) -> Amount:
    """The amount of things with these areas in square metres."""
    counted = areas > LEAST_M2
    return Amount(
        int(counted.sum()),
        float(areas[counted].sum()),
        int((areas > LEAST_M2 * (1 + AT_THE_LEAST)).sum()),
        int((areas > LEAST_M2 * (1 - AT_THE_LEAST)).sum()),
    )


def compare(ours: Amount | None, theirs: Amount | None) -> str:
    """ "same", what differs, or "" where one of the tools does not look for the thing."""
    if ours is None or theirs is None:
        return ""
    faults = []
    if ours.count != theirs.count:
        near = theirs.fewest <= ours.count <= theirs.most
        word = "at 1 m2 " if near else ""
        faults.append(f"{word}{ours.count - theirs.count:+d}")
    difference = ours.area_m2 - theirs.area_m2
    if abs(difference) > AREA_TOLERANCE * theirs.area_m2:
        share = difference / theirs.area_m2 if theirs.area_m2 else float("inf")
        faults.append(f"area {share:+.1%}")
    return ", ".join(faults) or "same"


def tapal_answer(document: Path) -> Answer:
    """From the JSON document of `tapal check`."""
    content = json.loads(document.read_text(encoding="utf-8"))
    pairs = [pair["area_m2"] for pair in content["pairs"] if pair["kind"] == "overlap"]
    gaps = [each["area_m2"] for each in content["findings"] if each["kind"] in ENCLOSED]
    return Answer(amount(np.array(pairs, dtype=float)), amount(np.array(gaps, dtype=float)))


def geopandas_answer(folder: Path) -> Answer:
    """From `overlaps.parquet` and `gaps.parquet`."""
    pairs, gaps = (gpd.read_parquet(folder / f"{name}.parquet") for name in ("overlaps", "gaps"))
    return Answer(amount(areas_m2(pairs)), amount(areas_m2(gaps)))


def sedonadb_answer(file: Path) -> Answer:
    """From the GeoParquet of intersections."""
    return Answer(pairs=amount(areas_m2(gpd.read_parquet(file))))


def repaired_answer(file: Path) -> Answer:
    """From a layer of repaired villages, GeoParquet or what GDAL reads."""
    if file.suffix == ".parquet":
        land = gpd.read_parquet(file, columns=["geometry"]).geometry
    else:
        land = pyogrio.read_dataframe(file, columns=[]).geometry
    return Answer(villages=int((~(land.is_empty | land.isna())).sum()))


def areas_m2(frame: gpd.GeoDataFrame) -> np.ndarray:
    """Ellipsoidal areas, in square metres."""
    if frame.empty:
        return np.zeros(0)
    if frame.crs.is_geographic:
        frame = frame.to_crs(frame.estimate_utm_crs())
    return ellipsoidal_areas(frame.geometry.to_numpy(), CRS.from_user_input(frame.crs))
