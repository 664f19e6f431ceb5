"""What a check or a comparison hands to reports, exports and pages."""

from __future__ import annotations

from dataclasses import dataclass, field

import geopandas as gpd
import pandas as pd

from boundaries.domain.allowed import Allowed
from boundaries.domain.parameters import Parameters
from boundaries.domain.wanted import NOTHING_MORE, Wanted
from boundaries.errors import Notice


@dataclass(frozen=True)
class InputRecord:
    """One input file as it was used.

    `role` is "reference", "local", "layer" (a file checked by itself) or "excluded" (areas that
    need no village); `source` is the label by which villages and findings name the file; `crs` and
    `working_crs` are authority codes or names.
    """

    path: str
    sha256: str
    source: str
    role: str
    layer: str
    crs: str
    working_crs: str
    edition: str
    features: int
    repaired: int
    skipped: int


@dataclass(frozen=True)
class Analysis:
    """Villages, findings and all that is needed to judge them.

    Attributes
    ----------
    command : "check" or "compare"
    inputs : one record per file, reference first
    parameters : thresholds in force
    villages : GeoDataFrame in the working CRS (metres), one row per record of every source, columns
        `source` (label), `role`, `row` (from 0 in file order), `key` (identity shared by all
        sources: the code, or a unique name), `code`, `name`, `kecamatan` (name), `kecamatan_code`,
        `kabupaten` (name), `type` ("desa", "kelurahan" or ""), `area_m2` (ellipsoidal), `geometry`
        (MultiPolygon). Text columns are never null; "" means unknown.
    findings : GeoDataFrame in the working CRS, columns as in `boundaries.domain.finding`, the most
        severe first
    pairs : DataFrame `kind`, `source`, `a`, `b` (keys), `area_m2`: the overlap of each pair of
        villages within a source, largest first
    matches : DataFrame `source`, `row`, `name`, `kecamatan`, `code`, `method`, `score` (0 to 1),
        `evidence` (`Message`), `ambiguous`, `outside` (no village of the reference is there): which
        reference village each local record was taken for
    set_aside : DataFrame `source`, `row`, `name`, `reason` (`Message`): records that are no village
    repairs : DataFrame `source`, `row`, `name`, `reason`, `area_before_m2`, `area_after_m2`
    notices : faults that did not end the task
    wanted : searches that were asked for
    exclusions : records of the files of excluded areas
    allowed : findings that somebody answers for, which are not among `findings`
    """

    command: str
    inputs: tuple[InputRecord, ...]
    parameters: Parameters
    villages: gpd.GeoDataFrame
    findings: gpd.GeoDataFrame
    pairs: pd.DataFrame
    matches: pd.DataFrame
    set_aside: pd.DataFrame
    repairs: pd.DataFrame
    notices: tuple[Notice, ...]
    wanted: Wanted = NOTHING_MORE
    exclusions: tuple[InputRecord, ...] = ()
    allowed: Allowed = field(default_factory=Allowed)
