"""Bring a reference and local layers together: villages of both under common keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS

from boundaries.domain.accuracy import rating
from boundaries.domain.analysis import InputRecord
from boundaries.domain.kecamatan_names import with_kecamatan_names
from boundaries.domain.parameters import Parameters
from boundaries.errors import Notice
from boundaries.io.names import title
from boundaries.messages import Progress, message, silent_progress
from boundaries.workflows.detect import stacked, with_areas
from boundaries.workflows.load import LayerOptions, load
from boundaries.workflows.matching import matched
from boundaries.workflows.meeting import require_meeting
from boundaries.workflows.shift import extent_of, shift_suspicions


@dataclass(frozen=True)
class Gathered:
    """A reference and the local layers, together one source, ready to be compared.

    Attributes are those of `boundaries.domain.analysis.Analysis`; `working` is the CRS of the
    villages, in metres.
    """

    inputs: tuple[InputRecord, ...]
    villages: gpd.GeoDataFrame
    matches: pd.DataFrame
    set_aside: pd.DataFrame
    repairs: pd.DataFrame
    notices: tuple[Notice, ...]
    working: CRS


def gathered(
    reference: Path,
    local: Sequence[Path],
    *,
    options: LayerOptions,
    reference_options: LayerOptions | None = None,
    parameters: Parameters,
    progress: Progress = silent_progress,
) -> Gathered:
    """Read the reference and the local layers, and match their villages.

    All is brought into the working CRS of the reference. Raises `InputError` for a file that cannot
    be used and for layers that do not meet.
    """
    progress(message("reading {files}", files=title(reference)))
    base = load(
        [reference],
        options=reference_options or LayerOptions(),
        role="reference",
        scale=rating(parameters, "reference").scale,
    )
    progress(message("reading {files}", files=", ".join(map(title, local))))
    surveys = load(
        local,
        options=options,
        role="local",
        working=base.working,
        scale=rating(parameters, "local").scale,
        taken=[record.source for record in base.inputs],
        reference=extent_of(base),
    )
    require_meeting(
        surveys.villages,
        base.villages,
        names=(", ".join(record.path for record in surveys.inputs), base.inputs[0].path),
        notices=surveys.notices,
    )
    progress(message("matching villages"))
    villages, matches, match_notices = under_common_keys(base.villages, surveys.villages, options)
    shifts = shift_suspicions(base, surveys, matches["code"].to_numpy())
    return Gathered(
        inputs=base.inputs + surveys.inputs,
        villages=villages,
        matches=matches,
        set_aside=pd.concat([base.set_aside, surveys.set_aside], ignore_index=True),
        repairs=pd.concat([base.repairs, surveys.repairs], ignore_index=True),
        notices=(
            *base.notices,
            *surveys.notices,
            *(suspicion.notice() for suspicion in shifts),
            *match_notices,
        ),
        working=base.working,
    )


def under_common_keys(
    reference: gpd.GeoDataFrame, local: gpd.GeoDataFrame, options: LayerOptions
) -> tuple[gpd.GeoDataFrame, pd.DataFrame, tuple[Notice, ...]]:
    """The villages of both sources with their areas, the matches, and what is doubtful in them.

    Both frames have the columns of `boundaries.domain.layer.VILLAGE_COLUMNS` and the same CRS in
    metres. Local records are matched to villages of the reference by code, or by kecamatan, name
    and overlap, and take their keys.
    """
    matches, notices = matched(reference, local, options)
    villages = with_areas(stacked([reference, _with_reference_keys(reference, local, matches)]))
    return with_kecamatan_names(villages), matches, notices


def _with_reference_keys(
    reference: gpd.GeoDataFrame, local: gpd.GeoDataFrame, matches: pd.DataFrame
) -> gpd.GeoDataFrame:
    """Local villages under the keys of their reference villages; the others keep their own."""
    code = matches["code"].to_numpy(dtype=object)
    own = local["key"].to_numpy(dtype=object)
    taken = np.isin(own.astype(str), reference["key"].to_numpy(dtype=str))
    unmatched = np.where(taken, own + " *", own)
    return local.assign(key=np.where(code != "", code, unmatched))
