"""What a look at segments hands to reports and exports."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from boundaries.domain.accuracy import Accuracy
from boundaries.domain.analysis import InputRecord
from boundaries.domain.correspondence import Correspondence
from boundaries.domain.parameters import Parameters
from boundaries.domain.segment import Segments
from boundaries.errors import Notice


@dataclass(frozen=True)
class SegmentAnalysis:
    """Segments and junctions of a layer, and how local layers draw the same lines.

    Attributes
    ----------
    inputs : one record per file, the one whose segments these are first
    parameters : thresholds in force
    accuracy : CE90 of the reference and of the local source
    villages : as in `boundaries.domain.analysis.Analysis`, without the area
    borders : segments and junctions of the first file
    contacts : pairs of its villages that touch in points only, see `point_contacts`
    found : what the local layers say about them; None where there are none
    matches, set_aside, repairs, notices : as in `Analysis`
    """

    inputs: tuple[InputRecord, ...]
    parameters: Parameters
    accuracy: Accuracy
    villages: gpd.GeoDataFrame
    borders: Segments
    contacts: pd.DataFrame
    found: Correspondence | None
    matches: pd.DataFrame
    set_aside: pd.DataFrame
    repairs: pd.DataFrame
    notices: tuple[Notice, ...]
