"""Check layers by themselves: overlaps, gaps and enclaves within each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS

from boundaries.domain.accuracy import rating
from boundaries.domain.analysis import Analysis
from boundaries.domain.claims import overlap_pairs
from boundaries.domain.excluded import Exclusion
from boundaries.domain.finding import by_severity, describe, tell_apart
from boundaries.domain.match import COLUMNS as MATCH_COLUMNS
from boundaries.domain.parameters import Parameters
from boundaries.domain.stretches import stretches
from boundaries.domain.wanted import Wanted
from boundaries.engine import HERE, Engine
from boundaries.errors import Notice
from boundaries.io.names import title
from boundaries.messages import Progress, message, silent_progress
from boundaries.workflows.detect import directory, stacked, with_areas
from boundaries.workflows.extras import NO_EXTRAS, Extras, load_exclusions, without_allowed
from boundaries.workflows.load import LayerOptions, Loaded, load
from boundaries.workflows.wanted import patches_with

FEW_VILLAGES = 3
"""A file of so many villages is likely to be one of several that belong together."""


@dataclass(frozen=True)
class _Search:
    """How every source is searched."""

    parameters: Parameters
    exclusions: tuple[Exclusion, ...]
    wanted: Wanted
    engine: Engine
    progress: Progress


@dataclass(frozen=True)
class _Part:
    villages: gpd.GeoDataFrame
    findings: gpd.GeoDataFrame
    pairs: pd.DataFrame


def check(
    paths: Sequence[Path],
    *,
    options: LayerOptions,
    parameters: Parameters,
    together: bool = False,
    engine: Engine = HERE,
    extras: Extras = NO_EXTRAS,
    progress: Progress = silent_progress,
) -> Analysis:
    """Overlaps, gaps and enclaves within each layer.

    With `together` all files are taken as one source, as surveys of single villages are. All files
    are brought into the working CRS of the first; `extras` says what is looked at besides them.
    Raises `InputError` for a file that cannot be used; a fault of one feature becomes a notice.
    """
    groups = [list(paths)] if together else [[path] for path in paths]
    loaded: list[Loaded] = []
    working: CRS | None = None
    for group in groups:
        progress(message("reading {files}", files=", ".join(map(title, group))))
        loaded.append(
            load(
                group,
                options=options,
                role="layer",
                working=working,
                scale=rating(parameters, "layer").scale,
                taken=[record.source for source in loaded for record in source.inputs],
            )
        )
        working = loaded[0].working
    inputs = tuple(record for source in loaded for record in source.inputs)
    extents = np.array([source.villages.total_bounds for source in loaded])
    excluded = load_exclusions(
        extras.exclude,
        loaded[0].working,
        (*extents[:, :2].min(axis=0), *extents[:, 2:].max(axis=0)),
        taken=[record.source for record in inputs],
    )
    search = _Search(parameters, excluded.exclusions, extras.wanted, engine, progress)
    parts = [_check_source(source, search) for source in loaded]
    findings = tell_apart(by_severity(stacked([part.findings for part in parts])))
    findings, allowed, allow_notices = without_allowed(findings, extras)
    return Analysis(
        command="check",
        inputs=inputs,
        parameters=parameters,
        villages=stacked([part.villages for part in parts]),
        findings=findings,
        pairs=pd.concat([part.pairs for part in parts], ignore_index=True),
        matches=pd.DataFrame(columns=[*MATCH_COLUMNS, "outside"]),
        set_aside=pd.concat([source.set_aside for source in loaded], ignore_index=True),
        repairs=pd.concat([source.repairs for source in loaded], ignore_index=True),
        notices=(
            *_apart(loaded),
            *(notice for source in loaded for notice in source.notices),
            *excluded.notices,
            *allow_notices,
        ),
        wanted=extras.wanted,
        exclusions=excluded.inputs,
        allowed=allowed,
    )


def _apart(loaded: Sequence[Loaded]) -> tuple[Notice, ...]:
    """A notice when several files of few villages each were checked one by one."""
    if len(loaded) < 2 or any(len(source.villages) > FEW_VILLAGES for source in loaded):
        return ()
    return (
        Notice(
            "checked-apart",
            message("{count} files of few villages were each checked alone", count=len(loaded)),
            message("use --together to check them as one layer"),
        ),
    )


def _check_source(source: Loaded, search: _Search) -> _Part:
    parameters = search.parameters
    label = ", ".join(record.source for record in source.inputs)
    search.progress(message("looking for overlaps and gaps in {source}", source=label))
    villages = with_areas(source.villages)
    patches = patches_with(
        search.wanted,
        villages,
        min_area_m2=parameters.min_area_m2,
        engine=search.engine,
        progress=search.progress,
    )
    stretch = stretches(patches, villages, run=search.engine.nearby().map)
    return _Part(
        villages=villages,
        findings=describe(
            patches.assign(stretch=stretch),
            directory(villages),
            parameters,
            exclusions=search.exclusions,
        ),
        pairs=overlap_pairs(patches, label, min_area_m2=parameters.min_area_m2),
    )
