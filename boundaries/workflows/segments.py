"""Segments and junctions of a layer, and the lines that local layers draw for them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from boundaries.domain.accuracy import Accuracy, rating
from boundaries.domain.claims import SourceClaims, source_claims
from boundaries.domain.correspondence import Correspondence, compare_segments
from boundaries.domain.match import COLUMNS as MATCH_COLUMNS
from boundaries.domain.owners import Owners, narrow_faces, owners_of
from boundaries.domain.parameters import Parameters
from boundaries.domain.segment import Segments, point_contacts, segments
from boundaries.domain.segment_analysis import SegmentAnalysis
from boundaries.geometry.mosaic import Mosaic, build_mosaic
from boundaries.io.names import title
from boundaries.messages import Progress, message, silent_progress
from boundaries.workflows.detect import rows_of
from boundaries.workflows.gather import gathered
from boundaries.workflows.load import LayerOptions, load


def segments_of(
    path: Path,
    *,
    options: LayerOptions,
    parameters: Parameters,
    complete: bool = True,
    progress: Progress = silent_progress,
) -> SegmentAnalysis:
    """The segments and junctions of one layer.

    Overlaps and gaps too narrow to be a claim are closed for drawing; wider ones leave a segment
    open. `complete` as in `boundaries.domain.segment.segments`. Raises `InputError` for a file that
    cannot be used; a fault of a single feature becomes a notice.
    """
    progress(message("reading {files}", files=title(path)))
    base = load([path], options=options, role="layer", scale=rating(parameters, "layer").scale)
    progress(message("tracing the segments of {source}", source=base.inputs[0].source))
    villages = base.villages
    mosaic = build_mosaic(villages.geometry.to_numpy())
    claims = source_claims(mosaic, villages, np.ones(len(villages), dtype=bool))
    owners = _owners(mosaic, claims, parameters, scope="layer")
    borders = segments(mosaic, owners, villages, complete=complete, parameters=parameters)
    return SegmentAnalysis(
        inputs=base.inputs,
        parameters=parameters,
        accuracy=Accuracy.of(parameters),
        villages=villages,
        borders=borders,
        contacts=point_contacts(borders),
        found=None,
        matches=pd.DataFrame(columns=[*MATCH_COLUMNS, "outside"]),
        set_aside=base.set_aside,
        repairs=base.repairs,
        notices=base.notices,
    )


def compared_segments(
    reference: Path,
    local: Sequence[Path],
    *,
    options: LayerOptions,
    reference_options: LayerOptions | None = None,
    parameters: Parameters,
    complete: bool = True,
    progress: Progress = silent_progress,
) -> SegmentAnalysis:
    """The segments of the reference, and how the local layers, together one source, draw them.

    Villages are matched and faults reported as by `boundaries.workflows.gather.gathered`, which
    says what is raised; `options` are those of the local layers, `complete` as in `segments_of`.
    """
    sources = gathered(
        reference,
        local,
        options=options,
        reference_options=reference_options,
        parameters=parameters,
        progress=progress,
    )
    progress(message("comparing the lines of neighbours"))
    borders, found = compared_borders(sources.villages, parameters, complete=complete)
    return SegmentAnalysis(
        inputs=sources.inputs,
        parameters=parameters,
        accuracy=Accuracy.of(parameters),
        villages=sources.villages,
        borders=borders,
        contacts=point_contacts(borders),
        found=found,
        matches=sources.matches,
        set_aside=sources.set_aside,
        repairs=sources.repairs,
        notices=sources.notices,
    )


def compared_borders(
    villages: gpd.GeoDataFrame, parameters: Parameters, *, complete: bool
) -> tuple[Segments, Correspondence]:
    """The segments of the reference, and what the local sources say about them.

    `villages` as in `boundaries.domain.analysis.Analysis`, of both roles under common keys; there
    may be none of the role "local".
    """
    mosaic = build_mosaic(villages.geometry.to_numpy())
    ours = source_claims(mosaic, villages, rows_of(villages, "reference"))
    theirs = source_claims(mosaic, villages, rows_of(villages, "local"))
    owners = _owners(mosaic, ours, parameters, scope="reference")
    borders = segments(mosaic, owners, villages, complete=complete, parameters=parameters)
    accuracy = Accuracy.of(parameters)
    return borders, compare_segments(mosaic, ours, theirs, borders, accuracy=accuracy)


def _owners(mosaic: Mosaic, claims: SourceClaims, parameters: Parameters, *, scope: str) -> Owners:
    """Who has each face by one source, its narrow overlaps and gaps closed."""
    narrow = narrow_faces(mosaic, claims, parameters, scope=scope)
    return owners_of(mosaic, claims, resolve=narrow)
