"""Hand-made segments of three villages, with and without surveys."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import box

from boundaries.domain.analysis import InputRecord
from boundaries.domain.claims import source_claims
from boundaries.domain.correspondence import Accuracy, compare_segments
from boundaries.domain.match import COLUMNS as MATCH_COLUMNS
from boundaries.domain.owners import owners_of
from boundaries.domain.parameters import Parameters
from boundaries.domain.segment import point_contacts, segments
from boundaries.domain.segment_analysis import SegmentAnalysis
from boundaries.errors import Notice
from boundaries.geometry.mosaic import build_mosaic
from boundaries.messages import message

CRS = "EPSG:32647"
XSS = '<img src=x onerror="alert(1)">'
FORMULA = "=1+1"
A, B, C = "12.09.01.1001", "12.09.01.2002", "12.09.02.2001"
NAMES = {A: XSS, B: FORMULA, C: "Contoh"}
TYPES = {A: "kelurahan", B: "desa", C: "desa"}
REFERENCE = {A: box(0, 500, 1000, 1000), B: box(1000, 500, 2000, 1000), C: box(0, 0, 2000, 500)}
SURVEYS = {A: box(0, 500, 1020, 1000), B: REFERENCE[B], C: box(0, 0, 2000, 500)}
CORNER = {A: box(0, 500, 500, 1000), B: box(500, 0, 1000, 500)}


def make_segments() -> SegmentAnalysis:
    """Three villages of a junction at (1000, 500), the survey of A 20 m too wide: 1 ha.

    +---+---+  y 1000
    | A | B |
    +---+---+  y 500    A and B of one kecamatan, C of the next
    |   C   |
    +-------+
    """
    return analysed(REFERENCE, SURVEYS)


def make_one_layer() -> SegmentAnalysis:
    """The same villages without surveys."""
    return analysed(REFERENCE, {})


def make_corner() -> SegmentAnalysis:
    """A north-west and B south-east of (500, 500): they touch in this point only."""
    return analysed(CORNER, {})


def analysed(reference: dict[str, object], surveys: dict[str, object]) -> SegmentAnalysis:
    """The analysis of these outlines; coordinates count from (500000, 300000)."""
    villages = gpd.GeoDataFrame(
        pd.concat([_rows(reference, "BIG", "reference"), _rows(surveys, "survey", "local")]),
        crs=CRS,
    ).reset_index(drop=True)
    ours = (villages["role"] == "reference").to_numpy()
    mosaic = build_mosaic(villages.geometry.to_numpy())
    claims = source_claims(mosaic, villages, ours)
    borders = segments(mosaic, owners_of(mosaic, claims), villages)
    accuracy = Accuracy(reference_m=2.5, local_m=2.5)
    local = source_claims(mosaic, villages, ~ours)
    found = compare_segments(mosaic, claims, local, borders, accuracy=accuracy)
    notice = Notice("code", message("no code in {field}", field="kode"), message("add one"))
    return SegmentAnalysis(
        inputs=(
            InputRecord("big.gpkg", "0" * 64, "BIG", "reference", "desa", "EPSG:4326", CRS, "", 3,
                        0, 0),
        ),
        parameters=Parameters(),
        accuracy=accuracy,
        villages=villages,
        borders=borders,
        contacts=point_contacts(borders),
        found=found if surveys else None,
        matches=pd.DataFrame(columns=[*MATCH_COLUMNS, "outside"]),
        set_aside=pd.DataFrame(columns=["source", "row", "name", "reason"]),
        repairs=pd.DataFrame(
            columns=["source", "row", "name", "reason", "area_before_m2", "area_after_m2"]
        ),
        notices=(notice,),
    )  # fmt: skip


def with_names(analysis: SegmentAnalysis, name: str) -> SegmentAnalysis:
    """The analysis with one name for all villages."""
    return replace(analysis, villages=analysis.villages.assign(name=name))


def _rows(shapes: dict[str, object], source: str, role: str) -> gpd.GeoDataFrame:
    keys = list(shapes)
    frame = gpd.GeoDataFrame(
        {
            "source": source,
            "role": role,
            "row": np.arange(len(keys)),
            "key": keys,
            "code": keys,
            "name": [NAMES[key] for key in keys],
            "kecamatan": [f"Kecamatan {key[6:8]}" for key in keys],
            "kecamatan_code": [key[:8] for key in keys],
            "kabupaten": "Asahan",
            "type": [TYPES[key] for key in keys],
        },
        geometry=list(shapes.values()),
        crs=CRS,
    )
    frame["geometry"] = frame.geometry.translate(500_000, 300_000)
    return frame
